"""The elements of a JSON list, each of which can be found in the text without reading the others slowly."""

import functools
import re
from array import array
from collections.abc import Callable, Sequence

import msgspec

from linter.document import PlacedNode, Source, decode, join, line_starts, parse_json_at
from linter.model import Location

_BETWEEN = re.compile(r"[ \t\r\n,]*")
_RECENT = 64


class Elements:
    """The elements of the list that a document, or a line of one, holds under a key.

    `raws` are the elements as they were decoded in bulk; where each stands is found when it is asked for.
    """

    def __init__(self, name: str, data: bytes, key: str, raws: Sequence[msgspec.Raw], line: int = 1) -> None:
        self.raws = raws
        self._name = name
        self._data = data
        self._key = key
        self._line = line

    def source(self, number: int) -> Source:
        """The element with a number, as a part of the document."""
        offset = self._offsets[number]
        root = parse_json_at(self._document.text, self._name, offset, self._starts, line=self._line)
        return self._document.part(root, join("", self._key, number), alone=True)

    def locate(self, number: int, pointer: str, *, key: bool) -> Location:
        """The place of a part of the element with a number (with `key`, of the key of that part)."""
        return self._recent(number).locate(pointer, key=key)

    @functools.cached_property
    def _recent(self) -> Callable[[int], Source]:
        """`source`, with the last few at hand."""
        return functools.lru_cache(maxsize=_RECENT)(self.source)

    @functools.cached_property
    def _document(self) -> Source:
        """The text as a whole, without a tree."""
        nothing = PlacedNode("null", None, 1, 1, 1, 1)
        return Source(self._name, decode(self._data, self._name), nothing, first_line=self._line)

    @functools.cached_property
    def _starts(self) -> list[int]:
        """Where the lines of the text begin."""
        return line_starts(self._document.text)

    @functools.cached_property
    def _offsets(self) -> "array[int]":
        """Where the elements begin. Between two there are only blanks and a comma."""
        text = self._document.text
        offsets = array("Q")
        # Quotes inside texts are escaped, so the key cannot be mistaken for a part of one.
        opening = re.search(rf'"{self._key}"\s*:\s*\[', text)
        position = opening.end() if opening else text.index(str(bytes(self.raws[0]), "utf-8"))
        for raw in self.raws:
            between = _BETWEEN.match(text, position)
            position = between.end() if between else position
            offsets.append(position)
            position += len(str(bytes(raw), "utf-8"))
        return offsets
