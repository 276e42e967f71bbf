"""The tree of a JSON document that is right: decoded in bulk, its places found when they are asked for."""

import bisect
import functools
import re
from array import array
from collections.abc import Sequence
from json import JSONDecoder
from typing import Any

import msgspec

from linter.document.node import Kind
from linter.document.place import BREAK

_BLANK = re.compile(r"[ \t\n\r]*")
_KINDS: dict[type, Kind] = {
    dict: "mapping",
    list: "list",
    str: "text",
    int: "int",
    float: "float",
    bool: "bool",
    type(None): "null",
}
_INT64 = range(-(2**63), 2**63)
_ESCAPED_QUOTE = b"\\u0022"
_scan = JSONDecoder().raw_decode
_encode = msgspec.json.Encoder().encode


class NotTrusted(Exception):  # noqa: N818 - a signal to read slowly, never an error that anyone sees
    """A text is not surely JSON of which decoding in bulk loses nothing."""


def lazy_tree(
    data: Any, text: str, offset: int, first_line: int, starts: Sequence[int] | None = None
) -> "LazyNode":
    """The tree of the value at an offset of a text, or after blanks there, of which the data is known.

    `first_line` is the number of the text's first line, `starts` are the offsets at which its lines begin.
    """
    return LazyNode(data, _Text(text, first_line, starts), None, _after_blanks(text, offset))


def line_starts(text: str) -> list[int]:
    """The offsets at which the lines of a text begin."""
    return [0, *(match.end() for match in BREAK.finditer(text))]


def loses_keys(read: bytes, kept: bytes) -> bool:
    """Whether what was decoded from some JSON, and encoded again, may not be all that was there.

    A duplicate key is dropped by the decoder, and its quotes with it: encoding what was kept then
    gives fewer quotes. Only an escaped `\\u0022`, which comes back as a quote, could make up for them.
    """
    return kept.count(b'"') != read.count(b'"') or kept.count(_ESCAPED_QUOTE) != read.count(_ESCAPED_QUOTE)


def decoded(text: str, max_depth: int) -> Any:
    """The data of a text. Raises `NotTrusted` where the slow reader might have something to say."""
    try:
        read = text.encode()
        data = msgspec.json.decode(read)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NotTrusted from error
    if loses_keys(read, _encode(data)):
        raise NotTrusted
    level = [data]
    for _ in range(max_depth + 1):
        if any(type(item) is int and item not in _INT64 for item in level):
            raise NotTrusted
        level = [each for each in level if type(each) in (dict, list)]
        if not level:
            return data
        level = [item for each in level for item in (each.values() if type(each) is dict else each)]
    raise NotTrusted


def decoded_at(text: str, offset: int, max_depth: int) -> Any:
    """The data of the array or object at an offset of a text. Raises `NotTrusted`."""
    if text[offset : offset + 1] not in ("{", "["):
        raise NotTrusted
    try:
        end = _scan(text, offset)[1]
    except (ValueError, RecursionError) as error:
        raise NotTrusted from error
    return decoded(text[offset:end], max_depth)


class _Text:
    """A text, and the lines and columns of its offsets."""

    def __init__(self, text: str, first_line: int, starts: Sequence[int] | None = None) -> None:
        self.text = text
        self._first_line = first_line
        if starts is not None:
            self.__dict__["_starts"] = starts

    @functools.cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        row = bisect.bisect_right(self._starts, offset) - 1
        return self._first_line + row, offset - self._starts[row] + 1


class LazyNode:
    """A value, a key, or the root of a decoded document.

    `_home` is the node that it is in, `_number` which of the texts in there it is: of a mapping keys and
    values in turn. Of the root, `_number` is the offset at which it begins.
    """

    __slots__ = ("_data", "_home", "_number", "_own_span", "_spans", "_text", "_value", "kind")
    style = ""

    def __init__(self, data: Any, text: _Text, home: "LazyNode | None", number: int) -> None:
        self.kind: Kind = _KINDS[type(data)]
        self._data = data
        self._text = text
        self._home = home
        self._number = number
        self._value: tuple[Any, ...] | None = None
        self._spans: array[int] | None = None
        self._own_span: tuple[int, int] | None = None

    @property
    def value(self) -> Any:
        """The scalar, the items of a list, or the pairs of a mapping."""
        if self.kind != "mapping" and self.kind != "list":
            return self._data
        if self._value is None:
            text = self._text
            if self.kind == "list":
                self._value = tuple([LazyNode(item, text, self, n) for n, item in enumerate(self._data)])
            else:
                self._value = tuple(
                    [
                        (LazyNode(key, text, self, 2 * n), LazyNode(item, text, self, 2 * n + 1))
                        for n, (key, item) in enumerate(self._data.items())
                    ]
                )
        return self._value

    def plain(self) -> Any:
        """The bare Python data."""
        return self._data

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self._text.place(self._span()[0])[0]

    @property
    def column(self) -> int:
        """The column that it begins at."""
        return self._text.place(self._span()[0])[1]

    @property
    def end_line(self) -> int:
        """The line that it ends on."""
        return self._text.place(self._span()[1])[0]

    @property
    def end_column(self) -> int:
        """The column after its end."""
        return self._text.place(self._span()[1])[1]

    def _span(self) -> tuple[int, int]:
        """The offsets of its begin and end."""
        if self._home is None:
            if self._own_span is None:
                self._own_span = self._number, _scan(self._text.text, self._number)[1]
            return self._own_span
        spans = self._home._inner_spans()
        return spans[2 * self._number], spans[2 * self._number + 1]

    def _inner_spans(self) -> "array[int]":
        """The offsets of what is in it: begin and end of each value, of a mapping of each key, too."""
        if self._spans is None:
            text, position = self._text.text, self._span()[0]
            spans = array("Q")
            for _ in range(len(self._data)):
                # What stands before is the opening bracket, or a comma.
                begin = _after_blanks(text, position + 1)
                if self.kind == "mapping":
                    position = _scan(text, begin)[1]
                    spans.extend((begin, position))
                    begin = _after_blanks(text, _after_blanks(text, position) + 1)
                end = _scan(text, begin)[1]
                spans.extend((begin, end))
                position = _after_blanks(text, end)
            self._spans = spans
        return self._spans


def _after_blanks(text: str, position: int) -> int:
    """The offset of the next character that is no blank."""
    match = _BLANK.match(text, position)
    return match.end() if match else position
