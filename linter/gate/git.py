"""A git repository, asked through git itself."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from linter.errors import InputError

_CHUNK = 1024 * 1024
# Settings of a shell that would give our paths and objects another meaning.
_LEFT_OUT = frozenset(f"GIT_{name}_PATHSPECS" for name in ("LITERAL", "GLOB", "NOGLOB", "ICASE"))
_OWN = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


class Git(msgspec.Struct, frozen=True):
    """Commands run in `folder`, with the environment that a hook gets from git (index, quarantine)."""

    folder: Path

    def ask(self, *arguments: str, text: str = "") -> str:
        """What a command prints, without the last line end. Raises `InputError` with git's own words."""
        done = self._run(arguments, text)
        if done.returncode:
            said = os.fsdecode(done.stderr).strip().splitlines() or [f"exit code {done.returncode}"]
            raise InputError.one(f"git {arguments[0]}: {said[-1].removeprefix('fatal: ')}")
        return os.fsdecode(done.stdout).rstrip("\n")

    def try_ask(self, *arguments: str) -> str | None:
        """What a command prints; `None` where it fails."""
        done = self._run(arguments, "")
        return None if done.returncode else os.fsdecode(done.stdout).rstrip("\n")

    def ask_list(self, *arguments: str) -> list[str]:
        """What a command prints with `-z`, item by item."""
        return [item for item in self.ask(*arguments).split("\0") if item]

    def write_objects(self, wanted: Iterable[tuple[str, Path]]) -> None:
        """Write objects, each by its id, to new files. Raises `InputError` where one is not there."""
        with self._batch() as (questions, answers):
            for oid, target in wanted:
                questions.write(f"{oid}\n".encode())
                questions.flush()
                _, _, size = answers.readline().decode().strip().rpartition(" ")
                if not size.isdigit():
                    raise InputError.one(f"object {oid} is not in the repository", hint="fetch it first")
                target.parent.mkdir(parents=True, exist_ok=True)
                _take(answers, target, int(size))

    @contextmanager
    def _batch(self) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        command = [_git(), "cat-file", "--batch"]
        with subprocess.Popen(
            command, cwd=self.folder, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            yield process.stdin, process.stdout

    def _run(self, arguments: Sequence[str], text: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [_git(), *arguments],
            cwd=self.folder,
            env=_environment(),
            input=os.fsencode(text),
            capture_output=True,
            check=False,
        )


def _git() -> str:
    path = shutil.which("git")
    if path is None:
        raise InputError.one("there is no `git` on the path")
    return path


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return {**kept, **_OWN}


def _take(stream: IO[bytes], target: Path, size: int) -> None:
    """Write the next `size` bytes to a new file, and skip the line end after them."""
    with target.open("xb") as file:
        while size:
            data = stream.read(min(size, _CHUNK))
            if not data:
                raise InputError.one("git broke off in the middle of a file")
            file.write(data)
            size -= len(data)
    stream.read(1)
