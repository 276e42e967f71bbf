"""The form for what shows test results: JUnit XML, as Jenkins, GitLab, Azure Pipelines and others read it."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final

import msgspec

from linter.model import Report
from linter.reporters.entries import Entry, entries, flat
from linter.reporters.options import Options
from linter.reporters.text import told
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import visible

_BODY: Final = Options(width=100, verbosity=1)


class _Case(msgspec.Struct, frozen=True):
    """A test case. `outcome` is the element in it, empty where it passed."""

    classname: str
    name: str
    outcome: str = ""
    type: str = ""
    message: str = ""
    body: str = ""


def report(report: Report, options: Options) -> str:
    """A test case for the verdict, and one for each finding, undecided case and error.

    Findings that deny fail, undecided cases and unreadable inputs are errors, what does not count is
    skipped. So the tests pass if, and only if, the verdict is `allowed`.
    """
    cases = [_verdict(report, options), *map(_case, entries(report, options))]
    times = Counter(case.outcome for case in cases)
    totals = f'tests="{len(cases)}" failures="{times["failure"]}" errors="{times["error"]}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="prechange" {totals} time="0">',
        f'  <testsuite name="prechange" {totals} skipped="{times["skipped"]}" time="0">',
        *(line for case in _named_once(cases) for line in _xml(case)),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _verdict(report: Report, options: Options) -> _Case:
    outcome = {"allowed": "", "denied": "failure"}.get(report.verdict, "error")
    said, then = counts(report, options), advice(report, options)
    return _Case("prechange", "verdict", outcome, report.verdict, f"{report.verdict}: {said}", f"{then}\n")


def _case(entry: Entry) -> _Case:
    return _Case(
        classname=entry.rule.replace(".", "_").replace("/", "."),
        name=visible(flat(entry.message)) or "without a message",
        outcome=_outcome(entry),
        type=entry.label,
        message=f"{entry.label}: {entry.message}",
        body=told(entry.source, _BODY),
    )


def _outcome(entry: Entry) -> str:
    if not entry.counts:
        return "skipped"
    return "failure" if entry.kind == "finding" else "error"


def _named_once(cases: list[_Case]) -> Iterator[_Case]:
    """GitLab shows only the last of the cases that bear the same name."""
    taken: set[tuple[str, str]] = set()
    for case in cases:
        name, times = case.name, 1
        while (case.classname, name) in taken:
            times += 1
            name = f"{case.name} ({times})"
        taken.add((case.classname, name))
        yield msgspec.structs.replace(case, name=name)


def _xml(case: _Case) -> Iterator[str]:
    head = f'    <testcase classname="{_value(case.classname)}" name="{_value(case.name)}" time="0"'
    if not case.outcome:
        yield f"{head}/>"
        return
    yield f"{head}>"
    about = f'type="{_value(case.type)}" message="{_value(case.message)}"'
    body = "\n".join(_value(line) for line in case.body.splitlines())
    yield f"      <{case.outcome} {about}>{body}</{case.outcome}>"
    yield "    </testcase>"


def _value(text: str) -> str:
    """The text as it may stand in XML: nothing in it is markup, and nothing is forbidden in XML 1.0."""
    return escape(visible(text))
