from typing import Any

import msgspec
import pytest

from linter.model import Finding, Problem, Report, Undecided
from linter.reporters import Options
from linter.reporters.entries import entries, state_of


def finding(severity: str = "error", fingerprint: str = "f", **fields: Any) -> Finding:
    return Finding(
        rule="p/r", title="t", severity=severity, message=severity, fingerprint=fingerprint, **fields
    )


def case(severity: str) -> Undecided:
    return Undecided(rule="p/u", severity=severity, reason=severity)


@pytest.mark.parametrize(
    ("report", "counted"),
    [
        pytest.param(Report(verdict="allowed", findings=(finding("warning"),)), [], id="allowed"),
        pytest.param(
            Report(verdict="denied", findings=(finding("error"), finding("warning"))),
            ["error"],
            id="an error explains it",
        ),
        pytest.param(
            Report(verdict="denied", findings=(finding("info"), finding("warning"))),
            ["warning"],
            id="warnings deny",
        ),
        pytest.param(
            Report(verdict="denied", findings=(finding("info"),), undecided=(case("error"),)),
            ["info", "undecided error"],
            id="everything denies",
        ),
        pytest.param(
            Report(verdict="denied", findings=(finding("error", status="waived"), finding("warning"))),
            ["warning"],
            id="what is waived explains nothing",
        ),
        pytest.param(
            Report(
                verdict="undecided", findings=(finding("warning"),), undecided=(case("error"), case("info"))
            ),
            ["undecided error"],
            id="undecided",
        ),
        pytest.param(
            Report(verdict="undecided", undecided=(case("info"),)), ["undecided info"], id="all counts"
        ),
        pytest.param(Report(verdict="invalid", errors=(Problem(message="m"),)), ["invalid"], id="invalid"),
    ],
)
def test_what_counts(report: Report, counted: list[str]) -> None:
    assert [entry.label for entry in entries(report, Options()) if entry.counts] == counted


@pytest.mark.parametrize(
    ("fields", "subject", "state"),
    [
        ({}, "changes", "open"),
        ({"baseline_state": "new"}, "changes", "open"),
        ({"origin": "pre_existing"}, "changes", "pre_existing"),
        ({"origin": "pre_existing"}, "snapshot", "open"),
        ({"origin": "pre_existing", "baseline_state": "unchanged"}, "snapshot", "unchanged"),
        ({"baseline_state": "unchanged"}, "changes", "unchanged"),
        ({"status": "waived", "baseline_state": "unchanged"}, "changes", "waived"),
        ({"baseline_state": "absent"}, "changes", "resolved"),
    ],
)
def test_states(fields: dict[str, Any], subject: Any, state: str) -> None:
    assert state_of(finding(**fields), Options(subject=subject)) == state


def test_the_order() -> None:
    report = Report(
        verdict="denied",
        findings=(
            finding(status="waived"),
            finding(origin="pre_existing"),
            finding("warning"),
            finding(baseline_state="unchanged"),
        ),
        resolved=(finding("info", baseline_state="absent"),),
        undecided=(case("error"),),
        errors=(Problem(message="m"),),
    )
    assert [entry.label for entry in entries(report, Options())] == [
        "invalid",
        "warning",
        "undecided error",
        "pre-existing error",
        "known error",
        "waived error",
        "resolved info",
    ]


def test_each_fingerprint_is_there_once() -> None:
    findings = tuple(finding(fingerprint=name) for name in ("a", "a-2", "a", "a"))
    cases = (case("error"), case("error"))
    errors = (Problem(message="m"), Problem(message="m"))
    known = entries(Report(verdict="denied", findings=findings, undecided=cases, errors=errors), Options())
    prints = [entry.fingerprint for entry in known]
    assert prints[2:6] == ["a", "a-2", "a-3", "a-4"]
    assert len(set(prints)) == len(prints) == 8


def test_undecided_cases_keep_their_fingerprint_when_lines_move() -> None:
    moved = msgspec.structs.replace(case("error"), count=7)
    first, second = (
        entries(Report(verdict="undecided", undecided=(each,)), Options()) for each in (case("error"), moved)
    )
    assert first[0].fingerprint == second[0].fingerprint
