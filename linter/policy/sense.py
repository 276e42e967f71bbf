"""Checks that types cannot make: what can never be true, and what would fail where a value is null.

A rule that can never object, or that breaks on ordinary data, is an error when it is loaded and not a
surprise when it is needed.
"""

from collections.abc import Iterable, Iterator, Mapping

from cel_expr_python import cel  # type: ignore[import-untyped]

from linter.document import did_you_mean
from linter.model import OPS
from linter.policy.checker import Checker, Slip
from linter.policy.expression import Activation, Expression, Failure, Unknown, evaluator
from linter.policy.functions import FUNCTIONS
from linter.policy.tree import EACH, Call, Operand, Path, Tree
from linter.policy.types import CHANGING_OPS, GIVEN_PARTS, OP_PARTS, ROOTS, Field, Table

Ops = frozenset[str] | None
"""The ops that a rule matches; `None` for all."""

_EQUALITY = ("_==_", "_!=_")
_TAKE_NULL = frozenset({*_EQUALITY, "@in", "dyn", "type", *FUNCTIONS})
_READ_WHEN_LOADED = ("matches", "timestamp", "duration")


def slips(expression: Expression, checker: Checker, ops: Ops, guards: frozenset[Path]) -> Iterator[Slip]:
    """Everything wrong with a well-typed expression. `guards` are paths tested for null elsewhere."""
    tree = expression.tree
    held = guards | null_tests(tree)
    yield from _dead_names(tree, ops)
    yield from _map_lookups(tree, checker.tables)
    yield from _nulls_inside(tree, checker.tables, held)
    for call in tree.calls:
        yield from _dead_comparisons(call, tree, checker.tables, ops)
        yield from _null_arguments(call, tree, checker.tables, held, ops)
        yield from _bad_literals(call, tree)


def constant(expression: Expression) -> bool | Failure | None:
    """What a condition is whatever the data, or `None` where it depends on them."""
    value = expression.evaluate(_NOTHING)
    return None if isinstance(value, Unknown) else value


_NOTHING = Activation({})


def null_tests(tree: Tree) -> frozenset[Path]:
    """The paths that an expression compares with null."""
    return frozenset(
        path for call in tree.calls if call.function in _EQUALITY for path in _compared_with_null(call)
    )


def field_at(path: Path, tables: Mapping[str, Table]) -> Field | None:
    """The type of what a path names; `None` below `attributes`, where anything may be."""
    field = ROOTS.get(path[0])
    for part in path[1:]:
        if field is None or field.type == "anything":
            return None
        if field.shape != "one":
            field = Field(field.type, values=field.values)
            if part == EACH:
                continue
            return field
        field = tables.get(field.type, {}).get(part)
    return field


_SETTING: Mapping[str, Mapping[str, Iterable[str]]] = {"changed": CHANGING_OPS, "change": OP_PARTS}


def _dead_names(tree: Tree, ops: Ops) -> Iterator[Slip]:
    """Names that are always false or empty with the ops that the rule matches."""
    matched = frozenset(OPS) if ops is None else ops
    after = "after any change" if ops is None else f"with {_listed(sorted(ops))}"
    for use in tree.uses:
        root, name = use.path[0], use.path[1] if len(use.path) > 1 else ""
        what = "false" if root == "changed" else "empty"
        setting = _SETTING.get(root, {}).get(name)
        if setting is not None and matched.isdisjoint(setting):
            hint = f"it can be another with {_listed(sorted(setting))}" if setting else ""
            yield Slip(f"`{root}.{name}` is always {what} {after}", hint, tree.offset(use.node))


def _map_lookups(tree: Tree, tables: Mapping[str, Table]) -> Iterator[Slip]:
    """Counts looked up by key: a key that is not there is no 0 but an unknown, which is not what is meant."""
    for use in tree.uses:
        for length in range(2, len(use.path)):
            container = use.path[:length]
            looped = use.path[length] == EACH and container not in use.indexed
            field = field_at(container, tables)
            if field is not None and field.shape == "map" and field.type == "int" and not looped:
                name = ".".join(container)
                hint = f"write `count({name}, ...)`, which is 0 where there is none"
                yield Slip(f"`{name}` has no value for a key that is not there", hint, tree.offset(use.node))


def _nulls_inside(tree: Tree, tables: Mapping[str, Table], held: frozenset[Path]) -> Iterator[Slip]:
    """Fields read of a value that may not be there at all."""
    for use in tree.uses:
        for length in range(1, len(use.path)):
            owner = use.path[:length]
            field = field_at(owner, tables)
            if field is not None and field.nullable and field.type in tables and owner not in held:
                name = _written(owner)
                yield Slip(f"`{name}` may be null", f"write `{name} != null && ...`", tree.offset(use.node))


def _null_arguments(
    call: Call, tree: Tree, tables: Mapping[str, Table], held: frozenset[Path], ops: Ops
) -> Iterator[Slip]:
    """Values that may be null where CEL's own functions and operators fail on it."""
    if call.function in _TAKE_NULL:
        return
    for operand in call.operands:
        field = field_at(operand.path, tables) if operand.path else None
        if field is None or not field.nullable or operand.path in held or _given(operand.path, ops):
            continue
        name = _written(operand.path)
        hint = f"write `{name} != null && ...`"
        if field.type == "string":
            hint += f", or `fold({name})`, which is empty text for null"
        yield Slip(f"`{name}` may be null", hint, tree.offset(operand.node))


def _given(path: Path, ops: Ops) -> bool:
    """Whether every op that the rule matches must come with this part of a change."""
    return ops is not None and path[0] == "change" and ops <= GIVEN_PARTS.get(path[-1], frozenset())


def _dead_comparisons(call: Call, tree: Tree, tables: Mapping[str, Table], ops: Ops) -> Iterator[Slip]:
    """Comparisons that cannot be true."""
    if call.function in _EQUALITY:
        for path in _compared_with_null(call):
            field = field_at(path, tables)
            if field is not None and not field.nullable:
                operand = next(each for each in call.operands if each.path == path)
                yield Slip(
                    f"`{_written(path)}` is never null", _never_null_hint(path), tree.offset(operand.node)
                )
    elif call.function != "@in":
        return
    for name, other in (call.operands, call.operands[::-1]):
        values = _values(name.path, tables, ops)
        for literal in (other, *other.items) if values else ():
            if (
                literal.constant
                and isinstance(literal.constant.value, str)
                and literal.constant.value not in values
            ):
                yield _no_such_value(
                    name.path, literal.constant.value, values, ops, tree.offset(literal.node)
                )


def _values(path: Path, tables: Mapping[str, Table], ops: Ops) -> tuple[str, ...]:
    """All texts that a name can be; empty where it can be any."""
    if path == ("change", "op") and ops is not None:
        return tuple(sorted(ops))
    field = field_at(path, tables) if path else None
    return field.values if field is not None else ()


def _no_such_value(path: Path, given: str, values: tuple[str, ...], ops: Ops, offset: int) -> Slip:
    """A text that a name never is."""
    limited = path == ("change", "op") and ops is not None
    message = f"`{_written(path)}` is never `{given}`" + (" in what this rule matches" if limited else "")
    meant = did_you_mean(given, values)
    return Slip(message, f"did you mean `{meant}`?" if meant else f"one of: {', '.join(values)}", offset)


def _never_null_hint(path: Path) -> str:
    """What to test instead of null."""
    if path in (("before",), ("after",)):
        return 'a user who is not there has everything empty; test `change.op`, or `.id == ""`'
    return "what is not known makes the rule undecided by itself; `has()` asks whether it is known"


def _bad_literals(call: Call, tree: Tree) -> Iterator[Slip]:
    """Patterns, times and durations that cannot be read, which CEL notices only when it evaluates them."""
    if call.function not in _READ_WHEN_LOADED:
        return
    literal = call.operands[-1]
    if literal.constant is None or not isinstance(literal.constant.value, str):
        return
    text = '"' + "".join(f"\\U{ord(character):08x}" for character in literal.constant.value) + '"'
    source = f'"".matches({text})' if call.function == "matches" else f"{call.function}({text})"
    result = evaluator().compile(source).eval(data={})
    if result.type() == cel.Type.ERROR:
        what = {"matches": "pattern"}.get(call.function, call.function)
        hint = _LITERAL_HINTS.get(call.function, str(result.value()).rpartition("expression: ")[2])
        yield Slip(f"`{literal.constant.value}` is not a {what}", hint, tree.offset(literal.node))


_LITERAL_HINTS = {"timestamp": "such as `2026-11-20T09:00:00Z`", "duration": "such as `36h` or `90m`"}


def _compared_with_null(call: Call) -> Iterator[Path]:
    """The path on one side of a comparison that has null on the other."""
    first, second = call.operands
    for name, other in ((first, second), (second, first)):
        if name.path and _is_null(other):
            yield name.path


def _is_null(operand: Operand) -> bool:
    return operand.constant is not None and operand.constant.value is None


def _written(path: Path) -> str:
    """A path as an author writes it."""
    return ".".join(path).replace(f".{EACH}", EACH)


def _listed(words: Iterable[str]) -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
