"""The form for a comment on a pull or merge request: Markdown as GitHub, GitLab and Azure DevOps read it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from linter.model import Finding, Location, Report, UserTrace
from linter.reporters.encode import encode
from linter.reporters.entries import Entry, accepted, entries, flat
from linter.reporters.holding import HEADING, holding
from linter.reporters.markup import block, code, inline, prose
from linter.reporters.native import native_lines
from linter.reporters.options import Options
from linter.reporters.place import relative
from linter.reporters.sheet import Sheet
from linter.reporters.verdict import advice, counts
from linter.reporters.visible import visible

LIMIT: Final = 65_000
"""Characters of a comment. GitHub refuses more than 65 536; a comment must leave room for what a bot adds."""
MARK: Final = "<!-- prechange -->"
"""By this a bot finds the comment that it wrote before."""

_TABLE: Final = 20_000
_LONGEST: Final = 600
_SHORT: Final = 200
"""Characters of one text, and of one in a table; a text that is longer is cut, with a sign."""
_FIELDS: Final = 20
_HELD: Final = 20
_RELATED: Final = 10
_SHEET: Final = Sheet(width=100)
_NOTHING: Final = object()
_JUDGED: Final[Mapping[str, str]] = {
    "changes": "change set",
    "snapshot": "snapshot",
    "outcome": "state after the changes",
    "policies": "policies",
}


def report(report: Report, options: Options) -> str:
    """The verdict, a table of everything, and for each entry a part that unfolds.

    What does not fit into a comment is left out from the end, the least grave first, and counted.
    """
    known = entries(report, options)
    head = _head(report, options)
    table = _table(known, options)
    room = LIMIT - len(head) - len(table) - _LONGEST
    details: list[str] = []
    for entry in known:
        detail = _detail(entry, report, options)
        if len(detail) <= room:
            details.append(detail)
            room -= len(detail)
        elif room < _LONGEST:
            break
    return head + table + "".join(details) + _rest(len(known) - len(details))


def _head(report: Report, options: Options) -> str:
    said = prose(_cut(counts(report, options)))
    held = "".join(f"- {prose(_cut(line))}\n" for line in holding(report, _HELD))
    told = f"{prose(HEADING)}:\n\n{held}\n" if held else ""
    return f"{MARK}\n## prechange: {report.verdict}\n\n**{advice(report, options)}**\n\n{said}\n\n{told}"


def _table(known: tuple[Entry, ...], options: Options) -> str:
    if not known:
        return ""
    rows = ["| | rule | where | what |\n", "| --- | --- | --- | --- |\n"]
    used = 0
    for entry in known:
        row = _row(entry, options)
        used += len(row)
        if used > _TABLE:
            break
        rows.append(row)
    left = len(known) - (len(rows) - 2)
    more = f"\n{left} of {len(known)} have no room in this table.\n" if left else ""
    return "".join(rows) + more + "\n"


def _row(entry: Entry, options: Options) -> str:
    label = f"**{entry.label}**" if entry.counts else entry.label
    rule = code(_cut(entry.rule, _SHORT), cell=True)
    where = code(_cut(_where(entry, options), _SHORT), cell=True)
    return f"| {label} | {rule} | {where} | {prose(_cut(entry.message), cell=True)} |\n"


def _detail(entry: Entry, report: Report, options: Options) -> str:
    told = [_named("what", entry.message), *_shown(entry.location)]
    told += [_named("change", _change(entry))] if entry.change else []
    if isinstance(entry.source, Finding):
        told += [_named("waiver", accepted(entry.source.waiver))] if entry.source.waiver else []
        told += _before_after(entry.source, _touched(entry.source, report))
    told += [_place(each.message, each.location, options) for each in entry.related[:_RELATED]]
    told += [_named("why", flat(entry.why))] if entry.why else []
    told += [_named(entry.advised, flat(entry.advice))] if entry.advice else []
    if isinstance(entry.source, Finding) and entry.source.instead and entry.source.instead.changes:
        lines = [visible(line) for line in native_lines(entry.source.instead.changes, _SHEET.width)]
        told += _within(lines, "yaml")
    told += [_named("see", reference) for reference in entry.references[:_RELATED]]
    named = [inline(_cut(text, _SHORT)) for text in (entry.rule, _where(entry, options))]
    summary = " ".join([entry.label, *named])
    parts = [f"<details><summary>{summary}</summary>", *told, "</details>"]
    return "\n\n".join(parts) + "\n\n"


def _named(name: str, text: str) -> str:
    return f"**{name}:** {prose(_cut(text))}"


def _change(entry: Entry) -> str:
    change = entry.change
    if change is None:
        return ""
    user = f" user `{change.user}`" if change.user else ""
    return f"number {change.index + 1}: `{change.op}`{user}" + (
        f" of account `{change.account}`" if change.account else ""
    )


def _shown(location: Location | None) -> list[str]:
    """The lines of the file."""
    lines = _SHEET.source(location, "") if location else []
    return _within(lines) if lines else []


def _place(message: str, location: Location, options: Options) -> str:
    return f"{prose(_cut(message, _SHORT))}: {code(_cut(_spot(location, options), _SHORT))}"


def _within(lines: list[str], language: str = "") -> list[str]:
    kept, used = [], 0
    for line in lines:
        used += len(line)
        if used > 2 * _LONGEST:
            kept.append("# ... the rest is in the `json` report")
            break
        kept.append(line)
    return ["\n".join(block(kept, language))]


def _touched(finding: Finding, report: Report) -> UserTrace | None:
    users = report.trace.users if report.trace else ()
    same = (user for user in users if (user.account, user.user) == (finding.account, finding.user))
    return next(same, None)


def _before_after(finding: Finding, user: UserTrace | None) -> list[str]:
    """A row for each field of the user that the changes touch, else for what the rule read of it."""
    if user:
        fields = list(user.changed)
        before, after = user.before, user.after
    else:
        before, after = _read(finding, "before."), _read(finding, "after.")
        fields = [field for field in before if field in after]
    if not fields:
        return []
    rows = [
        f"| {code(_cut(field, _SHORT), cell=True)} | {_value(before, field)} | {_value(after, field)} |"
        for field in fields[:_FIELDS]
    ]
    left = len(fields) - _FIELDS
    rows += [f"| and {left} more | | |"] if left > 0 else []
    return ["\n".join(["| field | before | after |", "| --- | --- | --- |", *rows])]


def _read(finding: Finding, start: str) -> dict[str, Any]:
    return {
        name.removeprefix(start): value for name, value in finding.evidence.items() if name.startswith(start)
    }


def _value(values: Mapping[str, Any], field: str) -> str:
    value = values.get(field, _NOTHING)
    if value is _NOTHING:
        return "not known"
    if value is None or value == () or value == []:
        return "empty"
    return code(_cut(value if isinstance(value, str) else encode(value), _SHORT), cell=True)


def _where(entry: Entry, options: Options) -> str:
    """The place in a file, else the record that is meant."""
    if entry.location and entry.location.path:
        return _spot(entry.location, options)
    named = [f"account {entry.account}"] if entry.account else []
    named += [f"user {entry.user}"] if entry.user else []
    whole = "the input" if entry.kind == "invalid" else f"the {_JUDGED[options.subject]}"
    return ", ".join(named) or whole


def _spot(location: Location, options: Options) -> str:
    parts: Iterable[int] = (number for number in (location.line, location.column) if number)
    return ":".join([relative(location.path, options), *map(str, parts)])


def _rest(left: int) -> str:
    if not left:
        return ""
    return f"**{left} more**, for which a comment has no room; the `json` and `html` reports hold all.\n"


def _cut(text: str, longest: int = _LONGEST) -> str:
    shown = visible(text)
    return shown if len(shown) <= longest else f"{shown[:longest]} ..."
