"""Which characters of an expression a node of its checked tree was made of.

The checker gives one position for each node: that of its operator, its dot or its bracket. What belongs
to the node around that is found in the text itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from linter.policy.messages import parse_tree
from linter.policy.tree import children

Span = tuple[int, int]
"""The first character and the one after the last, counted from the start of the expression."""

_TOKEN = re.compile(
    r"""(?P<gap>\s+|//[^\n]*)
    |(?P<raw>(?:[rR][bB]?|[bB][rR])(?:\'{3}.*?\'{3}|"{3}.*?"{3}|\'[^\']*\'|"[^"]*"))
    |(?P<text>[bB]?(?:\'{3}(?:\\.|.)*?\'{3}|"{3}(?:\\.|.)*?"{3}|\'(?:\\.|[^\'\\])*\'|"(?:\\.|[^"\\])*"))
    |(?P<number>(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)[uU]?)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<sign>&&|\|\||[=!<>]=|.)""",
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


class Spans:
    """The text of an expression, in tokens, with the position of every node of its tree."""

    def __init__(self, source: str, serialized: bytes) -> None:
        self.source = source
        self._position: Mapping[int, int] = {
            each.key: each.value for each in parse_tree(serialized).source_info.positions
        }
        self._tokens = _tokens(source)
        self._starts = [start for start, _ in self._tokens]

    def __contains__(self, node: int) -> bool:
        """Whether the node with an id has a position."""
        return node in self._position

    def token(self, node: Any) -> Span:
        """The one token that a node's position is at: an operator, a literal, a name, a dot, a bracket."""
        return self._tokens[self._at(self._position.get(node.id, 0))]

    def field(self, node: Any) -> Span:
        """The name after the dot of a node that selects a field."""
        return self._tokens[self._at(self._position.get(node.id, 0)) + 1]

    def whole(self, node: Any) -> Span:
        """Everything that a node was made of, without brackets that only surround it."""
        positions = [self._position[each] for each in ids(node) if each in self._position]
        first, last = self._at(min(positions, default=0)), self._at(max(positions, default=0))
        if self._text(first) == "(" and first and self._is_name(first - 1):
            first -= 1
        if self._text(last) == "." and last + 1 < len(self._tokens):
            last += 1
        first, last = self._balanced(first, last)
        return self._tokens[first][0], self._tokens[last][1]

    def _balanced(self, first: int, last: int) -> tuple[int, int]:
        """The tokens from one to another, with the brackets that are opened or closed between them."""
        depth = lowest = 0
        for index in range(first, last + 1):
            depth += self._turn(index)
            lowest = min(lowest, depth)
        wanted = -lowest
        while wanted and first:
            first -= 1
            wanted -= self._turn(first)
        depth -= lowest
        while depth and last + 1 < len(self._tokens):
            last += 1
            depth += self._turn(last)
        return first, last

    def _turn(self, index: int) -> int:
        """What a token does to the depth of brackets."""
        text = self._text(index)
        return (text in _OPEN) - (text in _CLOSE)

    def _text(self, index: int) -> str:
        start, end = self._tokens[index]
        return self.source[start:end]

    def _is_name(self, index: int) -> bool:
        return self._text(index).isidentifier() and self._text(index) != "in"

    def _at(self, position: int) -> int:
        """The number of the token that holds a position."""
        return max(bisect_right(self._starts, position) - 1, 0)


def ids(node: Any) -> Iterator[int]:
    """The id of a node and those of all nodes below it."""
    yield node.id
    for child in children(node):
        yield from ids(child)


@cache
def _tokens(source: str) -> tuple[Span, ...]:
    """The tokens of an expression that was parsed, without white space and comments."""
    found = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        assert match is not None, "the last alternative takes any character"
        if match.lastgroup != "gap":
            found.append(match.span())
        position = match.end()
    return tuple(found)
