"""The page of a rule, as `prechange explain` prints it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.engine.builtin import Builtin
from linter.policy import Limit, Pack, Policies, Rule, param_text
from linter.policy.template import Template
from linter.reporters.native import native_lines
from linter.reporters.sheet import Sheet

_SUBJECTS: Final = {
    "change": "each change",
    "user": "each user, before and after the changes",
    "account": "each account, before and after the changes",
    "change_set": "the change set as a whole",
    "snapshot": "the snapshot as a whole",
}
_BEYOND: Final = {
    "reject_all": "none of the changes may go",
    "hold_excess": "the changes beyond the limit are held, the others may go",
    "hold_kind": "all changes that it counts are held, the others may go",
}
_INDENT: Final = "    "


def rule_page(rule: Rule, policies: Policies, sheet: Sheet) -> list[str]:
    """Everything a rule says of itself, with the params it reads as they are set now."""
    lines = _head(rule.id, rule.severity, rule.title, sheet)
    lines += [*_fields(_conditions(rule), sheet), ""]
    lines += sheet.field("why", rule.why)
    if rule.instead:
        lines += sheet.field("instead", rule.instead.text.source)
        changes = _source(rule.instead.changes)
        lines += [_INDENT + sheet.put(line) for line in native_lines(changes, sheet.width - len(_INDENT))]
        if rule.instead.ask:
            lines += sheet.field("ask", rule.instead.ask.who.source)
    for pack in policies.packs:
        if pack.id == rule.pack:
            lines += _params(rule, pack, sheet)
    return [*lines, "", *_fields(_rest(rule), sheet)]


def builtin_page(name: str, rule: Builtin, sheet: Sheet) -> list[str]:
    """The page of a rule that always applies."""
    lines = _head(name, rule.severity, rule.title, sheet)
    lines += [*sheet.field("judges", "built in: always applies, whatever the policies"), ""]
    lines += sheet.field("why", rule.why)
    return lines + sheet.field("instead", rule.instead)


def _head(name: str, severity: str, title: str, sheet: Sheet) -> list[str]:
    return [*sheet.flow([(name, "strong"), (f"({severity})", severity)]), *sheet.flow([(title, "")]), ""]


def _fields(pairs: Iterator[tuple[str, str]], sheet: Sheet) -> list[str]:
    return [line for name, text in pairs for line in sheet.field(name, text)]


def _conditions(rule: Rule) -> Iterator[tuple[str, str]]:
    """What the rule looks at, and when it objects."""
    judged = _SUBJECTS[rule.subject]
    if rule.each_step:
        judged = judged.replace("before and after the changes", "after every change")
    if rule.ops is not None:
        judged += f" of the kind {', '.join(sorted(rule.ops))}"
    if rule.fields is not None:
        judged += f" that touches {', '.join(sorted(rule.fields))}"
    yield "judges", judged
    if rule.when:
        yield "when", rule.when.source
    if rule.condition:
        yield ("denies" if rule.objects_when else "requires"), rule.condition.source
    if rule.limit:
        yield from _limit(rule.limit)
    yield "says", rule.message.source


def _limit(limit: Limit) -> Iterator[tuple[str, str]]:
    """How many users may be hit, and what happens where it is more."""
    if limit.where:
        yield "counts", f"users of changes where {limit.where.source}"
    most = [f"{limit.max_count.source} users"] if limit.max_count else []
    if limit.max_percent and limit.population:
        least = f", from {limit.min_population.source} of them on" if limit.min_population else ""
        most.append(f"{limit.max_percent.source} % of the {limit.population.replace('_', ' ')}{least}")
    both = "whichever is less" if limit.joined == "any" else "whichever is more"
    yield "at most", f"{' and '.join(most)}, {both}" if len(most) == 2 else most[0]
    yield "beyond", _BEYOND[limit.on_exceed]


def _params(rule: Rule, pack: Pack, sheet: Sheet) -> list[str]:
    """The params that the conditions of a rule read."""
    where = [rule.limit.where] if rule.limit else []
    expressions = [*rule.expressions.values(), *where]
    read = {
        path[1] for each in expressions if each for path in each.reads if path[0] == "params" and path[1:]
    }
    lines: list[str] = []
    for param in pack.params:
        if param.name in read:
            lines += sheet.field(
                "param", f"{pack.id}.{param.name} = {param_text(param.value)}: {param.description}"
            )
    return lines


def _rest(rule: Rule) -> Iterator[tuple[str, str]]:
    """What it goes before, what it proves itself by, and where to read more."""
    if rule.supersedes:
        yield "supersedes", ", ".join(sorted(rule.supersedes))
    for kind, name in (("deny", "denied"), ("allow", "allowed"), ("undecided", "undecided")):
        for example in rule.examples:
            if example.expect == kind:
                yield name, example.name
    for reference in rule.references:
        yield "see", reference
    yield "file", str(rule.location)


def _source(value: Any) -> Any:
    """The changes of a remedy as their author wrote them."""
    if isinstance(value, Template):
        return value.source
    if isinstance(value, Mapping):
        return {key: _source(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_source(item) for item in value)
    return value
