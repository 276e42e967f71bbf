"""The JSON Lines form: one error, finding or undecided case a line, the verdict last."""

from collections.abc import Iterator
from typing import Any

from linter.model import Report
from linter.reporters.encode import encode
from linter.reporters.options import Options
from linter.reporters.visible import escaped


def report(report: Report, options: Options) -> str:
    """One JSON object a line, told apart by `type`: `error`, `finding`, `resolved`, `undecided`,
    `held`, `summary`. Where changes are held, the summary says what may `go`.

    Without the `summary` at its end the report was cut short.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for problem in report.errors:
        yield _typed("error", problem)
    for finding in report.findings:
        yield _typed("finding", finding)
    for finding in report.resolved:
        yield _typed("resolved", finding)
    for case in report.undecided:
        yield _typed("undecided", case)
    for held in report.split.held if report.split else ():
        yield _typed("held", held)
    go = {"go": report.split.go} if report.split else {}
    head = {"schema": report.schema, "verdict": report.verdict, "summary": report.summary, **go}
    yield _typed("summary", head)


def _typed(name: str, value: Any) -> str:
    """The object with `type` as its first key. No object of a report is empty, so a comma may follow."""
    return escaped(f'{{"type":"{name}",{encode(value)[1:]}')
