"""Where a character of a YAML text stands in its file, whatever style the text is written in."""

import re
from collections.abc import Iterator

from linter.document import Node, PlacedNode, Source
from linter.model import Location

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)

_QUOTES = ("'", '"')
BLOCKS = ("|", ">")
"""The styles of texts whose first line holds only a header."""


def place_in(source: Source, node: Node, offset: int) -> Location:
    """The place of a text's character, by its number from 0.

    Folding and indentation only ever add or drop white space, so the characters that are none stand in
    the file in the same order; one is found by counting. White space is placed where it is followed.
    """
    if node.kind != "text":
        return source.place(node)
    wanted = len("".join(node.value[:offset].split()))
    last = (node.line, node.column)
    for number, (line, column) in enumerate(_visible(source, node)):
        if number == wanted:
            return _at(source, line, column)
        last = (line, column + 1)
    return _at(source, *last)


def _at(source: Source, line: int, column: int) -> Location:
    """The location of one character."""
    return source.place(PlacedNode("text", "", line, column, line, column + 1))


def _visible(source: Source, node: Node) -> Iterator[tuple[int, int]]:
    """The place of every character of a text that is not white space, in order."""
    lines = source.lines
    for line in range(node.line, node.end_line + 1):
        index = line - source.first_line
        if index >= len(lines):
            return
        text = lines[index]
        begin = _content_start(text, node) if line == node.line else 0
        end = len(text)
        if line == node.end_line:
            end = node.end_column - 1 - (node.style in _QUOTES)
        yield from ((line, column) for column in _characters(text, begin, end, node.style))


def _content_start(text: str, node: Node) -> int:
    """Where the text begins in its first line: behind an anchor, a tag, the quote, a block's header."""
    if node.style in BLOCKS:
        return len(text)
    match = _PROPERTIES.match(text, node.column - 1)
    begin = match.end() if match else node.column - 1
    return begin + 1 if node.style in _QUOTES else begin


def _characters(text: str, begin: int, end: int, style: str) -> Iterator[int]:
    """The columns of a line's characters that are not white space; an escape is one character."""
    position = begin
    while position < end:
        column, step = position + 1, 1
        blank = text[position].isspace()
        if style == '"' and text[position] == "\\":
            escape = _ESCAPE.match(text, position)
            step = len(escape[0]) if escape else end - position
            blank = escape is None or escape[0] in ("\\n", "\\t", "\\r", "\\ ", "\\_", "\\x20")
        elif style == "'" and text.startswith("''", position):
            step = 2
        if not blank:
            yield column
        position += step
