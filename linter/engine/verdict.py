"""What findings and open questions come to: the counts of a report, and its verdict."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from linter.engine.builtin import MISTRUST
from linter.model import SEVERITIES, Finding, Report, Run, Severity, Split, Summary, Undecided, Verdict


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """What counts towards the verdict.

    `fail_on` is the least grave severity that does. With `states_count` what the snapshot holds
    already counts, too, because nothing but it is judged.
    """

    fail_on: Severity = "error"
    states_count: bool = False

    def counts(self, finding: Finding) -> bool:
        """Whether a finding counts: open, brought about by what is judged, and not in the baseline."""
        return (
            finding.status == "open"
            and finding.baseline_state != "unchanged"
            and (self.states_count or finding.origin == "introduced")
        )

    def denies(self, finding: Finding) -> bool:
        """Whether a finding makes the verdict `denied`."""
        return self.counts(finding) and finding.severity in self.grave

    def settle(self, report: Report) -> Report:
        """The report with the counts and the verdict that its findings and undecided cases come to.

        One that is `invalid` stays as it is: nothing was judged.
        """
        if report.verdict == "invalid":
            return report
        counted = [finding for finding in report.findings if self.counts(finding)]
        verdict = self._verdict(counted, report.undecided)
        return msgspec.structs.replace(
            report,
            verdict=verdict,
            summary=self._summary(report, counted),
            split=report.split and self._split(report.split, report.summary.changes, counted),
        )

    def _split(self, split: Split, changes: int, counted: Iterable[Finding]) -> Split | None:
        """What is held for findings that deny. Where one of them lets nothing go, there is no split."""
        passed = [each for each in counted if each.on_exceed and self.denies(each)]
        if any(each.on_exceed == "reject_all" for each in passed):
            return None
        holding = {each.fingerprint for each in passed}
        held = tuple(each for each in split.held if not holding.isdisjoint(each.fingerprints))
        return Split(go=runs(changes, (each.change.index for each in held)), held=held) if held else None

    @property
    def grave(self) -> tuple[Severity, ...]:
        """The severities that deny."""
        return SEVERITIES[: SEVERITIES.index(self.fail_on) + 1]

    def mistrusts(self, case: Undecided) -> bool:
        """Whether a case says that the state is not whole, so that nothing is known by it, not even
        what denies.
        """
        return case.rule in MISTRUST and case.severity in self.grave

    def _verdict(self, counted: Iterable[Finding], undecided: Iterable[Undecided]) -> Verdict:
        if any(map(self.mistrusts, undecided)):
            return "undecided"
        if any(finding.severity in self.grave for finding in counted):
            return "denied"
        if any(case.severity in self.grave for case in undecided):
            return "undecided"
        return "allowed"

    def _summary(self, report: Report, counted: list[Finding]) -> Summary:
        """The counts; what was judged stays as the report says."""
        by_severity = Counter(finding.severity for finding in counted)
        still = [finding for finding in report.findings if finding.status == "open"]
        so_before = [each for each in still if each.origin == "pre_existing" and not self.states_count]
        return msgspec.structs.replace(
            report.summary,
            errors=by_severity["error"],
            warnings=by_severity["warning"],
            infos=by_severity["info"],
            pre_existing=len(so_before),
            undecided=sum(case.count for case in report.undecided),
            waived=len(report.findings) - len(still),
            unchanged=len(still) - len(so_before) - len(counted),
            resolved=len(report.resolved),
        )


def runs(changes: int, without: Iterable[int]) -> tuple[Run, ...]:
    """The places from 0 up to a number of changes, but for some that are given in order."""
    found, first = [], 0
    for index in (*without, changes):
        if index > first:
            found.append(Run(first, index - 1))
        first = index + 1
    return tuple(found)
