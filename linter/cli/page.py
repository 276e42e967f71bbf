"""The page of a rule, as `prechange explain` prints it."""

from collections.abc import Iterator
from typing import Final

from linter.authoring.pages.facts import EXPECTED, as_written, judged, limit_facts, params_read
from linter.engine.builtin import Builtin
from linter.policy import Pack, Policies, Rule, param_text
from linter.reporters.native import native_lines
from linter.reporters.sheet import Sheet

_INDENT: Final = "    "


def rule_page(rule: Rule, policies: Policies, sheet: Sheet) -> list[str]:
    """Everything a rule says of itself, with the params it reads as they are set now."""
    lines = _head(rule.id, rule.severity, rule.title, sheet)
    lines += [*_fields(_conditions(rule), sheet), ""]
    lines += sheet.field("why", rule.why)
    if rule.instead:
        lines += sheet.field("instead", rule.instead.text.source)
        changes = as_written(rule.instead.changes)
        lines += [_INDENT + sheet.put(line) for line in native_lines(changes, sheet.width - len(_INDENT))]
        if rule.instead.ask:
            lines += sheet.field("ask", rule.instead.ask.who.source)
    for pack in policies.packs:
        if pack.id == rule.pack:
            lines += _params(rule, pack, sheet)
    return [*lines, "", *_fields(_rest(rule), sheet)]


def builtin_page(name: str, rule: Builtin, sheet: Sheet) -> list[str]:
    """The page of a rule that is built in."""
    lines = _head(name, rule.severity, rule.title, sheet)
    lines += [*sheet.field("judges", "built in: applies whatever the policies"), ""]
    lines += sheet.field("why", rule.why)
    return lines + sheet.field("instead", rule.instead)


def _head(name: str, severity: str, title: str, sheet: Sheet) -> list[str]:
    return [*sheet.flow([(name, "strong"), (f"({severity})", severity)]), *sheet.flow([(title, "")]), ""]


def _fields(pairs: Iterator[tuple[str, str]], sheet: Sheet) -> list[str]:
    return [line for name, text in pairs for line in sheet.field(name, text)]


def _conditions(rule: Rule) -> Iterator[tuple[str, str]]:
    """What the rule looks at, and when it objects."""
    yield "judges", judged(rule)
    if rule.when:
        yield "when", rule.when.source
    if rule.condition:
        yield ("denies" if rule.objects_when else "requires"), rule.condition.source
    if rule.limit:
        yield from limit_facts(rule.limit)
    yield "says", rule.message.source


def _params(rule: Rule, pack: Pack, sheet: Sheet) -> list[str]:
    """The params that a rule reads."""
    lines: list[str] = []
    for param in params_read(rule, pack):
        text = f"{pack.id}.{param.name} = {param_text(param.value)}: {param.description}"
        lines += sheet.field("param", text)
    return lines


def _rest(rule: Rule) -> Iterator[tuple[str, str]]:
    """What it goes before, what it proves itself by, and where to read more."""
    if rule.supersedes:
        yield "supersedes", ", ".join(sorted(rule.supersedes))
    for kind, name in EXPECTED.items():
        for example in rule.examples:
            if example.expect == kind:
                yield name, example.name
    for reference in rule.references:
        yield "see", reference
    yield "file", str(rule.location)
