"""The form for people: like a compiler's, with the place, the line, the reason and the way out."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linter.model import Finding, Location, Problem, Related, Report, Unchecked, Undecided
from linter.reporters.encode import encode
from linter.reporters.entries import SAID, State, accepted, state_of
from linter.reporters.holding import HEADING, holding
from linter.reporters.native import native_lines
from linter.reporters.options import Options
from linter.reporters.sheet import Piece, Sheet
from linter.reporters.traits import traits
from linter.reporters.verdict import closing

_HEADINGS: Mapping[State, str] = {
    "pre_existing": "so before these changes, and not counted against them:",
    "unchanged": "in the baseline already, and not counted again:",
    "waived": "waived:",
    "resolved": "in the baseline, and resolved since:",
}
_HELD = 20
"""How many held changes are told one by one; `-v` tells all."""
_NAMED = 3
"""How many of the unknown names a case tells; `-v` tells all."""


def report(report: Report, options: Options) -> str:
    """The report as lines for a terminal or a log, the verdict last."""
    sheet = _sheet(options)
    blocks = [_problem(problem, sheet, options) for problem in report.errors]
    blocks += _findings(report, sheet, options)
    if report.undecided:
        blocks += _heading("could not be decided, which is not a pass:", sheet, options)
        blocks += _undecided(report.undecided, sheet, options)
    if report.split:
        blocks += _heading(f"{HEADING}:", sheet, options)
        most = None if options.verbosity > 0 else _HELD if options.verbosity == 0 else 0
        lines = holding(report, most)
        blocks.append([line for each in lines for line in sheet.flow([(each, "")], first="  ")])
    if report.summary.unchecked:
        blocks += _heading("not checked, because changes have no word for it:", sheet, options)
        blocks.append([line for one in report.summary.unchecked for line in _unchecked(one, sheet)])
    return _joined([*_spaced(blocks, options), *closing(report, options)])


def problems(problems: Iterable[Problem], options: Options) -> str:
    """What is wrong with an input, where there is no verdict to give."""
    sheet = _sheet(options)
    lines = list(_spaced([_problem(problem, sheet, options) for problem in problems], options))
    return _joined(lines[:-1] if lines and not lines[-1] else lines)


def told(item: Finding | Undecided | Problem, options: Options) -> str:
    """One finding, undecided case or error, with its lines of the file."""
    if isinstance(item, Finding):
        return _joined(_finding(item, _sheet(options), options, set()))
    if isinstance(item, Problem):
        return _joined(_problem(item, _sheet(options), options))
    return _joined(*_undecided([item], _sheet(options), options))


def _sheet(options: Options) -> Sheet:
    """Briefly told, each case is one line, however long."""
    return Sheet(sys.maxsize if options.verbosity < 0 else options.width, options.colour)


def _findings(report: Report, sheet: Sheet, options: Options) -> list[list[str]]:
    """What counts in full, what does not in a line each, or in full where everything is wanted."""
    told: set[str] = set()
    found: dict[State, list[Finding]] = {}
    for finding in (*report.findings, *report.resolved):
        found.setdefault(state_of(finding, options), []).append(finding)
    blocks = [_finding(finding, sheet, options, told) for finding in found.get("open", ())]
    for state, heading in _HEADINGS.items():
        if state not in found or (options.verbosity < 0 and state != "pre_existing"):
            continue
        blocks += _heading(heading, sheet, options)
        whole = state == "pre_existing" or options.verbosity > 0
        form = _finding if whole else _brief
        blocks += [form(finding, sheet, options, told, SAID[state]) for finding in found[state]]
    return blocks


def _spaced(blocks: Iterable[list[str]], options: Options) -> Iterator[str]:
    for block in blocks:
        yield from block
        if options.verbosity >= 0:
            yield ""


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _heading(text: str, sheet: Sheet, options: Options) -> list[list[str]]:
    return [[sheet.put(text, "strong")]] if options.verbosity >= 0 else []


def _problem(problem: Problem, sheet: Sheet, options: Options) -> list[str]:
    place = f"{problem.location}: " if problem.location else ""
    if options.verbosity < 0:
        brief = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
        return _headline(place, "error:", brief, "error", sheet)
    lines = _headline(place, "error:", problem.message, "error", sheet)
    if problem.location:
        lines += sheet.source(problem.location, "error")
    if problem.hint:
        lines += sheet.field("hint", problem.hint)
    return lines


def _finding(finding: Finding, sheet: Sheet, options: Options, told: set[str], kind: str = "") -> list[str]:
    """A finding. A rule's reason and its page are told once (`told`), the rest with each finding."""
    style = "quiet" if kind else finding.severity
    place = _place(finding.location, finding.account, finding.user)
    label = f"{kind}{finding.severity}[{finding.rule}]"
    lines = _headline(place, label, finding.message, style, sheet)
    if options.verbosity < 0:
        return lines
    for trait in traits(finding):
        lines += sheet.field("common", trait)
    if finding.location:
        lines += sheet.source(finding.location, style)
    lines += _waiver(finding, sheet)
    for related in finding.related:
        lines += _related(related, sheet)
    if options.verbosity > 0 and finding.evidence:
        lines += _evidence(finding.evidence, sheet)
    reason = f"{finding.rule}\0{finding.why}"
    if finding.why and reason not in told:
        lines += sheet.field("why", finding.why)
    lines += _instead(finding, sheet)
    if reason not in told:
        lines += sheet.field("help", f"prechange explain {finding.rule.rpartition('/')[2]}")
    told.add(reason)
    return lines


def _brief(finding: Finding, sheet: Sheet, options: Options, told: set[str], kind: str = "") -> list[str]:
    """A finding in a line, and the waiver that covers it."""
    place = _place(finding.location, finding.account, finding.user)
    lines = _headline(place, f"{kind}{finding.severity}[{finding.rule}]", finding.message, "quiet", sheet)
    return lines + _waiver(finding, sheet)


def _waiver(finding: Finding, sheet: Sheet) -> list[str]:
    return sheet.field("waiver", accepted(finding.waiver)) if finding.waiver else []


def _related(related: Related, sheet: Sheet) -> list[str]:
    pieces: list[Piece] = [("-->", "gutter"), (str(related.location), "strong"), (related.message, "")]
    lines = sheet.flow(pieces, indent="      ", first="  ")
    return lines + sheet.source(related.location, "gutter", mark="-")


def _evidence(evidence: Mapping[str, Any], sheet: Sheet) -> list[str]:
    lines = [f"  {sheet.put('evidence:', 'strong')}"]
    for name, value in evidence.items():
        pieces: list[Piece] = [(name, ""), ("=", "quiet"), (encode(value), "")]
        lines += sheet.flow(pieces, indent="        ", first="    ")
    return lines


def _instead(finding: Finding, sheet: Sheet) -> list[str]:
    if finding.instead is None:
        return []
    lines = sheet.field("instead", finding.instead.text)
    indent = " " * 4
    changes = native_lines(finding.instead.changes, sheet.width - len(indent))
    return lines + [indent + sheet.put(line) for line in changes]


def _undecided(cases: Iterable[Undecided], sheet: Sheet, options: Options) -> list[list[str]]:
    """What could not be decided: the cases that the same values would decide stand together."""
    groups: dict[str, list[Undecided]] = {}
    for case in cases:
        groups.setdefault(case.supply, []).append(case)
    if options.verbosity < 0:
        return [_case(case, sheet, options) for group in groups.values() for case in group]
    blocks = []
    for supply, group in groups.items():
        lines = [line for case in group for line in _case(case, sheet, options)]
        blocks.append(lines + (sheet.field("supply", supply) if supply else []))
    return blocks


def _case(case: Undecided, sheet: Sheet, options: Options) -> list[str]:
    place = _place(case.location, case.account, case.change.user if case.change else "")
    reason = case.reason
    if case.missing and reason.startswith("unknown: "):
        named = case.missing if options.verbosity > 0 else case.missing[:_NAMED]
        reason = "unknown: " + ", ".join(f"`{name}`" for name in named)
        reason += f" and {len(case.missing) - len(named)} more" if len(named) < len(case.missing) else ""
    elif case.missing:
        reason += f" ({', '.join(case.missing)})"
    if case.count > 1:
        reason += f" ({case.count} cases, this is the first)"
    return _headline(place, f"undecided {case.severity}[{case.rule}]", reason, "undecided", sheet)


def _unchecked(one: Unchecked, sheet: Sheet) -> list[str]:
    more = ", this is the first" if one.count > 1 else ""
    return _headline(_place(one.location, "", ""), "not checked", f"{one}{more}", "undecided", sheet)


def _headline(place: str, label: str, message: str, style: str, sheet: Sheet) -> list[str]:
    pieces: list[Piece] = [(label, style), (message, "strong")]
    return sheet.flow([(place.rstrip(), ""), *pieces] if place else pieces)


def _place(location: Location | None, account: str, user: str) -> str:
    """Where to look: the file's place, else the record that is meant."""
    if location and location.path:
        return f"{location}:"
    if user:
        return f"user `{user}` of account `{account}`:" if account else f"user `{user}`:"
    return f"account `{account}`:" if account else ""
