"""The end of the text form: one line of counts, and one that says whether to go ahead."""

from linter.model import Report, Summary
from linter.reporters.options import Options
from linter.reporters.sheet import Sheet

_LAST = {
    ("changes", "allowed"): "go ahead: nothing denies these changes",
    ("changes", "denied"): "do not apply these changes: what is denied above must be put right first",
    ("changes", "undecided"): "do not apply these changes yet: supply what is missing, then check again",
    ("changes", "invalid"): "do not apply these changes: they were not checked, correct the input first",
    ("snapshot", "allowed"): "in order: nothing is denied in this snapshot",
    ("snapshot", "denied"): "not in order: what is denied above must be put right",
    ("snapshot", "undecided"): "not known to be in order: supply what is missing, then audit again",
    ("snapshot", "invalid"): "not known to be in order: nothing was checked, correct the input first",
    ("outcome", "allowed"): "as expected: the changes came about, and nothing else changed",
    ("outcome", "denied"): "not as expected: look after what stands above",
    ("outcome", "undecided"): "not known to be as expected: supply what is missing, then verify again",
    ("outcome", "invalid"): "not known to be as expected: nothing was compared, correct the input first",
    ("policies", "allowed"): "in order: nothing that counts is wrong with these policies",
    ("policies", "denied"): "not in order: what counts above must be put right",
    ("policies", "invalid"): "not known to be in order: nothing was looked at, correct the policies first",
}


_NAMED = 3
"""How many of the rules that could not decide the summary names; all of them stand above it."""

_NOTHING = "do not go ahead: there was nothing to check"


def closing(report: Report, options: Options) -> list[str]:
    """The summary line, wrapped where it must be, and the last line."""
    sheet = Sheet(options.width, options.colour)
    style = {"allowed": "allowed", "undecided": "undecided"}.get(report.verdict, "error")
    line = counts(report, options)
    pieces = [(f"{report.verdict}:", style), (line, "")]
    return [*sheet.flow(pieces, indent="  "), sheet.put(advice(report, options), style)]


def advice(report: Report, options: Options) -> str:
    """Whether to go ahead, in one line."""
    empty = report.verdict == "undecided" and options.subject != "snapshot" and not report.summary.changes
    return _NOTHING if empty else _LAST[options.subject, report.verdict]


def counts(report: Report, options: Options) -> str:
    """What was found and what was checked, in one line."""
    if report.verdict == "invalid":
        return f"{many(len(report.errors), 'error')} in the input, nothing was checked"
    summary = report.summary
    if options.subject == "policies":
        return f"{_found(summary)}, in {many(summary.rules, 'rule')}"
    return "; ".join(
        [_found(summary), scope(summary, options), _open(report), *_held(report), *_unchecked(summary)]
    )


def _found(summary: Summary) -> str:
    parts = [many(summary.errors, "error")]
    parts += [many(summary.warnings, "warning")] if summary.warnings else []
    parts += [f"{summary.infos} for information"] if summary.infos else []
    parts += [f"{summary.pre_existing} so before"] if summary.pre_existing else []
    parts += [f"{summary.unchanged} in the baseline already"] if summary.unchanged else []
    parts += [f"{summary.resolved} resolved since"] if summary.resolved else []
    parts += [f"{summary.waived} waived"] if summary.waived else []
    return ", ".join(parts)


def scope(summary: Summary, options: Options) -> str:
    """What was judged, and by how much."""
    parts = [] if options.subject == "snapshot" else [many(summary.changes, "change")]
    parts += [many(summary.accounts, "account")]
    off = f" and {summary.rules_off} switched off" if summary.rules_off else ""
    return f"{' in '.join(parts)}, {summary.rules_applied} of {many(summary.rules, 'rule')} applied{off}"


def _open(report: Report) -> str:
    """What was not decided, by rule."""
    if not report.undecided:
        return "nothing left undecided"
    rules = list(dict.fromkeys(case.rule.rpartition("/")[2] for case in report.undecided))
    named = ", ".join(rules[:_NAMED]) + (f" and {len(rules) - _NAMED} more" if rules[_NAMED:] else "")
    return f"{many(report.summary.undecided, 'case')} not decided ({named})"


def _held(report: Report) -> list[str]:
    """How many changes limits hold."""
    return [f"{many(len(report.split.held), 'change')} held"] if report.split else []


def _unchecked(summary: Summary) -> list[str]:
    """What nobody judged, because changes have no word for it."""
    return [f"not checked: {', '.join(map(str, summary.unchecked))}"] if summary.unchecked else []


def many(count: int, noun: str) -> str:
    """`1 rule`, `2 rules`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
