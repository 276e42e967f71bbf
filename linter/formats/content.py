"""The bytes of an input, which can be read again and again, and are the same each time."""

import os
import shutil
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from linter.document import MAX_BYTES, STDIN, decode, empty, shown_path, unreadable
from linter.errors import InputError
from linter.model import Location

MAX_LINE = 64 * 1024 * 1024
"""The longest line of a JSON Lines file, in bytes."""

_CHUNK = 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class Chunk(NamedTuple):
    """Some whole lines: where they stand in the file, the number of the first, and their bytes."""

    offset: int
    line: int
    data: bytes


class Content:
    """A file or standard input. What cannot be read twice (a pipe) is copied to a temporary file first."""

    def __init__(self, path: str) -> None:
        """Opens nothing for long. Raises `InputError` where there is nothing to read."""
        self.name = shown_path(path)
        self.path = path
        self._spool: IO[bytes] | None = None
        try:
            if path == STDIN:
                self._keep(sys.stdin.buffer)
            elif not Path(path).is_file() and not Path(path).is_dir():
                with Path(path).open("rb") as pipe:
                    self._keep(pipe)
            self._first_seen = self._signature()
            self.start = len(_BOM) if self.read(0, len(_BOM)) == _BOM else 0
        except OSError as error:
            raise unreadable(self.name, error) from error
        if self.size <= self.start:
            raise empty(self.name)

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self._first_seen[1]

    def read(self, offset: int, size: int) -> bytes:
        """Some bytes. Raises `InputError` where the file is no longer the one that was read first."""
        if self._spool is not None:
            self._spool.seek(offset)
            return self._spool.read(size)
        with Path(self.path).open("rb") as file:
            if _signature(file) != self._first_seen:
                raise self.changed()
            file.seek(offset)
            return file.read(size)

    def whole(self) -> bytes:
        """All bytes, without a byte order mark."""
        return self.read(self.start, self.size - self.start)

    def text(self, max_bytes: int = MAX_BYTES) -> str:
        """All text. Raises `InputError` where it is too large to be read whole, or not UTF-8."""
        if self.size > max_bytes:
            raise InputError.one(
                f"the file is larger than {max_bytes >> 20} MiB",
                Location(path=self.name),
                "write it as JSON Lines (`.jsonl`), which is read line by line",
            )
        return decode(self.read(0, self.size), self.name)

    def chunks(self) -> Iterator[Chunk]:
        """Whole lines, some at a time. Raises `InputError` at a line that is too long."""
        offset = position = self.start
        line = 1
        rest: list[bytes] = []
        while data := self.read(position, _CHUNK):
            position += len(data)
            end = data.rfind(b"\n") + 1
            if not end:
                rest.append(data)
                if position - offset > MAX_LINE:
                    raise InputError.one(
                        f"this line is longer than {MAX_LINE >> 20} MiB",
                        Location(path=self.name, line=line, column=1),
                        "JSON Lines has one change or account a line",
                    )
                continue
            whole = b"".join((*rest, data[:end]))
            yield Chunk(offset, line, whole)
            offset += len(whole)
            line += whole.count(b"\n")
            rest = [data[end:]] if end < len(data) else []
        if rest:
            yield Chunk(offset, line, b"".join(rest))

    def changed(self) -> InputError:
        """The refusal of a file that was written to while it was being read."""
        return InputError.one(
            "the file was changed while it was being checked",
            Location(path=self.name),
            "nothing of the answer can be relied on: run it again",
        )

    def _keep(self, stream: IO[bytes]) -> None:
        """Copies a stream to a temporary file that goes when this object goes."""
        import tempfile  # takes longer to load than a small file takes to read

        spool = tempfile.TemporaryFile()  # noqa: SIM115 - it is read for as long as this object is
        weakref.finalize(self, spool.close)
        shutil.copyfileobj(stream, spool, _CHUNK)
        spool.flush()
        self._spool = spool

    def _signature(self) -> tuple[int, ...]:
        """What tells whether a file is still the same."""
        if self._spool is not None:
            return _signature(self._spool)
        with Path(self.path).open("rb") as file:
            return _signature(file)


def _signature(file: IO[bytes]) -> tuple[int, ...]:
    """Time of the last write, size and identity of an open file."""
    status = os.fstat(file.fileno())
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_dev
