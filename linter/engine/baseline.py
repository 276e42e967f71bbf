"""A report held against an earlier one: what is new counts, what was there does not, what is gone is said."""

import msgspec

from linter.engine.findings import is_failure
from linter.engine.verdict import Scale
from linter.model import Finding, Report


def compare(report: Report, baseline: Report, scale: Scale) -> Report:
    """The report with every finding marked as `new` or `unchanged`, what is gone named, and the verdict anew.

    Only what was open in the baseline is known: what a waiver covered then counts again without it.
    A rule that failed always counts.
    """
    if report.verdict == "invalid":
        return report
    known = {finding.fingerprint: finding for finding in baseline.findings if finding.status == "open"}
    findings = tuple(_marked(finding, known.get(finding.fingerprint)) for finding in report.findings)
    compared = msgspec.structs.replace(report, findings=findings, resolved=_resolved(report, known))
    return scale.settle(compared)


def _marked(finding: Finding, earlier: Finding | None) -> Finding:
    """A finding with its state.

    What a baseline found in a state before any change, and changes bring about now, is worse than it
    was or has come back: it is new.
    """
    known = earlier is not None and not is_failure(finding)
    if known and earlier is not None and earlier.origin == "pre_existing":
        known = finding.origin == "pre_existing"
    return msgspec.structs.replace(finding, baseline_state="unchanged" if known else "new")


def _resolved(report: Report, known: dict[str, Finding]) -> tuple[Finding, ...]:
    """What the baseline has and the report has not. A rule that cannot decide now has resolved nothing."""
    found = {finding.fingerprint for finding in report.findings}
    unsettled = {case.rule for case in report.undecided}
    unsettled |= {finding.rule for finding in report.findings if is_failure(finding)}
    return tuple(
        msgspec.structs.replace(finding, baseline_state="absent")
        for fingerprint, finding in known.items()
        if fingerprint not in found and finding.rule not in unsettled
    )
