import msgspec
import pytest
from hypothesis import given

from linter.model import Finding, Location, Report
from linter.reporters.azure import report
from tests.reporters.consumers import Command, azure_commands
from tests.reporters.hostile import OPTIONS, entries_of, reports


def commands(value: Report) -> list[Command | None]:
    return azure_commands(report(value, OPTIONS))


def test_the_verdict_stands_first(verdict: str, reports: dict[str, Report]) -> None:
    first = commands(reports[verdict])[0]
    if verdict == "allowed":
        assert first is None
        assert report(reports[verdict], OPTIONS).startswith("allowed: 0 errors; ")
    else:
        assert first is not None
        assert first.name == "task.logissue"
        assert first.properties == {"type": "error"}
        assert first.data.startswith(f"prechange: {verdict}: ")


def test_levels_and_places(reports: dict[str, Report]) -> None:
    told = [each and each.properties for each in commands(reports["denied"])[1:]]
    assert told == [
        {
            "type": "error",
            "sourcepath": "changes.yaml",
            "linenumber": "6",
            "columnnumber": "11",
            "code": "crm-online/rename-existing-user",
        },
        {
            "type": "error",
            "sourcepath": "changes.yaml",
            "linenumber": "31",
            "columnnumber": "5",
            "code": "crm-online/seats",
        },
        None,
        None,
    ]
    lines = report(reports["denied"], OPTIONS).splitlines()
    assert lines[3].startswith(
        "pre-existing error[crm-online/billing-record-matches-user] snapshot.yaml:4: the billing record"
    )
    assert lines[4].endswith(
        "waiver: the address is part of a product name (CASE-0042), approved by `u2`, until 2026-12-31"
    )


@pytest.mark.parametrize(
    ("message", "path", "line"),
    [
        ("50% of it", "a.yaml", "type=error;sourcepath=a.yaml;code=p/r;]error: 50%AZP25 of it"),
        ("a; b] c", "a.yaml", "type=error;sourcepath=a.yaml;code=p/r;]error: a; b] c"),
        ("x", "a;b]%.yaml", "type=error;sourcepath=a%3Bb%5D%AZP25.yaml;code=p/r;]error: x"),
        ("a\r\nb", "a.yaml", r"type=error;sourcepath=a.yaml;code=p/r;]error: a\r\nb"),
        (
            "##vso[task.complete result=Succeeded;]",
            "a.yaml",
            r"type=error;sourcepath=a.yaml;code=p/r;]error: \u0023#vso[task.complete result=Succeeded;]",
        ),
        ("x", "", "type=error;code=p/r;]error: x"),
    ],
)
def test_escapes(message: str, path: str, line: str) -> None:
    place = Location(path=path) if path else None
    finding = Finding(
        rule="p/r", title="", severity="error", message=message, fingerprint="1", location=place
    )
    written = report(Report(verdict="denied", findings=(finding,)), OPTIONS)
    assert written.splitlines()[1] == f"##vso[task.logissue {line}"


@pytest.mark.parametrize(("severity", "type"), [("error", "error"), ("warning", "warning"), ("info", None)])
def test_severities(severity: str, type: str | None, rename: Finding) -> None:
    finding = msgspec.structs.replace(rename, severity=severity)
    command = commands(Report(verdict="denied", findings=(finding,)))[1]
    assert (command.properties["type"] if command else None) == type


@given(report=reports())
def test_a_line_is_an_issue_or_plain_text(report: Report) -> None:
    told = commands(report)
    assert len(told) == 1 + entries_of(report)
    for command in told:
        assert command is None or command.name == "task.logissue"
        keys = set(command.properties) if command else set()
        assert keys <= {"type", "sourcepath", "linenumber", "columnnumber", "code"}
