"""What a condition is put together from: the operands of its logic, each of which can be evaluated alone."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from linter.policy.expression import Expression
from linter.policy.messages import BOOL, parse_tree, part_of_tree
from linter.policy.spans import Span, Spans
from linter.policy.tree import children

Kind: TypeAlias = Literal["and", "or", "not", "choice", "leaf"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_LOGIC: Mapping[str, Kind] = {"_&&_": "and", "_||_": "or", "!_": "not", "_?_:_": "choice"}
CHAINED: Mapping[Kind, str] = {"and": "_&&_", "or": "_||_"}
"""The operators that join any number of operands, by CEL's name for them."""


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an expression that is true or false by itself.

    `expression` evaluates it alone, on the same data as the whole; its `source` is the part's own text,
    which stands at `span` in the whole. `operands` are what its operator joins, in the order of the text:
    any number for `and` and `or` (`a && b && c` is one `and` of three), one for `not`, and for `choice` the
    question and the two answers. A `leaf` has no operator of logic: it has operands only where conditions
    stand among its arguments, as in `f(a && b)`. A macro such as `exists` is a leaf with nothing below it,
    because what stands in it depends on its variable.
    """

    kind: Kind
    expression: Expression
    span: Span
    operands: tuple["Condition", ...] = ()

    @property
    def source(self) -> str:
        """Its own text."""
        return self.expression.source

    def walk(self) -> Iterator["Condition"]:
        """Itself and every condition below it, from the left, each before its own operands."""
        yield self
        for operand in self.operands:
            yield from operand.walk()


def condition_of(expression: Expression) -> Condition:
    """What a checked expression of type `BOOL` is put together from."""
    reader = _Reader(expression)
    return reader.condition(reader.root)


def conditions_in(expression: Expression) -> tuple[Condition, ...]:
    """The outermost conditions of an expression of any type: itself, or those that stand within it."""
    reader = _Reader(expression)
    if expression.type == "BOOL":
        return (reader.condition(reader.root),)
    return tuple(reader.within(reader.root))


class _Reader:
    """Reads the conditions of one expression."""

    def __init__(self, expression: Expression) -> None:
        tree = parse_tree(expression.serialized)
        self.root = tree.expr
        self._whole = expression
        self._spans = Spans(expression.source, expression.serialized)
        self._bools = {each.key for each in tree.types if BOOL in (each.value.primitive, each.value.wrapper)}

    def condition(self, node: Any) -> Condition:
        """A node that is true or false."""
        kind = _kind(node)
        below: Iterator[Condition]
        if kind in CHAINED:
            below = map(self.condition, _chain(node, CHAINED[kind]))
        elif kind == "leaf":
            below = self._below(node)
        else:
            below = map(self.condition, node.call_expr.args)
        span = self._spans.whole(node)
        alone = part_of_tree(self._whole.serialized, node)
        return Condition(
            kind=kind,
            expression=Expression(self._whole.source[slice(*span)], alone, "BOOL"),
            span=span,
            operands=tuple(below),
        )

    def within(self, node: Any) -> Iterator[Condition]:
        """The conditions in an argument. A bare name or value decides nothing there, so it is none."""
        kind = _kind(node)
        if kind == "choice" and node.id not in self._bools:
            question, *answers = node.call_expr.args
            yield self.condition(question)
            for answer in answers:
                yield from self.within(answer)
        elif kind == "leaf":
            yield from self._below(node)
        else:
            yield self.condition(node)

    def _below(self, node: Any) -> Iterator[Condition]:
        """The conditions in the arguments of a node that is no macro."""
        if not node.HasField("comprehension_expr"):
            for child in children(node):
                yield from self.within(child)


def _kind(node: Any) -> Kind:
    return _LOGIC.get(node.call_expr.function, "leaf") if node.HasField("call_expr") else "leaf"


def _chain(node: Any, function: str) -> Iterator[Any]:
    """The operands of one operator that is written several times in a row, from the left."""
    for each in node.call_expr.args:
        if each.HasField("call_expr") and each.call_expr.function == function:
            yield from _chain(each, function)
        else:
            yield each
