"""A condition that can be evaluated, and the only place that decides what the evaluator's answer means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

import msgspec
from cel_expr_python import cel  # type: ignore[import-untyped]
from cel_expr_python.ext import ext_strings  # type: ignore[import-untyped]

from linter.policy.functions import FUNCTIONS
from linter.policy.tree import EACH, Path, Tree, read_tree
from linter.policy.types import ROOTS, Field

_BUDGET = "Iteration budget exceeded"
_NO_KEY = re.compile(r"NOT_FOUND: Key not found in map : (.*)", re.DOTALL)
_NO_NAME = re.compile(r'UNKNOWN: No value with name "(.*)" found')
_STATUS = re.compile(r"^[A-Z_]+: |\s*\[[A-Z_]+\]$")


class Unknown(msgspec.Struct, frozen=True):
    """The value is not known: `missing` names what was not there, or `reason` says what is the cause."""

    missing: tuple[str, ...] = ()
    reason: str = ""


class Failure(msgspec.Struct, frozen=True):
    """The expression failed for a reason other than a missing value."""

    text: str


def _runtime_types() -> dict[str, cel.Type]:
    """The types of arguments and results when evaluating: anything may come, so that null does."""
    kinds = cel.Type
    return {"string": kinds.STRING, "bool": kinds.BOOL, "int": kinds.INT, "number": kinds.DOUBLE}


def extension(*, checking: bool) -> cel.CelExtension:
    """The project's functions; the checker sees their argument types, the evaluator takes null as well."""
    types = _runtime_types() | {
        "counts": cel.Type.Map(cel.Type.STRING, cel.Type.INT),
        "strings": cel.Type.List(cel.Type.STRING),
    }
    return cel.CelExtension(
        "prechange",
        [
            cel.FunctionDecl(
                name,
                [
                    cel.Overload(
                        name,
                        return_type=types[function.returns],
                        parameters=[types[each] if checking else cel.Type.DYN for each in function.arguments],
                        impl=function.call,
                    )
                ],
            )
            for name, function in FUNCTIONS.items()
        ],
    )


def _root_type(field: Field) -> cel.Type:
    """The type of a root's data: a mapping, or null as well where there may be nothing."""
    if field.type == "timestamp":
        return cel.Type.TIMESTAMP
    return cel.Type.DYN if field.nullable else cel.Type.Map(cel.Type.STRING, cel.Type.DYN)


@cache
def evaluator() -> cel.Env:
    """The one environment that every expression is evaluated in: roots are plain mappings."""
    return cel.NewEnv(
        variables={name: _root_type(field) for name, field in ROOTS.items()},
        extensions=[ext_strings.ExtStrings(), extension(checking=False)],
    )


class Activation:
    """The data that expressions are evaluated on: roots to mappings of what is known.

    Lists, protobuf timestamps and durations, `None` and scalars may stand in it, nothing else. Shared
    by all expressions of a step; it must not change once something was evaluated on it.
    """

    __slots__ = ("_cel", "data")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self._cel: cel.Activation | None = None

    @property
    def cel(self) -> cel.Activation:
        """The data as the evaluator takes it, converted once."""
        if self._cel is None:
            self._cel = evaluator().Activation(self.data)
        return self._cel


class Expression:
    """A checked expression.

    `serialized` is its checked tree as CEL writes it; `type` is the checker's name for its result: `BOOL`,
    `INT` and so on.
    """

    def __init__(self, source: str, serialized: bytes, result_type: str) -> None:
        self.source = source
        self.type = result_type
        self.serialized = serialized
        self._program: cel.Expression | None = None

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    @cached_property
    def tree(self) -> Tree:
        """What the checker made of it."""
        return read_tree(self.serialized)

    @cached_property
    def reads(self) -> frozenset[Path]:
        """The names it reads, from a root down; a list that is gone through counts as one name."""
        return frozenset(path[: path.index(EACH)] if EACH in path else path for path in self.tree.paths)

    def evaluate(self, activation: Activation) -> Any:
        """The plain value, `Unknown` or `Failure`; an error is never a value."""
        if self._program is None:
            self._program = evaluator().deserialize(self.serialized)
        try:
            result = self._program.eval(activation.cel)
        except RuntimeError as error:
            return self._stopped(str(error))
        value = result.value()
        # The evaluator hands an error over as text, so what is no text needs no further look.
        if value is True or value is False or value is None:
            return value
        if result.type() in _ERRORS:
            return self._failed(str(value), activation.data)
        return result.plain_value()

    def _stopped(self, text: str) -> Unknown | Failure:
        """What an exception of the evaluator means."""
        if _BUDGET in text:
            lists = sorted({".".join(path[: path.index(EACH)]) for path in self.tree.paths if EACH in path})
            return Unknown(reason=f"too long to go through: {', '.join(f'`{name}`' for name in lists)}")
        return Failure(_STATUS.sub("", text))

    def _failed(self, text: str, data: Mapping[str, Any]) -> Unknown | Failure:
        """What an error value means."""
        found = _NO_KEY.match(text) or _NO_NAME.match(text)
        if found is None:
            return Failure(_STATUS.sub("", text))
        missing = tuple(sorted(set(_missing(self.tree.needed, data))))
        return Unknown(missing) if missing else Unknown(reason=f"there is nothing under {found[1]}")


def always(value: bool | int) -> Expression:
    """An expression that is one value, whatever the data."""
    text = str(value).lower()
    compiled = evaluator().compile(text)
    return Expression(text, compiled.serialize(), str(compiled.return_type()))


_ERRORS = (cel.Type.ERROR, cel.Type.UNKNOWN)


def _missing(paths: Iterable[Path], data: Mapping[str, Any]) -> Iterator[str]:
    """The names that are read and not in the data, each in full, or as far as the list that is not known."""
    for path in paths:
        if _lacks(data, path):
            unknown_list = EACH in path and _lacks(data, path[: path.index(EACH)])
            yield ".".join(path[: path.index(EACH)] if unknown_list else path).replace(f".{EACH}", EACH)


def _lacks(value: Any, path: Path) -> bool:
    """Whether a name of the path is not known in the value, or in any element of a list on the way."""
    for depth, name in enumerate(path):
        if name == EACH:
            rest = path[depth + 1 :]
            return isinstance(value, list) and any(_lacks(each, rest) for each in value)
        if not isinstance(value, Mapping):
            return False
        if name not in value:
            return True
        value = value[name]
    return False
