"""Tables as delimited text (CSV): rows one after the other, and the place of every cell when it is asked for.

Read are UTF-8 with and without a byte order mark, UTF-16 and Windows-1252; commas, semicolons and tabs.
Lines before the header that say something about the file (`version:v1.0`, `#TYPE`, `sep=;`) are set aside.
"""

import csv
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING, TypeAlias

from linter.document.place import shown
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.dialect import (
    SAMPLE_LINES,
    Cell,
    cells_of,
    delimiter_of,
    explained,
    is_about,
    is_secret_column,
    labels_of,
)
from linter.formats.encoded import Edges, Encoded, encoded
from linter.formats.fault import MOST_PROBLEMS, Problems
from linter.formats.part import Census
from linter.model import Location, Problem, fold

if TYPE_CHECKING:
    from _csv import Reader

MAX_COLUMNS = 1000
"""The most columns of a table."""

PADDED = "value padded with blanks (read without them)"
FORMULA = "value that begins with `=` (read as text)"

Row: TypeAlias = tuple[int, list[str]]
"""The line that a row begins on, and its cells, as many as the header has, without blanks around them."""

_BATCH = 256
"""How many rows are read before they are looked at: enough to look at them together, few enough to keep."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows, one after the other: the lines that they begin on, and the cells of each."""

    lines: Sequence[int]
    cells: list[list[str]]

    def __iter__(self) -> Iterator[Row]:
        """The rows one by one."""
        return zip(self.lines, self.cells, strict=True)


class Watch:
    """Takes note of what is wrong or odd with rows in a first reading."""

    def __init__(self, problems: Problems, census: Census) -> None:
        self.problems = problems
        self.census = census
        self._odd: set[str] = set()

    def refuse(self, problem: Callable[[], Problem]) -> None:
        """Notes what is wrong with a row, or only counts it where there is much already."""
        if len(self.problems.found) >= MOST_PROBLEMS:
            self.problems.more += 1
        else:
            self.problems.add([problem()])

    def set_aside(self, what: str, place: Callable[[], Location], count: int = 1) -> None:
        """Notes what was not checked, or not read as it stands, with the place of the first of its kind."""
        first = what not in self._odd
        self._odd.add(what)
        self.census.set_aside(what, place() if first else None, count)


class Table:
    """A delimited file: its header, its rows as often as they are wanted, and the places of its cells.

    `header` holds the labels without blanks around them, `about` the lines before it.
    """

    def __init__(
        self, content: Content, text: Encoded, about: tuple[str, ...], delimiter: str, header: tuple[str, ...]
    ) -> None:
        self.name = content.name
        self.about = about
        self.header = header
        self.header_line = len(about) + 1
        self.delimiter = delimiter
        self.encoding = text.encoding
        self._content = content
        self._text = text
        self._secret = frozenset(n for n, label in enumerate(header) if is_secret_column(label))
        self._unnamed = [n for n, label in enumerate(header) if not label]
        self._record = functools.lru_cache(maxsize=64)(self._find_record)

    def batches(self, watch: Watch | None = None, *, whole: bool = False) -> Iterator[Batch]:
        """The rows that hold something. What is wrong with them goes to `watch`, and they are left out.

        Without `watch`, for a second reading, they must have been right before. A row may have fewer cells
        than the header, which then count as empty, unless each must be `whole`.
        """
        lines = islice(self._text, self.header_line - 1, None)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        next(reader)
        begin, last = self.header_line + reader.line_num, (0, 0)
        rows, error = _read(reader)
        while rows or error:
            end = self.header_line + reader.line_num
            simple = end - begin == len(rows) and not error
            starts = range(begin, end) if simple else [*accumulate(map(_height, rows), initial=begin)]
            if error:
                self._broken(watch, starts[-1], end - 1, error)
            if rows:
                last = starts[len(rows) - 1], len(rows[-1])
                batch = Batch(starts[: len(rows)], rows)
                neat = simple and self._is_neat(rows)
                yield from (batch,) if neat else self._tidied(batch, watch, whole)
            if error:
                return
            begin = end
            rows, error = _read(reader)
        if watch is not None and not self._text.ended and 0 < last[1] < len(self.header):
            watch.refuse(functools.partial(self._cut_off, *last))

    @functools.cached_property
    def _edges(self) -> Edges:
        """Whether cells may have blanks around them, or begin with `=`."""
        return self._text.edges(self.delimiter)

    def _is_neat(self, rows: list[list[str]]) -> bool:
        """Whether rows of one line each are what they are read as, with nothing wrong or odd about them."""
        width = len(self.header)
        return not (
            any(self._edges) or self._unnamed or {*map(len, rows)} != {width} or not all(map(any, rows))
        )

    def _tidied(self, batch: Batch, watch: Watch | None, whole: bool) -> Iterator[Batch]:
        """Rows one by one made what they are read as, in parts, so that all is noted in the order of rows."""
        width = len(self.header)
        lines: list[int] = []
        rows: list[list[str]] = []
        for line, raw in batch:
            cells = [*map(str.strip, raw)]
            if watch is not None and self._is_odd(raw, cells):
                yield Batch(lines, rows)
                lines, rows = [], []
                if not self._is_right(watch, line, raw, cells, whole):
                    continue
            if any(cells):
                lines.append(line)
                rows.append(cells[:width] + [""] * (width - len(cells)))
        yield Batch(lines, rows)

    def _is_odd(self, raw: list[str], cells: list[str]) -> bool:
        """Whether there may be something to note about a row."""
        if cells != raw or len(cells) != len(self.header) or self._unnamed:
            return True
        return self._edges.computed and any(cell.startswith("=") for cell in cells)

    def _is_right(self, watch: Watch, line: int, raw: list[str], cells: list[str], whole: bool) -> bool:
        """Whether a row can be read; notes why not, and what is odd about it."""
        if cells != raw and not self._padding(watch, line, raw, cells):
            return False
        self._formulas(watch, line, cells)
        return self._fits(watch, line, cells, whole)

    def place(self, line: int, column: int | None = None) -> Location:
        """The place of a cell (its column counted from 0) of the row that begins on a line, or of the row."""
        text, cells = self._record(line)
        if column is None or column >= len(cells):
            return self._shown(line, Cell(0, len(text.partition("\n")[0].rstrip("\r"))))
        return self._shown(line, cells[column])

    def problem(self, message: str, line: int, column: int | None = None, hint: str = "") -> Problem:
        """A problem with a cell or row."""
        return Problem(message=message, location=self.place(line, column), hint=hint)

    def _find_record(self, line: int) -> tuple[str, list[Cell]]:
        """The text of the row that begins on a line, and where its cells are."""
        return cells_of(self._text.starting(line), self.delimiter)

    def _shown(self, line: int, span: Cell) -> Location:
        """The place of a part of the row that begins on a line, secrets masked."""
        text, cells = self._record(line)
        start = text.rfind("\n", 0, span.begin) + 1
        shown_line = text[start:].partition("\n")[0].rstrip("\r")
        end = start + len(shown_line)
        # In a row with a cell too few or too many, a secret may stand under another column's header.
        shifted = bool(self._secret) and len(cells) != len(self.header)
        hidden = (c for n, c in enumerate(cells) if shifted or n in self._secret or n >= len(self.header))
        secrets = [(max(c.begin, start) - start + 1, min(c.end, end) - start + 1) for c in hidden]
        return shown(
            self.name,
            shown_line,
            line + text.count("\n", 0, start),
            (span.begin - start + 1, min(span.end, end) - start + 1),
            secrets=[(first, last) for first, last in secrets if first < last],
        )

    def _formulas(self, watch: Watch, line: int, cells: list[str]) -> None:
        """Notes what a spreadsheet would compute."""
        for number, cell in enumerate(cells):
            if cell.startswith("="):
                watch.set_aside(FORMULA, functools.partial(self.place, line, number))

    def _padding(self, watch: Watch, line: int, raw: list[str], cells: list[str]) -> bool:
        """Notes blanks around values; false where they stand before a quote, which then quotes nothing."""
        for number, (before, cell) in enumerate(zip(raw, cells, strict=True)):
            if not cell or before == cell:
                continue
            if cell.startswith('"') and not self._is_quoted(line, number):
                message = "blanks stand before the quote that opens this cell"
                watch.refuse(functools.partial(self.problem, message, line, number, "remove them"))
                return False
            watch.set_aside(PADDED, functools.partial(self.place, line, number))
        return True

    def _is_quoted(self, line: int, number: int) -> bool:
        text, cells = self._record(line)
        return number < len(cells) and text.startswith('"', cells[number].begin)

    def _fits(self, watch: Watch, line: int, cells: list[str], whole: bool) -> bool:
        """Whether each value of a row has a header above it, and each header a value; notes why not."""
        width, count = len(self.header), len(cells)
        stray = next((n for n in (*self._unnamed, *range(width, count)) if n < count and cells[n]), None)
        if stray is not None:
            message = "this value has no header above it"
            hint = (
                f"the header has {width} columns, this row {count}: "
                "put a value that holds the delimiter in quotes"
            )
            watch.refuse(functools.partial(self.problem, message, line, stray, hint))
            return False
        if whole and count < width and any(cells):
            message = f"this row has {count} of {width} cells"
            hint = "an empty cell clears a value, so none may be left out"
            watch.refuse(functools.partial(self.problem, message, line, None, hint))
            return False
        return True

    def _broken(self, watch: Watch | None, begun: int, at: int, error: csv.Error) -> None:
        """Notes why the rows could not be read on: from the last one begun, or the line read last."""
        if watch is None:
            raise self._content.changed() from error
        message, hint = explained(error)
        where = Location(path=self.name, line=at if "CR" in message else begun, column=1)
        watch.refuse(lambda: Problem(message=message, location=where, hint=hint))

    def _cut_off(self, line: int, cells: int) -> Problem:
        message = f"the file breaks off: its last row has {cells} of {len(self.header)} cells and no line end"
        return self.problem(message, line, hint="was it written completely?")


def _read(reader: "Reader") -> tuple[list[list[str]], csv.Error | None]:
    """The next rows, and what is wrong with the one after them, if anything."""
    rows: list[list[str]] = []
    try:
        # What was read before an error stays in the list.
        rows.extend(islice(reader, _BATCH))
    except csv.Error as error:
        return rows, error
    return rows, None


def _height(row: list[str]) -> int:
    """How many lines a row takes."""
    return 1 + sum(cell.count("\n") for cell in row)


def open_table(content: Content) -> Table:
    """The table of a file. Raises `InputError` where it is no text, or its header cannot be read."""
    text = encoded(content)
    about: list[str] = []
    sample: list[str] = []
    for line in islice(text, SAMPLE_LINES):
        if not sample and is_about(line):
            about.append(line.strip())
        else:
            sample.append(line)
    delimiter = delimiter_of(about, sample)
    here = Location(path=content.name, line=len(about) + 1, column=1)
    try:
        cells = next(csv.reader(islice(text, len(about), None), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        message, hint = explained(error)
        raise InputError.one(message, here, hint) from error
    if len(cells) > MAX_COLUMNS:
        raise InputError.one(f"this table has {len(cells)} columns; at most {MAX_COLUMNS} are read", here)
    table = Table(content, text, tuple(about), delimiter, labels_of(cells))
    if not table.header:
        raise InputError.one("there is no header", here, "the first line must name the columns")
    _refuse_duplicates(table)
    return table


def _refuse_duplicates(table: Table) -> None:
    """Raises `InputError` where a label is there twice: which of the columns counts cannot be told."""
    first: dict[str, int] = {}
    found = []
    for number, label in enumerate(table.header):
        if label and fold(label) in first:
            earlier = table.place(table.header_line, first[fold(label)])
            hint = f"it is first in column {earlier.column} of the line; every header is unique"
            found.append(
                table.problem(f"the header `{label}` is here twice", table.header_line, number, hint)
            )
        first.setdefault(fold(label), number)
    if found:
        raise InputError(found)
