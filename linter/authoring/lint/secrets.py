"""Texts of rules in which a secret could be printed."""

from collections.abc import Iterable, Iterator
from typing import Any

from linter.authoring.lint.finding import Hit
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.texts import conditions_of, texts_of
from linter.document import is_secret
from linter.policy import ROOTS, TABLES, Expression, Field, Rule
from linter.policy.messages import parse_tree
from linter.policy.sense import field_at
from linter.policy.tree import EACH, Path, Use, children

_ASKING = frozenset({"size", "@in", "_==_", "_!=_", "_&&_", "_||_", "!_"})
"""What asks of a value without showing what is in it."""


def secrets(ground: Ground) -> Iterator[Hit]:
    """Names in texts and conditions that hold, or may hold, a secret."""
    for rule in ground.policies.rules:
        for key, start, expression in texts_of(rule):
            yield from _told(rule, key, start, expression, (*_secret(expression), *_whole(expression)))
        for key, expression in conditions_of(rule):
            yield from _told(rule, key, 0, expression, _secret(expression))


def _told(
    rule: Rule, key: str, start: int, expression: Expression, found: Iterable[tuple[Use, str]]
) -> Iterator[Hit]:
    for use, why in found:
        name = ".".join(use.path).replace(f".{EACH}", EACH)
        place = rule.locate(key, start + expression.tree.offset(use.node))
        top = key.partition("/")[0]
        what = f"`{top}`" if top in ("message", "instead") else "the evidence of a finding"
        message = f"{what} would show `{name}`, {why}"
        yield Hit(subject=rule.id, message=message, location=place, detail=f"{key} {name}")


def _secret(expression: Expression) -> Iterator[tuple[Use, str]]:
    """Uses of attributes whose name says that they hold a secret; whether there is one may be asked."""
    compared = {
        operand.node
        for call in expression.tree.calls
        if call.function in ("_==_", "_!=_") and any(_is_null(each.constant) for each in call.operands)
        for operand in call.operands
    }
    for use in expression.tree.uses:
        if not use.tested and use.node not in compared and any(map(is_secret, _keys(use.path))):
            yield use, "whose name says that it holds a secret"


def _whole(expression: Expression) -> Iterator[tuple[Use, str]]:
    """Uses of everything that is known of a user, where that is what comes out of the expression."""
    shown = set(_results(parse_tree(expression.serialized).expr))
    for use in expression.tree.uses:
        if use.node in shown and not use.tested and _holds_attributes(use.path):
            yield use, "which is everything that the source has of a user"


def _results(node: Any) -> Iterator[int]:
    """The ids of the names whose values can be in what a node comes to."""
    kind = node.WhichOneof("kind")
    if kind == "ident_expr":
        yield node.id
    elif kind == "select_expr":
        yield from _results(node.select_expr.operand)
    elif kind == "comprehension_expr":
        # What comes out of a macro is put together in its step, of those elements that stand there.
        yield from _results(node.comprehension_expr.loop_step)
    elif kind == "call_expr" and node.call_expr.function == "_?_:_":
        for answer in node.call_expr.args[1:]:
            yield from _results(answer)
    elif kind != "call_expr" or node.call_expr.function not in _ASKING:
        for child in children(node):
            yield from _results(child)


def _is_null(constant: object) -> bool:
    return constant is not None and getattr(constant, "value", ...) is None


def _keys(path: Path) -> tuple[str, ...]:
    """The keys that are looked up in `attributes`, which are the source's own."""
    return path[path.index("attributes") + 1 :] if "attributes" in path else ()


def _holds_attributes(path: Path) -> bool:
    """Whether a name is the attributes of a user as a whole, or a value that holds them."""
    if "attributes" in path:
        return path[-1] == "attributes"
    field = ROOTS.get(path[0]) if len(path) == 1 else field_at(path, TABLES)
    return field is not None and _reaches(field)


def _reaches(field: Field) -> bool:
    table = TABLES.get(field.type, {})
    return "attributes" in table or any(_reaches(each) for each in table.values())
