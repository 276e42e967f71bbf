"""XLSX: the first visible sheet of a workbook."""

from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.crm.grid import Grid
from linter.formats.crm.package import Look, Package, SheetPart, shared_lengths, visible_sheets
from linter.model import Location

if TYPE_CHECKING:
    from types import ModuleType


def workbook(content: Content) -> Grid:
    """The first visible sheet that holds something.

    Raises `InputError` where the file is damaged or out of bounds, or the reader of workbooks is missing.
    """
    calamine = _calamine(content.name)
    package = Package(content)
    shared = shared_lengths(package)
    looks = [(sheet, Look(package, sheet, shared)) for sheet in visible_sheets(package)]
    filled = [(sheet, look) for sheet, look in looks if look.filled or look.formulas]
    if not filled:
        return Grid("", {})
    (sheet, look), others = filled[0], filled[1:]
    return Grid(
        sheet.name,
        _rows(calamine, package, sheet),
        frozenset(look.formulas),
        frozenset(look.formulas - look.results),
        frozenset(look.errors),
        tuple(other.name for other, _ in others),
    )


def _calamine(path: str) -> "ModuleType":
    """The reader of workbooks. Raises `InputError` where it is not installed."""
    try:
        return import_module("python_calamine")
    except ImportError as error:
        raise InputError.one(
            "reading XLSX needs the extra `xlsx`",
            Location(path=path),
            "pip install 'prechange[xlsx]', or save the sheet as CSV",
        ) from error


def _rows(calamine: Any, package: Package, sheet: SheetPart) -> dict[int, list[str]]:
    """The rows of a sheet that hold something, as texts."""
    other = {name for name in package.parts if "/worksheets/" in name.lower()} - _same(package, sheet.part)
    try:
        book = calamine.load_workbook(package.packed(other))
        raw = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError) as error:
        message = "this workbook cannot be read"
        raise InputError.one(message, Location(path=package.path), "export it again") from error
    texts = ([_text(value) for value in row] for row in raw)
    return {number: row for number, row in enumerate(texts, start=1) if any(row)}


def _same(package: Package, part: str) -> set[str]:
    return {name for name in package.parts if name.lower() == part.lower()}


def _text(value: Any) -> str:
    """The value of a cell as a text; whole numbers without a fraction, times in the form of ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        # A spreadsheet counts days in floating point, which misses seconds by some microseconds.
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
