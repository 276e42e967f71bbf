"""What is written is read again before anyone gets it: a change that reads otherwise is never delivered."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from linter.errors import InputError
from linter.formats import Given, read_changes
from linter.formats.sidecar import SUFFIX
from linter.model import Problem
from linter.native import native_change
from linter.reporters.native import native_pairs
from linter.writers import Written


def prove(written: Written, own: Path, given: Given) -> None:
    """Write to a private file, with its sidecar, and read both as `check` would read them.

    Raises `InputError` where that does not give the changes that the writer means.
    """
    with own.open("w", encoding="utf-8", newline="") as file:
        file.writelines(written.pieces)
    if written.beside:
        own.with_name(own.name + SUFFIX).write_text(sidecar_text(written.beside), encoding="utf-8")
    if written.means is None:
        return
    if not any(True for _ in written.means):
        raise InputError.one("there is no change that can be written in this format")
    try:
        found = read_changes([str(own)], given=given)
        changes: Iterator[dict[str, Any]] = map(native_change, found.changes)
        for number, (meant, read) in enumerate(zip_longest(written.means, changes), 1):
            if meant != read:
                raise _differs(number, meant, read)
    except InputError as error:
        raise _unreadable(error) from error


def sidecar_text(said: Mapping[str, Any]) -> str:
    """The text of a sidecar."""
    return "".join(f"{line}\n" for line in native_pairs(said))


def _differs(number: int, meant: Any, read: Any) -> InputError:
    return InputError.one(
        f"change {number} would read back as `{_shown(read)}`, and is meant as `{_shown(meant)}`"
    )


def _shown(change: Any) -> str:
    return "nothing" if change is None else msgspec.json.encode(change).decode()


def _unreadable(error: InputError) -> InputError:
    """What the reader has to say of a file that was never delivered: without its place, which is nowhere."""
    hint = "write the native form (`--to native`), which can say everything"
    return InputError(
        Problem(message=f"this change set cannot be written in this format: {each.message}", hint=hint)
        for each in error.problems
    )
