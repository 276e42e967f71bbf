"""What `prechange exec` did, for scripts: no exit code of a command can be taken for the gate's."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from linter.document import shown_path
from linter.gate.copies import Copy


class Checked(msgspec.Struct, frozen=True):
    """A change file as it was named, and the SHA-256 of the bytes that were checked, in hex."""

    path: str
    sha256: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of the status file.

    `exit_code` is the command's, `None` where it did not run or has not ended yet. `verdict` is
    `None` where there was none: prechange was interrupted, or failed.
    """

    schema: Literal["prechange/exec/v1"] = "prechange/exec/v1"
    ran: bool
    exit_code: int | None = None
    verdict: str | None = None
    changes: tuple[Checked, ...] = ()


def checked(files: Sequence[Copy]) -> tuple[Checked, ...]:
    """The files as the status file names them."""
    return tuple(Checked(shown_path(each.path), each.sha256) for each in files)


def as_json(status: Status) -> str:
    """The text of the status file."""
    return msgspec.json.format(msgspec.json.encode(status), indent=2).decode() + "\n"
