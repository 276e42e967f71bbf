"""A document as a tree of values that know where they stand."""

from typing import Any, Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["mapping", "list", "text", "int", "float", "bool", "null"]
Pairs: TypeAlias = tuple[tuple["Node", "Node"], ...]
Items: TypeAlias = tuple["Node", ...]
Scalar: TypeAlias = str | int | float | bool | None


class Node(msgspec.Struct, frozen=True):
    """A value and its place.

    `value` is a scalar, the items of a list, or the (key, value) pairs of a mapping in the order of
    the file. Lines and columns count from 1, columns in characters; `end_column` is one past the
    last character. `style` is how a text was written in YAML: `'`, `"`, `|`, `>`, or nothing.
    """

    kind: Kind
    value: Any
    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""


def plain(node: Node) -> Any:
    """The bare Python data of a tree: dicts, lists and scalars."""
    if node.kind == "mapping":
        return {key.value: plain(value) for key, value in node.value}
    if node.kind == "list":
        return [plain(item) for item in node.value]
    return node.value


def tokens(pointer: str) -> list[str]:
    """The unescaped parts of a JSON Pointer (RFC 6901); a missing first slash is forgiven."""
    if not pointer:
        return []
    parts = pointer.removeprefix("/").split("/")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def join(pointer: str, *parts: str | int) -> str:
    """A JSON Pointer with parts added, escaped."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join([pointer, *("/" + part for part in escaped)])


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
