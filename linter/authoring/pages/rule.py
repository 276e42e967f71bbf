"""A rule's page in Markdown."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from linter.authoring.pages.facts import EXPECTED, as_written, judged, limit_facts, params_read
from linter.authoring.proof.examples import example_report
from linter.model import Trace, UserTrace
from linter.native import native_account, native_change
from linter.policy import Example, Pack, Policies, Rule, param_text
from linter.policy.words import Clause, in_words
from linter.reporters.encode import encode
from linter.reporters.markup import block, code, prose
from linter.reporters.native import native_lines
from linter.reporters.visible import visible

_WIDTH = 100


def rule_page(rule: Rule, pack: Pack, policies: Policies) -> str:
    """Why the rule is there, what it objects to, what to do instead, and cases of all that."""
    parts = [
        f"# {prose(rule.title)}",
        f"{code(rule.id)} · **{rule.severity}** · judges {prose(judged(rule))}",
        prose(rule.why),
        "## What it objects to",
        *_conditions(rule),
        "\n".join(block(list(_written("message", rule.message.source)), "yaml")),
        *_instead(rule),
        *_params(rule, pack),
        *_supersedes(rule),
        "## Examples",
        *_examples(rule, policies),
        *_references(rule),
    ]
    return "\n\n".join(parts) + "\n"


def _conditions(rule: Rule) -> Iterator[str]:
    """The conditions in words, and as they are written."""
    if rule.when is not None:
        yield "It applies where"
        yield "\n".join(_bullets(in_words(rule.when)))
    if rule.condition is not None:
        yield "It objects where"
        yield "\n".join(_bullets(in_words(rule.condition, holds=rule.objects_when)))
    if rule.limit is not None:
        yield "\n".join(f"- {name}: {prose(text)}" for name, text in limit_facts(rule.limit))
    lines = [line for key, each in rule.expressions.items() for line in _written(key, each.source)]
    if lines:
        yield "\n".join(block(lines, "yaml"))


def _written(key: str, source: str) -> Iterator[str]:
    """A text as it stands in the file."""
    first, *rest = [visible(line) for line in source.strip().split("\n")]
    if not rest:
        yield f"{key}: {first}"
        return
    yield f"{key}: >-"
    yield from (f"  {line.strip()}" for line in (first, *rest))


def _bullets(clause: Clause, depth: int = 0) -> Iterator[str]:
    """Sentences as a nested list. The words are the project's own; what a rule says stands in backticks."""
    indent = "  " * depth
    if clause.kind == "one":
        yield f"{indent}- {clause.text}"
        return
    yield f"{indent}- {'all' if clause.kind == 'all' else 'any'} of these:"
    for each in clause.clauses:
        yield from _bullets(each, depth + 1)


def _instead(rule: Rule) -> Iterator[str]:
    if rule.instead is None:
        return
    yield "## What to do instead"
    yield prose(rule.instead.text.source)
    changes = as_written(rule.instead.changes)
    if changes:
        yield "\n".join(block([visible(line) for line in native_lines(changes, _WIDTH)], "yaml"))


def _params(rule: Rule, pack: Pack) -> Iterator[str]:
    read = list(params_read(rule, pack))
    if not read:
        return
    yield "## Params"
    rows = [
        f"| {code(f'{pack.id}.{param.name}', cell=True)} | {code(param_text(param.default), cell=True)} "
        f"| {prose(param.description, cell=True)} |"
        for param in read
    ]
    yield "\n".join(["| param | default | what it decides |", "|---|---|---|", *rows])


def _supersedes(rule: Rule) -> Iterator[str]:
    if rule.supersedes:
        names = ", ".join(code(name) for name in sorted(rule.supersedes))
        yield f"Where it objects to a change, these stay silent: {names}."


def _examples(rule: Rule, policies: Policies) -> Iterator[str]:
    """Every example: what is proposed, and what would become of whom."""
    alone = msgspec.structs.replace(policies, rules=(rule,))
    for kind, label in EXPECTED.items():
        for example in rule.examples:
            if example.expect == kind:
                yield f"### {label}: {prose(example.name)}"
                yield "\n".join(block(_proposed(example), "yaml"))
                report = example_report(example, alone)
                if report.trace is not None:
                    yield from _became(report.trace)
                said = [each.message for each in report.findings if each.rule == rule.id]
                said += [each.reason for each in report.undecided if each.rule == rule.id]
                yield from (f"> {prose(message)}" for message in said)


def _proposed(example: Example) -> list[str]:
    """The account without its users, and the changes to it."""
    accounts = example.snapshot.accounts if example.snapshot else ()
    facts = [(name, value) for each in accounts for name, value in native_account(each).items()]
    given = ({"given": {name: value for name, value in facts if name not in ("id", "users")}},)
    lines = [f"# {line[2:]}" for line in native_lines(given if given[0]["given"] else (), _WIDTH)]
    changes = tuple(native_change(change) for change in example.change_set.changes)
    return [visible(line) for line in (*lines, *(native_lines(changes, _WIDTH) or ["[]"]))]


def _became(trace: Trace) -> Iterator[str]:
    """The fields of users that become others, before and after."""
    rows = [row for user in trace.users for row in _rows(user)]
    if rows:
        yield "\n".join(["| user | field | before | after |", "|---|---|---|---|", *rows])


def _rows(user: UserTrace) -> Iterator[str]:
    name = code(user.user, cell=True)
    if not user.before and user.after:
        yield f"| {name} | | does not exist | is created |"
    for field in user.changed:
        if user.before or field != "id":
            before, after = _value(user.before, field), _value(user.after, field)
            yield f"| {name} | {code(field, cell=True)} | {before} | {after} |"


def _value(values: Mapping[str, Any], field: str) -> str:
    if field not in values:
        return "not known" if values else ""
    value = values[field]
    if value is None or value in ((), []):
        return "empty"
    return code(value if isinstance(value, str) else encode(value), cell=True)


def _references(rule: Rule) -> Iterator[str]:
    if rule.references:
        yield "## References"
        yield "\n".join(f"- {_reference(each)}" for each in rule.references)


def _reference(text: str) -> str:
    """A link where it is nothing but one, else prose."""
    plain = text.startswith("https://") and not set(text) & set(" <>\\\"'`()") and text.isprintable()
    return f"<{text}>" if plain else prose(text)
