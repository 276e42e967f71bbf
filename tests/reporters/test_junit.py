import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
import xmlschema
from hypothesis import given

from linter.model import Finding, Report, Undecided
from linter.reporters.junit import report
from tests.reporters.hostile import OPTIONS, entries_of, reports

XSD = xmlschema.XMLSchema(str(Path(__file__).parent / "schemas" / "junit-10.xsd"))


def suite_of(value: Report) -> ET.Element:
    written = report(value, OPTIONS)
    root = ET.fromstring(written.encode("utf-8"))
    assert [str(error) for error in XSD.iter_errors(root)] == []
    (suite,) = root
    return suite


def outcomes(suite: ET.Element) -> list[tuple[str | None, str]]:
    return [(case.get("classname"), case[0].tag if len(case) else "passed") for case in suite]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("allowed", [("prechange", "passed")]),
        (
            "denied",
            [
                ("prechange", "failure"),
                ("crm-online.rename-existing-user", "failure"),
                ("crm-online.seats", "error"),
                ("crm-online.billing-record-matches-user", "skipped"),
                ("crm-online.name-holds-address", "skipped"),
            ],
        ),
        ("undecided", [("prechange", "error"), ("crm-online.seats", "error")]),
        (
            "invalid",
            [
                ("prechange", "error"),
                ("prechange.invalid-input", "error"),
                ("prechange.invalid-input", "error"),
            ],
        ),
    ],
)
def test_outcomes(name: str, expected: list[tuple[str, str]], reports: dict[str, Report]) -> None:
    assert outcomes(suite_of(reports[name])) == expected


def test_the_counts_are_those_of_the_cases(verdict: str, reports: dict[str, Report]) -> None:
    suite = suite_of(reports[verdict])
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.get(attribute, "")) == len(suite.findall(f"*/{tag}"))
    assert int(suite.get("tests", "")) == len(suite)


def test_a_warning_fails_only_where_it_denies(rename: Finding) -> None:
    warning = msgspec.structs.replace(rename, severity="warning", fingerprint="w")
    both = suite_of(Report(verdict="denied", findings=(rename, warning)))
    assert [outcome for _, outcome in outcomes(both)] == ["failure", "failure", "skipped"]
    alone = suite_of(Report(verdict="denied", findings=(warning,)))
    assert [outcome for _, outcome in outcomes(alone)] == ["failure", "failure"]
    allowed = suite_of(Report(verdict="allowed", findings=(warning,)))
    assert [outcome for _, outcome in outcomes(allowed)] == ["passed", "skipped"]


def test_an_undecided_case_that_does_not_count_is_skipped_and_said() -> None:
    case = Undecided(rule="p/r", severity="warning", reason="open")
    suite = suite_of(Report(verdict="allowed", undecided=(case,)))
    assert outcomes(suite) == [("prechange", "passed"), ("p.r", "skipped")]
    assert suite[1][0].get("message") == "undecided warning: open"


def test_cases_of_the_same_name_are_told_apart(rename: Finding) -> None:
    suite = suite_of(Report(verdict="denied", findings=(rename, rename, rename)))
    names = [case.get("name") for case in suite]
    assert len(set(names)) == 4
    assert str(names[3]).endswith(" in place (3)")


def test_a_failure_shows_the_lines_of_the_file(rename: Finding) -> None:
    (body,) = [
        case[0].text or ""
        for case in suite_of(Report(verdict="denied", findings=(rename,)))
        if case.get("name") != "verdict"
    ]
    assert body.splitlines()[2:4] == [
        "  6 |     set: {full_name: F C FC@COMPANY.EXAMPLE,",
        "    |           ^^^^^^^^^",
    ]


@given(report=reports())
def test_whatever_the_texts_are_the_schema_holds(report: Report) -> None:
    suite = suite_of(report)
    assert len(suite) == 1 + entries_of(report)
    assert {node.tag for node in suite.iter()} <= {"testsuite", "testcase", "failure", "error", "skipped"}
    failed = suite.findall("*/failure") + suite.findall("*/error")
    assert bool(failed) is (report.verdict != "allowed" or bool(report.errors))
    names = [(case.get("classname"), case.get("name")) for case in suite]
    assert len(set(names)) == len(names)
