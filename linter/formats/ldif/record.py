"""The grammar of RFC 2849: blocks of lines to records, and what is wrong with those that are none."""

import binascii
import functools
import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | bytes
Line: TypeAlias = tuple[str, str, Value]
"""An attribute description as written, what parts it from its value, and the value (bytes: no text)."""

TREE_DELETE = "1.2.840.113556.1.4.805"
MODIFICATIONS = ("add", "delete", "replace", "increment")
CHANGE_TYPES = ("add", "delete", "modify", "modrdn", "moddn")
_DESCRIPTION = re.compile(r"(?:[a-z][a-z0-9_-]*|\d+(?:\.\d+)*)(?:;[a-z0-9_=*-]+)*", re.IGNORECASE)
_CONTROL = re.compile(r"(\d+(?:\.\d+)*)(?: +(true|false))?(?: *(::?<?).*)?", re.IGNORECASE | re.DOTALL)
_RAW = frozenset({"objectguid", "objectsid", "guid"})


class Fault(Exception):  # noqa: N818 - becomes a problem as soon as its place is known
    """What is wrong with a record: on which of its lines, and where in it, or (`inside`) in its value."""

    def __init__(
        self, message: str, line: int, offset: int = 0, hint: str = "", *, inside: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.offset = offset
        self.hint = hint
        self.inside = inside


class Modification(NamedTuple):
    """A block of a modify: what is done to which attribute, with which values; on which line it begins."""

    op: str
    attribute: str
    values: list[Value]
    line: int


class Renaming(NamedTuple):
    """The new name of an entry, relative to the entry above it; the one above where it moves."""

    part: str
    delete_old: bool
    parent: str | None


class Record(NamedTuple):
    """A record. `kind` is a change type, or `content`; what it says is in the field of its kind.

    `first` is the line on which what it says begins; `lines` are all of its lines.
    """

    dn: str
    kind: str
    lines: list[Line]
    first: int
    controls: tuple[str, ...] = ()
    modifications: tuple[Modification, ...] = ()
    renaming: Renaming | None = None


@functools.lru_cache(maxsize=4096)
def lowered(description: str) -> str:
    """An attribute description as it is compared: in lower case, without options that only part values."""
    base, _, options = description.lower().partition(";")
    kept = [each for each in options.split(";") if each and not each.startswith("range=")]
    return ";".join([base, *kept])


def base_of(description: str) -> str:
    """An attribute description without options, in lower case."""
    return description.partition(";")[0].lower()


@functools.lru_cache(maxsize=4096)
def is_description(text: str) -> bool:
    """Whether a text is an attribute description."""
    return _DESCRIPTION.fullmatch(text) is not None


def lines_of(block: str) -> list[Line]:
    """The lines of a block. Raises `Fault` at a line that is none."""
    lines: list[Line] = [line.partition(": ") for line in block.split("\n")]
    for number, (name, separator, value) in enumerate(lines):
        if not separator or not is_description(name) or value[:1] == " ":
            lines[number] = _line(name + separator + str(value), number)
    return lines


def _line(text: str, number: int) -> Line:
    """A line that is not simply a description, a colon, a blank and a value."""
    if text == "-":
        return "-", "", ""
    name, colon, rest = text.partition(":")
    if not colon:
        hint = "a line that continues the one before begins with a blank"
        raise Fault("this line has no colon", number, 0, hint)
    if not is_description(name):
        # What stands here may be the rest of a password whose line was broken: it is not repeated.
        raise Fault("this is no attribute name", number, 0, "a line begins with `name:`")
    if rest.startswith("<"):
        raise Fault(
            f"the value of `{name}` is to be read from a URL, which is never opened",
            number,
            len(name) + 1,
            "write the value itself into the file, in base64 after `::`",
        )
    if not rest.startswith(":"):
        return name, ": ", rest.lstrip(" ")
    try:
        raw = binascii.a2b_base64(rest[1:].strip(" "), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise Fault(
            f"the value of `{name}` is not base64", number, len(name) + 2, "was it cut off?"
        ) from error
    if base_of(name) in _RAW:
        return name, "::", raw
    try:
        return name, "::", raw.decode()
    except UnicodeDecodeError:
        return name, "::", raw


def text_of(lines: list[Line], number: int) -> str:
    """The value of a line as text. Raises `Fault`."""
    return as_text(lines[number][2], number)


def as_text(value: Value, line: int) -> str:
    """A value that stands on a line, as text. Raises `Fault`."""
    if isinstance(value, bytes):
        raise Fault("this value is not text", line, 0, "its base64 does not give UTF-8")
    return value


def record_of(block: str) -> Record | None:
    """The record of a block; `None` where it only ends the output of a search. Raises `Fault`."""
    lines = lines_of(block)
    name = lines[0][0].lower()
    if name == "dn":
        begin = 0
    elif name == "version":
        if text_of(lines, 0).strip() != "1":
            raise Fault(f"LDIF version `{text_of(lines, 0)}` is not known", 0, 0, "version 1 is read")
        begin = 1
    elif name in ("search", "ref"):
        return None
    else:
        raise Fault("a record begins with `dn:`", 0, 0, _beginning_hint(lines))
    if begin >= len(lines):
        return None
    if lines[begin][0].lower() != "dn":
        raise Fault("a record begins with `dn:`", begin)
    dn = text_of(lines, begin)
    controls, first = _controls(lines, begin + 1)
    if first < len(lines) and lines[first][0].lower() == "changetype":
        kind = text_of(lines, first).strip().lower()
        read = _READ.get(kind)
        if read is None:
            known = ", ".join(CHANGE_TYPES)
            raise Fault(f"the change type `{kind}` is not known", first, 0, f"one of: {known}")
        return read(Record(dn, kind, lines, first + 1, controls))
    if controls:
        raise Fault("a control stands before a `changetype:` only", begin + 1)
    record = Record(dn, "content", lines, first)
    return _with_values(record)


def _beginning_hint(lines: list[Line]) -> str:
    return "an empty line ends a record: is one too many here?" if lines[0][0] != "-" else ""


def _controls(lines: list[Line], number: int) -> tuple[tuple[str, ...], int]:
    """The object identifiers of the controls that begin on a line, and the line after them."""
    if number >= len(lines) or lines[number][0].lower() != "control":
        return (), number
    found = []
    while number < len(lines) and lines[number][0].lower() == "control":
        control = _CONTROL.fullmatch(text_of(lines, number).strip())
        if control is None:
            raise Fault("a control is an object identifier, `true` or `false`, and a value", number)
        if control[3] and control[3].endswith("<"):
            message = "the value of this control is to be read from a URL, which is never opened"
            raise Fault(message, number, 0, "write the value itself into the file")
        found.append(control[1])
        number += 1
    return tuple(found), number


def _with_values(record: Record) -> Record:
    """A content record or an add: attributes and their values."""
    lines = record.lines
    if record.first >= len(lines):
        raise Fault("the record has no attributes", record.first - 1)
    for number in range(record.first, len(lines)):
        name = lines[number][0]
        if name == "-":
            raise Fault("a `-` stands in records of `changetype: modify` only", number)
        if name in ("changetype", "dn", "control"):
            what = "begins a record" if name == "dn" else "stands right after `dn:`"
            raise Fault(f"`{name}:` {what}", number, 0, "an empty line parts two records")
    return record


def _delete(record: Record) -> Record:
    if record.first < len(record.lines):
        hint = "to delete single attributes, use `changetype: modify`"
        raise Fault("a delete takes nothing more", record.first, 0, hint)
    return record


def _modify(record: Record) -> Record:
    """A modify. The `-` after the last block may be missing."""
    lines = record.lines
    number = record.first
    found = []
    while number < len(lines):
        op = lines[number][0].lower()
        if op not in MODIFICATIONS:
            kinds = ", ".join(f"`{each}:`" for each in MODIFICATIONS)
            raise Fault("here must begin a modification", number, 0, f"one of: {kinds}")
        written = text_of(lines, number).strip()
        if not is_description(written):
            raise Fault(f"`{op}:` names the attribute that it is about", number, 0, "such as `replace: mail`")
        attribute = lowered(written)
        begin = number
        number += 1
        values: list[Value] = []
        while number < len(lines) and lines[number][0] != "-":
            name = lines[number][0]
            if name != written and lowered(name) != attribute:
                message = f"this is a value of `{name}`, but the block is about `{written}`"
                raise Fault(message, number, 0, "a line with `-` alone ends a block")
            values.append(lines[number][2])
            number += 1
        number += 1
        if not values and op in ("add", "increment"):
            raise Fault(f"`{op}:` needs a value", begin, 0, f"write it on the next line: `{written}: ...`")
        found.append(Modification(op, written, values, begin))
    return record._replace(modifications=tuple(found))


def _rename(record: Record) -> Record:
    """A modrdn or moddn."""
    lines = record.lines
    said: dict[str, str] = {}
    for number in range(record.first, len(lines)):
        name = lines[number][0].lower()
        if name not in ("newrdn", "deleteoldrdn", "newsuperior") or name in said:
            raise Fault(f"`{lines[number][0]}:` has no place here", number, 0, _RENAMING)
        said[name] = text_of(lines, number)
        if name == "deleteoldrdn" and said[name].strip() not in ("0", "1"):
            raise Fault("`deleteoldrdn:` is 0 or 1", number)
    for name in ("newrdn", "deleteoldrdn"):
        if name not in said:
            raise Fault(f"`{name}:` is missing", record.first - 1, 0, _RENAMING)
    renaming = Renaming(said["newrdn"], said["deleteoldrdn"].strip() == "1", said.get("newsuperior"))
    return record._replace(renaming=renaming)


_RENAMING = "a rename has `newrdn:`, `deleteoldrdn:` and, where the entry moves, `newsuperior:`"
_READ: dict[str, Callable[[Record], Record]] = {
    "add": _with_values,
    "delete": _delete,
    "modify": _modify,
    "modrdn": _rename,
    "moddn": _rename,
}
