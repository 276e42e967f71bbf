import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from linter.model import Finding, Location, Report
from linter.reporters import Options
from linter.reporters.gitlab import report
from tests.reporters.hostile import OPTIONS, entries_of, reports

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format, as a schema.
SCHEMA = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "minLength": 1, "pattern": r"^(?!\./)"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)


def issues(value: Report, options: Options = OPTIONS) -> list[dict[str, Any]]:
    document = json.loads(report(value, options))
    assert [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(document)] == []
    fingerprints = [issue["fingerprint"] for issue in document]
    assert len(set(fingerprints)) == len(fingerprints)
    return list(document)


def test_severities(reports: dict[str, Report]) -> None:
    assert issues(reports["allowed"]) == []
    told = [(issue["check_name"], issue["severity"]) for issue in issues(reports["denied"])]
    assert told == [
        ("crm-online/rename-existing-user", "critical"),
        ("crm-online/seats", "major"),
        ("crm-online/billing-record-matches-user", "info"),
        ("crm-online/name-holds-address", "info"),
    ]
    assert [issue["severity"] for issue in issues(reports["invalid"])] == ["blocker", "blocker"]


def test_an_issue(reports: dict[str, Report]) -> None:
    assert issues(reports["undecided"])[0]["description"] == (
        "undecided error: the number of purchased users is not known (account.purchased_users, "
        "account.seats_used) (12 cases, this is the first); supply: add `purchased_users` to account "
        "`globex` in the snapshot"
    )


@pytest.mark.parametrize(
    ("location", "options", "path"),
    [
        (Location(path="./a/b.yaml", line=3), Options(), "a/b.yaml"),
        (Location(path="/srv/a.yaml", line=3), Options(folder="/srv"), "a.yaml"),
        (Location(path="<stdin>", line=3), Options(inputs=("-", "b.yaml")), "b.yaml"),
        (None, Options(inputs=("b.yaml",)), "b.yaml"),
        (None, Options(), "prechange"),
    ],
)
def test_an_issue_is_always_somewhere(location: Location | None, options: Options, path: str) -> None:
    finding = Finding(rule="p/r", title="", severity="error", message="m", fingerprint="1", location=location)
    (issue,) = issues(Report(verdict="denied", findings=(finding,)), options)
    assert issue["location"]["path"] == path


@given(report=reports())
def test_whatever_the_texts_are_the_format_holds(report: Report) -> None:
    assert len(issues(report)) == entries_of(report)
