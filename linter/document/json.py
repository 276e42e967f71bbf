"""JSON, read strictly and with places: duplicate keys, NaN, lone surrogates and deep nesting are refused.

What is right is decoded in bulk, and its places are found later (`lazy.py`). What is not is read here,
slowly, to say what is wrong with it and where.
"""

import bisect
import functools
import re
from collections.abc import Sequence
from typing import Any

from linter.document.lazy import NotTrusted, decoded, decoded_at, lazy_tree, line_starts
from linter.document.node import Kind, Node, PlacedNode
from linter.document.place import broken, refusal, split_lines
from linter.document.scalar import finite_number, whole_number
from linter.errors import InputError
from linter.model import Problem

MAX_DEPTH = 64
"""How many arrays and objects may stand in one another."""

_BLANK = re.compile(r"[ \t\n\r]*")
_PLAIN_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_CHUNK = re.compile(r'[^"\\\x00-\x1f]*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[-+]?[A-Za-z_][A-Za-z_0-9]*")
_HEX4 = re.compile(r"[0-9a-fA-F]{4}")
_LITERALS: dict[str, tuple[Kind, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HINTS = {
    "'": "JSON uses double quotes",
    "#": "JSON has no comments",
    "/": "JSON has no comments",
    "True": "write `true`",
    "False": "write `false`",
    "None": "write `null`",
    "NaN": "there is no such number in JSON; write `null` if it is empty",
    "Infinity": "there is no such number in JSON",
    "-Infinity": "there is no such number in JSON",
}


def parse_json(text: str, path: str, *, line: int = 1) -> Node:
    """The tree of a JSON document whose first line is line `line` of the file.

    Raises `InputError`: every duplicate key and impossible number, or the first thing that is not JSON.
    """
    try:
        data = decoded(text, MAX_DEPTH)
    except NotTrusted:
        data = read_slowly(text, path, line=line).plain()
    return lazy_tree(data, text, 0, line)


def parse_json_at(text: str, path: str, offset: int, starts: Sequence[int], *, line: int = 1) -> Node:
    """The tree of the value at an offset of a longer text, which begins on `line` and has lines at `starts`.

    Raises `InputError` as `parse_json` does.
    """
    try:
        data = decoded_at(text, offset, MAX_DEPTH)
    except NotTrusted:
        data = read_slowly(text, path, offset, starts, line=line).plain()
    return lazy_tree(data, text, offset, line, starts)


def read_slowly(
    text: str, path: str, offset: int | None = None, starts: Sequence[int] | None = None, *, line: int = 1
) -> Node:
    """The tree of a document, or of the value at an offset, read letter by letter.

    Raises `InputError` as `parse_json` does.
    """
    scanner = _Scanner(text, path, line, starts)
    if offset is None:
        root = scanner.document()
    else:
        scanner.position = offset
        root = scanner.value(0)
    if scanner.problems:
        raise InputError(scanner.problems)
    return root


class _Scanner:
    """One pass over the text; `position` is the offset of the next character."""

    def __init__(self, text: str, path: str, first_line: int, starts: Sequence[int] | None = None) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.starts = line_starts(text) if starts is None else starts
        self.position = 0
        self.problems: list[Problem] = []

    def document(self) -> Node:
        """The one value of the text."""
        self.blanks()
        root = self.value(0)
        self.blanks()
        if self.position < len(self.text):
            hint = "JSON has one value a file; JSON Lines has one a line"
            raise self.fail(f"expected the end, found {self.found()}", hint)
        return root

    def blanks(self) -> str:
        """Skips white space; the character after it, or nothing at the end."""
        match = _BLANK.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return self.text[self.position : self.position + 1]

    def value(self, depth: int) -> Node:
        """The value that begins at the position."""
        character = self.text[self.position : self.position + 1]
        if character == '"':
            return self.string()
        if character in ("{", "["):
            if depth >= MAX_DEPTH:
                raise self.fail(f"nested more than {MAX_DEPTH} levels deep", "")
            return self.mapping(depth + 1) if character == "{" else self.array(depth + 1)
        start = self.position
        number = _NUMBER.match(self.text, start)
        if number:
            return self.number(number)
        word = _WORD.match(self.text, start)
        if word and word[0] in _LITERALS:
            self.position = word.end()
            kind, value = _LITERALS[word[0]]
            return self.node(kind, value, start)
        raise self.fail(f"expected a value, found {self.found()}", self.hint(word[0] if word else character))

    def mapping(self, depth: int) -> Node:
        """An object."""
        start = self.position
        pairs: list[tuple[Node, Node]] = []
        seen: dict[str, Node] = {}
        self.position += 1
        if self.blanks() != "}":
            while True:
                pairs.append(self.pair(depth, seen))
                if self.separator("}"):
                    break
        self.position += 1
        return self.node("mapping", tuple(pairs), start)

    def pair(self, depth: int, seen: dict[str, Node]) -> tuple[Node, Node]:
        """A key and its value."""
        character = self.blanks()
        if character != '"':
            word = _WORD.match(self.text, self.position)
            hint = "keys stand in double quotes" if word else self.hint(character)
            raise self.fail(f"expected a key, found {self.found()}", hint)
        key = self.string()
        if key.value in seen:
            hint = f"it is first set in {_line(seen[key.value])}"
            self.report(f"the key `{key.value}` is here twice", key, hint)
        seen.setdefault(key.value, key)
        if self.blanks() != ":":
            raise self.fail(f"expected `:` after the key, found {self.found()}", "")
        self.position += 1
        self.blanks()
        return key, self.value(depth)

    def array(self, depth: int) -> Node:
        """An array."""
        start = self.position
        items: list[Node] = []
        self.position += 1
        if self.blanks() != "]":
            while True:
                self.blanks()
                items.append(self.value(depth))
                if self.separator("]"):
                    break
        self.position += 1
        return self.node("list", tuple(items), start)

    def separator(self, closing: str) -> bool:
        """Whether the collection ends here; else a comma is skipped."""
        character = self.blanks()
        if character == closing:
            return True
        if character != ",":
            raise self.fail(f"expected `,` or `{closing}`, found {self.found()}", self.hint(character))
        comma = self.position
        self.position += 1
        if self.blanks() == closing:
            self.position = comma
            raise self.fail(f"there is a comma before `{closing}`", "remove it")
        return False

    def string(self) -> Node:
        """A string, its escapes resolved."""
        start = self.position
        plain = _PLAIN_STRING.match(self.text, start)
        if plain:
            self.position = plain.end()
            return self.node("text", plain[1], start)
        parts: list[str] = []
        self.position += 1
        while (character := self.text[self.position : self.position + 1]) != '"':
            if character == "\\":
                parts.append(self.escape())
            elif not character or character < " ":
                raise self.fail(*self.unfinished(character, start))
            else:
                chunk = _CHUNK.match(self.text, self.position)
                parts.append(chunk[0] if chunk else character)
                self.position += len(parts[-1])
        self.position += 1
        return self.node("text", "".join(parts), start)

    def unfinished(self, character: str, start: int) -> tuple[str, str]:
        """Why a string cannot go on here."""
        if character in ("", "\n", "\r"):
            return "the text is not closed", f"the closing quote of column {self.place(start)[1]} is missing"
        return f"the character U+{ord(character):04X} is not allowed in a text", "write it as an escape"

    def escape(self) -> str:
        """The character that an escape stands for; surrogates only in pairs."""
        letter = self.text[self.position + 1 : self.position + 2]
        if letter in _ESCAPES:
            self.position += 2
            return _ESCAPES[letter]
        if letter != "u":
            raise self.fail(f"`\\{letter}` is not an escape", "write a backslash as `\\\\`")
        code = self.hex4(self.position + 2)
        width = 6
        if 0xD800 <= code < 0xDC00 and self.text[self.position + 6 : self.position + 8] == "\\u":
            low = self.hex4(self.position + 8)
            if 0xDC00 <= low < 0xE000:
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                width = 12
        if 0xD800 <= code < 0xE000:
            raise self.fail("this escape is half of a character", "surrogate escapes come in pairs")
        self.position += width
        return chr(code)

    def hex4(self, offset: int) -> int:
        """The number that four hexadecimal digits write."""
        digits = _HEX4.match(self.text, offset)
        if not digits:
            raise self.fail("`\\u` needs four hexadecimal digits", "")
        return int(digits[0], 16)

    def number(self, match: re.Match[str]) -> Node:
        """A whole or floating-point number."""
        start, self.position = self.position, match.end()
        if self.text[self.position : self.position + 1] in tuple("0123456789.eE_xX"):
            self.position = start
            raise self.fail("this is not a JSON number", "no leading zeros, a digit on both sides of the dot")
        fraction = match[1] or match[2]
        try:
            if fraction:
                return self.node("float", finite_number(match[0]), start)
            return self.node("int", whole_number(match[0]), start)
        except ValueError as error:
            node = self.node("null", None, start)
            self.report(str(error), node, "quote it if it is an identifier")
            return node

    def node(self, kind: Kind, value: Any, start: int) -> Node:
        """A node from an offset to the position."""
        return PlacedNode(kind, value, *self.place(start), *self.place(self.position))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        row = bisect.bisect_right(self.starts, offset) - 1
        return self.first_line + row, offset - self.starts[row] + 1

    def found(self) -> str:
        """What stands at the position, for a message."""
        character = self.text[self.position : self.position + 1]
        if not character:
            return "the end of the text"
        return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"

    def hint(self, word: str) -> str:
        """What a beginner in JSON most often means."""
        if word in _HINTS:
            return _HINTS[word]
        if not word:
            return "was it written completely?"
        return "text stands in double quotes" if word[0].isalpha() else ""

    def report(self, message: str, node: Node, hint: str) -> None:
        """Notes a problem and goes on."""
        where = broken(self.path, self.lines, node.line, node.column, first_line=self.first_line)
        self.problems.append(Problem(message=message, location=where, hint=hint))

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return split_lines(self.text)

    def fail(self, message: str, hint: str) -> InputError:
        """A problem after which reading on makes no sense, together with those found before."""
        last = refusal(self.path, self.text, self.first_line)(message, *self.place(self.position), hint)
        return InputError([*self.problems, *last.problems])


def _line(node: Node) -> str:
    """A node's place in words."""
    return f"line {node.line}, column {node.column}"
