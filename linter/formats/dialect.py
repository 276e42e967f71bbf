"""How a delimited text is written: what stands before its header, what separates cells, where each ends."""

import contextlib
import csv
import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from linter.document import is_secret
from linter.formats.encoded import sample_text

SAMPLE_LINES = 200
"""How many lines the delimiter is told from."""

_LONG = 4096
_DELIMITERS = (",", ";", "\t")
_ABOUT = re.compile(r'"?(?:version:v[\d.]+|sep=(?P<delimiter>[,;\t])|#TYPE\b[^\n]*?)"?[,;\t\s]*$')
_IN_BRACKETS = re.compile(r"[\[(]([^\])]*)[\])]")


class Cell(NamedTuple):
    """Where a cell stands in the text of its row: offsets, with its quotes."""

    begin: int
    end: int


def is_secret_column(label: str) -> bool:
    """Whether a column holds secrets, by its label as a whole, its words, or a token in brackets of it."""
    words = _IN_BRACKETS.sub("", label).replace("*", "").strip()
    bare = words.removesuffix("Required").strip()
    return any(map(is_secret, (label, words, bare, *_IN_BRACKETS.findall(label))))


def header_of(sample: bytes) -> tuple[str, ...]:
    """The labels of the table that a file's first bytes begin, as far as they can be told; never raises."""
    return labels_of(next(_sample_table(sample), ()))


def sample_rows(sample: bytes) -> list[list[str]]:
    """The rows below the header that a file's first bytes hold; the last may be cut. Never raises."""
    rows = [[cell.strip() for cell in row] for row in _sample_table(sample)][1:]
    return [row for row in rows if any(row)]


def _sample_table(sample: bytes) -> Iterator[list[str]]:
    """The header and rows of the table that some bytes begin, as far as they can be told."""
    lines = sample_text(sample).splitlines(keepends=True)[:SAMPLE_LINES]
    about = []
    while lines and is_about(lines[0]):
        about.append(lines.pop(0))
    with contextlib.suppress(csv.Error):
        yield from csv.reader(lines, delimiter=delimiter_of(about, lines))


def labels_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The labels of a header, without blanks around them or the empty ones at the end, which only pad."""
    labels = [cell.strip() for cell in cells]
    while labels and not labels[-1]:
        labels.pop()
    return tuple(labels)


def is_about(line: str) -> bool:
    """Whether a line before the header says something about the file, or nothing."""
    return len(line) <= _LONG and (not line.strip(" \t\r\n,;") or _ABOUT.match(line) is not None)


def delimiter_of(about: Iterable[str], lines: list[str]) -> str:
    """What separates the cells: what a `sep=` line says, else what makes most rows as wide as the header."""
    for line in about:
        said = _ABOUT.match(line)
        if said and said["delimiter"]:
            return str(said["delimiter"])
    return max(_DELIMITERS, key=functools.partial(_fit, lines))


def _fit(lines: list[str], delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter explains some lines: whether at all, the share of rows that fit, the columns.

    Where none is in the header, all explain it alike, and a comma is a comma.
    """
    width = fitting = rows = 0
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            width = width or len(row)
            fitting += len(row) == width or not row
            rows += 1
    except csv.Error:
        pass
    return (width > 1, fitting / max(rows, 1), width) if width > 1 else (False, 0.0, 0)


def cells_of(lines: Iterator[str], delimiter: str) -> tuple[str, list[Cell]]:
    """The text of the row that some lines begin, and where in it the cells are."""
    text = next(lines, "")
    cells = []
    begin = 0
    while True:
        end = begin
        if text.startswith('"', begin):
            end, text = _after_quotes(text, begin + 1, lines)
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        found = text.find(delimiter, end, stop)
        if found < 0:
            cells.append(Cell(begin, begin + len(text[begin:stop].rstrip("\r"))))
            return text, cells
        cells.append(Cell(begin, found))
        begin = found + 1


def _after_quotes(text: str, position: int, lines: Iterator[str]) -> tuple[int, str]:
    """The offset after the quote that closes a cell, and the text with the lines that this took."""
    while True:
        quote = text.find('"', position)
        if quote >= 0 and not text.startswith('""', quote):
            return quote + 1, text
        if quote >= 0:
            position = quote + 2
            continue
        more = next(lines, "")
        position = len(text)
        text += more
        if not more:
            return position, text


def explained(error: csv.Error) -> tuple[str, str]:
    """What is wrong with the form of a row, from the words of the `csv` module, and what to do."""
    words = str(error)
    if "larger than field limit" in words:
        return "this row holds a cell of more than 128 KiB", "is a closing quote missing?"
    if "unexpected end" in words:
        return "the quote that opens a cell of this row is not closed", "add it, or write it as two quotes"
    if "new-line character" in words:
        return "a CR alone ends this line", "save the file again with line ends LF or CRLF"
    return (
        "a cell of this row goes on after the quote that closes it",
        "write a quote inside a quoted cell as two quotes",
    )
