"""The files of a commit or of the index, and how some of them get into a folder to be judged there."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

import msgspec

from linter.errors import InputError
from linter.gate.git import Git
from linter.model import Location

_FILE = "100"
_LINK = "120000"
_FORBIDDEN = frozenset({"", ".", "..", ".git"})


class Entry(NamedTuple):
    """A file in a tree: its mode as git writes it, and the id of its contents."""

    mode: str
    oid: str


class Tree(msgspec.Struct, frozen=True):
    """Files by their path from the root of the repository, with `/`."""

    entries: Mapping[str, Entry]

    def under(self, path: str) -> list[str]:
        """The file at a path, or all files in the folder there."""
        if path in self.entries:
            return [path]
        return [each for each in self.entries if path == "." or each.startswith(f"{path}/")]


def index_tree(git: Git) -> Tree:
    """What is staged. Raises `InputError` where git cannot say."""
    return _tree(git.ask_list("ls-files", "--stage", "-z"), stage=2)


def commit_tree(git: Git, commit: str) -> Tree:
    """What a commit holds. Raises `InputError` where git cannot say."""
    return _tree(git.ask_list("ls-tree", "-r", "-z", "--full-tree", commit), stage=None)


class Checkout:
    """Files of a tree in a folder of their own, written when they are asked for."""

    def __init__(self, git: Git, tree: Tree, folder: Path) -> None:
        """The folder must be there, and empty."""
        self._git = git
        self._tree = tree
        self._folder = folder
        self._done: set[str] = set()

    def take(self, paths: Iterable[str]) -> None:
        """Write the files, and all files of folders, at these paths.

        Raises `InputError` for a symbolic link, which could lead anywhere, for a path that would
        leave the folder, and for what the file system cannot hold.
        """
        files = {file: None for path in paths for file in self._tree.under(path.replace(os.sep, "/"))}
        wanted: list[tuple[str, Path]] = []
        for file in files:
            entry = self._tree.entries[file]
            target = self._folder / _safe(file, entry)
            if file not in self._done and entry.mode.startswith(_FILE):
                wanted.append((entry.oid, target))
        self._done.update(files)
        try:
            self._git.write_objects(wanted)
        except OSError as error:
            raise InputError.one(f"cannot be checked out: {error.strerror}") from error


def _safe(path: str, entry: Entry) -> PurePosixPath:
    here = Location(path=path)
    if entry.mode == _LINK:
        raise InputError.one(
            "this is a symbolic link, which is not followed", here, "commit the file itself in its place"
        )
    parts = path.split("/")
    if any(part.lower() in _FORBIDDEN or (os.name == "nt" and set(part) & set("\\:")) for part in parts):
        raise InputError.one("no file may have such a path", here)
    return PurePosixPath(*parts)


def _tree(lines: Iterable[str], stage: Literal[2] | None) -> Tree:
    """The lines of `ls-files --stage` (`mode oid stage`) or `ls-tree` (`mode type oid`), each with a path."""
    entries: dict[str, Entry] = {}
    for line in lines:
        about, _, path = line.partition("\t")
        mode, second, third = about.split(" ")
        if stage and third != "0":
            continue  # one side of a conflict: git makes no commit of it
        if path in entries:
            raise InputError.one("the tree holds this path twice", Location(path=path))
        entries[path] = Entry(mode, second if stage else third)
    return Tree(entries)
