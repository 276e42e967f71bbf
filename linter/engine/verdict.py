"""What findings and open questions come to: the counts of a report, and its verdict."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from linter.model import SEVERITIES, Finding, Report, Severity, Summary, Undecided, Verdict


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
        """Whether a finding is grave enough, and counts."""
        return self.counts(finding) and finding.severity in self._grave

    @property
    def _grave(self) -> tuple[Severity, ...]:
        return SEVERITIES[: SEVERITIES.index(self.fail_on) + 1]

    def settle(self, report: Report) -> Report:
        """The report with the counts and the verdict that its findings and undecided cases come to.

        One that is `invalid` stays as it is: nothing was judged.
        """
        if report.verdict == "invalid":
            return report
        counted = [finding for finding in report.findings if self.counts(finding)]
        verdict = self._verdict(counted, report.undecided)
        return msgspec.structs.replace(report, verdict=verdict, summary=self._summary(report, counted))

    def _verdict(self, counted: Iterable[Finding], undecided: Iterable[Undecided]) -> Verdict:
        if any(finding.severity in self._grave for finding in counted):
            return "denied"
        if any(case.severity in self._grave for case in undecided):
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
