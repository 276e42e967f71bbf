from typing import Any

import pytest

from linter.engine.verdict import Scale
from linter.model import Finding, Report, Summary, Undecided

CASE = Undecided(rule="house/x", severity="error", reason="unknown", count=3)
NOT_WHOLE = Undecided(rule="change-set/snapshot-population", severity="error", reason="no users in it")


def finding(**fields: Any) -> Finding:
    return Finding(
        **{"rule": "house/a", "title": "t", "severity": "error", "message": "m", "fingerprint": "1", **fields}
    )


@pytest.mark.parametrize(
    ("findings", "undecided", "verdict"),
    [
        ([], [], "allowed"),
        ([finding()], [], "denied"),
        ([finding()], [CASE], "denied"),
        ([finding()], [NOT_WHOLE], "undecided"),
        ([finding(status="waived")], [CASE], "undecided"),
        ([finding(status="waived")], [], "allowed"),
        ([finding(severity="warning")], [], "allowed"),
        ([finding(origin="pre_existing")], [], "allowed"),
        ([finding(baseline_state="unchanged")], [], "allowed"),
        ([finding(baseline_state="new")], [], "denied"),
    ],
)
def test_what_counts(findings: list[Finding], undecided: list[Undecided], verdict: str) -> None:
    report = Report(verdict="allowed", findings=tuple(findings), undecided=tuple(undecided))
    assert Scale().settle(report).verdict == verdict


def test_a_warning_counts_where_it_is_said_to() -> None:
    report = Report(verdict="allowed", findings=(finding(severity="warning"),))
    assert Scale(fail_on="warning").settle(report).verdict == "denied"


def test_of_a_snapshot_alone_everything_counts() -> None:
    report = Report(verdict="allowed", findings=(finding(origin="pre_existing"),))
    settled = Scale(states_count=True).settle(report)
    assert (settled.verdict, settled.summary.errors, settled.summary.pre_existing) == ("denied", 1, 0)


def test_every_finding_is_counted_once() -> None:
    findings = (
        finding(),
        finding(severity="warning"),
        finding(severity="info"),
        finding(origin="pre_existing"),
        finding(origin="pre_existing", status="waived"),
        finding(status="waived"),
        finding(baseline_state="unchanged"),
    )
    told = Summary(changes=4, accounts=2, rules=9, rules_applied=7)
    report = Report(
        verdict="allowed", summary=told, findings=findings, undecided=(CASE,), resolved=(finding(),)
    )
    assert Scale().settle(report).summary == Summary(
        changes=4,
        accounts=2,
        rules=9,
        rules_applied=7,
        errors=1,
        warnings=1,
        infos=1,
        pre_existing=1,
        undecided=3,
        waived=2,
        unchanged=1,
        resolved=1,
    )


def test_what_could_not_be_read_stays_so() -> None:
    report = Report(verdict="invalid")
    assert Scale().settle(report) is report
