import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft4Validator

from linter.model import Finding, Location, Report, Undecided
from linter.reporters.sarif import report
from tests.reporters.hostile import OPTIONS, entries_of, reports

SCHEMA = Draft4Validator(
    json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")),
    format_checker=Draft4Validator.FORMAT_CHECKER,
)


def run_of(value: Report) -> dict[str, Any]:
    document = json.loads(report(value, OPTIONS))
    assert [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(document)] == []
    (run,) = document["runs"]
    return dict(run)


def result_of(finding: Finding) -> dict[str, Any]:
    (result,) = run_of(Report(verdict="denied", findings=(finding,)))["results"]
    return dict(result)


def test_the_schema_holds_for_every_verdict(verdict: str, reports: dict[str, Report]) -> None:
    run = run_of(reports[verdict])
    assert run["properties"]["verdict"] == verdict
    assert run["invocations"][0]["executionSuccessful"] is (verdict != "invalid")


def test_the_schema_is_not_blind(reports: dict[str, Report]) -> None:
    document = json.loads(report(reports["denied"], OPTIONS))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not SCHEMA.is_valid(document)


def test_what_counts_and_what_does_not(reports: dict[str, Report]) -> None:
    results = run_of(reports["denied"])["results"]
    told = [(each["ruleId"], each["kind"], each["level"], len(each["suppressions"])) for each in results]
    assert told == [
        ("crm-online/rename-existing-user", "fail", "error", 0),
        ("crm-online/seats", "open", "none", 0),
        ("crm-online/billing-record-matches-user", "fail", "note", 0),
        ("crm-online/name-holds-address", "fail", "warning", 1),
    ]
    assert results[1]["occurrenceCount"] == 12
    assert results[3]["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "the address is part of a product name (CASE-0042), approved by `u2`, "
            "until 2026-12-31",
        }
    ]


def test_every_result_has_its_rule_and_every_rule_its_help(reports: dict[str, Report]) -> None:
    run = run_of(reports["denied"])
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert rules[0]["help"]["text"].endswith("prechange explain rename-existing-user")
    assert rules[0]["help"]["markdown"].endswith("`prechange explain rename-existing-user`")
    assert rules[0]["helpUri"] == "https://example.org/article"
    assert rules[0]["defaultConfiguration"] == {"level": "error"}


def test_a_rule_is_told_by_the_finding_that_tells_most(rename: Finding) -> None:
    case = Undecided(rule=rename.rule, severity="error", reason="open")
    for value in (
        Report(verdict="undecided", undecided=(case,)),
        Report(verdict="denied", undecided=(case,)),
    ):
        (rule,) = run_of(value)["tool"]["driver"]["rules"]
        assert rule["shortDescription"]["text"] == "rule crm-online/rename-existing-user"
    gone = msgspec.structs.replace(rename, baseline_state="absent")
    (rule,) = run_of(Report(verdict="undecided", undecided=(case,), resolved=(gone,)))["tool"]["driver"][
        "rules"
    ]
    assert rule["shortDescription"]["text"] == "Do not rename an existing user"


def test_what_could_not_be_read_or_decided_is_a_notification_too(reports: dict[str, Report]) -> None:
    (invocation,) = run_of(reports["invalid"])["invocations"]
    notes = invocation["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error", "error"]
    assert notes[0]["message"]["text"] == "the key `op` is here twice\n\nhint: keep one of the two"
    (note,) = run_of(reports["undecided"])["invocations"][0]["toolExecutionNotifications"]
    assert note["associatedRule"] == {"id": "crm-online/seats"}
    assert note["level"] == "error"
    run = run_of(reports["invalid"])
    assert run["tool"]["driver"]["rules"][0]["help"]["text"] == "What cannot be read has not been checked."
    results = run["results"]
    assert [each["ruleId"] for each in results] == ["prechange/invalid-input"] * 2


def test_places(rename: Finding) -> None:
    result = result_of(rename)
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "changes.yaml"},
                "region": {
                    "startLine": 6,
                    "startColumn": 11,
                    "endColumn": 20,
                    "snippet": {"text": rename.location.text[10:19] if rename.location else ""},
                },
                "contextRegion": {
                    "startLine": 6,
                    "snippet": {"text": "    set: {full_name: F C FC@COMPANY.EXAMPLE,"},
                },
            },
            "logicalLocations": [{"fullyQualifiedName": "/changes/0/set/full_name", "kind": "value"}],
        }
    ]
    (related,) = result["relatedLocations"]
    assert related["id"] == 1
    assert related["message"] == {"text": "the user as it is now"}
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "snapshot.yaml"}


def test_a_result_without_a_place_is_at_the_first_input(rename: Finding) -> None:
    result = result_of(msgspec.structs.replace(rename, location=None))
    physical = result["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "changes.yaml"}, "region": {"startLine": 1}}


def test_a_masked_secret_is_named_as_redacted(rename: Finding) -> None:
    place = Location(path="a.yaml", line=1, column=1, text="password: ***")
    value = Report(verdict="denied", findings=(msgspec.structs.replace(rename, location=place),))
    assert run_of(value)["redactionTokens"] == ["***"]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("a {0} b", "a {{0}} b"),
        ("{a: {}}", "{{a: {{}}}}"),
        ("see [here](https://evil.example)", r"see [here]\u0028https://evil.example)"),
        ("[a](1)", r"[a]\u00281)"),
        ("a list [1] (2)", "a list [1] (2)"),
        ("two\nlines", r"two\nlines"),
    ],
)
def test_a_message_holds_no_placeholder_and_no_link(message: str, text: str, rename: Finding) -> None:
    result = result_of(msgspec.structs.replace(rename, message=message, instead=None))
    assert result["message"]["text"] == text


def test_a_baseline(rename: Finding) -> None:
    states = ("new", "unchanged")
    findings = tuple(msgspec.structs.replace(rename, baseline_state=state) for state in states)
    gone = msgspec.structs.replace(rename, baseline_state="absent")
    results = run_of(Report(verdict="denied", findings=findings, resolved=(gone,)))["results"]
    assert [each["baselineState"] for each in results] == ["new", "unchanged", "absent"]
    fingerprints = [each["partialFingerprints"]["prechange/v1"] for each in results]
    assert fingerprints == ["a1b2c3", "a1b2c3-2", "a1b2c3-3"]


@given(report=reports())
def test_whatever_the_texts_are_the_schema_holds(report: Report) -> None:
    run = run_of(report)
    assert len(run["results"]) == entries_of(report)
    for result in run["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert "{" not in text.replace("{{", "")
        assert result["locations"]
