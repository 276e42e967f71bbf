"""Hooks in the folder where git looks for them. What prechange did not write, it does not touch."""

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeAlias

from linter.errors import InputError
from linter.gate.git import Git
from linter.gate.proposals import HOOK_TYPES, HookType
from linter.model import Location

MARKER = "# prechange: written by `prechange hook install`, removed by `prechange hook uninstall`"
"""The second line of every hook of ours, and of no other."""

Outcome: TypeAlias = Literal["installed", "updated", "unchanged", "removed", "absent"]

_SCRIPT = """\
#!/bin/sh
{marker}
python={python}
if [ -x "$python" ]; then
    exec "$python" -P -m linter hook run {words} -- "$@"
fi
if command -v prechange >/dev/null 2>&1; then
    exec prechange hook run {words} -- "$@"
fi
echo 'prechange: not found, so nothing was checked and nothing goes ahead' >&2
exit 2
"""
_NEEDS_WORK_TREE = ("pre-commit", "pre-push")


def install(git: Git, kind: HookType, options: Sequence[str]) -> tuple[Outcome, Path]:
    """Write the hook; `options` are added to `prechange hook run TYPE`. Returns what was done, and where.

    Raises `InputError` where another hook is in its place, or the repository has no use for it.
    """
    if kind in _NEEDS_WORK_TREE and git.ask("rev-parse", "--is-bare-repository") == "true":
        raise InputError.one(f"a bare repository never runs a {kind} hook", hint="use `--type pre-receive`")
    path = _folder(git) / kind
    before = _ours(path, kind)
    script = _SCRIPT.format(
        marker=MARKER, python=shlex.quote(sys.executable), words=shlex.join([kind, *options])
    ).encode("utf-8", "surrogateescape")
    if before == script and os.access(path, os.X_OK):
        return "unchanged", path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, script)
    except OSError as error:
        raise InputError.one(f"cannot be written: {error.strerror}", Location(path=str(path))) from error
    return ("installed" if before is None else "updated"), path


def uninstall(git: Git, kind: HookType) -> tuple[Outcome, Path]:
    """Remove the hook if it is ours. Raises `InputError` where another is in its place."""
    path = _folder(git) / kind
    if _ours(path, kind) is None:
        return "absent", path
    try:
        path.unlink()
    except OSError as error:
        raise InputError.one(f"cannot be removed: {error.strerror}", Location(path=str(path))) from error
    return "removed", path


def installed(git: Git) -> list[HookType]:
    """The types of the hooks of ours that are there."""
    folder = _folder(git)
    return [kind for kind in HOOK_TYPES if _is_ours(folder / kind)]


def _folder(git: Git) -> Path:
    """Where git looks for hooks. Raises `InputError` where that is for all repositories of the user."""
    found, *own = (
        git.try_ask("config", *scope, "--type=path", "--get", "core.hooksPath")
        for scope in ((), ("--local",), ("--worktree",))
    )
    if found and found not in own:
        raise InputError.one(
            f"a hook in `{found}` would run in every repository: `core.hooksPath` is set outside of this one",
            hint="set it for this repository alone, or call `prechange hook run TYPE` from a hook there",
        )
    top = git.try_ask("rev-parse", "--show-toplevel") or git.ask("rev-parse", "--absolute-git-dir")
    inside = Git(Path(top))
    return Path(top) / inside.ask("rev-parse", "--git-path", "hooks")


def _ours(path: Path, kind: HookType) -> bytes | None:
    """The hook as it is; `None` where there is none. Raises `InputError` where it is not ours."""
    if not os.path.lexists(path):
        return None
    if not _is_ours(path):
        raise InputError.one(
            "there is a hook already, and it is not ours",
            Location(path=str(path)),
            f'it was left as it is; call `prechange hook run {kind} -- "$@"` from it',
        )
    return path.read_bytes()


def _is_ours(path: Path) -> bool:
    try:
        lines = [] if path.is_symlink() else path.read_bytes().splitlines()
    except OSError:
        return False
    return lines[1:2] == [MARKER.encode()]


def _write(path: Path, script: bytes) -> None:
    """Write beside the hook, then put it in its place: git never runs half a hook."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(script)
        beside.chmod(0o755)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
