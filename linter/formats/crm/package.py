"""The parts of an XLSX file, unpacked within limits; and its sheets, looked through before they are read."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from linter.document import MAX_BYTES
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.crm.grid import MAX_CELLS, MAX_TEXT, Spot, cell_place, check_width
from linter.formats.crm.markup import parse
from linter.formats.crm.plain import Cells, column_of, plain_cells, plain_lengths
from linter.formats.crm.spreadsheet import MAX_ROWS
from linter.formats.delimited import MAX_COLUMNS
from linter.model import Location

MAX_UNPACKED = 256 * 1024 * 1024
"""The most bytes that a workbook may unpack to."""
MAX_PARTS = 2000
"""The most files in a workbook."""

_CHUNK = 1024 * 1024
_NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(workbook|sharedstrings|styles|worksheets/[^/]+|"
    r"_rels/workbook\.xml)\.(xml|rels)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,8})$")
_DAMAGED = "export it again; a workbook with a password cannot be read"


class Package:
    """The parts of a workbook that say what is in it, unpacked."""

    def __init__(self, content: Content) -> None:
        """Raises `InputError` where the file is no workbook, is damaged, or unpacks to too much."""
        self.path = content.name
        if content.size > MAX_BYTES:
            raise self._refused(f"the file is larger than {MAX_BYTES >> 20} MiB", "save it as CSV")
        self.parts: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(content.read(0, content.size))) as archive:
                self._unpack(archive)
        # zipfile raises the last two for a way of packing that it does not know, and for a password.
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise self._refused("this workbook cannot be unpacked", _DAMAGED) from error

    def part(self, name: str) -> bytes | None:
        """A part by its name; names are compared without case."""
        return next((data for key, data in self.parts.items() if key.lower() == name.lower()), None)

    def needed(self, name: str) -> bytes:
        """A part that must be there."""
        data = self.part(name)
        if data is None:
            raise self._refused(f"`{name}` is missing in this workbook", _DAMAGED)
        return data

    def packed(self, without: set[str]) -> io.BytesIO:
        """The parts as a workbook again, nothing of it compressed: what was looked through, and no more."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.parts.items():
                if name not in without:
                    archive.writestr(name, data)
        file.seek(0)
        return file

    def place(self, line: int = 0, column: int = 0) -> Location:
        """The place of what is not in a cell: the file."""
        return Location(path=self.path)

    def _unpack(self, archive: zipfile.ZipFile) -> None:
        left = MAX_UNPACKED
        if len(archive.infolist()) > MAX_PARTS:
            raise self._refused(f"this workbook has more than {MAX_PARTS} parts", _DAMAGED)
        needed = [part for part in archive.infolist() if _NEEDED.fullmatch(part.filename)]
        # What the archive says of itself is no more than a promise, but spares the work where it is too much.
        if sum(part.file_size for part in needed) > left:
            raise self._too_much()
        for part in needed:
            with archive.open(part) as file:
                data = file.read(left + 1)
            left -= len(data)
            if left < 0:
                raise self._too_much()
            self.parts[part.filename] = data

    def _too_much(self) -> InputError:
        message = f"this workbook unpacks to more than {MAX_UNPACKED >> 20} MiB"
        return self._refused(message, "export fewer users at a time")

    def _refused(self, message: str, hint: str) -> InputError:
        return InputError.one(message, Location(path=self.path), hint)


class SheetPart(NamedTuple):
    """A sheet that can be seen: its name, and that of its part."""

    name: str
    part: str


def visible_sheets(package: Package) -> list[SheetPart]:
    """The sheets that are not hidden, first to last."""
    targets = _Targets()
    parse([package.needed("xl/_rels/workbook.xml.rels")], targets, package.place)
    book = _Book()
    parse([package.needed("xl/workbook.xml")], book, package.place)
    named = [(name, targets.found.get(key, "")) for name, key in book.sheets]
    paths = [(name, target.lstrip("/") if target[:1] == "/" else f"xl/{target}") for name, target in named]
    return [SheetPart(name, path) for name, path in paths if package.part(path) is not None]


class _Quiet:
    """Does nothing with elements."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Some text."""


class _Targets(_Quiet):
    """The parts that a workbook refers to, by their keys."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A reference."""
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Book(_Quiet):
    """The names and keys of the sheets of a workbook that are not hidden."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A sheet."""
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))


class _Lengths(_Quiet):
    """How long each of the texts is that cells share."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self._inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A text begins."""
        if name == "si":
            self.found.append(0)
            self._inside = True

    def text(self, data: str) -> None:
        """Some text, or the blanks between two."""
        if self._inside:
            self.found[-1] += len(data)

    def end(self, name: str) -> None:
        """A text ends."""
        if name == "si":
            self._inside = False


def shared_lengths(package: Package) -> list[int]:
    """The lengths of the texts that cells share."""
    lengths = _Lengths()
    data = package.part("xl/sharedStrings.xml")
    if data is None:
        return []
    found, rest = plain_lengths(data) or ([], data)
    parse(_chunks(rest), lengths, package.place)
    return found + lengths.found


def _is_within_bounds(cells: Cells) -> bool:
    return (
        cells.rows <= MAX_ROWS
        and cells.columns <= MAX_COLUMNS
        and cells.rows * cells.columns <= MAX_CELLS
        and cells.text <= MAX_TEXT
    )


class Look(_Quiet):
    """What has to be known of a sheet before its cells are read.

    `filled` are as many cells as hold something; the others are as `Grid` has them. Raises `InputError` at
    a cell too far out, and where the cells hold too much text.
    """

    def __init__(self, package: Package, sheet: SheetPart, shared: list[int]) -> None:
        self.filled = 0
        self.formulas: set[Spot] = set()
        self.results: set[Spot] = set()
        self.errors: set[Spot] = set()
        self._path = package.path
        self._sheet = sheet.name
        self._shared = shared
        self._spot: Spot = (0, -1)
        self._type = ""
        self._pieces: list[str] | None = None
        self._text = self._last = self._width = 0
        data = package.needed(sheet.part)
        cells = plain_cells(data, shared)
        if cells is not None and _is_within_bounds(cells):
            self.filled = cells.filled
            data = cells.rest
        parse(_chunks(data), self, package.place)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or a part of one begins."""
        if name == "row":
            said = attributes.get("r", "")
            self._spot = (int(said) if said.isdigit() and len(said) < 9 else self._spot[0] + 1, -1)
        elif name == "c":
            self._type = attributes.get("t", "n")
            self._spot = self._found(attributes.get("r"))
        elif name == "f":
            self.formulas.add(self._spot)
        elif name in ("v", "t"):
            self._pieces = []

    def end(self, name: str) -> None:
        """What a cell holds ends."""
        if name in ("v", "t") and self._pieces is not None:
            text, self._pieces = "".join(self._pieces), None
            if text:
                self._fill(text)

    def text(self, data: str) -> None:
        """Some text, which counts within a value."""
        if self._pieces is not None:
            self._pieces.append(data)

    def _found(self, reference: str | None) -> Spot:
        """The cell of a reference; without one, the next of its row."""
        if reference is None:
            return self._spot[0], self._spot[1] + 1
        said = _REFERENCE.match(reference)
        if said is None:
            where = Location(path=self._path, line=self._spot[0])
            raise InputError.one(f"`{reference[:20]}` is no cell", where, _DAMAGED)
        return int(said[2]), column_of(said[1])

    def _fill(self, text: str) -> None:
        """Counts a cell that holds something."""
        row, column = self._spot
        check_width(self._path, self._sheet, self._spot)
        self.filled += 1
        self._last, self._width = max(self._last, row), max(self._width, column + 1)
        if self._spot in self.formulas:
            self.results.add(self._spot)
        if self._type == "e":
            self.errors.add(self._spot)
        if self._type == "s":
            number = int(text) if text.isdigit() and len(text) < 10 else -1
            self._text += self._shared[number] if 0 <= number < len(self._shared) else 0
        else:
            self._text += len(text)
        where = cell_place(self._path, self._sheet, self._spot)
        if not 0 < row <= MAX_ROWS:
            raise InputError.one(f"this sheet has {row} rows; at most {MAX_ROWS} are read", where)
        if self._last * self._width > MAX_CELLS:
            raise InputError.one(f"this sheet has more than {MAX_CELLS} cells", where)
        if self._text > MAX_TEXT:
            raise InputError.one(f"the cells hold more than {MAX_TEXT >> 20} MiB of text", where)


def _chunks(data: bytes) -> Iterator[bytes]:
    return (data[n : n + _CHUNK] for n in range(0, len(data), _CHUNK))
