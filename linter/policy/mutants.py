"""Small changes to conditions, such as slips of an author: what proves a rule should notice each of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from linter.policy.condition import Condition, conditions_in
from linter.policy.expression import Expression
from linter.policy.messages import PACKAGE, parse_tree
from linter.policy.rewrite import Rewriter
from linter.policy.rule import Policies, Rule
from linter.policy.spans import Span, Spans
from linter.policy.tree import children
from linter.policy.types import ROOTS, SUBJECT_ROOTS, TABLES

_OPERATORS: Mapping[str, tuple[str, ...]] = {
    "_>_": (">=",),
    "_>=_": (">",),
    "_<_": ("<=",),
    "_<=_": ("<",),
    "_&&_": ("||",),
    "_||_": ("&&",),
}
"""What takes the place of an operator."""

_OF_NUMBERS: Mapping[str, tuple[str, ...]] = {"_==_": (">=", "<="), "_!=_": (">", "<")}
"""What else does between numbers, which have an order that matters."""

_NUMBERS = frozenset({2, 3, 4})
"""The `primitive` of whole numbers, of whole numbers without a sign, and of others."""


class Edit(msgspec.Struct, frozen=True):
    """A part of the text under a key of a rule, and what stands there instead."""

    key: str
    span: Span
    now: str


class Mutant(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with one small change: `was` has become `now`."""

    rule: Rule
    edit: Edit
    was: str

    @property
    def now(self) -> str:
        """What stands there instead."""
        return self.edit.now


def mutants(rule: Rule, policies: Policies) -> Iterator[Mutant]:
    """Every small change to a rule's conditions after which it would still load, each text once.

    Operators become their neighbours (`>` and `>=`, `&&` and `||`, between numbers also `==` and `>=`),
    operands are negated and dropped, whole numbers become one more and one less, and a field becomes the
    next and the last one before it in the same value that is of the same type, a root the next of its type.
    """
    rewriter = Rewriter(policies)
    for key, expression in rule.expressions.items():
        texts = {expression.source}
        for edit in _edits(rule, key, expression):
            start, end = edit.span
            text = expression.source[:start] + edit.now + expression.source[end:]
            if text in texts:
                continue
            texts.add(text)
            changed = rewriter.rewritten(rule, key, text)
            if changed is not None:
                yield Mutant(rule=changed, edit=edit, was=expression.source[start:end])


def _edits(rule: Rule, key: str, expression: Expression) -> Iterator[Edit]:
    """All changes to one expression, in the order of its text."""
    found = [Edit(key, *each) for part in conditions_in(expression) for each in _of_operands(part)]
    nodes = _Nodes(rule, expression)
    found += [Edit(key, *each) for node in nodes.all() for each in nodes.edits(node)]
    yield from sorted(found, key=lambda edit: edit.span)


def _of_operands(condition: Condition) -> Iterator[tuple[Span, str]]:
    """Operands negated, and dropped. A negation is taken away, and its operand not negated once more."""
    if condition.kind == "not":
        (inner,) = condition.operands
        yield condition.span, f"({inner.source})"
        yield from _below(inner)
    else:
        yield condition.span, f"!({condition.source})"
        yield from _below(condition)


def _below(condition: Condition) -> Iterator[tuple[Span, str]]:
    """The changes to the operands of a condition."""
    for operand in condition.operands:
        if condition.kind in ("and", "or"):
            yield operand.span, "true" if condition.kind == "and" else "false"
        yield from _of_operands(operand)
    if condition.kind == "choice":
        yield condition.operands[0].span, "true"
        yield condition.operands[0].span, "false"


class _Nodes:
    """The nodes of one expression's tree, and what can be changed in each."""

    def __init__(self, rule: Rule, expression: Expression) -> None:
        tree = parse_tree(expression.serialized)
        self._root = tree.expr
        self._source = expression.source
        self._spans = Spans(expression.source, expression.serialized)
        self._types = {each.key: each.value for each in tree.types}
        self._roots = SUBJECT_ROOTS[rule.subject]

    def all(self) -> Iterator[Any]:
        """Every node that stands in the text, macros gone into."""
        left = [self._root]
        while left:
            node = left.pop()
            if node.id in self._spans:
                yield node
            left += children(node)

    def edits(self, node: Any) -> Iterator[tuple[Span, str]]:
        """What can be changed in a node itself."""
        change = _CHANGES.get(node.WhichOneof("kind"))
        if change is not None:
            yield from change(self, node)

    def operator(self, node: Any) -> Iterator[tuple[Span, str]]:
        """An operator for its neighbours."""
        function = node.call_expr.function
        others = _OPERATORS.get(function, ())
        if function in _OF_NUMBERS and all(self._is_number(each) for each in node.call_expr.args):
            others = _OF_NUMBERS[function]
        span = self._spans.token(node)
        # A macro's own logic has no operator in the text.
        if self._source[slice(*span)] == function.strip("_"):
            yield from ((span, other) for other in others)

    def number(self, node: Any) -> Iterator[tuple[Span, str]]:
        """A whole number for its neighbours."""
        span = self._spans.token(node)
        text = self._source[slice(*span)]
        if node.const_expr.WhichOneof("kind") == "int64_value" and text.isdigit():
            yield span, str(int(text) + 1)
            if int(text):
                yield span, str(int(text) - 1)

    def field(self, node: Any) -> Iterator[tuple[Span, str]]:
        """A field for those next to it that are of its type."""
        table = TABLES.get(self._types[node.select_expr.operand.id].message_type.removeprefix(f"{PACKAGE}."))
        name = node.select_expr.field
        if table is None or name not in table or node.select_expr.test_only:
            return
        alike = [other for other, field in table.items() if str(field) == str(table[name])]
        place = alike.index(name)
        for other in alike[max(place - 1, 0) : place] + alike[place + 1 : place + 2]:
            yield self._spans.field(node), other

    def root(self, node: Any) -> Iterator[tuple[Span, str]]:
        """A root for the next one of its type."""
        name = node.ident_expr.name
        if name not in self._roots or ROOTS[name].type not in TABLES:
            return
        alike = [other for other in self._roots if ROOTS[other].type == ROOTS[name].type]
        other = alike[(alike.index(name) + 1) % len(alike)]
        if other != name:
            yield self._spans.token(node), other

    def _is_number(self, node: Any) -> bool:
        known = self._types.get(node.id)
        return known is not None and not _NUMBERS.isdisjoint((known.primitive, known.wrapper))


_CHANGES: Mapping[str, Callable[[_Nodes, Any], Iterator[tuple[Span, str]]]] = {
    "call_expr": _Nodes.operator,
    "const_expr": _Nodes.number,
    "select_expr": _Nodes.field,
    "ident_expr": _Nodes.root,
}
