"""What would have to be another for a condition to come out the other way: as few values as can be."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from linter.policy.condition import Condition, conditions_in
from linter.policy.expression import Activation, Expression, Failure, Unknown
from linter.policy.messages import parse_tree, part_of_tree
from linter.policy.tree import Path, path_of


class Turn(msgspec.Struct, frozen=True):
    """A leaf of a condition that would have to be `wanted`, and is not: it is the other, or not known.

    `name` and `value` are one value that would make it so, where it is plain to see; `name` is else empty.
    """

    condition: Condition
    wanted: bool
    name: Path = ()
    value: Any = None


def turns(condition: Condition, wanted: bool, activation: Activation) -> tuple[Turn, ...]:
    """The fewest leaves, from the left, that make a condition what is wanted; none where it is so already."""
    if condition.expression.evaluate(activation) is wanted:
        return ()
    if condition.kind == "not":
        return turns(condition.operands[0], not wanted, activation)
    if condition.kind == "choice":
        question, yes, no = condition.operands
        ways = [
            turns(question, asked, activation) + turns(answer, wanted, activation)
            for asked, answer in ((True, yes), (False, no))
        ]
        return min(ways, key=len)
    if condition.kind in ("and", "or"):
        each = [turns(operand, wanted, activation) for operand in condition.operands]
        if (condition.kind == "and") is wanted:
            return tuple(turn for found in each for turn in found)
        return min(each, key=len)
    name, value = _settled(condition.expression, wanted, activation) or ((), None)
    return (Turn(condition, wanted, name, value),)


def with_values(data: Mapping[str, Any], found: tuple[Turn, ...]) -> dict[str, Any]:
    """The data with the values of the turns in it."""
    changed = dict(data)
    for turn in found:
        level = changed
        for part in turn.name[:-1]:
            inner = level.get(part)
            level[part] = dict(inner) if isinstance(inner, Mapping) else {}
            level = level[part]
        if turn.name:
            level[turn.name[-1]] = turn.value
    return changed


def _settled(expression: Expression, wanted: bool, activation: Activation) -> tuple[Path, Any] | None:
    """A name and the nearest value of it that makes a leaf what is wanted."""
    node = parse_tree(expression.serialized).expr
    path = path_of(node)
    if path is not None:
        return (path, wanted) if path[0] != "params" else None
    call = node.call_expr
    if call.function not in _OPPOSITE or len(call.args) != 2:
        return None
    function = call.function if wanted else _OPPOSITE[call.function]
    left, right = call.args
    ways = [(left, function, right), (right, _MIRRORED.get(function, ""), left)]
    return next(_values(ways, expression, activation), None)


def _values(
    ways: list[tuple[Any, str, Any]], expression: Expression, activation: Activation
) -> Iterator[tuple[Path, Any]]:
    for node, function, other in ways:
        name = path_of(_unfolded(node))
        if name is None or name[0] in ("params", "now") or function not in _NEAREST:
            continue
        value = Expression("", part_of_tree(expression.serialized, other), "DYN").evaluate(activation)
        if isinstance(value, Unknown | Failure):
            continue
        found = _NEAREST[function](value)
        if found is not None:
            yield name, found[0]


def _unfolded(node: Any) -> Any:
    """The argument of `fold`, which a text that is folded already goes through unchanged."""
    call = node.call_expr if node.HasField("call_expr") else None
    return call.args[0] if call is not None and call.function == "fold" and call.args else node


def _stepped(value: Any, step: int) -> tuple[Any] | None:
    """The next whole number."""
    return (value + step,) if isinstance(value, int) and not isinstance(value, bool) else None


_OPPOSITE: Final[Mapping[str, str]] = {
    "_==_": "_!=_",
    "_!=_": "_==_",
    "_>_": "_<=_",
    "_>=_": "_<_",
    "_<_": "_>=_",
    "_<=_": "_>_",
    "@in": "",
}
_MIRRORED: Final[Mapping[str, str]] = {
    "_==_": "_==_",
    "_>_": "_<_",
    "_>=_": "_<=_",
    "_<_": "_>_",
    "_<=_": "_>=_",
}
_NEAREST: Final[Mapping[str, Callable[[Any], tuple[Any] | None]]] = {
    "_==_": lambda value: (value,),
    "_!=_": lambda value: (not value,) if isinstance(value, bool) else None,
    "_>_": lambda value: _stepped(value, 1),
    "_>=_": lambda value: (value,),
    "_<_": lambda value: _stepped(value, -1),
    "_<=_": lambda value: (value,),
    "@in": lambda value: (value[0],) if isinstance(value, list) and value else None,
}
"""The nearest value for which a comparison with another holds, in a tuple; `None` where many would do."""


def held_against(expression: Expression, name: Path) -> tuple[Expression, ...]:
    """What a name is compared with, directly, in the conditions that an expression is put together from."""
    found = []
    for condition in conditions_in(expression):
        for leaf in condition.walk():
            call = parse_tree(leaf.expression.serialized).expr.call_expr
            if call.function in _OPPOSITE and len(call.args) == 2:
                sides = list(call.args)
                for side, other in (sides, sides[::-1]):
                    if path_of(side) == name:
                        alone = part_of_tree(leaf.expression.serialized, other)
                        found.append(Expression("", alone, "DYN"))
    return tuple(found)
