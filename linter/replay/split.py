"""One change of the file as elementary changes, so that a role is always granted by `grant_role`."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from linter.model import UNSET, Change, Fault, Location, Op, Origin, User, fold
from linter.replay import faults

replace = msgspec.structs.replace


class Part(msgspec.Struct, frozen=True):
    """An elementary change.

    `settled` holds fields whose values are known once it has happened though they were not before.
    """

    change: Change
    settled: Mapping[str, Any] = {}
    faults: tuple[Fault, ...] = ()


class _ListField(NamedTuple):
    """A list that operations add to and remove from: the operations, and the field that names the item."""

    add: Op
    remove: Op
    item: str


LISTS: Mapping[str, _ListField] = {
    "roles": _ListField("grant_role", "revoke_role", "role"),
    "licenses": _ListField("assign_license", "remove_license", "license"),
    "groups": _ListField("add_group", "remove_group", "group"),
}

COMPOSITE = frozenset({"enabled", *LISTS})
"""The fields in `set` that have operations of their own."""


def parts(change: Change, user: User) -> tuple[Part, ...]:
    """The elementary changes of a create or update of `user`, in the order in which they happen.

    They have the index of the whole. Their places are those of the part of `set` they come from.
    """
    if change.op == "create":
        return tuple(_create_parts(change, user))
    return tuple(_update_parts(change, user))


def _create_parts(change: Change, user: User) -> Iterator[Part]:
    yield Part(_rest(change))
    for field in LISTS:
        for part in _additions(change, user, field, ()):
            yield Part(part)
    if change.set.get("enabled") is False:
        yield Part(_elementary(change, user, "disable", "set/enabled"))


def _update_parts(change: Change, user: User) -> Iterator[Part]:
    unknown = [field for field in LISTS if field in change.set and getattr(user, field) is UNSET]
    found = list(_flag_parts(change, user))
    for field in LISTS:
        if field in change.set:
            found += _list_parts(change, user, field)
    rest = _rest(change)
    emptied: dict[str, Any] = {}
    for field in unknown:
        if not change.set[field]:
            emptied |= _settled(field, ())
    if rest.set or rest.secrets or emptied or not found:
        found.insert(0, Part(rest, emptied))
    if unknown:
        found[0] = replace(found[0], faults=(faults.unknown_before(unknown, user.id),))
    yield from found


def _flag_parts(change: Change, user: User) -> Iterator[Part]:
    if "enabled" not in change.set or change.set["enabled"] is user.enabled:
        return
    op: Op = "enable" if change.set["enabled"] else "disable"
    yield Part(_elementary(change, user, op, "set/enabled"))


def _list_parts(change: Change, user: User, field: str) -> list[Part]:
    """Removals, then additions. An unknown list gets every addition, and is known after the last."""
    names = getattr(user, field)
    if names is UNSET:
        added = [Part(part) for part in _additions(change, user, field, ())]
        if added:
            final = tuple(getattr(part.change, LISTS[field].item) for part in added)
            added[-1] = replace(added[-1], settled=_settled(field, final))
        return added
    kept = {fold(name) for name in change.set[field] or ()}
    _, remove, item = LISTS[field]
    removed = [
        Part(_elementary(change, user, remove, f"set/{field}", **{item: name}))
        for name in names or ()
        if fold(name) not in kept
    ]
    return removed + [Part(part) for part in _additions(change, user, field, names or ())]


def _settled(field: str, final: tuple[str, ...]) -> dict[str, Any]:
    """What is known of a user whose list has been replaced."""
    return {field: final, "licensed": bool(final)} if field == "licenses" else {field: final}


def _additions(change: Change, user: User, field: str, present: tuple[str, ...]) -> Iterator[Change]:
    add, _, item = LISTS[field]
    seen = {fold(name) for name in present}
    for position, name in enumerate(change.set.get(field) or ()):
        if fold(name) not in seen:
            seen.add(fold(name))
            yield _elementary(change, user, add, f"set/{field}/{position}", **{item: name})


def _rest(change: Change) -> Change:
    """The change without what has operations of its own."""
    values = {field: value for field, value in change.set.items() if field not in COMPOSITE}
    return replace(change, set=values)


def _elementary(change: Change, user: User, op: Op, pointer: str, **named: str) -> Change:
    key = user.id if change.user is UNSET else change.user
    origin = _placed(change.origin, pointer, *named)
    return replace(change, op=op, user=key, set={}, secrets=(), replaces=UNSET, origin=origin, **named)


def _placed(origin: Origin, pointer: str, *items: str) -> Origin:
    """Finds the places of an elementary change in the change it comes from."""

    def place(part: str) -> Location:
        return origin(pointer if part == "op" or part in items else part)

    return place
