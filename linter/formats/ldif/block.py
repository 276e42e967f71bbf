"""The records of a file as text, a piece at a time, comments and folds undone."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from linter.errors import InputError
from linter.formats.content import Content
from linter.model import Location

MAX_RECORD = 64 * 1024 * 1024
"""The longest record, in bytes."""

_PIECE = 1024 * 1024
_COMMENT = re.compile(r"^#.*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINES = re.compile("\n{3,}")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Extent(NamedTuple):
    """Where some whole records begin in the file, how many bytes they are, the number of their first line."""

    offset: int
    size: int
    line: int


class Spoiled(Exception):  # noqa: N818 - a signal to look for the place
    """Bytes that are no lines of text, at an offset in their piece."""

    def __init__(self, message: str, offset: int, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


def pieces(content: Content) -> Iterator[tuple[Extent, bytes]]:
    """The file, some whole records at a time. Raises `InputError` at a record that is too long."""
    position = offset = content.start
    line = 1
    rest: list[bytes] = []
    kept = 0
    while data := content.read(position, _PIECE):
        if position == content.start:
            _refuse_utf16(content, data)
        position += len(data)
        # A blank line may lie across two readings.
        tail = rest[-1][-2:] if rest else b""
        end = _last_blank(tail + data) - len(tail)
        if end <= 0:
            rest.append(data)
            kept += len(data)
            if kept > MAX_RECORD:
                raise InputError.one(
                    f"this record is longer than {MAX_RECORD >> 20} MiB",
                    Location(path=content.name, line=line, column=1),
                    "records are parted by blank lines",
                )
            continue
        whole = b"".join((*rest, data[:end]))
        yield Extent(offset, len(whole), line), whole
        offset += len(whole)
        line += whole.count(b"\n")
        rest = [data[end:]] if end < len(data) else []
        kept = len(data) - end
    if rest:
        whole = b"".join(rest)
        yield Extent(offset, len(whole), line), whole


def _last_blank(data: bytes) -> int:
    """Where the last blank line ends; 0 where there is none."""
    unix = data.rfind(b"\n\n")
    dos = data.rfind(b"\n\r\n") if b"\r" in data else -1
    return max(unix + 2 if unix >= 0 else 0, dos + 3 if dos >= 0 else 0)


def _refuse_utf16(content: Content, data: bytes) -> None:
    if data.startswith(_UTF16) or b"\x00" in data[:4]:
        raise InputError.one(
            "the file is not UTF-8 but looks like UTF-16",
            Location(path=content.name, line=1, column=1),
            "save it again with the encoding UTF-8",
        )


def text_of(data: bytes) -> str:
    """The text of a piece, its lines ended by line feeds. Raises `Spoiled`."""
    if b"\r" in data:
        data = _unix(data)
    if b"\x00" in data:
        raise Spoiled("a NUL byte", data.index(b"\x00"), "write binary values in base64, after `::`")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Spoiled(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            error.start,
            "save the file again with the encoding UTF-8, or write the value in base64, after `::`",
        ) from error


def tidy(text: str) -> str:
    """A text as records: logical lines without comments, and after each record one blank line.

    Raises `Spoiled`.
    """
    if "\n " in text or text.startswith(" "):
        _refuse_stray_folds(text)
        text = text.replace("\n ", "")
    if "\n#" in text or text.startswith("#"):
        text = _COMMENT.sub("", text)
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    text = text.removeprefix("\n").removeprefix("\n")
    if text and not text.endswith("\n\n"):
        text += "\n" if text.endswith("\n") else "\n\n"
    return text


def _unix(data: bytes) -> bytes:
    """Bytes whose lines end in LF. Raises `Spoiled` where a CR stands alone."""
    plain = data.replace(b"\r\n", b"\n")
    if b"\r" in plain:
        alone = plain.index(b"\r")
        raise Spoiled("a carriage return alone", alone, "save the file with LF or CRLF line ends")
    return plain


def _refuse_stray_folds(text: str) -> None:
    """Raises `Spoiled` where a line that begins with a blank has nothing before it to continue."""
    stray = 0 if text.startswith(" ") else text.find("\n\n ") + 2
    if stray != 1:
        raise Spoiled(
            "this line continues nothing",
            len(text[:stray].encode()),
            "a line that begins with a blank continues the one before; remove the blank, or the empty line",
        )


class Logical(NamedTuple):
    """A line of a record, and the lines of the file it was folded into: number of the first, and texts."""

    number: int
    texts: tuple[str, ...]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the whole."""
        for number, text in enumerate(self.texts):
            own = len(text) - bool(number)
            if offset <= own:
                return self.number + number, offset + 1 + bool(number)
            offset -= own
        return self.number, 1


def placed(data: bytes, first_line: int) -> list[list[Logical]]:
    """The records of a piece, line by line and with numbers; the same records as `tidy` gives."""
    records: list[list[Logical]] = []
    record: list[Logical] = []
    folded: list[str] = []
    began = 0

    def close() -> None:
        if folded and not folded[0].startswith("#"):
            record.append(Logical(began, tuple(folded)))
        folded.clear()

    text = data.replace(b"\r\n", b"\n").decode(errors="replace")
    for number, line in enumerate(text.split("\n"), first_line):
        if line.startswith(" ") and folded:
            folded.append(line)
            continue
        close()
        if line:
            folded.append(line)
            began = number
        elif record:
            records.append(record)
            record = []
    close()
    return [*records, record] if record else records
