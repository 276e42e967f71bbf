"""A document that can say where its parts stand."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from linter.document.node import Node, at, join, key_at, tokens
from linter.document.place import MASK, Span, shown, split_lines
from linter.document.secret import is_secret
from linter.model import Location

_MARGIN = 200


def _nothing(root: Node) -> tuple[()]:
    """No nodes."""
    return ()


@dataclass(frozen=True)
class Source:
    """A text and its tree.

    `first_line` is the line of the file on which `text` begins, `base` the JSON Pointer of `root` in
    the file. `mask` tells keys whose values are never shown: no location that is made here holds one.
    `hidden` finds in a tree what else is never shown.
    """

    path: str
    text: str
    root: Node
    first_line: int = 1
    mask: Callable[[str], bool] = is_secret
    base: str = ""
    alone: bool = False
    hidden: Callable[[Node], Iterable[Node]] = _nothing

    def locate(self, pointer: str = "", *, key: bool = False) -> Location:
        """The place of what a JSON Pointer names (with `key`, of its key), or of its nearest ancestor."""
        parts = tokens(pointer)
        while True:
            path = join("", *parts)
            node = (key_at(self.root, path) if key else None) or at(self.root, path)
            if node is not None or not parts:
                return self.place(node or self.root, path)
            parts = parts[:-1]

    def place(self, node: Node, pointer: str = "") -> Location:
        """The place of a node of this document; only its first line is underlined."""
        index = node.line - self.first_line
        text = self.lines[index] if index < len(self.lines) else ""
        end = node.end_column if node.end_line == node.line else len(text.rstrip()) + 1
        return shown(
            self.path,
            text,
            node.line,
            (node.column, end),
            pointer=self.base + pointer,
            secrets=self.secrets.get(node.line, ()),
            bounds=self._bounds(node.line, text) if self.alone else None,
        )

    def part(self, root: Node, base: str, *, alone: bool = False) -> "Source":
        """A source for another tree of the same text, which is not split into lines again.

        With `alone`, for a tree that is not part of this source's own, nothing beside it is ever shown:
        which of it is secret is not known.
        """
        other = replace(self, root=root, base=base, alone=alone)
        other.__dict__["lines"] = self.lines
        if not alone:
            other.__dict__["secrets"] = self.secrets
        return other

    def _bounds(self, line: int, text: str) -> Span:
        """The columns of a line that belong to the tree; blanks and commas around it do no harm."""
        begin, end = 1, len(text) + 1
        if line == self.root.line:
            begin = self.root.column
            left = max(1, begin - _MARGIN)
            begin = begin if text[left - 1 : begin - 1].strip(" \t,[") else left
        if line == self.root.end_line:
            end = self.root.end_column
            right = min(len(text) + 1, end + _MARGIN)
            end = end if text[end - 1 : right - 1].strip(" \t\r,]") else right
        return begin, end

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return split_lines(self.text)

    @property
    def shown_lines(self) -> list[str]:
        """The lines of the text with every secret masked."""
        shown = list(self.lines)
        for line, spans in self.secrets.items():
            index = line - self.first_line
            if index < len(shown):
                for first, last in sorted(spans, reverse=True):
                    shown[index] = shown[index][: first - 1] + MASK + shown[index][last - 1 :]
        return shown

    @functools.cached_property
    def secrets(self) -> dict[int, tuple[Span, ...]]:
        """Which columns of which lines hold a secret."""
        found: dict[int, tuple[Span, ...]] = {}
        for node in (*_secret_values(self.root, self.mask), *self.hidden(self.root)):
            for line in range(node.line, node.end_line + 1):
                first = node.column if line == node.line else 1
                last = node.end_column if line == node.end_line else 1 << 30
                # A block scalar ends at the first column of the line after it.
                if last > first:
                    found[line] = (*found.get(line, ()), (first, last))
        return found


def _secret_values(node: Node, mask: Callable[[str], bool]) -> Iterator[Node]:
    """The values of every key that names a secret."""
    if node.kind == "list":
        for item in node.value:
            yield from _secret_values(item, mask)
    elif node.kind == "mapping":
        for key, value in node.value:
            if isinstance(key.value, str) and mask(key.value):
                yield value
            else:
                yield from _secret_values(value, mask)
