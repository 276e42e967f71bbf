"""The sheet of a workbook as a table: its rows in memory, its places by sheet and cell."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linter.document.place import MASK, WINDOW
from linter.errors import InputError
from linter.formats.delimited import MAX_COLUMNS, PADDED, Batch, Table, Watch
from linter.formats.dialect import is_secret_column, labels_of
from linter.model import Location, Problem, fold

FORMULA = "formula (its last result is read)"
OTHER_SHEET = "sheet beside the first"
MAX_CELLS = 10_000_000
"""The most cells between the first and the last of a sheet."""
MAX_TEXT = 256 * 1024 * 1024
"""The most characters of all cells together."""

_PLAIN = re.compile(r"[A-Za-z_]\w*$", re.ASCII)

Spot = tuple[int, int]
"""The number of a row, and of a column counted from 0."""


@dataclass(frozen=True)
class Grid:
    """A sheet: the texts of its rows by their numbers, and what else there is to say of it.

    `formulas` are the cells that are computed, `empty_formulas` those without a result, `errors` those that
    hold an error value; `others` names further visible sheets that hold something.
    """

    name: str
    rows: Mapping[int, list[str]]
    formulas: frozenset[Spot] = frozenset()
    empty_formulas: frozenset[Spot] = frozenset()
    errors: frozenset[Spot] = frozenset()
    others: tuple[str, ...] = ()


def letters(column: int) -> str:
    """What a spreadsheet calls a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_place(path: str, sheet: str, spot: Spot) -> Location:
    """The place of a cell, without what it holds."""
    row, column = spot
    name = sheet if _PLAIN.match(sheet) else "'" + sheet.replace("'", "''") + "'"
    return Location(path=path, line=row, column=column + 1, pointer=f"{name}!{letters(column)}{row}")


def check_width(path: str, sheet: str, spot: Spot) -> None:
    """Raises `InputError` for a cell too far to the right."""
    if spot[1] >= MAX_COLUMNS:
        message = f"this sheet has {spot[1] + 1} columns; at most {MAX_COLUMNS} are read"
        raise InputError.one(message, cell_place(path, sheet, spot))


class Sheet(Table):
    """A table whose rows come from a sheet. It shares the ways of a delimited one, not its text."""

    def __init__(self, path: str, grid: Grid) -> None:
        """The first row that holds something is the header. Raises `InputError` where there is none."""
        if not grid.rows:
            raise InputError.one("there is no header", Location(path=path), "no visible sheet holds anything")
        self.name = path
        self.about = ()
        self.header_line = min(grid.rows)
        self.header = labels_of(grid.rows[self.header_line])
        self._grid = grid
        self._secret = frozenset(n for n, label in enumerate(self.header) if is_secret_column(label))
        self._unnamed = [n for n, label in enumerate(self.header) if not label]
        _refuse_duplicates(self)

    def batches(self, watch: Watch | None = None, *, whole: bool = False) -> Iterator[Batch]:
        """The rows that hold something; a sheet has all cells of a row, so each is `whole`."""
        width = len(self.header)
        if watch is not None:
            self._note_header(watch)
        lines, rows = [], []
        for line, raw in sorted(self._grid.rows.items()):
            if line == self.header_line:
                continue
            cells = [cell.strip() for cell in raw]
            if watch is not None and not self._sound(watch, line, raw, cells):
                continue
            cells = cells[:width] + [""] * (width - len(cells))
            if any(cells):
                lines.append(line)
                rows.append(cells)
        yield Batch(lines, rows)

    def place(self, line: int, column: int | None = None) -> Location:
        """The place of a cell (its column counted from 0) of a row, or of the row; secrets are masked."""
        cells = self._grid.rows.get(line, [])
        if column is None or column >= len(cells):
            text = " | ".join(self._seen(n, cell) for n, cell in enumerate(cells))
        else:
            text = self._seen(column, cells[column])
        text = " ".join(text.split())
        cut = text if len(text) <= WINDOW else text[:WINDOW] + "…"
        where = cell_place(self.name, self._grid.name, (line, column or 0))
        return Location(
            path=where.path,
            line=where.line,
            column=where.column,
            end_column=where.column + max(len(cut), 1),
            pointer=where.pointer,
            text=cut,
            text_column=1,
        )

    def _seen(self, column: int, cell: str) -> str:
        """A cell as it may be seen; one without a header may hold anything."""
        hidden = column in self._secret or column >= len(self.header)
        return MASK if hidden and cell else cell

    def _note_header(self, watch: Watch) -> None:
        """Notes what is odd about the sheet as a whole."""
        for spot in sorted(self._grid.formulas):
            watch.set_aside(FORMULA, functools.partial(self.place, *spot))
        for name in self._grid.others:
            watch.set_aside(OTHER_SHEET, functools.partial(cell_place, self.name, name, (1, 0)))
        for spots, message, hint in (
            (self._grid.empty_formulas, "this formula has no result", "save the workbook in a spreadsheet"),
            (self._grid.errors, "this cell holds an error value", "write what it shall hold"),
        ):
            for spot in sorted(spots):
                watch.refuse(functools.partial(self._wrong, spot, message, hint))

    def _sound(self, watch: Watch, line: int, raw: list[str], cells: list[str]) -> bool:
        """Whether each value of a row has a header; notes blanks, and text that looks like a formula."""
        for number, (before, cell) in enumerate(zip(raw, cells, strict=True)):
            if cell and before != cell:
                watch.set_aside(PADDED, functools.partial(self.place, line, number))
        self._formulas(watch, line, cells)
        stray = [n for n in (*self._unnamed, *range(len(self.header), len(cells))) if n < len(cells)]
        for number in stray:
            if cells[number]:
                message = "this value has no header above it"
                watch.refuse(functools.partial(self._wrong, (line, number), message, "name its column"))
                return False
        return True

    def _wrong(self, spot: Spot, message: str, hint: str) -> Problem:
        return self.problem(message, *spot, hint)


def _refuse_duplicates(sheet: Sheet) -> None:
    """Raises `InputError` where a label is there twice."""
    first: dict[str, int] = {}
    found = []
    for number, label in enumerate(sheet.header):
        earlier = first.setdefault(fold(label), number) if label else number
        if earlier != number:
            hint = f"it is first in column {letters(earlier)}; every header is unique"
            message = f"the header `{label}` is here twice"
            found.append(sheet.problem(message, sheet.header_line, number, hint))
    if found:
        raise InputError(found)
