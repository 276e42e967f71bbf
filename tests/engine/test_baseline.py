from typing import Any

import pytest

from linter.engine.baseline import compare
from linter.engine.verdict import Scale
from linter.model import Finding, Report, Undecided


def finding(fingerprint: str = "1", **fields: Any) -> Finding:
    given = {"rule": "house/a", "title": "t", "severity": "error", "message": "m", **fields}
    return Finding(fingerprint=fingerprint, **given)


def report(*findings: Finding, **fields: Any) -> Report:
    return Scale().settle(Report(verdict="allowed", findings=findings, **fields))


def test_only_what_is_new_counts() -> None:
    compared = compare(report(finding("1"), finding("2")), report(finding("1"), finding("3")), Scale())
    assert [each.baseline_state for each in compared.findings] == ["unchanged", "new"]
    assert compared.verdict == "denied"
    assert (compared.summary.errors, compared.summary.unchanged, compared.summary.resolved) == (1, 1, 1)
    assert [(each.fingerprint, each.baseline_state) for each in compared.resolved] == [("3", "absent")]
    assert compare(report(finding("1")), report(finding("1")), Scale()).verdict == "allowed"


FAILED = "this rule could not be evaluated: oops"


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        (finding(status="waived"), finding()),
        (finding(message=FAILED), finding(message=FAILED)),
        (finding(origin="pre_existing"), finding()),
        (finding("1-2"), finding("1")),
    ],
    ids=["waived then", "a failed rule", "worse than it was", "another fingerprint"],
)
def test_what_the_baseline_does_not_excuse(earlier: Finding, now: Finding) -> None:
    compared = compare(report(now), report(earlier), Scale())
    assert compared.findings[0].baseline_state == "new"
    assert compared.verdict == "denied"


@pytest.mark.parametrize("origin", ["introduced", "pre_existing"])
def test_a_state_that_the_baseline_has_is_unchanged(origin: str) -> None:
    scale = Scale(states_count=True)
    compared = compare(report(finding(origin="pre_existing")), report(finding(origin=origin)), scale)
    assert (compared.findings[0].baseline_state, compared.verdict) == ("unchanged", "allowed")


def test_what_cannot_be_decided_now_is_not_resolved() -> None:
    case = Undecided(rule="house/a", severity="error", reason="unknown")
    compared = compare(report(undecided=(case,)), report(finding("1"), finding("2", rule="house/b")), Scale())
    assert [each.fingerprint for each in compared.resolved] == ["2"]
    assert compared.verdict == "undecided"


def test_a_rule_that_failed_has_resolved_nothing() -> None:
    compared = compare(report(finding("2", message=FAILED)), report(finding("1")), Scale())
    assert compared.resolved == ()


def test_nothing_is_resolved_that_is_only_waived_now() -> None:
    compared = compare(report(finding("1", status="waived")), report(finding("1")), Scale())
    assert compared.resolved == ()
    assert compared.verdict == "allowed"


def test_what_could_not_be_read_is_not_compared() -> None:
    invalid = Report(verdict="invalid")
    assert compare(invalid, report(finding()), Scale()) is invalid
