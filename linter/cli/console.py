"""The terminal: what is printed, how wide, and with or without colour."""

import os
import shutil
import sys
from collections.abc import Iterable
from typing import TextIO

from linter.model import Problem
from linter.reporters import Options
from linter.reporters.text import problems as written

_NARROW, _WIDE = 60, 100


def put_out(text: str | bytes, stream: TextIO | None, encoding: str | None = None) -> None:
    """Print all of the text, by default in the stream's own encoding; what that lacks is escaped.

    Bytes are printed as they are. A reader that has gone away is no failure: what was decided stands.
    Raises `OSError` for any other reason that the text could not be delivered.
    """
    if stream is None:
        return
    try:
        stream.flush()
        if isinstance(text, str):
            text = text.encode(encoding or stream.encoding, "backslashreplace")
        stream.buffer.write(text)
        stream.buffer.flush()
    except BrokenPipeError:
        # Python flushes once more at its end; that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def terminal(stream: TextIO | None, *, no_color: bool = False) -> Options:
    """How to write text for a stream: wide as the terminal, and coloured where that is wanted."""
    if stream is None or not stream.isatty():
        return Options()
    colour = not (no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb")
    width = min(max(shutil.get_terminal_size().columns, _NARROW), _WIDE)
    return Options(colour=colour, width=width)


def complain(problems: Iterable[Problem]) -> None:
    """Print what is wrong with the command line or an input."""
    put_out(written(problems, terminal(sys.stderr)), sys.stderr)
