"""Nodes of a checked tree: what two of them share, what they are when nothing is known, and their types."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from linter.policy import Activation, Expression, Failure, Unknown
from linter.policy.messages import part_of_tree
from linter.policy.tree import children

OPAQUE: Final[Any] = object()
"""Stands for the value of what is no constant."""

_INT: Final = 2
"""The `primitive` and `wrapper` of whole numbers in a checked tree."""


def shape(node: Any) -> bytes:
    """The same for two expressions that are written alike, blanks and brackets aside."""
    copy = type(node)()
    copy.CopyFrom(node)
    _forget_ids(copy)
    text: bytes = copy.SerializeToString(deterministic=True)
    return text


def _forget_ids(node: Any) -> None:
    node.ClearField("id")
    for child in children(node):
        _forget_ids(child)


def value_of(node: Any, serialized: bytes) -> Any:
    """The value of a node that names nothing, times and durations as seconds; `OPAQUE` for any other."""
    if _names(node):
        return OPAQUE
    value = Expression("", part_of_tree(serialized, node), "DYN").evaluate(Activation({}))
    return OPAQUE if isinstance(value, Unknown | Failure) else plain(value)


def plain(value: Any) -> Any:
    """A value that can be compared: durations and times as seconds."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, list):
        return tuple(map(plain, value))
    return value if value is None or isinstance(value, str | int | float) else OPAQUE


def is_whole(node: Any, tree: Any) -> bool:
    """Whether a node is a whole number, as the checker says."""
    for each in tree.types:
        if each.key == node.id:
            return _INT in (each.value.primitive, each.value.wrapper)
    return False


def arguments(node: Any) -> list[Any]:
    """The arguments of a call, the receiver first; none of anything else."""
    if not node.HasField("call_expr"):
        return []
    call = node.call_expr
    return [call.target, *call.args] if call.HasField("target") else list(call.args)


def function(node: Any) -> str:
    """The function of a call; empty for anything else."""
    name: str = node.call_expr.function if node.HasField("call_expr") else ""
    return name


def _names(node: Any) -> bool:
    return node.HasField("ident_expr") or any(map(_names, children(node)))


NUMBERS: Final[Mapping[str, tuple[float | None, float | None]]] = {
    "size": (0, None),
    "count": (0, None),
    "edit_distance": (0, None),
    "similarity": (0, 1),
}
"""The least and the greatest number that a function gives."""
