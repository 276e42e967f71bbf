"""The text of a file whose encoding has to be found out: read some lines at a time, any line found again."""

import codecs
import contextlib
import functools
import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from linter.document import empty
from linter.errors import InputError
from linter.formats.content import Content
from linter.model import Location

MAX_LINE = 1024 * 1024
"""The longest line of a delimited file, in bytes."""

_BLOCK = 256 * 1024
_KEPT = 8
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r\f\v"})
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}
_UTF8_CHARACTER = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SPACE = ord(" ")
_PADDED = re.compile(rb" (?:\n|(?<=\n ))")
_WIDE_BLANKS = (
    (b"\xc2", (b"\xc2\x85", b"\xc2\xa0")),
    (b"\xe1", (b"\xe1\x9a\x80",)),
    (b"\xe2", (b"\xe2\x80", b"\xe2\x81\x9f")),
    (b"\xe3", (b"\xe3\x80\x80",)),
)
"""The blanks of UTF-8 beyond ASCII, by their first byte; those from U+2000 on by their first two."""

_SAVE_AGAIN = "save the file again with the encoding UTF-8"


class _Block(NamedTuple):
    """Some whole lines: where they begin in the file, the number of the first, and their bytes."""

    offset: int
    line: int
    data: bytes


class Edges(NamedTuple):
    """Whether a cell may have blanks around its value, and whether one may begin with `=`."""

    padded: bool
    computed: bool


@dataclass(frozen=True)
class Encoded:
    """A text in an encoding that was found out, wholly readable.

    `offsets` and `lines` say where its blocks begin; `ended` whether the last line has its line end.
    """

    content: Content
    encoding: str
    offsets: tuple[int, ...]
    lines: tuple[int, ...]
    ended: bool

    def __iter__(self) -> Iterator[str]:
        """The lines with their ends, split at LF only."""
        blocks = (io.StringIO(self._text(number), newline="\n") for number in range(len(self.offsets)))
        return chain.from_iterable(blocks)

    def edges(self, delimiter: str) -> Edges:
        """What cells may have at their edges, where this character parts them."""
        if self.encoding in _LINE_ENDS:
            return Edges(padded=True, computed=True)
        table = _edge_table(delimiter)
        computed = False
        for number in range(len(self.offsets)):
            data = self._bytes(number)
            if delimiter == "\t" and b'"' in data:
                # A tab within quotes looks like one that parts cells.
                return Edges(padded=True, computed=True)
            edged = (data.replace(b"\r\n", b"\n") if b"\r" in data else data).translate(table)
            if edged[0] == _SPACE or _PADDED.search(edged) or _has_wide_blank(data, self.encoding):
                # Behind a blank may stand what shows only without it.
                return Edges(padded=True, computed=True)
            computed = computed or edged[:1] == b"=" or (b"=" in edged and b"\n=" in edged)
        return Edges(False, computed)

    def starting(self, line: int) -> Iterator[str]:
        """The lines from the one with this number on."""
        first = bisect_right(self.lines, line) - 1
        yield from islice(self._recent(first), line - self.lines[first], None)
        for number in range(first + 1, len(self.offsets)):
            yield from self._recent(number)

    def _bytes(self, number: int) -> bytes:
        begin = self.offsets[number]
        end = self.offsets[number + 1] if number + 1 < len(self.offsets) else self.content.size
        return self.content.read(begin, end - begin)

    def _text(self, number: int) -> str:
        return self._bytes(number).decode(self.encoding)

    @functools.cached_property
    def _recent(self) -> "functools._lru_cache_wrapper[list[str]]":
        """The lines of a block, the last few blocks at hand."""

        def lines(number: int) -> list[str]:
            return list(io.StringIO(self._text(number), newline="\n"))

        return functools.lru_cache(maxsize=_KEPT)(lines)


@functools.cache
def _edge_table(delimiter: str) -> bytes:
    """Maps what ends or begins a cell to a line feed, and blanks that are no end of one to spaces."""
    edges = f'{delimiter}"\n'.encode()
    blanks = bytes(set(b"\t\r\f\v") - set(edges))
    return bytes.maketrans(edges + blanks, b"\n" * len(edges) + b" " * len(blanks))


def _has_wide_blank(data: bytes, encoding: str) -> bool:
    """Whether some bytes may hold a blank that is not ASCII."""
    if data.isascii():
        return False
    if encoding != "utf-8":
        return b"\xa0" in data
    return any(lead in data and any(blank in data for blank in blanks) for lead, blanks in _WIDE_BLANKS)


def encoded(content: Content) -> Encoded:
    """The text of a file that is UTF-8, UTF-16 or Windows-1252, all of which is looked through.

    Raises `InputError` at the first bytes that are text in none of them, at control characters, and at a
    line that is too long.
    """
    start, encoding = _mark(content.read(0, 4096))
    if encoding:
        return _checked(content, start, encoding)
    with contextlib.suppress(UnicodeDecodeError):
        return _checked(content, 0, "utf-8")
    _refuse_a_mixture(content)
    return _checked(content, 0, "cp1252")


def sample_text(sample: bytes) -> str:
    """The text that the first bytes of a file begin, as far as it can be told; never raises."""
    start, encoding = _mark(sample)
    if not encoding:
        tail = sample[-3:]
        whole = sample[: len(sample) - next((n for n in (1, 2, 3) if tail[-n:][:1] >= b"\xc0"), 0)]
        encoding = "utf-8" if _is_utf8(whole) else "cp1252"
    return sample[start:].decode(encoding, "ignore")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _mark(head: bytes) -> tuple[int, str]:
    """How many bytes a byte order mark has, and the encoding it tells; UTF-16 shows without one, too."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return len(mark), encoding
    even, odd = head[::2].count(0), head[1::2].count(0)
    most = len(head) // 4
    if odd > most and not even:
        return 0, "utf-16-le"
    if even > most and not odd:
        return 0, "utf-16-be"
    return 0, ""


def _checked(content: Content, start: int, encoding: str) -> Encoded:
    """The text, if it is in this encoding. Raises `UnicodeDecodeError` only where another is worth a try."""
    offsets, lines = [], []
    last = b""
    something = False
    for block in _blocks(content, start, encoding):
        offsets.append(block.offset)
        lines.append(block.line)
        _examine(content, block, encoding, bool(start))
        something = something or bool(block.data.strip(b"\0 \t\r\n"))
        last = block.data
    if not something:
        raise empty(content.name)
    end = _LINE_ENDS.get(encoding, b"\n")
    return Encoded(content, encoding, tuple(offsets), tuple(lines), last.endswith(end))


def _examine(content: Content, block: _Block, encoding: str, marked: bool) -> None:
    """Raises where a block is not text in an encoding."""
    wide = encoding in _LINE_ENDS
    if not wide and len(block.data.translate(None, _CONTROLS)) < len(block.data):
        at = re.search(b"[%s]" % re.escape(_CONTROLS), block.data)
        raise _binary(content, block, encoding, at.start() if at else 0)
    try:
        text = block.data.decode(encoding) if wide or not block.data.isascii() else ""
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and not marked:
            raise
        raise _not_text(content, block, encoding, error.start) from error
    control = _CONTROL.search(text) if wide else None
    if control:
        raise _binary(content, block, encoding, len(text[: control.start()].encode(encoding)))


def _refuse_a_mixture(content: Content) -> None:
    """Raises `InputError` where a file that is not UTF-8 holds some all the same: no encoding is right."""
    first: InputError | None = None
    mixed = False
    for block in _blocks(content, 0, "utf-8"):
        if block.data.isascii():
            continue
        mixed = mixed or bool(_UTF8_CHARACTER.search(block.data))
        if first is None:
            try:
                block.data.decode()
            except UnicodeDecodeError as error:
                first = _not_text(content, block, "utf-8", error.start)
        if mixed and first is not None:
            raise first


def _blocks(content: Content, start: int, encoding: str) -> Iterator[_Block]:
    """The bytes of a file as blocks of whole lines. Raises `InputError` at a line that is too long."""
    end = _LINE_ENDS.get(encoding, b"\n")
    offset = position = start
    line = 1
    rest = b""
    while data := content.read(position, _BLOCK):
        position += len(data)
        data = rest + data
        cut = _last_end(data, end)
        if not cut:
            rest = data
            if len(rest) > MAX_LINE:
                raise InputError.one(
                    f"this line is longer than {MAX_LINE >> 20} MiB",
                    Location(path=content.name, line=line, column=1),
                    "is this a table with one record a line, with line ends LF or CRLF?",
                )
            continue
        whole, rest = data[:cut], data[cut:]
        yield _Block(offset, line, whole)
        offset += cut
        line += whole.count(end) if len(end) == 1 else whole.decode(encoding, "replace").count("\n")
    if rest:
        yield _Block(offset, line, rest)


def _last_end(data: bytes, end: bytes) -> int:
    """The offset after the last line end; 0 where there is none."""
    found = data.rfind(end)
    while found > 0 and found % len(end):
        found = data.rfind(end, 0, found + len(end) - 1)
    return found + len(end) if found >= 0 else 0


def _binary(content: Content, block: _Block, encoding: str, at: int) -> InputError:
    """The refusal of a control character, which no table of text has."""
    code = ord(block.data[at : at + 2].decode(encoding, "replace")[:1] or "\0")
    return InputError.one(
        f"the control character U+{code:04X} is not text",
        _place(content, block, encoding, at),
        "is this a binary file, or was it damaged?",
    )


def _not_text(content: Content, block: _Block, encoding: str, at: int) -> InputError:
    """The refusal of bytes that an encoding does not have."""
    where = _place(content, block, encoding, at)
    if encoding in _LINE_ENDS:
        return InputError.one("this is not UTF-16", where, "the file breaks off, or bytes of it are lost")
    name = "UTF-8" if encoding == "utf-8" else "UTF-8 nor Windows-1252"
    denial = "not" if encoding == "utf-8" else "neither"
    return InputError.one(f"byte 0x{block.data[at]:02x} is {denial} {name}", where, _SAVE_AGAIN)


def _place(content: Content, block: _Block, encoding: str, at: int) -> Location:
    """The place of a byte of a block. The line is not shown: what it holds is not known."""
    before = block.data[:at].decode(encoding, "replace").split("\n")
    return Location(path=content.name, line=block.line + len(before) - 1, column=len(before[-1]) + 1)
