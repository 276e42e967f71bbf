"""What a checked expression reads and calls, found by walking the tree that CEL's checker made.

A path is the names from a root down: `account.billing_admin.email` is `("account", "billing_admin",
"email")`. `EACH` stands for the elements of a list: `account.users.exists(u, u.enabled)` reads
`("account", "users", EACH, "enabled")`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from linter.policy.messages import parse_tree

Path: TypeAlias = tuple[str, ...]

EACH = "[]"
_LOCAL: Path = ("",)
"""The path of a variable that a macro made for itself."""

Scope: TypeAlias = Mapping[str, Path]


class Constant(msgspec.Struct, frozen=True):
    """A literal; a null is `Constant(None)`, a literal that cannot be told apart is `Constant(...)`."""

    value: Any


class Operand(msgspec.Struct, frozen=True):
    """An argument of a call: a path, a literal, a list, or none of these. `node` is its id in the tree."""

    node: int
    path: Path = ()
    constant: Constant | None = None
    items: tuple["Operand", ...] = ()


class Call(msgspec.Struct, frozen=True):
    """A call of a function or operator, by CEL's name for it, the receiver first."""

    function: str
    operands: tuple[Operand, ...]


class Use(msgspec.Struct, frozen=True):
    """One place where a path is read.

    `tested` where only `has()` asks for it; `indexed` holds the parts of it that are looked into by key.
    """

    path: Path
    node: int
    tested: bool = False
    indexed: tuple[Path, ...] = ()


class Tree(msgspec.Struct, frozen=True):
    """All uses of names in an expression, and its calls but for the logical operators, in no given order."""

    uses: tuple[Use, ...]
    calls: tuple[Call, ...]
    serialized: bytes

    @property
    def paths(self) -> frozenset[Path]:
        """Every path that is read."""
        return frozenset(use.path for use in self.uses)

    @property
    def needed(self) -> frozenset[Path]:
        """The paths whose values are needed; what `has()` asks for may be missing."""
        return frozenset(use.path for use in self.uses if not use.tested)

    def offset(self, node: int) -> int:
        """Where a node begins, in characters from the start of the expression."""
        positions = parse_tree(self.serialized).source_info.positions
        return next((each.value for each in positions if each.key == node), 0)


def read_tree(serialized: bytes) -> Tree:
    """The uses and calls of an expression, from its serialised checked tree."""
    walk = _Walk()
    walk.visit(parse_tree(serialized).expr, {})
    return Tree(tuple(walk.uses), tuple(walk.calls), serialized)


_LOGIC = frozenset({"_&&_", "_||_", "!_", "_?_:_", "@not_strictly_false"})


class _Walk:
    """Collects while it descends."""

    def __init__(self) -> None:
        self.uses: list[Use] = []
        self.calls: list[Call] = []

    def visit(self, expr: Any, scope: Scope) -> None:
        """Takes in an expression and everything below it."""
        found = self._use(expr, scope)
        if found is not None:
            if found.path[0]:
                self.uses.append(found)
            return
        kind = expr.WhichOneof("kind")
        if kind == "comprehension_expr":
            self._comprehension(expr.comprehension_expr, scope)
            return
        if kind == "call_expr" and expr.call_expr.function not in _LOGIC:
            self._call(expr.call_expr, scope)
        for child in children(expr):
            self.visit(child, scope)

    def _use(self, expr: Any, scope: Scope) -> Use | None:
        """The path that an expression is, if it is one; what stands in `[ ]` is visited here."""
        kind = expr.WhichOneof("kind")
        if kind == "ident_expr":
            name = expr.ident_expr.name
            return Use(scope.get(name, (name,)), expr.id)
        if kind == "select_expr":
            select = expr.select_expr
            base = self._use(select.operand, scope)
            return base and Use((*base.path, select.field), base.node, select.test_only, base.indexed)
        if kind == "call_expr" and expr.call_expr.function == "_[_]":
            container, index = expr.call_expr.args
            base = self._use(container, scope)
            return base and self._indexed(base, index, scope)
        return None

    def _indexed(self, base: Use, index: Any, scope: Scope) -> Use:
        """A list element, or the value of a map at a key."""
        constant = constant_of(index)
        if constant is not None and isinstance(constant.value, str):
            return Use((*base.path, constant.value), base.node, False, (*base.indexed, base.path))
        self.visit(index, scope)
        return Use((*base.path, EACH), base.node, False, (*base.indexed, base.path))

    def _comprehension(self, loop: Any, scope: Scope) -> None:
        """A macro such as `exists`: its variable stands for each element of what it goes over."""
        over = self._use(loop.iter_range, scope)
        element = (*over.path, EACH) if over is not None and over.path[0] else _LOCAL
        self.visit(loop.iter_range, scope)
        self.visit(loop.accu_init, scope)
        inner = {**scope, loop.iter_var: element, loop.accu_var: _LOCAL}
        for part in (loop.loop_condition, loop.loop_step, loop.result):
            self.visit(part, inner)

    def _call(self, call: Any, scope: Scope) -> None:
        """Notes a call with its arguments."""
        arguments = [call.target, *call.args] if call.HasField("target") else call.args
        self.calls.append(Call(call.function, tuple(self._operand(each, scope) for each in arguments)))

    def _operand(self, expr: Any, scope: Scope) -> Operand:
        node = expr.id
        constant = constant_of(expr)
        if constant is not None:
            return Operand(node, constant=constant)
        if expr.WhichOneof("kind") == "list_expr":
            return Operand(node, items=tuple(self._operand(each, scope) for each in expr.list_expr.elements))
        # Whatever stands in `[ ]` is visited when the argument itself is; here only the path counts.
        found = _Walk()._use(expr, scope)
        return Operand(found.node, found.path) if found is not None and found.path[0] else Operand(node)


def constant_of(expr: Any) -> Constant | None:
    """The literal that an expression is."""
    if expr.WhichOneof("kind") != "const_expr":
        return None
    kind = expr.const_expr.WhichOneof("kind")
    if kind == "null_value":
        return Constant(None)
    return Constant(getattr(expr.const_expr, kind) if kind else ...)


def path_of(node: Any) -> Path | None:
    """The name that a node is, with the constant keys that are looked up in it; `None` where it is none."""
    kind = node.WhichOneof("kind")
    if kind == "ident_expr":
        return (node.ident_expr.name,)
    if kind == "select_expr" and not node.select_expr.test_only:
        base = path_of(node.select_expr.operand)
        return base and (*base, node.select_expr.field)
    if kind == "call_expr" and node.call_expr.function == "_[_]":
        base, key = path_of(node.call_expr.args[0]), constant_of(node.call_expr.args[1])
        return (*base, key.value) if base and key is not None and isinstance(key.value, str) else None
    return None


def children(expr: Any) -> Iterator[Any]:
    """The expressions directly below one; of a macro also the parts that it was made into."""
    kind = expr.WhichOneof("kind")
    if kind == "select_expr":
        yield expr.select_expr.operand
    elif kind == "call_expr":
        if expr.call_expr.HasField("target"):
            yield expr.call_expr.target
        yield from expr.call_expr.args
    elif kind == "list_expr":
        yield from expr.list_expr.elements
    elif kind == "struct_expr":
        for entry in expr.struct_expr.entries:
            yield entry.map_key
            yield entry.value
    elif kind == "comprehension_expr":
        loop = expr.comprehension_expr
        yield from (loop.iter_range, loop.accu_init, loop.loop_condition, loop.loop_step, loop.result)
