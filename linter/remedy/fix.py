"""From a change set that is denied to one that is not, and what is left for a person."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from linter.engine.verdict import Scale
from linter.model import ChangeSet, Finding, Report, Snapshot
from linter.remedy.order import Reordered
from linter.remedy.plan import Item, Key, Person, Plan
from linter.remedy.put_back import put_back
from linter.remedy.search import Judge, Refuse, Search
from linter.replay import replay

Arrange: TypeAlias = Callable[[ChangeSet, Sequence[int]], Reordered]
"""Finds another order of a change set, in which the changes at some places pass."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that still denies, and why no remedy helps. `key` names the item that it objects to."""

    finding: Finding
    reason: str
    key: Key | None = None


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Items that cannot all be made in any order, whatever becomes of the others; no fewer are so."""

    account: str
    items: tuple[Item, ...]


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """What has come of a change set. `report` is that of `change_set`, judged whole.

    `plan` tells what stands in place of what, `items` are the changes by what they stand for. `left` are the
    findings that deny before anything was dropped, `dropped` the places of the author's changes that
    were left away for them. `moved` are the items that stand elsewhere than the author had them;
    `fewest` tells that no order with fewer moves passes. `conflicts` are items that no order makes all of.
    """

    given: ChangeSet
    change_set: ChangeSet
    report: Report
    plan: Plan
    items: tuple[Item, ...]
    left: tuple[Left, ...] = ()
    dropped: tuple[int, ...] = ()
    moved: tuple[Key, ...] = ()
    fewest: bool = True
    conflicts: tuple[Conflict, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether what has come of it may be made."""
        return self.report.verdict == "allowed"


def fix(
    change_set: ChangeSet,
    snapshot: Snapshot | None,
    judge: Judge,
    *,
    now: datetime,
    scale: Scale = Scale(),  # noqa: B008 - frozen
    unsafe: bool = False,
    partial: bool = False,
    refuse: Refuse = lambda finding, item: "",
    arrange: Arrange | None = None,
) -> Fix:
    """Applies the remedies of whatever denies, and judges again, until nothing does or no remedy is left.

    `judge` is the whole judgement, the same that decides about the result; `scale` tells what denies in it.
    Only `unsafe` allows remedies that change the intent; `refuse` keeps single ones from being
    applied. `partial` drops what is left, and whatever else concerns the same users. `arrange` looks for
    another order where that is what is wrong.
    """
    originals = tuple(change_set.changes)
    plan = Plan(originals=originals, people=people_of(change_set, snapshot, now))

    def refused(finding: Finding, item: Item) -> str:
        assert finding.instead is not None
        if finding.instead.safety == "unsafe" and not unsafe:
            return "its remedy changes the intent: `--unsafe` allows it"
        return refuse(finding, item)

    search = Search(change_set, plan, judge, scale, refused)
    search.run()
    arranged = _arranged(search, change_set, judge, arrange)
    left = tuple(_left(each, search) for each in search.denying())
    plan, report = put_back(search, judge)
    if partial and left:
        plan, report = _dropping(change_set, plan, report, judge, scale)
    return Fix(
        given=change_set,
        change_set=plan.change_set(change_set),
        report=report,
        plan=plan,
        items=plan.items(),
        left=left,
        dropped=tuple(sorted(plan.dropped)),
        moved=arranged.moved,
        fewest=arranged.fewest,
        conflicts=arranged.conflicts,
    )


class _Arranged(msgspec.Struct, frozen=True):
    """What has come of looking for another order."""

    moved: tuple[Key, ...] = ()
    fewest: bool = True
    conflicts: tuple[Conflict, ...] = ()


def _arranged(search: Search, given: ChangeSet, judge: Judge, arrange: Arrange | None) -> _Arranged:
    """Takes another order where less is denied in it."""
    denied = [each.change.index for each in search.denying() if each.change is not None]
    if arrange is None or not denied:
        return _Arranged()
    items = search.plan.items()
    found = arrange(search.plan.change_set(given), denied)
    conflicts = tuple(
        Conflict(account=each.account, items=tuple(items[place] for place in each.places))
        for each in found.conflicts
    )
    if not found.moved:
        return _Arranged(conflicts=conflicts)
    plan = msgspec.structs.replace(search.plan, order=tuple(items[place].key for place in found.places))
    if not search.take(plan):
        return _Arranged(conflicts=conflicts)
    return _Arranged(tuple(items[place].key for place in found.moved), found.exact, conflicts)


def people_of(change_set: ChangeSet, snapshot: Snapshot | None, now: datetime) -> Mapping[int, Person]:
    """The users whom the changes concern, as replay finds them, by the place of the change."""
    found: dict[int, Person] = {}
    for step in replay(snapshot, change_set.changes, now=now):
        user = step.after or step.before
        if user is not None:
            found.setdefault(step.change.index, (step.account.id, user.id))
    return found


def _left(finding: Finding, search: Search) -> Left:
    """Why a finding is left."""
    key = None if finding.change is None else search.plan.items()[finding.change.index].key
    reasons = search.failed.get(key[0], []) if key else []
    reason = "; ".join(dict.fromkeys(reasons)) or "no remedy is known for it"
    return Left(finding=finding, reason=reason, key=key)


def _dropping(
    change_set: ChangeSet, plan: Plan, report: Report, judge: Judge, scale: Scale
) -> tuple[Plan, Report]:
    """Drops what is denied, and all that concerns the same users, until nothing is denied.

    It ends because each round drops at least one change, or gives up.
    """
    while report.verdict == "denied":
        items = plan.items()
        denied = {
            items[each.change.index].source for each in report.findings if scale.denies(each) and each.change
        }
        if not denied:
            break
        plan = msgspec.structs.replace(plan, dropped=plan.dropped | _with_theirs(plan, sorted(denied)))
        if plan.order:
            left = {item.key for item in msgspec.structs.replace(plan, order=()).items()}
            plan = msgspec.structs.replace(plan, order=tuple(key for key in plan.order if key in left))
        report = judge(plan.change_set(change_set))
    return plan, report


def _with_theirs(plan: Plan, sources: Sequence[int]) -> frozenset[int]:
    """Changes with all others of the same users."""
    people = {plan.people[source] for source in sources if source in plan.people}
    theirs = {source for source, person in plan.people.items() if person in people}
    return frozenset([*sources, *theirs])
