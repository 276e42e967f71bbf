"""What a passed limit holds: the changes beyond it, and every later change that depends on one of them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from linter.model import UNSET, Change, ChangeRef, ChangeSet, Held, Step, fold
from linter.replay.identity import keys_of

Replay = Callable[[Iterable[Change]], Iterator[Step]]
"""Plays changes on the state before all of them."""

_ROUNDS = 8
"""How often what may go is held against the limits anew before all that a limit counts is held."""


class Excess(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that is passed, and holds: the finding's fingerprint, and the changes to hold for it.

    `beyond` are the places in the change set of those beyond the limit, `counted` of all that it counts.
    """

    rule: str
    account: str
    fingerprint: str
    beyond: frozenset[int]
    counted: frozenset[int]


def plan(
    passed: Sequence[Excess],
    changes: Iterable[Change],
    replay: Replay,
    again: Callable[[Iterable[Change]], Iterable[Excess]],
) -> tuple[Held, ...]:
    """Every change that must be held, so that the others can go within the limits, in order.

    `again` holds changes against the limits once more: where fewer accounts are changed the population
    is smaller, and what may go may be less than it was of the whole.
    """
    begun = {(each.rule, each.account): each for each in passed}
    seeds = {key: each.beyond for key, each in begun.items()}
    for round_ in range(_ROUNDS):
        named = {begun[key].fingerprint: beyond for key, beyond in seeds.items()}
        held = _closure(named, changes, replay)
        more = [each for each in again(Without(changes, held)) if (each.rule, each.account) in begun]
        if not more:
            break
        for each in more:
            key = (each.rule, each.account)
            seeds[key] |= each.counted if round_ == _ROUNDS - 2 else each.beyond
    return tuple(held.values())


class Without:
    """The changes that are not held; made anew at each iteration."""

    def __init__(self, changes: Iterable[Change], held: Iterable[int]) -> None:
        self._changes = changes
        self._held = frozenset(held)

    def __iter__(self) -> Iterator[Change]:
        """The changes in their order."""
        return (change for change in self._changes if change.index not in self._held)


class Only:
    """The changes at some places; made anew at each iteration."""

    def __init__(self, changes: Iterable[Change], places: Iterable[int]) -> None:
        self._changes = changes
        self._places = frozenset(places)

    def __iter__(self) -> Iterator[Change]:
        """The changes in their order."""
        return (change for change in self._changes if change.index in self._places)


class Token(NamedTuple):
    """Something by which changes depend on each other: a user, or a key that users are named by."""

    account: str
    kind: str
    text: str


def _closure(
    seeds: Mapping[str, frozenset[int]], changes: Iterable[Change], replay: Replay
) -> dict[int, Held]:
    """The changes to hold by their places: the seeds of each limit, and what depends on a held one."""
    held: dict[int, Held] = {}
    tokens: dict[str, dict[Token, int]] = {name: {} for name in seeds}
    recent: deque[Change] = deque(maxlen=2)
    steps = replay(_noted(changes, recent))
    for index, group in groupby(steps, key=lambda step: step.change.index):
        together = list(group)
        uses = {token for step in together for token in _uses(step)}
        holding: dict[str, int | None] = {}
        for name, beyond in seeds.items():
            on = min((tokens[name][token] for token in uses if token in tokens[name]), default=None)
            if index in beyond or on is not None:
                holding[name] = None if index in beyond else on
                for token in uses | {token for step in together for token in _touches(step)}:
                    tokens[name].setdefault(token, index)
        if holding:
            whole = next(change for change in recent if change.index == index)
            held[index] = _held(whole, together, holding)
    return held


def _noted(changes: Iterable[Change], recent: deque[Change]) -> Iterator[Change]:
    """The changes, each noted as it is taken: steps know only the elementary changes."""
    for change in changes:
        recent.append(change)
        yield change


def _held(change: Change, steps: Sequence[Step], holding: Mapping[str, int | None]) -> Held:
    user = next((each.id for step in steps for each in (step.after, step.before) if each is not None), "")
    ref = ChangeRef(
        index=change.index, op=change.op, account=steps[0].account.id, user=user or (change.user or "")
    )
    on = None if None in holding.values() else min(each for each in holding.values() if each is not None)
    return Held(change=ref, fingerprints=tuple(holding), depends_on=on)


def _uses(step: Step) -> Iterator[Token]:
    """What a change depends on: its users, the keys that it names users by, and those that it gives."""
    account, change = step.account.id, step.change
    for user in (step.before, step.after, step.replaced):
        if user is not None:
            yield Token(account, "user", user.id)
    for key in (change.user, change.replaces, change.envelope.requested_by):
        if key is not UNSET and key:
            yield Token(account, "key", fold(key))
    if step.after is not None:
        had = keys_of(step.before) if step.before is not None else frozenset[str]()
        for key in keys_of(step.after) - had:
            yield Token(account, "key", key)


def _touches(step: Step) -> Iterator[Token]:
    """What is not there, or is otherwise, where a change is held: its user, and every key of it."""
    for user in (step.before, step.after):
        if user is not None:
            yield Token(step.account.id, "user", user.id)
            for key in keys_of(user):
                yield Token(step.account.id, "key", key)


def part_of(change_set: ChangeSet, changes: Iterable[Change]) -> ChangeSet:
    """A change set with only some of its changes, and the survey of those."""
    accounts, counts = set[str](), dict[str, int]()
    for change in changes:
        account = change.envelope.account
        accounts.add("" if account is UNSET else account)
        counts[change.op] = counts.get(change.op, 0) + 1
    survey = msgspec.structs.replace(
        change_set.survey, changes=sum(counts.values()), accounts=frozenset(accounts), counts=counts
    )
    return msgspec.structs.replace(change_set, changes=changes, survey=survey)
