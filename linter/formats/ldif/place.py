"""The places of records and their lines, found again when they are asked for."""

import functools

from linter.document.place import shown
from linter.formats.content import Content
from linter.formats.ldif.attribute import Meaning, meaning_of
from linter.formats.ldif.block import Extent, Logical, Spoiled, placed
from linter.formats.ldif.record import MODIFICATIONS, Fault, Line, base_of, lines_of
from linter.model import Location, Problem

_SPECIALS = {
    "enabled": ("flag",),
    "groups": ("memberof",),
    "aliases": ("proxy",),
    "primary_email": ("proxy",),
}


class Finder:
    """Finds lines of records by where they stand in their piece of the file; the last pieces stay at hand."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._piece = functools.lru_cache(maxsize=4)(self._read)

    def change(self, extent: Extent, ordinal: int, line: int, pointer: str) -> Location:
        """The place of a part of a change that comes from a line of a record (0: from the whole)."""
        record = self._piece(extent)[ordinal]
        try:
            lines = lines_of(_joined(record))
        except Fault:
            return self.line(extent, ordinal, line)
        number = _number(lines, line, pointer)
        return self.line(extent, ordinal, number, value=number > 0 and pointer != "op")

    def line(self, extent: Extent, ordinal: int, number: int, *, value: bool = False) -> Location:
        """The place of a line of a record; with `value`, of its value."""
        record = self._piece(extent)[ordinal]
        number = min(number, len(record) - 1)
        logical = record[number]
        begin = _value_offset(logical.texts[0]) if value else 0
        return self._shown(record, number, begin, len(logical.texts[0]))

    def problem(self, extent: Extent, ordinal: int, fault: Fault) -> Problem:
        """A fault with its place."""
        record = self._piece(extent)[ordinal]
        number = min(fault.line, len(record) - 1)
        text = record[number].texts[0]
        begin = fault.offset
        if fault.inside:
            encoded = text[text.find(":") + 1 :].startswith(":")
            begin = _value_offset(text) + (0 if encoded else begin)
        # A fault at no offset is one of the line as a whole.
        end = begin + 1 if begin or fault.inside else len(text)
        where = self._shown(record, number, begin, end)
        return Problem(message=fault.message, location=where, hint=fault.hint)

    def spoiled(self, extent: Extent, data: bytes, fault: Spoiled) -> Problem:
        """A problem with bytes. The line is not shown: what it holds is not known."""
        plain = data.replace(b"\r\n", b"\n")
        before = plain[: fault.offset].decode(errors="replace").split("\n")
        where = Location(
            path=self._content.name, line=extent.line + len(before) - 1, column=len(before[-1]) + 1
        )
        return Problem(message=fault.message, location=where, hint=fault.hint)

    def _read(self, extent: Extent) -> list[list[Logical]]:
        return placed(self._content.read(extent.offset, extent.size), extent.line)

    def _shown(self, record: list[Logical], number: int, begin: int, end: int) -> Location:
        """The place of a part of a line; a secret value is masked."""
        logical = record[number]
        line, column = logical.place(begin)
        text = logical.texts[line - logical.number]
        last = min(column + max(end - begin, 1), len(text) + 1)
        hidden = _hidden(record, number)
        secrets = []
        if hidden is not None:
            secrets = [(hidden + 1 if line == logical.number else 2, len(text) + 1)]
        return shown(self._content.name, text, line, (column, last), secrets=secrets)


def _hidden(record: list[Logical], number: int) -> int | None:
    """The offset from which on a line is a secret; `None` where it holds none."""
    text = record[number].texts[0]
    name, colon, _ = text.partition(":")
    if colon and meaning_of(name.strip()[:256]).special == "secret":
        return _value_offset(text)
    if number and text != "-":
        # The rest of a secret whose line was broken without a blank looks like a line of its own.
        earlier, _, _ = record[number - 1].texts[0].partition(":")
        if meaning_of(earlier.strip()[:256]).special == "secret" and not (colon and _is_name(name)):
            return 0
    return None


def _is_name(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace(";", "").isalpha()


def _value_offset(text: str) -> int:
    """Where the value begins in a line."""
    rest = text.partition(":")[2]
    return len(text) - len(rest.lstrip(":< "))


def _joined(record: list[Logical]) -> str:
    return "\n".join(each.texts[0] + "".join(text[1:] for text in each.texts[1:]) for each in record)


def _number(lines: list[Line], own: int, pointer: str) -> int:
    """The line of a record on which a part of a change stands."""
    head = next((n for n, line in enumerate(lines) if line[0].lower() == "dn"), 0)
    first, _, rest = pointer.lstrip("/").partition("/")
    if first == "op":
        return next((n for n, line in enumerate(lines) if line[0].lower() == "changetype"), head)
    special = meaning_of(lines[own][0]).special if own else ""
    if first == "user":
        return own if special == "member" else head
    if first == "group":
        return head if special == "member" else own or head
    if first in ("set", "before") and rest:
        return _holding(lines, rest) or own or head
    return own or head


def _holding(lines: list[Line], path: str) -> int:
    """The line that gives a field of a user, or one of its attributes; 0 where there is none."""
    field, _, name = path.partition("/")
    found: tuple[int, int, int] | None = None
    op = ""
    begins = True
    for number, (written, _, value) in enumerate(lines):
        if written == "newrdn":
            return number
        weight = 1 if op == "delete" else 0
        described = written
        if begins and written.lower() in MODIFICATIONS and isinstance(value, str):
            op, described, weight = written.lower(), value.strip(), 2
        begins = written == "-" or base_of(written) == "changetype"
        meaning = meaning_of(described)
        if not _gives(meaning, value, field, name):
            continue
        score = (weight, meaning.rank, number)
        found = score if found is None or score < found else found
    return found[2] if found else 0


def _gives(meaning: Meaning, value: object, field: str, name: str) -> bool:
    """Whether an attribute gives a field, or is the attribute of a name."""
    if field == "attributes":
        return meaning.name == name
    if meaning.field == field:
        return True
    if field == "primary_email" and meaning.special == "proxy":
        return isinstance(value, str) and value.startswith("SMTP:")
    return meaning.special in _SPECIALS.get(field, ())
