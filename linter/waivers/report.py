"""An earlier run's JSON report, read strictly: a baseline, or what a waiver is written from."""

from typing import Any, Literal

import msgspec

from linter.document import Source, check, parse_json, read_text, shown_path
from linter.errors import InputError
from linter.model import Finding, Location, Problem, Report, Summary, Undecided, Verdict
from linter.schemas import load

_HINT = "give a report that was written with `--output json=FILE`"


class _Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report with nothing left out: half a report would make the rest look new, or resolved."""

    schema: Literal["prechange/report/v1"]
    verdict: Verdict
    summary: Summary
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    errors: tuple[Problem, ...]
    resolved: tuple[Finding, ...] = ()
    trace: Any = None
    split: Any = None


def read_report(path: str) -> Report:
    """The report in a file; `-` is standard input.

    Raises `InputError` where it is none, and where it is the report of a run that judged nothing.
    """
    return parse_report(read_text(path), shown_path(path))


def parse_report(text: str, path: str) -> Report:
    """The report in a text. Raises `InputError` as `read_report` does."""
    try:
        whole = msgspec.json.decode(text, type=_Whole)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _refused(text, path, str(error)) from error
    if whole.verdict == "invalid":
        where = Location(path=path)
        raise InputError.one("this report is of a run that judged nothing", where, "give one of a whole run")
    return Report(
        verdict=whole.verdict,
        summary=whole.summary,
        findings=whole.findings,
        resolved=whole.resolved,
        undecided=whole.undecided,
    )


def _refused(text: str, path: str, reason: str) -> InputError:
    """Everything that keeps a text from being a report, with places."""
    source = Source(path, text, parse_json(text, path))
    problems = check(source, load("report"))
    if not problems:
        problems = [Problem(message=f"this is not a report: {reason}", location=Location(path=path))]
    return InputError(msgspec.structs.replace(each, hint=each.hint or _HINT) for each in problems)
