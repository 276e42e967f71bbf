"""Conditions in plain words, for people who administer users and do not program.

What there are no words for is shown as it is written, so nothing is left out or made prettier than it is.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import msgspec

from linter.policy.condition import Condition, condition_of
from linter.policy.expression import Expression
from linter.policy.messages import parse_tree
from linter.policy.names import (
    ABSENCES,
    AFTERWARDS,
    MAPS,
    OWNERS,
    PREDICATES,
    field_of,
    field_words,
    owner_words,
    path_words,
)
from linter.policy.tree import Path, constant_of, path_of


class Clause(msgspec.Struct, frozen=True):
    """A condition in words: one sentence, or several of which `all` or `any` must hold.

    A sentence has no capital and no full stop; what stands in backticks is as in the condition.
    """

    kind: Literal["one", "all", "any"]
    text: str = ""
    clauses: tuple["Clause", ...] = ()


def in_words(expression: Expression, *, holds: bool = True) -> Clause:
    """What an expression of type `BOOL` says where it is true, or, without `holds`, where it is false."""
    return _clause(condition_of(expression), holds)


def _clause(condition: Condition, holds: bool) -> Clause:
    if condition.kind == "not":
        return _clause(condition.operands[0], not holds)
    if condition.kind in ("and", "or"):
        kind: Literal["all", "any"] = "all" if (condition.kind == "and") is holds else "any"
        return Clause(kind, clauses=tuple(_clause(each, holds) for each in condition.operands))
    if condition.kind == "choice":
        question, yes, no = condition.operands
        where = Clause("all", clauses=(_clause(question, True), _clause(yes, holds)))
        otherwise = Clause("all", clauses=(_clause(question, False), _clause(no, holds)))
        return Clause("any", clauses=(where, otherwise))
    text = _sentence(parse_tree(condition.expression.serialized).expr, holds)
    if text is None:
        text = f"`{_flat(condition.source)}`" + ("" if holds else " is false")
    return Clause("one", text)


def _flat(source: str) -> str:
    """An expression on one line, without the one character that would end its marks."""
    return " ".join(source.split()).replace("`", "'")


def _sentence(node: Any, holds: bool) -> str | None:
    """A leaf in words."""
    call = node.call_expr if node.HasField("call_expr") else None
    if call is None:
        path = path_of(node)
        return None if path is None else _predicate(path, holds)
    arguments = [call.target, *call.args] if call.HasField("target") else list(call.args)
    if call.function in _COMPARISONS:
        return _comparison(call.function, arguments[0], arguments[1], holds)
    verbs = _VERBS.get(call.function)
    if verbs is None or len(arguments) != 2:
        return None
    words = [_value(each) for each in arguments]
    if None in words:
        return None
    return f"{words[0]} {verbs[0] if holds else verbs[1]} {words[1]}"


def _predicate(path: Path, holds: bool) -> str | None:
    """A name that is true or false by itself."""
    if path[0] == "changed" and len(path) == 2:
        return f"the {field_words(path[1])} {'changes' if holds else 'does not change'}"
    words = path_words(path)
    if path[0] == "params" and words is not None:
        return f"{words} is {'true' if holds else 'false'}"
    if path[-1] not in PREDICATES or path[0] not in OWNERS:
        return None
    return _said_of_owner(path, PREDICATES[path[-1]][not holds])


def _said_of_owner(path: Path, words: str) -> str:
    after = " after the change" if path[0] in AFTERWARDS else ""
    return f"{owner_words(path[:-1])} {words}{after}"


def _comparison(function: str, left: Any, right: Any, holds: bool) -> str | None:
    """Two values held against each other."""
    verb = _COMPARISONS[function if holds else _OPPOSITES[function]]
    constant = constant_of(right)
    if constant is not None and function in ("_==_", "_!=_"):
        same = (function == "_==_") is holds
        if constant.value is None:
            return _emptiness(left, same)
        if isinstance(constant.value, bool):
            return _sentence(left, constant.value is same)
        if constant.value == "":
            words = _value(left)
            return words and f"{words} {'is empty' if same else 'is not empty'}"
    a, b = _value(left), _value(right)
    if a is None or b is None:
        return None
    aside = " (letter case aside)" if _folds(left) and _folds(right) else ""
    if function in ("_==_", "_!=_") and b == f"{a} after the change":
        return f"{a} {'stays' if (function == '_==_') is holds else 'becomes another'}{aside}"
    return f"{a} {verb} {b}{aside}"


def _emptiness(node: Any, same: bool) -> str | None:
    """Whether there is anything under a name."""
    path, words = path_of(node), _value(node)
    if path is None or words is None:
        return None
    if path[-1] in ABSENCES and len(path) > 1:
        return _said_of_owner(path, ABSENCES[path[-1]][not same])
    declared = field_of(path)
    if declared is not None and declared.type == "User":
        has = f"{owner_words(path[:-1])} has" if len(path) > 1 else "there is"
        return f"{has} {'no' if same else 'a'} {field_words(path[-1])}"
    return f"{words} {'is empty' if same else 'is not empty'}"


def _value(node: Any) -> str | None:
    """A value in words."""
    constant = constant_of(node)
    if constant is not None:
        return None if constant.value is ... else _literal(constant.value)
    path = path_of(node)
    if path is not None:
        return path_words(path)
    if node.HasField("list_expr"):
        items = [_value(each) for each in node.list_expr.elements]
        known = [item for item in items if item is not None]
        return " or ".join(known) if known and len(known) == len(items) else None
    if not node.HasField("call_expr"):
        return None
    call = node.call_expr
    arguments = [call.target, *call.args] if call.HasField("target") else list(call.args)
    words = _FUNCTIONS.get(call.function)
    if call.function == "count" and len(arguments) == 2:
        return _count(*arguments)
    if call.function == "size" and len(arguments) == 1:
        return _size(arguments[0])
    known = [word for word in map(_value, arguments) if word is not None]
    return words(*known) if words and len(known) == len(arguments) == _ARITY.get(call.function, 2) else None


def _size(node: Any) -> str | None:
    """How many there are in a list, or how long a text is."""
    path, words = path_of(node), _value(node)
    declared = field_of(path) if path else None
    if words is None:
        return None
    return f"the {'number' if declared and declared.shape != 'one' else 'length'} of {words}"


def _count(counts: Any, key: Any) -> str | None:
    """A number from a map of numbers."""
    path, name = path_of(counts), _value(key)
    if path is None or name is None or path[-1] not in MAPS:
        return None
    after = " after the change" if path[0] == "account_after" else ""
    return f"{MAPS[path[-1]]} {name}{after}"


def _literal(value: Any) -> str | None:
    if value is None:
        return "nothing"
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    text = text or (f"{value:g}" if isinstance(value, float) else str(value))
    return None if "`" in text or not text.isprintable() else text if isinstance(value, int) else f"`{text}`"


def _folds(node: Any) -> bool:
    """Whether letter case does not matter in a value: it is folded, or a text without letters."""
    if node.HasField("call_expr"):
        return node.call_expr.function in ("fold", "domain", "local_part")
    constant = constant_of(node)
    return constant is not None and isinstance(constant.value, str)


_COMPARISONS: Final[Mapping[str, str]] = {
    "_==_": "is",
    "_!=_": "is not",
    "_>_": "is more than",
    "_>=_": "is at least",
    "_<_": "is less than",
    "_<=_": "is at most",
}
_OPPOSITES: Final[Mapping[str, str]] = {
    "_==_": "_!=_",
    "_!=_": "_==_",
    "_>_": "_<=_",
    "_>=_": "_<_",
    "_<_": "_>=_",
    "_<=_": "_>_",
}
_VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "resembles": ("resembles", "does not resemble"),
    "matches": ("matches", "does not match"),
    "startsWith": ("begins with", "does not begin with"),
    "endsWith": ("ends with", "does not end with"),
    "contains": ("contains", "does not contain"),
    "@in": ("is among", "is not among"),
}
_ARITY: Final[Mapping[str, int]] = {
    "fold": 1,
    "domain": 1,
    "local_part": 1,
    "skeleton": 1,
    "lowerAscii": 1,
    "trim": 1,
}
_FUNCTIONS: Final[Mapping[str, Callable[..., str]]] = {
    "fold": lambda text: text,
    "lowerAscii": lambda text: text,
    "trim": lambda text: f"{text} without outer blanks",
    "domain": lambda address: f"the domain of {address}",
    "local_part": lambda address: f"the local part of {address}",
    "skeleton": lambda text: f"what {text} looks like",
    "similarity": lambda a, b: f"the similarity of {a} and {b}",
    "_+_": lambda a, b: f"{a} plus {b}",
    "_-_": lambda a, b: f"{a} less {b}",
    "_*_": lambda a, b: f"{a} times {b}",
    "_/_": lambda a, b: f"{a} divided by {b}",
}
