import msgspec
import pytest
from hypothesis import given

from linter.model import Finding, Location, Report
from linter.reporters.github import report
from tests.reporters.consumers import Command, github_commands
from tests.reporters.hostile import OPTIONS, entries_of, reports


def commands(value: Report) -> list[Command | None]:
    return github_commands(report(value, OPTIONS))


def test_the_verdict_stands_first(verdict: str, reports: dict[str, Report]) -> None:
    first = commands(reports[verdict])[0]
    assert first is not None
    assert first.name == ("notice" if verdict == "allowed" else "error")
    assert first.properties == {"title": f"prechange: {verdict}"}


def test_levels_and_places(reports: dict[str, Report]) -> None:
    told = [each and (each.name, each.properties) for each in commands(reports["denied"])[1:]]
    assert told == [
        (
            "error",
            {
                "file": "changes.yaml",
                "line": "6",
                "col": "11",
                "endColumn": "20",
                "title": "error: crm-online/rename-existing-user",
            },
        ),
        (
            "error",
            {
                "file": "changes.yaml",
                "line": "31",
                "col": "5",
                "endColumn": "7",
                "title": "undecided error: crm-online/seats",
            },
        ),
        (
            "notice",
            {
                "file": "snapshot.yaml",
                "line": "4",
                "col": "5",
                "endColumn": "18",
                "title": "pre-existing error: crm-online/billing-record-matches-user",
            },
        ),
        (
            "notice",
            {
                "file": "changes.yaml",
                "line": "6",
                "col": "11",
                "endColumn": "20",
                "title": "waived warning: crm-online/name-holds-address",
            },
        ),
    ]


@pytest.mark.parametrize(
    ("message", "path", "line"),
    [
        ("50% of it", "a.yaml", "::error file=a.yaml,title=error%3A p/r::50%25 of it"),
        ("a: b, c", "a.yaml", "::error file=a.yaml,title=error%3A p/r::a: b, c"),
        ("x", "a,b:c%.yaml", "::error file=a%2Cb%3Ac%25.yaml,title=error%3A p/r::x"),
        ("a\n::error::b", "a.yaml", r"::error file=a.yaml,title=error%3A p/r::a\n::error::b"),
        ("::error::b", "a.yaml", r"::error file=a.yaml,title=error%3A p/r::\u003a:error::b"),
        ("##[error]b", "a.yaml", r"::error file=a.yaml,title=error%3A p/r::\u0023#[error]b"),
        ("a%0Ab", "a.yaml", "::error file=a.yaml,title=error%3A p/r::a%250Ab"),
        ("x", "", "::error title=error%3A p/r::x"),
    ],
)
def test_escapes(message: str, path: str, line: str) -> None:
    place = Location(path=path) if path else None
    finding = Finding(
        rule="p/r", title="", severity="error", message=message, fingerprint="1", location=place
    )
    written = report(Report(verdict="denied", findings=(finding,)), OPTIONS)
    assert written.splitlines()[1] == line


def test_what_to_do_is_on_a_line_of_its_own(rename: Finding) -> None:
    command = commands(Report(verdict="denied", findings=(rename,)))[1]
    assert command is not None
    assert command.data.split("\n")[1] == (
        "instead: Create a user for the new person, then disable this one."
    )


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_severities(severity: str, level: str, rename: Finding) -> None:
    finding = msgspec.structs.replace(rename, severity=severity)
    command = commands(Report(verdict="denied", findings=(finding,)))[1]
    assert command is not None
    assert command.name == level


@given(report=reports())
def test_a_line_is_a_command_and_each_is_ours(report: Report) -> None:
    told = commands(report)
    assert len(told) == 1 + entries_of(report)
    for command in told:
        assert command is not None
        assert command.name in ("error", "warning", "notice")
        assert set(command.properties) <= {"file", "line", "col", "endColumn", "title"}
        assert command.data.count("\n") <= 2
