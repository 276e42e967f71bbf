"""`prechange reveal`: pseudonyms turned back, for whoever has the key."""

import os
import sys
from typing import Annotated

import typer

from linter.cli.console import put_out
from linter.cli.judging import readable
from linter.document import STDIN, shown_path, unreadable
from linter.errors import ExitCode, InputError

File = Annotated[
    str,
    typer.Argument(
        metavar="[FILE]",
        show_default=False,
        help="A report, or any text that holds pseudonyms. By default, and for `-`, standard input.",
    ),
]


def reveal(file: File = STDIN) -> int:
    """Turn the pseudonyms of `--privacy keyed` back into what they stand for.

    Reads any output format, or a log that holds one, and prints it with names and addresses. Takes
    the key from the environment variable PRECHANGE_PRIVACY_KEY; with another key it prints nothing.

    \b
      prechange reveal < job.log
    """
    from linter.privacy import Cipher, cut_short
    from linter.privacy import reveal as revealed

    readable([file])
    cipher = Cipher.from_environment(os.environ)
    text = _read(file).decode("utf-8", "surrogateescape")
    plain = revealed(text, cipher)
    try:
        put_out(plain.encode("utf-8", "surrogateescape"), sys.stdout)
    except OSError as error:
        raise InputError.one(f"cannot write to standard output: {error.strerror}") from None
    left = cut_short(plain)
    if left:
        put_out(f"note: {left} of the pseudonyms lost their end where a line was cut, and stay\n", sys.stderr)
    return ExitCode.ALLOWED


def _read(path: str) -> bytes:
    """All of a file. Raises `InputError` where it cannot be read."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read()
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise unreadable(shown_path(path), error) from error
