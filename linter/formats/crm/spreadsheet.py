"""XML Spreadsheet 2003: the first visible sheet of a workbook that is one XML file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from linter.document import MAX_BYTES
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.crm.grid import Grid, Spot, check_width
from linter.formats.crm.markup import parse
from linter.model import Location

MAX_ROWS = 1_048_576
"""The most rows of a sheet."""

_CHUNK = 1024 * 1024


@dataclass
class _Sheet:
    """A sheet as it is read."""

    name: str
    visible: bool = True
    rows: dict[int, list[str]] = field(default_factory=dict)
    formulas: set[Spot] = field(default_factory=set)
    results: set[Spot] = field(default_factory=set)
    errors: set[Spot] = field(default_factory=set)


def spreadsheet(content: Content) -> Grid:
    """The first visible sheet that holds something. Raises `InputError` where the file is not well formed."""
    if content.size > MAX_BYTES:
        raise InputError.one(
            f"the file is larger than {MAX_BYTES >> 20} MiB",
            Location(path=content.name),
            "save it as CSV, which is read row by row",
        )

    def place(line: int, column: int) -> Location:
        return Location(path=content.name, line=line, column=column)

    reading = _Reading(content.name)
    data = content.whole()
    parse((data[n : n + _CHUNK] for n in range(0, len(data), _CHUNK)), reading, place)
    sheets = [sheet for sheet in reading.sheets if sheet.visible and sheet.rows]
    if not sheets:
        return Grid("", {})
    first = sheets[0]
    return Grid(
        first.name,
        first.rows,
        frozenset(first.formulas),
        frozenset(first.formulas - first.results),
        frozenset(first.errors),
        tuple(sheet.name for sheet in sheets[1:]),
    )


class _Reading:
    """Takes the sheets out of the elements of a workbook."""

    def __init__(self, path: str) -> None:
        self.sheets: list[_Sheet] = []
        self._path = path
        self._row = 0
        self._next = 0
        self._spot: Spot = (0, 0)
        self._repeated = 0
        self._comment = False
        self._within = ""
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A sheet, row, cell or value begins."""
        if name == "Worksheet":
            self.sheets.append(_Sheet(attributes.get("Name", f"Sheet{len(self.sheets) + 1}")))
            self._row = 0
        elif not self.sheets:
            return
        elif name == "Row":
            self._row = self._index(attributes, "Index", self._row + 1)
            self._next = 0
            self._repeated = self._index(attributes, "Span", 0)
            if self._row > MAX_ROWS:
                message = f"this sheet has {self._row} rows; at most {MAX_ROWS} are read"
                raise InputError.one(message, Location(path=self._path))
        elif name == "Cell":
            self._spot = (self._row, self._index(attributes, "Index", self._next + 1) - 1)
            self._next = self._spot[1] + 1 + self._index(attributes, "MergeAcross", 0)
            if "Formula" in attributes:
                self.sheets[-1].formulas.add(self._spot)
        elif name == "Comment":
            self._comment = True
        elif name in ("Data", "Visible") and not self._comment:
            self._within, self._pieces = name, []
            if attributes.get("Type") == "Error":
                self.sheets[-1].errors.add(self._spot)

    def end(self, name: str) -> None:
        """A row, a comment or a value ends."""
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        if name == "Comment":
            self._comment = False
        elif name == "Row":
            self._row += self._repeated
        elif name == self._within:
            text, self._within = "".join(self._pieces), ""
            if name == "Visible":
                sheet.visible = text.strip() not in ("SheetHidden", "SheetVeryHidden")
            elif text:
                self._keep(sheet, text)

    def text(self, data: str) -> None:
        """Some text, which counts within a value."""
        if self._within:
            self._pieces.append(data)

    def _keep(self, sheet: _Sheet, text: str) -> None:
        row, column = self._spot
        check_width(self._path, sheet.name, self._spot)
        cells = sheet.rows.setdefault(row, [])
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
        if self._spot in sheet.formulas:
            sheet.results.add(self._spot)

    def _index(self, attributes: Mapping[str, str], name: str, default: int) -> int:
        """A number that an attribute gives."""
        said = attributes.get(name)
        if said is None:
            return default
        if said.isascii() and said.isdigit() and len(said) < 10:
            return int(said)
        raise InputError.one(f"`{said}` is no `ss:{name}`", Location(path=self._path, line=self._row))
