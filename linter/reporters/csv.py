"""The form for spreadsheets: comma-separated values as in RFC 4180, in which no cell is a formula."""

import csv
import re
from io import StringIO
from typing import Final

from linter.model import Finding, Report, Undecided
from linter.reporters.entries import Entry, accepted, entries, flat
from linter.reporters.options import Options
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import visible

COLUMNS: Final = (
    "type",
    "severity",
    "status",
    "rule",
    "message",
    "account",
    "user",
    "change",
    "op",
    "path",
    "line",
    "column",
    "advice",
    "waiver",
    "why",
    "title",
    "missing",
    "cases",
    "fingerprint",
)
_BOM: Final = "\ufeff"
_FORMULA: Final = re.compile(
    r"(^|[;,|\"])"  # at the start; after what parts cells where the comma is the decimal sign, too
    r"(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"  # ASCII, or as wide as a Chinese letter
)


def report(report: Report, options: Options) -> str:
    """A heading, a row for each finding, undecided case and error, and last the verdict.

    A cell is one line. Begins with a byte order mark, without which Excel takes UTF-8 for something else.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries(report, options):
        writer.writerow([safe(value) for value in _row(entry)])
    said = f"{report.verdict}: {counts(report, options)}; {advice(report, options)}"
    cells = {"type": "verdict", "status": report.verdict, "message": said}
    writer.writerow([safe(cells.get(column, "")) for column in COLUMNS])
    return _BOM + out.getvalue()


def _row(entry: Entry) -> list[str | int]:
    place, change = entry.location, entry.change
    case = entry.source if isinstance(entry.source, Undecided) else None
    waiver = entry.source.waiver if isinstance(entry.source, Finding) else None
    cells: dict[str, str | int] = {
        "type": "error" if entry.kind == "invalid" else entry.kind,
        "severity": entry.severity,
        "status": entry.state,
        "rule": entry.rule,
        "message": entry.message,
        "account": entry.account,
        "user": entry.user,
        "change": change.index if change else "",
        "op": change.op if change else "",
        "path": place.path if place else "",
        "line": (place.line if place else 0) or "",
        "column": (place.column if place else 0) or "",
        "advice": flat(entry.advice),
        "waiver": accepted(waiver) if waiver else "",
        "why": flat(entry.why),
        "title": entry.title,
        "missing": ", ".join(case.missing) if case else "",
        "cases": case.count if case else 1,
        "fingerprint": entry.fingerprint,
    }
    return [cells[column] for column in COLUMNS]


def safe(value: str | int) -> str | int:
    """An apostrophe before what a spreadsheet would compute."""
    return _FORMULA.sub(r"\1'\2", visible(value)) if isinstance(value, str) else value
