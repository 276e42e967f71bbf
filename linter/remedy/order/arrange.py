"""The order of a change set: the fewest moves where that can be known, a good one where it cannot."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from linter.engine.verdict import Scale
from linter.model import UNSET, Change, ChangeSet, Report, Snapshot
from linter.policy import Policies
from linter.remedy.order.conflict import smallest_conflict
from linter.remedy.order.moves import GaveUp, Lattice, Passes, fewest_moves
from linter.remedy.order.relations import Element, Relations, relate, step_policies
from linter.remedy.plan import change_set_of

EXACT = 30
"""Up to so many changes that bear on one another the fewest moves are looked for."""

MOST = 300
"""Beyond so many no order is looked for at all."""

Judge = Callable[[ChangeSet, Policies], Report]
"""Judges some changes by some of the policies."""


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Changes, by their places, that no order makes all of; `smallest` where fewer have been ruled out."""

    account: str
    places: tuple[int, ...]
    smallest: bool


class Reordered(msgspec.Struct, frozen=True, kw_only=True):
    """The places of the changes in their new order, which of them moved, and what no order helps.

    `exact` where no order with fewer moves passes.
    """

    places: tuple[int, ...]
    moved: tuple[int, ...] = ()
    exact: bool = True
    conflicts: tuple[Conflict, ...] = ()


def reorder(
    change_set: ChangeSet,
    denied: Sequence[int],
    snapshot: Snapshot | None,
    policies: Policies,
    judge: Judge,
    *,
    now: datetime,
    scale: Scale,
) -> Reordered:
    """An order in which what is denied passes at every step; `denied` are the places of those changes.

    Only changes that bear on a denied one move. Up to `EXACT` of them the moves are the fewest there are;
    beyond, each next change is the first of those left that passes. The caller judges the whole.
    """
    changes = tuple(change_set.changes)
    only = snapshot.accounts[0].id if snapshot is not None and len(snapshot.accounts) == 1 else ""
    by_account: dict[str, list[int]] = {}
    for place, change in enumerate(changes):
        account = change.envelope.account
        by_account.setdefault(only if account is UNSET else str(account), []).append(place)
    rules = step_policies(policies)
    result = Reordered(places=tuple(range(len(changes))))
    for account, places in by_account.items():
        if set(places).isdisjoint(denied):
            continue
        own = [changes[place] for place in places]
        related = relate(own, snapshot, rules, now)
        wrong = {number for number, place in enumerate(places) if place in set(denied)}
        question = _Question(change_set, own, related.policies, judge, scale)
        result = _account(result, account, places, related, wrong, question)
    return result


class _Question:
    """Asks the judge whether a change may follow on others."""

    def __init__(
        self,
        change_set: ChangeSet,
        changes: Sequence[Change],
        policies: Policies,
        judge: Judge,
        scale: Scale,
    ) -> None:
        self._given = change_set
        self._changes = changes
        self._policies = policies
        self._judge = judge
        self._scale = scale

    def passes(self, done: Sequence[int], place: int) -> bool:
        """Whether nothing denies the change at a place after those at others, which passed."""
        order = [*done, place]
        numbered = [
            msgspec.structs.replace(self._changes[each], index=index) for index, each in enumerate(order)
        ]
        report = self._judge(change_set_of(self._given, numbered), self._policies)
        return not any(
            self._scale.denies(each) and each.change is not None and each.change.index == len(done)
            for each in report.findings
        )


def _account(
    result: Reordered,
    account: str,
    places: Sequence[int],
    related: Relations,
    wrong: set[int],
    question: _Question,
) -> Reordered:
    """The result with the changes of one account, at these places, in another order."""
    order = list(range(len(places)))
    moved: list[int] = []
    exact = result.exact
    conflicts = list(result.conflicts)
    for group in related.groups:
        if wrong.isdisjoint(group) or len(group) > MOST:
            exact = exact and wrong.isdisjoint(group)
            continue
        elements = [related.elements[number] for number in group]
        answer, sure = _order(elements, question.passes)
        if answer is None:
            found = _conflict(elements, question.passes) if len(group) <= EXACT else None
            if found is not None:
                where = tuple(places[number] for number in found)
                conflicts.append(Conflict(account=account, places=where, smallest=True))
            continue
        exact = exact and sure
        kept = _longest_run(answer)
        order = _merged(order, answer, kept)
        moved += [places[number] for number in answer if number not in kept]
    arranged = list(result.places)
    for slot, number in zip(places, order, strict=True):
        arranged[slot] = places[number]
    return Reordered(
        places=tuple(arranged),
        moved=(*result.moved, *moved),
        exact=exact,
        conflicts=tuple(conflicts),
    )


def _order(elements: Sequence[Element], passes: Passes) -> tuple[list[int] | None, bool]:
    """The places of a group in another order, and whether its moves are the fewest."""
    if len(elements) <= EXACT:
        try:
            return fewest_moves(elements, Lattice(elements, passes)), True
        except GaveUp:
            pass
    return _first_that_passes(elements, passes), False


def _first_that_passes(elements: Sequence[Element], passes: Passes) -> list[int] | None:
    """Each next change is the first of those left that passes; of kinds that do not, one is asked."""
    lattice = Lattice(elements, passes)
    left = list(range(len(elements)))
    done = [0] * len(lattice.kinds.sizes)
    way: list[int] = []
    order: list[int] = []
    while left:
        for number in left:
            if lattice.passes(tuple(done), way, lattice.kinds.of[number]):
                break
        else:
            return None
        left.remove(number)
        kind = lattice.kinds.of[number]
        done[kind] += 1
        way.append(kind)
        order.append(elements[number].place)
    return order


def _conflict(elements: Sequence[Element], passes: Passes) -> list[int] | None:
    try:
        return smallest_conflict(elements, Lattice(elements, passes))
    except GaveUp:
        return None


def _longest_run(order: Sequence[int]) -> set[int]:
    """The members of a longest run of an order that rises: what need not be moved."""
    runs: list[tuple[int, list[int]]] = [(0, [])]
    for number in order:
        length, before = max(run for run in runs if not run[1] or run[1][-1] < number)
        runs.append((length + 1, [*before, number]))
    return set(max(runs)[1])


def _merged(order: Sequence[int], group: Sequence[int], kept: set[int]) -> list[int]:
    """An order in which a group is as it should be: what is kept keeps its place, the rest goes before it."""
    before: dict[int, list[int]] = {}
    waiting: list[int] = []
    for number in group:
        if number in kept:
            before[number] = waiting
            waiting = []
        else:
            waiting.append(number)
    last = next((number for number in reversed(group) if number in kept), None)
    merged: list[int] = []
    for number in order:
        if number in kept:
            merged += [*before[number], number]
            if number == last:
                merged += waiting
        elif number not in group:
            merged.append(number)
    return merged
