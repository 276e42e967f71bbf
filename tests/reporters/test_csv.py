import csv
from io import StringIO

import msgspec
import pytest
from hypothesis import given

from linter.model import Finding, Report
from linter.reporters.csv import COLUMNS, report
from tests.reporters.hostile import OPTIONS, entries_of, reports

FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def rows(value: Report, delimiter: str = ",") -> list[list[str]]:
    written = report(value, OPTIONS)
    assert written.startswith("\ufeff")
    return list(csv.reader(StringIO(written[1:], newline=""), delimiter=delimiter))


def test_a_row_for_each_thing_and_the_verdict_last(reports: dict[str, Report]) -> None:
    heading, *told = rows(reports["denied"])
    assert tuple(heading) == COLUMNS
    assert [(row[0], row[1], row[2]) for row in told] == [
        ("finding", "error", "open"),
        ("undecided", "error", "open"),
        ("finding", "error", "pre_existing"),
        ("finding", "warning", "waived"),
        ("verdict", "", "denied"),
    ]
    first = dict(zip(heading, told[0], strict=True))
    assert (first["path"], first["line"], first["column"], first["change"]) == (
        "changes.yaml",
        "6",
        "11",
        "0",
    )
    assert dict(zip(heading, told[1], strict=True))["cases"] == "12"


def test_an_allowed_report_says_so(reports: dict[str, Report]) -> None:
    told = rows(reports["allowed"])
    assert len(told) == 2
    assert told[1][:3] == ["verdict", "", "allowed"]


def test_lines_end_as_rfc_4180_says(reports: dict[str, Report]) -> None:
    written = report(reports["denied"], OPTIONS)
    assert written.count("\r\n") == written.count("\n") == written.count("\r") == 6


@pytest.mark.parametrize(
    ("message", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 123", "'+49 123"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", r"\t=1"),
        ("\r=1", r"\r=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ('a;"=1"', 'a;"\'=1"'),
        ("a - b", "a - b"),
        ("a=b", "a=b"),
        ("f.c@company.example", "f.c@company.example"),
    ],
)
def test_no_cell_is_a_formula(message: str, cell: str, rename: Finding) -> None:
    finding = msgspec.structs.replace(rename, message=message)
    _, first, _ = rows(Report(verdict="denied", findings=(finding,)))
    assert first[COLUMNS.index("message")] == cell


@given(report=reports())
def test_no_text_makes_a_cell_a_row_or_a_formula(report: Report) -> None:
    told = rows(report)
    assert len(told) == 2 + entries_of(report)
    for row in told:
        assert len(row) == len(COLUMNS)
        assert all(not cell.startswith(FORMULA) and "\n" not in cell for cell in row)
    # Excel parts cells by semicolons where the comma is the decimal sign, and then takes quotes as they come.
    for row in rows(report, delimiter=";"):
        assert not any(cell.strip('" ').startswith(FORMULA) for cell in row[1:])
