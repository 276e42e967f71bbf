"""Change sets that a command writes: to a file or standard output, and never less than was meant."""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence

from linter.cli.console import put_out
from linter.cli.outputs import write_file
from linter.errors import InputError
from linter.model import Problem
from linter.reporters.visible import visible
from linter.writers import Unsaid, Written

_NEVER_REFUSED = frozenset({"secret"})
"""What is told and no more: a secret was gone when the changes were read."""

_BLOCK = 1 << 16
_MOST_TOLD = 100
"""How many things that cannot be written are told one by one; the others are counted."""


def write_changes(written: Written, path: str | None, without: Collection[str] = ()) -> None:
    """Write changes to a file, or to standard output where none is named, and tell what is left out.

    `without` names the kinds of things that may be left out (`linter.writers.KINDS`). Raises `InputError`,
    with nothing written, where something else cannot be said.
    """
    refused = [each for each in written.unsaid if each.kind not in {*_NEVER_REFUSED, *without}]
    if refused:
        raise InputError(_problems(refused))
    if path is None:
        _print(written.pieces)
    else:
        write_file(path, written.pieces)
    put_out("".join(_told(written.unsaid)), sys.stderr)


def _print(pieces: Iterable[str]) -> None:
    try:
        for block in _blocks(pieces):
            put_out(block, sys.stdout, encoding="utf-8")
    except OSError as error:
        raise InputError.one(f"cannot write to standard output: {error.strerror}") from None


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces, many at a time: each block is delivered before the next is made."""
    block: list[str] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(block)
            block, size = [], 0
    yield "".join(block)


def _problems(refused: Sequence[Unsaid]) -> Iterator[Problem]:
    for each in refused[:_MOST_TOLD]:
        yield Problem(message=each.what, location=each.location, hint=each.hint)
    if len(refused) > _MOST_TOLD:
        yield Problem(message=f"and {len(refused) - _MOST_TOLD} more that cannot be written")


def _told(unsaid: Sequence[Unsaid]) -> Iterator[str]:
    for each in unsaid[:_MOST_TOLD]:
        place = f"{each.location}: " if each.location else ""
        yield f"{visible(f'{place}not written: {each.what}')}\n"
    if len(unsaid) > _MOST_TOLD:
        yield f"not written: {len(unsaid) - _MOST_TOLD} more\n"
