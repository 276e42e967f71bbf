"""The expressions of rules, and where they stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from linter.document import join
from linter.policy import Expression, Rule, Template


def texts_of(rule: Rule) -> Iterator[tuple[str, int, Expression]]:
    """Every expression in a text, with the key of the text and the place, from 0, where it begins in that."""
    yield from _within("message", rule.message)
    instead = rule.instead
    if instead is None:
        return
    yield from _within("instead/text", instead.text)
    yield from _within("instead/changes", instead.changes)
    if instead.ask is not None:
        for name in ("who", "message", "menu", "until"):
            yield from _within(f"instead/ask/{name}", getattr(instead.ask, name))


def conditions_of(rule: Rule) -> Iterator[tuple[str, Expression]]:
    """Every expression that decides a rule, or which of its changes count, with its key."""
    yield from rule.expressions.items()
    if rule.limit is not None and rule.limit.where is not None:
        yield "limit/where", rule.limit.where
    if rule.instead is not None and rule.instead.when is not None:
        yield "instead/when", rule.instead.when


def _within(key: str, value: Any) -> Iterator[tuple[str, int, Expression]]:
    """The expressions in a template, or in those of a mapping or list."""
    if isinstance(value, Template):
        position = 0
        for part in value.parts:
            text = part if isinstance(part, str) else part.source
            position = value.source.index(text, position)
            if isinstance(part, Expression):
                yield key, position, part
            position += len(text)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _within(key + join("", name), each)
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _within(key + join("", number), each)
