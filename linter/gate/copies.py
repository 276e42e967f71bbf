"""Private copies of change files: what is checked, and then applied, is these bytes and no others."""

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from linter.document import STDIN, CopiedPath, shown_path, unreadable
from linter.errors import InputError

_CHUNK = 1024 * 1024
_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9]{1,16}){1,2}$")


class Copy(msgspec.Struct, frozen=True):
    """A copied file. `path` is absolute and names its original in messages; `sha256` is in hex."""

    path: CopiedPath
    sha256: str


class Copies(msgspec.Struct, frozen=True):
    """The files in the order given. `paths` holds the original of a file that could not be copied.

    `problem` is why one could not; what is checked is then not what would be applied.
    """

    paths: tuple[str, ...]
    files: tuple[Copy, ...]
    problem: InputError | None = None


@contextmanager
def private_copies(paths: Sequence[str]) -> Iterator[Copies]:
    """Copies for this process and its children, in a folder that no other user can enter; removed at the end.

    Nothing of an original's name but its suffix goes into the copy's: the path of a copy is safe in
    a shell command.
    """
    folder = Path(tempfile.mkdtemp(prefix="prechange-")).resolve()
    try:
        yield _copied(paths, folder)
    finally:
        _remove(folder)


def _copied(paths: Sequence[str], folder: Path) -> Copies:
    used: list[str] = []
    files: list[Copy] = []
    problem: InputError | None = None
    for number, path in enumerate(paths, 1):
        try:
            copy = _copy(path, folder / _name(path, number if len(paths) > 1 else 0))
        except OSError as error:
            problem = problem or unreadable(shown_path(path), error)
            used.append(path)
        else:
            used.append(copy.path)
            files.append(copy)
    return Copies(tuple(used), tuple(files), problem)


def _name(path: str, number: int) -> str:
    """`changes.yaml`, or `changes-2.yaml` where there are several."""
    suffix = _SUFFIX.search(os.path.basename(path))
    return f"changes{f'-{number}' if number else ''}{suffix[0] if suffix else ''}"


def _copy(path: str, target: Path) -> Copy:
    digest = hashlib.sha256()
    source = sys.stdin.buffer if path == STDIN else open(path, "rb")  # noqa: SIM115 - stdin stays open
    try:
        with target.open("xb") as file:
            while data := source.read(_CHUNK):
                digest.update(data)
                file.write(data)
        target.chmod(stat.S_IRUSR)
    finally:
        if path != STDIN:
            source.close()
    return Copy(CopiedPath(str(target), path), digest.hexdigest())


def _remove(folder: Path) -> None:
    """Remove the folder, and whatever the command wrote beside the copies."""
    for path in folder.iterdir():
        with suppress(OSError):
            path.chmod(stat.S_IRWXU)  # some systems keep what is read-only
    shutil.rmtree(folder, ignore_errors=True)
