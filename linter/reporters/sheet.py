"""The layout of the text form: wrapped prose, and source lines with a gutter and a mark below."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

import msgspec

from linter.model import Location
from linter.reporters.visible import columns, visible

Piece = tuple[str, str]
"""A text and the name of its style."""

STYLES: Final = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "undecided": "1;35",
    "allowed": "1;32",
    "strong": "1",
    "quiet": "2",
    "gutter": "34",
}
_MORE: Final = "…"
_LEAD: Final = 20
"""Columns of a long source line that stay to be seen before the part that is marked."""


class Sheet(msgspec.Struct, frozen=True):
    """What the text is written on: how wide it is, and whether it has colours."""

    width: int = 80
    colour: bool = False

    def put(self, text: str, style: str = "") -> str:
        """The text as it is printed. All text that is shown passes here, so nothing unseen gets out."""
        shown = visible(text)
        if not self.colour or not style or not shown:
            return shown
        return f"\x1b[{STYLES[style]}m{shown}\x1b[0m"

    def flow(self, pieces: Iterable[Piece], indent: str = "    ", first: str = "") -> list[str]:
        """Words filled into lines; those after the first are indented. A longer word stays whole."""
        lines: list[list[Piece]] = [[]]
        used = len(first)
        for text, style in pieces:
            for word in text.split(" "):
                size = columns(word)
                if lines[-1] and used + 1 + size > self.width:
                    lines.append([])
                    used = len(indent)
                used += size + bool(lines[-1])
                lines[-1].append((word, style))
        rest = [indent + self._join(line) for line in lines[1:]]
        return [first + self._join(lines[0]), *rest]

    def field(self, name: str, text: str) -> list[str]:
        """A named text, wrapped below itself: `  why: ...`. Its own line breaks part it into paragraphs."""
        first = f"  {self.put(f'{name}:', 'strong')} "
        indent = " " * (len(name) + 4)
        lines: list[str] = []
        for paragraph in text.strip().split("\n"):
            flowed = self.flow([(" ".join(paragraph.split()), "")], indent, indent)
            lines.extend(flowed)
        return [first + lines[0][len(indent) :], *lines[1:]]

    def source(self, location: Location, style: str, mark: str = "^") -> list[str]:
        """The source line with its number, and below it marks under the part that is meant."""
        if not location.text.strip() or not location.line:
            return []
        number = str(location.line).rjust(3)
        blank = " " * len(number)
        text, start, end = _window(location, self.width - len(number) - 4)
        lines = [f"{self.put(f'{number} |', 'gutter')} {self.put(text)}"]
        if end > start:
            pad = " " * columns(text[:start])
            under = mark * max(1, columns(text[start:end]))
            lines.append(f"{self.put(f'{blank} |', 'gutter')} {pad}{self.put(under, style)}")
        return lines

    def _join(self, line: list[Piece]) -> str:
        runs = groupby(line, key=lambda piece: piece[1])
        return " ".join(self.put(" ".join(word for word, _ in run), style) for style, run in runs)


def _window(location: Location, room: int) -> tuple[str, int, int]:
    """The part of a line that fits, and from where to where in it to mark (nothing: equal numbers)."""
    text = location.text.rstrip().replace("\t", " ")
    start = (location.text_column or location.column) - 1
    if not 0 <= start < len(text):
        return _cut(text, 0, room), 0, 0
    end = min(start + max(location.end_column - location.column, 1), len(text))
    if columns(text) <= room:
        return text, start, end
    left = 0 if columns(text[:end]) < room else max(0, start - _LEAD)
    lead = len(_MORE) if left else 0
    shown = _cut(text, left, room)
    return shown, start - left + lead, min(end - left + lead, len(shown))


def _cut(text: str, left: int, room: int) -> str:
    """The text from `left` on, no wider than `room`, with a sign where something is left out."""
    head = _MORE if left else ""
    rest = text[left:]
    if columns(head + rest) <= room:
        return head + rest
    width = columns(head) + columns(_MORE)
    kept = 0
    for char in rest:
        width += columns(char)
        if width > room:
            break
        kept += 1
    return head + rest[:kept] + _MORE
