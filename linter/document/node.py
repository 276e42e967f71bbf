"""A document as a tree of values that know where they stand."""

from typing import Any, Literal, Protocol, TypeAlias

import msgspec

Kind: TypeAlias = Literal["mapping", "list", "text", "int", "float", "bool", "null"]
Pairs: TypeAlias = tuple[tuple["Node", "Node"], ...]
Items: TypeAlias = tuple["Node", ...]
Scalar: TypeAlias = str | int | float | bool | None


class Node(Protocol):
    """A value and its place.

    `value` is a scalar, the items of a list, or the (key, value) pairs of a mapping in the order of
    the file. Lines and columns count from 1, columns in characters; `end_column` is one past the
    last character. `style` is how a text was written in YAML: `'`, `"`, `|`, `>`, or nothing.
    """

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def value(self) -> Any:
        """What it holds."""

    @property
    def line(self) -> int:
        """The line that it begins on."""

    @property
    def column(self) -> int:
        """The column that it begins at."""

    @property
    def end_line(self) -> int:
        """The line that it ends on."""

    @property
    def end_column(self) -> int:
        """The column after its end."""

    @property
    def style(self) -> str:
        """How a text was written."""

    def plain(self) -> Any:
        """The bare Python data: dicts, lists and scalars, which are not to be changed."""


class PlacedNode(msgspec.Struct, frozen=True):
    """A node whose place is known."""

    kind: Kind
    value: Any
    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""

    def plain(self) -> Any:
        """The bare Python data."""
        if self.kind == "mapping":
            return {key.value: value.plain() for key, value in self.value}
        if self.kind == "list":
            return [item.plain() for item in self.value]
        return self.value


def in_place_of(node: Node, kind: Kind, value: Any) -> PlacedNode:
    """Another value where a node stands."""
    return PlacedNode(kind, value, node.line, node.column, node.end_line, node.end_column)


def plain(node: Node) -> Any:
    """The bare Python data of a tree: dicts, lists and scalars, which are not to be changed."""
    return node.plain()


def tokens(pointer: str) -> list[str]:
    """The unescaped parts of a JSON Pointer (RFC 6901); a missing first slash is forgiven."""
    if not pointer:
        return []
    parts = pointer.removeprefix("/").split("/")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def join(pointer: str, *parts: str | int) -> str:
    """A JSON Pointer with parts added, escaped."""
    for part in parts:
        text = str(part)
        if "~" in text or "/" in text:
            text = text.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{text}"
    return pointer


def at(node: Node, pointer: str) -> Node | None:
    """The node that a JSON Pointer names, or `None`."""
    current: Node | None = node
    for token in tokens(pointer):
        if current is None:
            return None
        current = _child(current, token)
    return current


def key_at(node: Node, pointer: str) -> Node | None:
    """The key under which a mapping holds what the JSON Pointer names; `None` for list items and the root."""
    parts = tokens(pointer)
    if not parts:
        return None
    parent = at(node, join("", *parts[:-1]))
    if parent is None or parent.kind != "mapping":
        return None
    pairs: Pairs = parent.value
    return next((key for key, _ in pairs if key.value == parts[-1]), None)


def _child(node: Node, token: str) -> Node | None:
    """The direct child that a pointer's part names."""
    if node.kind == "mapping":
        pairs: Pairs = node.value
        return next((value for key, value in pairs if key.value == token), None)
    if node.kind == "list" and token.isascii() and token.isdigit() and int(token) < len(node.value):
        items: Items = node.value
        return items[int(token)]
    return None
