"""Which changes of an account bear on one another, and which of them are alike.

Only rules that read something which other changes can change make an order matter. Two changes bear on
each other where such a rule judges the one by what the other changes, or where they concern one user, one
key, or each other's user. Changes of one user keep their order,
but that a user is created first.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeAlias

import msgspec

from linter.engine.dispatch import ChangeDispatch, reads
from linter.engine.views import ALL, needs, step_view
from linter.model import UNSET, AccountState, Change, Snapshot, Step, User
from linter.policy import Policies, Rule
from linter.replay import replay
from linter.replay.identity import keys_of

_SHARED_ROOTS = frozenset({"account", "account_after", "successor", "replaced", "requester"})
_OF_OTHERS = frozenset(
    ("change", name) for name in ("replaced_ops", "lost_addresses", "reused", "new_addresses", "index")
)
_SHARED_FIELDS = _OF_OTHERS | {(root, "billing_admin") for root in ("before", "after", "user")}
_TOTALS = ("total_users", "enabled_users", "disabled_users", "seats_used")
_RECORDED = ("purchased_users", "billing_admin", "billing_user")


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """A change of an account, by its place in it. Changes that can stand for one another are `alike`.

    `after` is the place of the change of the same user that comes before it, -1 for the first.
    """

    place: int
    alike: Hashable
    after: int = -1


class Relations(msgspec.Struct, frozen=True, kw_only=True):
    """The elements of an account, the groups of those that bear on one another, and the rules that tell."""

    elements: tuple[Element, ...]
    groups: tuple[tuple[int, ...], ...]
    policies: Policies


def step_policies(policies: Policies) -> Policies:
    """The rules whose objection can depend on the order of the changes, whatever the last state is."""
    rules = tuple(rule for rule in policies.rules if _at_each_step(rule) and _shared(rule))
    return msgspec.structs.replace(policies, rules=rules)


def _at_each_step(rule: Rule) -> bool:
    return rule.subject == "change" or rule.each_step


def _shared(rule: Rule) -> bool:
    """Whether a rule reads what changes of other users can change."""
    paths = reads(rule)
    if rule.subject == "account" or rule.limit is not None:
        return True
    return any(path[0] in _SHARED_ROOTS or path[:2] in _SHARED_FIELDS for path in paths)


def relate(
    changes: Sequence[Change], snapshot: Snapshot | None, policies: Policies, now: datetime
) -> Relations:
    """The relations of the changes of one account. `policies` are those of `step_policies`."""
    steps = _steps(changes, snapshot, now)
    chains: dict[Hashable, list[int]] = {}
    for place, own in steps.items():
        chains.setdefault(_whose(own), []).append(place)
    for places in chains.values():
        places.sort(key=lambda place: changes[place].op != "create")
        if any(step.faults for place in places for step in steps[place]):
            steps |= _steps(changes, snapshot, now, places)
    single = {places[0] for places in chains.values() if len(places) == 1}
    special = _special(changes, steps, snapshot)
    dispatch = ChangeDispatch(policies)
    after = {later: earlier for places in chains.values() for earlier, later in pairwise(places)}
    elements = []
    for place, own in steps.items():
        known = place in single and place not in special
        alike = _signature(own, dispatch) if known else ("alone", place)
        elements.append(Element(place=place, alike=alike, after=after.get(place, -1)))
    bearing = _by_rules(steps, policies, dispatch)
    rules = tuple(rule for rule in policies.rules if rule.id in bearing)
    return Relations(
        elements=tuple(elements),
        groups=_joined(len(changes), chains.values(), special.values(), bearing.values()),
        policies=msgspec.structs.replace(policies, rules=rules),
    )


Steps: TypeAlias = Mapping[int, Sequence[Step]]
"""The steps of each change, by its place."""


def _steps(
    changes: Sequence[Change], snapshot: Snapshot | None, now: datetime, places: Sequence[int] = ()
) -> dict[int, Sequence[Step]]:
    """The steps that changes have in the order of their places, by default as they are."""
    found: dict[int, list[Step]] = {place: [] for place in places or range(len(changes))}
    numbered = [msgspec.structs.replace(changes[place], index=place) for place in found]
    for step in replay(snapshot, numbered, now=now):
        found[step.change.index].append(step)
    return dict(found)


def _whose(steps: Sequence[Step]) -> Hashable:
    """The user whom a change concerns; the account itself where it concerns none."""
    user = next((step.after or step.before for step in steps if step.after or step.before), None)
    if user is None or steps[0].change.op == "set_billing_admin":
        return ""
    return user.id


def _special(
    changes: Sequence[Change], steps: Steps, snapshot: Snapshot | None
) -> Mapping[Hashable, set[int]]:
    """Users and keys that several changes are about, or the account's record, with the places of those.

    A place is a key, too, where the change is the only one that names somebody else's user.
    """
    named: dict[Hashable, set[int]] = {}
    for place, (change, own) in enumerate(zip(changes, steps.values(), strict=True)):
        touched = {_whose(own)} - {""}
        for step in own:
            touched |= {key for user in (step.before, step.after) if user for key in keys_of(user)}
            touched |= {other.id for other in (step.successor, step.replaced) if other is not None}
        touched |= {each for each in (change.replaces, change.user) if isinstance(each, str)}
        for key in touched:
            named.setdefault(key, set()).add(place)
    shared = {key: places for key, places in named.items() if len(places) > 1}
    return {**shared, **{place: {place} for places in shared.values() for place in places}}


def _by_rules(steps: Steps, policies: Policies, dispatch: ChangeDispatch) -> Mapping[str, set[int]]:
    """The places that bear on one another because a rule judges the one by what the other changes."""
    bearing: dict[str, set[int]] = {}
    moved = [_moved(own) for own in steps.values()]
    judged: dict[str, set[int]] = {}
    for place, own in steps.items():
        for step in own:
            for group in dispatch.groups(step):
                for rule in group.rules:
                    judged.setdefault(rule.id, set()).add(place)
    for rule in policies.rules:
        paths = reads(rule)
        fields = {path[1] for path in paths if path[0].startswith("account") and len(path) > 1}
        if any(path[0] == "requester" or "billing_admin" in path[1:2] for path in paths):
            fields |= {"billing_admin", "billing_user"}
        writers = {place for place, changed in enumerate(moved) if not fields.isdisjoint(changed)}
        if rule.limit is not None:
            bearing[rule.id] = set(range(len(steps)))
        elif writers or any(path[0] in ("successor", "replaced") or path[:2] in _OF_OTHERS for path in paths):
            bearing[rule.id] = writers | (judged.get(rule.id, set()) if writers else set())
    return bearing


def _moved(steps: Sequence[Step]) -> frozenset[str]:
    """The fields of the account that a change changes."""
    if not steps:
        return frozenset()
    before, after = steps[0].account, steps[-1].account_after
    names = (*_TOTALS, *_RECORDED, "role_holders")
    moved = {name for name in names if not _same(getattr(before, name), getattr(after, name))}
    if before.users is not after.users:
        moved.add("users")
    return frozenset(moved)


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, User) and isinstance(after, User):
        return before.id == after.id
    return bool(before == after)


def _signature(steps: Sequence[Step], dispatch: ChangeDispatch) -> Hashable:
    """What a change does to the account, and what the rules that judge it read of it beside the account."""
    if not steps:
        return ("nothing",)
    before, after = steps[0].account, steps[-1].account_after
    parts: list[object] = [_difference(before, after)]
    for step in steps:
        paths = {
            path
            for group in dispatch.groups(step)
            for rule in group.rules
            for path in reads(rule)
            if path[0] in ("change", "before", "after", "changed") and path != ("change", "index")
        }
        needed = needs(paths)
        view = step_view(step, needed, {})
        read = sorted(
            (root, name, repr(value))
            for root, said in view.items()
            for name, value in said.items()
            if name in needed[root] or ALL in needed[root]
        )
        parts.append((step.change.op, *read))
    return tuple(parts)


def _difference(before: AccountState, after: AccountState) -> Hashable:
    """What becomes of an account's totals and records."""
    totals = []
    for name in _TOTALS:
        old, new = getattr(before, name), getattr(after, name)
        totals.append("unknown" if UNSET in (old, new) else new - old)
    held = "unknown"
    if isinstance(before.role_holders, Mapping) and isinstance(after.role_holders, Mapping):
        change = Counter(after.role_holders)
        change.subtract(before.role_holders)
        held = repr(sorted((role, count) for role, count in change.items() if count))
    return (*totals, held)


def _joined(count: int, *groups: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    """The places in groups, those that have one in common taken together."""
    parent = list(range(count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for group in (each for some in groups for each in some):
        first, *others = group or [0]
        for other in others:
            parent[root(other)] = root(first)
    found: dict[int, list[int]] = {}
    for place in range(count):
        found.setdefault(root(place), []).append(place)
    return tuple(tuple(places) for places in found.values())
