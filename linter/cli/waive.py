"""`prechange waive`: accept findings of a report for a time."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from linter.cli import options as opt
from linter.cli.console import put_out
from linter.cli.judging import configured, moment
from linter.cli.outputs import write_file
from linter.cli.settle import report_in
from linter.cli.veil import lift
from linter.config import Config
from linter.document import did_you_mean, read_text
from linter.engine.waive import waivable
from linter.errors import ExitCode, InputError
from linter.model import Finding, Problem, Report
from linter.reporters.verdict import many
from linter.reporters.visible import visible
from linter.waivers import parse_moment, with_entries

DEFAULT_FILE = "waivers.yaml"

Fingerprints = Annotated[
    list[str],
    typer.Argument(
        metavar="FINGERPRINT", show_default=False, help="The findings to accept, as the report names them."
    ),
]
ReportFile = Annotated[
    str,
    typer.Option("--report", metavar="REPORT", show_default=False, help="The JSON report that holds them."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", show_default=False, help="Why.")]
Reference = Annotated[
    str,
    typer.Option("--reference", metavar="TEXT", show_default=False, help="The ticket or case that says so."),
]
ApprovedBy = Annotated[
    str,
    typer.Option(
        "--approved-by",
        metavar="PERSON",
        show_default=False,
        help="Who accepts it: another person than who asks for the changes.",
    ),
]
Expires = Annotated[
    str,
    typer.Option(
        "--expires",
        metavar="DAY",
        show_default=False,
        help="The last day on which it holds (UTC), for example 2026-12-31, or a moment with its offset.",
    ),
]
NotBefore = Annotated[
    str | None,
    typer.Option(
        "--not-before", metavar="DAY", show_default=False, help="The first day or moment on which it holds."
    ),
]
MaxUses = Annotated[
    str | None,
    typer.Option(
        "--max-uses", metavar="N", show_default=False, help="How many findings of one run it covers at most."
    ),
]
Into = Annotated[
    str | None,
    typer.Option(
        "--into",
        metavar="FILE",
        show_default=False,
        help="The waiver file to add to, begun where there is none. By default the configured one, or "
        f"`{DEFAULT_FILE}`.",
    ),
]


def waive(
    fingerprints: Fingerprints,
    report: ReportFile,
    reason: Reason,
    reference: Reference,
    approved_by: ApprovedBy,
    expires: Expires,
    not_before: NotBefore = None,
    max_uses: MaxUses = None,
    into: Into = None,
    config: opt.Config = None,
    now: opt.Now = None,
) -> int:
    """Add findings to a waiver file, so that they do not count until a day.

    A waiver covers the finding that it was written for, and none with other values. Comments and
    layout of the file stay. What could not be decided or evaluated cannot be waived.

    \b
      prechange check changes.yaml -s snapshot.yaml -o text -o json=report.json
      prechange waive 0f3a... --report report.json --reason "..." --reference CASE-0042 \\
        --approved-by ann@company.example --expires 2026-12-31
    """
    terms = {"reason": reason, "reference": reference, "approved_by": approved_by, "expires": expires}
    if not_before is not None:
        terms["not_before"] = not_before
    _check(terms, now)
    uses = {} if max_uses is None else {"max_uses": _number(max_uses)}
    path = into or _configured(configured(config))
    found = _findings(report_in(report), [lift(fingerprint) for fingerprint in fingerprints])
    entries = [{**_about(finding), **terms, **uses} for finding in found]
    write_file(path, with_entries(_text(path), path, entries))
    lines = [f"{entry['rule']}: {finding.message}" for entry, finding in zip(entries, found, strict=True)]
    lines.append(f"{many(len(entries), 'waiver')} added to {path}, until {expires}")
    put_out("".join(f"{visible(line)}\n" for line in lines), sys.stdout)
    return ExitCode.ALLOWED


def _check(terms: dict[str, str], now: str | None) -> None:
    """Raises `InputError` where the terms make no sense."""
    problems = [
        Problem(message=f"`--{name.replace('_', '-')}` must not be empty")
        for name, text in terms.items()
        if not text.strip()
    ]
    begins = parse_moment(terms["not_before"]) if "not_before" in terms else None
    ends = parse_moment(terms["expires"], whole_day=True)
    for name, known in (("not_before", begins), ("expires", ends)):
        if name in terms and known is None:
            message = f"`--{name.replace('_', '-')}` takes a day or a moment, not `{terms[name]}`"
            hint = "for example 2026-12-31, or 2026-12-31T18:00:00Z"
            problems.append(Problem(message=message, hint=hint))
    if ends is not None and (ends <= moment(now) or (begins is not None and begins >= ends)):
        problems.append(Problem(message=f"a waiver until {terms['expires']} would never hold"))
    if problems:
        raise InputError(problems)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
        raise InputError.one(f"`--max-uses` takes a number from 1, not `{text}`")
    return int(text)


def _configured(config: Config) -> str:
    """The one file that is configured, else the default."""
    files = config.waivers.files
    if len(files) > 1:
        raise InputError.one("several waiver files are configured", hint="name one of them with `--into`")
    return files[0] if files else DEFAULT_FILE


def _text(path: str) -> str:
    """What stands in the file so far."""
    if not os.path.exists(path):
        folder = os.path.dirname(path) or "."
        if not os.path.isdir(folder):
            raise InputError.one(f"cannot write `{path}`: its folder does not exist")
        return ""
    return "" if os.path.isfile(path) and os.path.getsize(path) == 0 else read_text(path)


def _findings(report: Report, fingerprints: Sequence[str]) -> list[Finding]:
    """The findings that are meant, each once. Raises `InputError` with everything that cannot be waived."""
    known = {finding.fingerprint: finding for finding in report.findings}
    problems = [problem for each in fingerprints if (problem := _objection(each, known.get(each), known))]
    if problems:
        raise InputError(problems)
    return [known[fingerprint] for fingerprint in dict.fromkeys(fingerprints)]


def _objection(fingerprint: str, finding: Finding | None, known: dict[str, Finding]) -> Problem | None:
    if finding is None:
        near = did_you_mean(fingerprint, known)
        hint = f"did you mean `{near}`?" if near else "take it from the `fingerprint` of a finding"
        return Problem(message=f"the report has no finding `{fingerprint}`", hint=hint)
    if finding.status == "waived":
        return Problem(message=f"the finding `{fingerprint}` is waived already")
    if not waivable(finding):
        return Problem(message=f"the finding `{fingerprint}` of `{finding.rule}` cannot be waived")
    return None


def _about(finding: Finding) -> dict[str, Any]:
    """What names a finding in a waiver file."""
    about = {"rule": finding.rule, "account": finding.account}
    if finding.user:
        about["user"] = finding.user
    if finding.change:
        about["op"] = finding.change.op
    return {**about, "fingerprint": finding.fingerprint}
