"""What leaves of conditions say of the values that they read, and whether all of it can be so at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from linter.authoring.lint.logic.domain import NULL, Domain, Value, tagged
from linter.authoring.lint.logic.tree import (
    NUMBERS,
    OPAQUE,
    arguments,
    function,
    is_whole,
    shape,
    value_of,
)
from linter.model import OPS, fold
from linter.policy import Activation, Failure, Unknown
from linter.policy.condition import Condition
from linter.policy.messages import parse_tree
from linter.policy.sense import field_at
from linter.policy.tree import EACH, Path, path_of
from linter.policy.types import CHANGING_OPS, OP_PARTS, TABLES

Key: TypeAlias = bytes
"""Something that has a value, by its shape."""

Literals: TypeAlias = Sequence[tuple[Condition, bool]]
"""Leaves, and whether each is to be true."""

_OP: Final[Path] = ("change", "op")
_OPPOSITE: Final = {
    "_==_": "_!=_",
    "_!=_": "_==_",
    "_>_": "_<=_",
    "_<=_": "_>_",
    "_<_": "_>=_",
    "_>=_": "_<_",
}
_MIRRORED: Final = {
    "_==_": "_==_",
    "_!=_": "_!=_",
    "_>_": "_<_",
    "_<_": "_>_",
    "_>=_": "_<=_",
    "_<=_": "_>=_",
}
_RELATIONS: Final[Mapping[str, frozenset[str]]] = {
    "_==_": frozenset({"same"}),
    "_!=_": frozenset({"less", "more", "apart"}),
    "_<_": frozenset({"less"}),
    "_<=_": frozenset({"less", "same"}),
    "_>_": frozenset({"more"}),
    "_>=_": frozenset({"more", "same"}),
}
"""How two values can stand to each other where a comparison holds; `apart` where neither is the greater."""


def possible(literals: Literals, ops: frozenset[str] | None, *, strict: bool) -> bool:
    """Whether leaves can all come out as wanted, as far as is known; what cannot be told is possible.

    `ops` are the operations of the changes that are judged. With `strict`, a leaf that fails or
    stays unknown does not come out as wanted.
    """
    facts = _Facts(ops, strict)
    for leaf, wanted in literals:
        facts.learn(leaf, wanted)
    facts.settle(literals)
    return not facts.impossible and not (strict and _unreadable(literals, facts))


class _Facts:
    """What is known of each value that is read."""

    def __init__(self, ops: frozenset[str] | None, strict: bool) -> None:
        self.domains: dict[Key, Domain] = {}
        self.paths: dict[Path, Key] = {}
        self._folded: set[Key] = set()
        self._ops = frozenset(OPS) if ops is None else ops
        self._strict = strict
        self._false = False

    @property
    def impossible(self) -> bool:
        """Whether there is a value that something cannot have."""
        return self._false or not self._ops or any(domain.empty for domain in self.domains.values())

    def of(self, path: Path) -> Domain:
        """What is known of a name."""
        return self.domains.get(self.paths.get(path, b""), Domain())

    def learn(self, leaf: Condition, wanted: bool) -> None:
        """Takes in that a leaf is to come out so."""
        serialized = leaf.expression.serialized
        tree = parse_tree(serialized)
        node = tree.expr
        constant = value_of(node, serialized)
        if constant is not OPAQUE:
            self._false = self._false or constant is not wanted
            return
        name, sides = function(node), arguments(node)
        if name == "@in" and self._listed(sides, tree, serialized, wanted):
            return
        if name in _OPPOSITE:
            self._compared(name if wanted else _OPPOSITE[name], sides, tree, serialized)
        else:
            self._narrow(node, tree, Domain().among([tagged(wanted)]))

    def settle(self, literals: Literals) -> None:
        """Draws the conclusions: operations, folded texts, and values on which a leaf comes out otherwise."""
        self._ops = frozenset(op for op in self._ops if not self.of(_OP).has_not(tagged(op)))
        for path in self.paths:
            ops = self._ops_of(path)
            if ops is not None:
                self._ops &= ops
        if _OP in self.paths:
            self._keep(self.paths[_OP], self.of(_OP).among(map(tagged, self._ops)))
        for key in self._folded:
            self._keep(key, self.domains[key].dropping(_unfolded))
        for path, key in self.paths.items():
            alone = [each for each in literals if each[0].expression.tree.paths == {path}]
            if path[0] in ("now", "params") or EACH in path or self.domains[key].only is None:
                continue
            refuted = partial(_refuted, path, alone, self._strict)
            self._keep(key, self.domains[key].dropping(refuted))

    def _ops_of(self, path: Path) -> frozenset[str] | None:
        """The operations with which a name can be what it is to be."""
        if len(path) != 2:
            return None
        domain = self.of(path)
        if path[0] == "changed" and domain.has_not(tagged(False)):
            return CHANGING_OPS.get(path[1])
        if path[0] == "change" and domain.has_not(NULL):
            return OP_PARTS.get(path[1])
        return None

    def _listed(self, sides: Sequence[Any], tree: Any, serialized: bytes, wanted: bool) -> bool:
        """A value among listed ones; whether that is what it is."""
        values = value_of(sides[1], serialized)
        if not isinstance(values, tuple) or OPAQUE in values:
            return False
        listed = list(map(tagged, values))
        self._narrow(sides[0], tree, Domain().among(listed) if wanted else Domain().without(listed))
        return True

    def _compared(self, name: str, sides: Sequence[Any], tree: Any, serialized: bytes) -> None:
        """Two values held against each other."""
        for node, other, said in ((*sides, name), (*sides[::-1], _MIRRORED[name])):
            value = value_of(other, serialized)
            if value is OPAQUE or (said not in ("_==_", "_!=_") and not _is_number(value)):
                continue
            self._narrow(node, tree, _against(said, value))
            return
        left, right = map(shape, sides)
        said = name if left <= right else _MIRRORED[name]
        key = b"\0".join(sorted((left, right)))
        known = self.domains.get(key, Domain())
        self._keep(key, known.among(("relation", each) for each in _RELATIONS[said]))

    def _narrow(self, node: Any, tree: Any, said: Domain) -> None:
        """Takes in what is said of a node."""
        key = shape(node)
        known = self.domains.get(key)
        if known is None:
            known = self._unread(node, tree, key)
        if said.only is not None:
            known = known.among(said.only)
        known = known.without(said.never)
        if said.low is not None:
            known = known.above(*said.low)
        if said.high is not None:
            known = known.below(*said.high)
        self._keep(key, known)

    def _unread(self, node: Any, tree: Any, key: Key) -> Domain:
        """All that a node can be as far as its type tells."""
        path, name = path_of(node), function(node)
        if name == "fold":
            self._folded.add(key)
        low, high = NUMBERS.get(name, (None, None))
        domain = Domain(
            whole=is_whole(node, tree),
            loose=not self._strict and name not in NUMBERS,
            low=None if low is None else (low, False),
            high=None if high is None else (high, False),
        )
        if path is None:
            return domain
        self.paths[path] = key
        field = field_at(path, TABLES)
        if field is None or field.shape != "one":
            return domain
        values: Iterable[Any] = (False, True) if field.type == "bool" else field.values
        if not values:
            return domain if field.nullable else domain.without([NULL])
        return domain.among([*map(tagged, values), *([NULL] if field.nullable else [])])

    def _keep(self, key: Key, domain: Domain) -> None:
        self.domains[key] = domain


def _against(said: str, value: Any) -> Domain:
    """What is left of a value that compares so with a constant."""
    if said == "_==_":
        return Domain().among([tagged(value)])
    if said == "_!=_":
        return Domain().without([tagged(value)])
    if said in ("_>_", "_>=_"):
        return Domain().above(value, said == "_>_")
    return Domain().below(value, said == "_<_")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unfolded(value: Value) -> bool:
    """Whether `fold` never gives a value."""
    return value[0] != "str" or fold(value[1]) != value[1]


def _refuted(path: Path, literals: Literals, strict: bool, value: Value) -> bool:
    """Whether one of the leaves that read only this name comes out otherwise where it has a value."""
    data: Any = value[1]
    for part in reversed(path):
        data = {part: data}
    activation = Activation(data)
    for leaf, wanted in literals:
        found = leaf.expression.evaluate(activation)
        if found is (not wanted) or (strict and isinstance(found, Failure | Unknown)):
            return True
    return False


def _unreadable(literals: Literals, facts: _Facts) -> bool:
    """Whether a leaf needs a part of what is known to be empty, or a value that is known to be missing."""
    empty = {path for path in facts.paths if facts.of(path).listed == frozenset([NULL])}
    missing = set(_missing(literals))
    for leaf, _ in literals:
        node = parse_tree(leaf.expression.serialized).expr
        if node.HasField("comprehension_expr") or leaf.operands:
            continue
        for path in leaf.expression.tree.needed:
            above = {path[:length] for length in range(1, len(path))}
            if not empty.isdisjoint(above) or not missing.isdisjoint({path, *above}):
                return True
    return False


def _missing(literals: Literals) -> Iterator[Path]:
    """The names that `has()` is to deny."""
    for leaf, wanted in literals:
        uses = leaf.expression.tree.uses
        node = parse_tree(leaf.expression.serialized).expr
        if not wanted and node.HasField("select_expr") and node.select_expr.test_only:
            yield from (use.path for use in uses if use.tested)
