"""Which of its forms an export has: delimited text, XLSX or XML Spreadsheet 2003."""

from linter.document import empty
from linter.formats.content import Content
from linter.formats.crm.grid import Sheet
from linter.formats.crm.header import shows
from linter.formats.crm.spreadsheet import spreadsheet
from linter.formats.crm.workbook import workbook
from linter.formats.delimited import Table, open_table
from linter.formats.dialect import header_of
from linter.formats.encoded import sample_text

_ZIP = b"PK\x03\x04"
_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def opened(content: Content) -> Table:
    """The table of an export. Raises `InputError` where it cannot be read."""
    sample = content.read(0, 4096)
    if not sample:
        raise empty(content.name)
    if sample.startswith(_ZIP):
        return Sheet(content.name, workbook(content))
    if _is_markup(sample):
        return Sheet(content.name, spreadsheet(content))
    return open_table(content)


def recognises(sample: bytes, name: str) -> bool:
    """Whether this is a workbook, or the header is that of an export of users."""
    if sample.startswith(_ZIP):
        return b"xl/" in sample or (b"[Content_Types].xml" in sample and name.endswith(".xlsx"))
    if _is_markup(sample):
        return _NAMESPACE in sample_text(sample)
    return shows(header_of(sample))


def _is_markup(sample: bytes) -> bool:
    return sample_text(sample[:4096]).lstrip("\ufeff \t\r\n").startswith("<")
