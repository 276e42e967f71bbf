"""What a hook is asked about: the index that becomes a commit, or the refs that are pushed."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias, get_args

import msgspec

from linter.errors import InputError
from linter.gate.git import Git
from linter.gate.tree import Tree, commit_tree, index_tree

HookType: TypeAlias = Literal["pre-commit", "pre-push", "pre-receive"]
HOOK_TYPES: tuple[HookType, ...] = get_args(HookType)

_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Proposal(msgspec.Struct, frozen=True):
    """A tree that would come about, and the tree or commit that it is compared with.

    `ref` is empty for the index. `commit` is the id of what is pushed.
    """

    base: str
    ref: str = ""
    commit: str = ""

    def tree(self, git: Git) -> Tree:
        """All files of it."""
        return commit_tree(git, self.commit) if self.ref else index_tree(git)

    def changed(self, git: Git, globs: Sequence[str]) -> list[str]:
        """The files that match and are new or different, in the order of their paths; none that are gone.

        A glob is matched against the whole path: `*` stays in a folder, `**` does not. One that
        begins with `!` leaves files out. A renamed file is a new one.
        """
        kind = ("diff-tree", "-r") if self.ref else ("diff-index", "--cached")
        ends = (self.base, self.commit) if self.ref else (self.base,)
        options = ("--name-only", "-z", "--no-renames", "--diff-filter=d", "--ignore-submodules=all")
        return sorted(git.ask_list(*kind, *options, *ends, "--", *map(_pathspec, globs)))


def staged(git: Git) -> Iterator[Proposal]:
    """The index, against the last commit."""
    yield Proposal(base=_commit(git, "HEAD") or _empty_tree(git))


def pushed(git: Git, lines: str, remote: str) -> Iterator[Proposal]:
    """The refs in the lines that git gives a `pre-push` hook."""
    for _, new, ref, old in _split(lines, "ref new-id remote-ref old-id"):
        base = _commit(git, old) or _known_of(git, remote, new)
        yield from _proposed(git, ref, new, base)


def received(git: Git, lines: str) -> Iterator[Proposal]:
    """The refs in the lines that git gives a `pre-receive` hook."""
    for old, new, ref in _split(lines, "old-id new-id ref"):
        base = _commit(git, old) or _commit(git, "HEAD")
        yield from _proposed(git, ref, new, base)


def _split(lines: str, form: str) -> Iterator[list[str]]:
    """The words of each line. Raises `InputError` where they are not those of the form."""
    for line in lines.splitlines():
        words = line.split(" ")
        oids = [word for word, name in zip(words, form.split(), strict=False) if name.endswith("-id")]
        if len(words) != len(form.split()) or not all(map(_OID.fullmatch, oids)):
            raise InputError.one(f"a hook gets `{form}` from git, not `{line}`")
        yield words


def _proposed(git: Git, ref: str, new: str, base: str | None) -> Iterator[Proposal]:
    """Nothing where the ref is to be deleted, or does not name files."""
    if _is_nothing(new):
        return
    if git.try_ask("rev-parse", "--verify", "--quiet", f"{new}^{{tree}}"):
        yield Proposal(base=base or _empty_tree(git), ref=ref, commit=new)


def _known_of(git: Git, remote: str, new: str) -> str | None:
    """What the remote has, as far as is known here: its default branch, else where this left its branches."""
    default = _commit(git, f"refs/remotes/{remote}/HEAD")
    if default:
        return default
    tips = git.ask("for-each-ref", "--format=%(objectname)", f"refs/remotes/{remote}/").split()
    return git.try_ask("merge-base", new, *tips) if tips else None


def _commit(git: Git, name: str) -> str | None:
    """The id of a commit; `None` where there is none of that name."""
    if _is_nothing(name):
        return None
    return git.try_ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


def _is_nothing(oid: str) -> bool:
    """Git writes zeros for a ref that is not there."""
    return set(oid) == {"0"}


def _empty_tree(git: Git) -> str:
    return git.ask("hash-object", "-t", "tree", "--stdin")


def _pathspec(glob: str) -> str:
    return f":(top,glob,exclude){glob[1:]}" if glob.startswith("!") else f":(top,glob){glob}"
