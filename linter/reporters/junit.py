"""The form for what shows test results: JUnit XML, as Jenkins, GitLab, Azure Pipelines and others read it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final, Literal, TypeAlias

import msgspec

from linter.model import Report
from linter.reporters.entries import Entry, entries, flat
from linter.reporters.options import Options
from linter.reporters.text import told
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import visible

_BODY: Final = Options(width=100, verbosity=1)


Outcome: TypeAlias = Literal["", "failure", "error", "skipped"]


class TestCase(msgspec.Struct, frozen=True):
    """A test case. `outcome` is the element in it, empty where it passed."""

    __test__ = False  # no test of pytest's

    classname: str
    name: str
    outcome: Outcome = ""
    type: str = ""
    message: str = ""
    body: str = ""


def report(report: Report, options: Options) -> str:
    """A test case for the verdict, and one for each finding, undecided case and error.

    Findings that deny fail, undecided cases and unreadable inputs are errors, what does not count is
    skipped. So the tests pass if, and only if, the verdict is `allowed`.
    """
    return suite([_verdict(report, options), *map(_case, entries(report, options))])


def suite(cases: Sequence[TestCase]) -> str:
    """Test cases as a JUnit file with one test suite."""
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


def _verdict(report: Report, options: Options) -> TestCase:
    outcomes: Mapping[str, Outcome] = {"allowed": "", "denied": "failure"}
    outcome = outcomes.get(report.verdict, "error")
    said, then = counts(report, options), advice(report, options)
    return TestCase("prechange", "verdict", outcome, report.verdict, f"{report.verdict}: {said}", f"{then}\n")


def _case(entry: Entry) -> TestCase:
    return TestCase(
        classname=class_name(entry.rule),
        name=visible(flat(entry.message)) or "without a message",
        outcome=_outcome(entry),
        type=entry.label,
        message=f"{entry.label}: {entry.message}",
        body=told(entry.source, _BODY),
    )


def class_name(rule: str) -> str:
    """A rule's id as the dotted name that viewers make folders of."""
    return rule.replace(".", "_").replace("/", ".")


def _outcome(entry: Entry) -> Outcome:
    if not entry.counts:
        return "skipped"
    return "failure" if entry.kind == "finding" else "error"


def _named_once(cases: Sequence[TestCase]) -> Iterator[TestCase]:
    """GitLab shows only the last of the cases that bear the same name."""
    taken: set[tuple[str, str]] = set()
    for case in cases:
        name, times = case.name, 1
        while (case.classname, name) in taken:
            times += 1
            name = f"{case.name} ({times})"
        taken.add((case.classname, name))
        yield msgspec.structs.replace(case, name=name)


def _xml(case: TestCase) -> Iterator[str]:
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
