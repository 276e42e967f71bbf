"""Files to text: UTF-8 and nothing else, and every failure told in a sentence."""

import sys
from pathlib import Path

from linter.document.place import broken, split_lines
from linter.errors import InputError
from linter.model import Location

STDIN = "-"
MAX_BYTES = 64 * 1024 * 1024
"""The largest text that is read whole. Long change sets belong in JSON Lines, which is read line by line."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class CopiedPath(str):
    """The path of a copy. Messages name the original, which is what the user knows."""

    original: str

    def __new__(cls, path: str, original: str) -> "CopiedPath":
        """A path that is used as any other, and shown as `original`."""
        self = super().__new__(cls, path)
        self.original = original
        return self


def shown_path(path: str) -> str:
    """How a path is named in messages: standard input has no path, and a copy has its original's."""
    given = given_path(path)
    return "<stdin>" if given == STDIN else given


def given_path(path: str) -> str:
    """The path as the user gave it, `-` for standard input: that of the original, for a copy."""
    return path.original if isinstance(path, CopiedPath) else path


def read_text(path: str, *, max_bytes: int = MAX_BYTES) -> str:
    """The text of a file, or of standard input for `-`.

    Raises `InputError` where there is no such file, it cannot be read, is empty, too large, or not UTF-8.
    """
    name = shown_path(path)
    try:
        data = sys.stdin.buffer.read(max_bytes + 1) if path == STDIN else _read(Path(path), max_bytes + 1)
    except OSError as error:
        raise unreadable(name, error) from error
    if len(data) > max_bytes:
        raise InputError.one(
            f"the file is larger than {max_bytes >> 20} MiB",
            Location(path=name),
            "write one change or account a line as JSON Lines (`.jsonl`), which is read line by line",
        )
    return decode(data, name)


def unreadable(name: str, error: OSError) -> InputError:
    """What the operating system's refusal means for the person who named the file."""
    here = Location(path=name)
    if isinstance(error, FileNotFoundError):
        return InputError.one("there is no such file", here, "check the path and the current folder")
    if isinstance(error, IsADirectoryError):
        return InputError.one("this is a directory, not a file", here, "name the files in it")
    if isinstance(error, PermissionError):
        return InputError.one("no permission to read this file", here, "check its owner and mode")
    reason = (error.strerror or str(error)).lower()
    return InputError.one(f"cannot be read: {reason}", here)


def empty(name: str) -> InputError:
    """The refusal of a file with nothing in it."""
    return InputError.one(
        "the file is empty", Location(path=name, line=1, column=1), "was it written completely?"
    )


def decode(data: bytes, path: str) -> str:
    """The text of UTF-8 bytes without a byte order mark. Raises `InputError` at the first other byte."""
    if data.startswith(_UTF16) or (b"\x00" in data[:4] and len(data) > 3):
        raise InputError.one(
            "the file is not UTF-8 but looks like UTF-16",
            Location(path=path, line=1, column=1),
            "save it again with the encoding UTF-8",
        )
    data = data.removeprefix(_BOM)
    if not data.strip():
        raise empty(path)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise not_utf8(data, path, error) from error


def not_utf8(data: bytes, path: str, error: UnicodeDecodeError, first_line: int = 1) -> InputError:
    """The refusal of bytes that are not UTF-8, at the first bad byte."""
    before = split_lines(data[: error.start].decode())
    lines = split_lines(data.decode(errors="replace"))
    line = first_line + len(before) - 1
    return InputError.one(
        f"byte 0x{data[error.start]:02x} is not UTF-8",
        broken(path, lines, line, len(before[-1]) + 1, first_line=first_line),
        "save the file again with the encoding UTF-8",
    )


def _read(path: Path, size: int) -> bytes:
    """At most `size` bytes of a file."""
    with path.open("rb") as file:
        return file.read(size)
