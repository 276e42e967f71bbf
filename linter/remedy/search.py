"""Remedies applied, judged again, and applied to what is left, until nothing is denied or none is left.

Why it ends: call U the pairs (author's change, rule) whose remedy has not been tried yet, P the remedies
that are in place, and V the parts and values in them that may be left out. Each step makes (|U|, |P|, |V|)
smaller in lexicographic order: to apply a remedy uses up a pair for good; to take one back leaves U as it
is and removes it from P; to leave out a part or a value changes neither and makes V smaller. All three are
finite and never negative.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

import msgspec

from linter.engine.verdict import Scale
from linter.model import ChangeSet, Finding, Report
from linter.remedy.plan import Item, LeftOut, Part, Plan, Remedy
from linter.remedy.proposal import propose, trimmed, without_value

replace = msgspec.structs.replace

Judge: TypeAlias = Callable[[ChangeSet], Report]
"""Judges a change set whole: the policies, and all else that decides the verdict."""

Refuse: TypeAlias = Callable[[Finding, Item], str]
"""Why a remedy that could be applied shall not be; nothing where it shall."""


class Search:
    """One run: `plan` and `report` are what it has come to."""

    def __init__(self, change_set: ChangeSet, plan: Plan, judge: Judge, scale: Scale, refuse: Refuse) -> None:
        self._given = change_set
        self._judge = judge
        self._scale = scale
        self._refuse = refuse
        self._tried: set[tuple[int, str]] = set()
        self.failed: dict[int, list[str]] = {}
        """Why remedies were not applied, or taken back, by the place of the author's change."""
        self.plan = plan
        self.report = judge(plan.change_set(change_set))
        self._denied_at_first = {each.change.index for each in self.denying() if each.change}

    def run(self) -> None:
        """Apply what can be applied."""
        while self.report.verdict == "denied" and (self._round() or self._leave_out_anything()):
            pass

    def take(self, plan: Plan) -> bool:
        """Another plan, where less is denied by it; whether it was taken."""
        report = self._judge(plan.change_set(self._given))
        less = len(self.denying(report)) < len(self.denying())
        if less:
            self.plan, self.report = plan, report
        return less

    def made_of(self, plan: Plan) -> ChangeSet:
        """The change set that a plan makes of the given one."""
        return plan.change_set(self._given)

    def denying(self, report: Report | None = None) -> list[Finding]:
        """The findings that deny."""
        return [each for each in (report or self.report).findings if self._scale.denies(each)]

    def _round(self) -> bool:
        """One step for each user of whose changes something is denied; whether there was any.

        What is said of a user's later changes is out of date once an earlier one is replaced.
        """
        items = self.plan.items()
        touched: set[object] = set()
        for finding in self.denying():
            if finding.change is None:
                continue
            item = items[finding.change.index]
            whose = self.plan.people.get(item.source, item.source)
            if whose not in touched and self._step(finding, item):
                touched.add(whose)
        if touched:
            self.report = self._judge(self.plan.change_set(self._given))
        return bool(touched)

    def _step(self, finding: Finding, item: Item) -> bool:
        return self._apply(finding, item) or self._leave_out(finding, item) or self._take_back(finding, item)

    def _apply(self, finding: Finding, item: Item) -> bool:
        """The finding's own remedy, once for each of the author's changes and each rule."""
        pair = (item.source, finding.rule)
        if finding.instead is None or not finding.instead.changes or pair in self._tried:
            return False
        if self._outdated(item):
            return False
        if refused := self._refuse(finding, item):
            self.failed.setdefault(item.source, []).append(refused)
            return False
        self._tried.add(pair)
        others = [each for each in self.report.findings if each.change == finding.change and each != finding]
        remedy = propose(finding, item, [each for each in others if each.origin == "introduced"])
        if remedy is None:
            self.failed.setdefault(item.source, []).append("its remedy needs values that are not known")
            return False
        self.plan = self.plan.having(item.source, self._within(item, remedy))
        return True

    def _outdated(self, item: Item) -> bool:
        """Whether the item is there no more, because a remedy has been taken back in the same round."""
        if item.heir is not None:
            return all(item.heir not in remedy.heirs for remedy in self.plan.remedies.values())
        return item.part is not None and item.source not in self.plan.remedies

    def _within(self, item: Item, remedy: Remedy) -> Remedy:
        """A remedy for a part of a remedy, in the place of that part."""
        outer = self.plan.remedies.get(item.source)
        if outer is None or item.part is None:
            return remedy
        number = item.key[1]
        inner = (replace(each, essential=each.essential and item.part.essential) for each in remedy.parts)
        return Remedy(
            parts=(*outer.parts[:number], *inner, *outer.parts[number + 1 :]),
            findings=(*outer.findings, *remedy.findings),
            safety="safe" if outer.safety == remedy.safety == "safe" else "unsafe",
            left_out=outer.left_out,
            heirs=(*outer.heirs, *remedy.heirs),
            notes=(*outer.notes, *remedy.notes),
        )

    def _leave_out(self, finding: Finding, item: Item) -> bool:
        """The part of a remedy that is objected to, where the remedy is one without it."""
        if item.part is None or self._outdated(item):
            return False
        found = trimmed(item.part, finding)
        if found is None:
            return False
        self.plan = self._without(self.plan, item, *found)
        return True

    def _without(self, plan: Plan, item: Item, part: Part | None, left_out: LeftOut) -> Plan:
        remedy = plan.remedies[item.source]
        number = item.key[1]
        parts = (*remedy.parts[:number], *(() if part is None else (part,)), *remedy.parts[number + 1 :])
        return plan.having(item.source, replace(remedy, parts=parts, left_out=(*remedy.left_out, left_out)))

    def _take_back(self, finding: Finding, item: Item) -> bool:
        """The remedy whose essential part is objected to, or that made one of the author's changes denied."""
        if self._outdated(item):
            return False
        sources = [item.source] if item.part else []
        if item.heir is not None and item.source not in self._denied_at_first:
            sources = [each for each, remedy in self.plan.remedies.items() if item.heir in remedy.heirs]
        for source in sources:
            said = f"its remedy was tried, and `{finding.rule}` objects to it: {finding.message}"
            self.failed.setdefault(source, []).append(said)
        # What was decided about changes that were made to its heirs no longer holds.
        old = {heir.old for source in sources for heir in self.plan.remedies[source].heirs}
        hanging = [each for each in self.plan.remedies if self.plan.people.get(each) in old]
        self.plan = self.plan.without([*sources, *hanging])
        return bool(sources)

    def _leave_out_anything(self) -> bool:
        """Where nothing else helps: a part or value of a remedy without which less is denied."""
        before = self.denying()
        for leave_out in self._smaller(self.plan.items()):
            report = self._judge(leave_out(before[0]).change_set(self._given))
            after = {each.fingerprint for each in self.denying(report)}
            if len(after) < len(before):
                cured = next(each for each in before if each.fingerprint not in after)
                self.plan, self.report = leave_out(cured), report
                return True
        return False

    def _smaller(self, items: Sequence[Item]) -> Iterator[Callable[[Finding], Plan]]:
        """The plans with one part or one kept value less, by what objects to it; the last one first."""
        for item in reversed(items):
            part = item.part
            if part is None:
                continue
            if not part.essential:
                yield partial(self._without_part, item)
            for field in sorted(part.kept.intersection(part.change.set)):
                for position in reversed(range(len(part.change.set[field]))):
                    yield partial(self._without_value, item, part, field, position)

    def _without_part(self, item: Item, finding: Finding) -> Plan:
        return self._without(self.plan, item, None, LeftOut(change=item.change, finding=finding))

    def _without_value(self, item: Item, part: Part, field: str, position: int, finding: Finding) -> Plan:
        return self._without(self.plan, item, *without_value(part, field, position, finding))
