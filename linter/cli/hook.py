"""`prechange hook`: git hooks that hold changes back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linter.cli.borrow import borrowing
from linter.cli.check import check
from linter.cli.console import put_out
from linter.cli.separate import words_of
from linter.document import did_you_mean
from linter.errors import ExitCode, InputError
from linter.reporters.visible import visible

if TYPE_CHECKING:
    from linter.gate.proposals import HookType

_TYPES = "pre-commit, pre-push or pre-receive"

Types = Annotated[
    list[str],
    typer.Option("--type", "-t", metavar="TYPE", show_default=False, help=f"{_TYPES}. Repeatable."),
]
Some = Annotated[
    list[str] | None,
    typer.Option(
        "--type", "-t", metavar="TYPE", show_default=False, help=f"{_TYPES}. Repeatable. By default all."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not say what was done.")]
Type = Annotated[str, typer.Argument(metavar="TYPE", show_default=False, help=f"{_TYPES}.")]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARG", show_default=False, help="What git gives the hook."),
]
Globs = Annotated[
    list[str] | None,
    typer.Option(
        "--changes",
        metavar="GLOB",
        show_default=False,
        help="Judge files that match, such as `changes/*.yaml` or `**/*.changes.yaml`. Repeatable. "
        "Takes the place of `hook: {changes: [...]}` in the configuration.",
    ),
]


def install(ctx: typer.Context, type: Types, quiet: Quiet = False) -> int:
    """Install a git hook in the repository of the current folder.

    A hook that is not ours is left as it is, and an error. What stands after `--` is given to
    `prechange hook run`.

    \b
      prechange hook install --type pre-commit
      prechange hook install --type pre-receive -- --config /etc/prechange.yaml
    """
    from linter.gate.git import Git
    from linter.gate.hooks import install

    kinds = [_kind(name) for name in type]
    words = words_of(ctx)
    _try_out(ctx, kinds, words)
    for kind in kinds:
        outcome, path = install(Git(Path.cwd()), kind, words)
        _say(f"{outcome}: {kind} hook `{path}`", quiet)
    return ExitCode.ALLOWED


def uninstall(type: Some = None, quiet: Quiet = False) -> int:
    """Remove git hooks that `prechange hook install` has written, and no others.

    \b
      prechange hook uninstall --type pre-commit
    """
    from linter.gate.git import Git
    from linter.gate.hooks import installed, uninstall

    git = Git(Path.cwd())
    kinds = [_kind(name) for name in type] if type else installed(git)
    for kind in kinds:
        outcome, path = uninstall(git, kind)
        _say(f"{outcome}: {kind} hook `{path}`", quiet)
    if not kinds:
        _say("absent: there is no hook of prechange here", quiet)
    return ExitCode.ALLOWED


@borrowing(check, without=("changes", "before", "after"))
def run(type: Type, words: Words = None, globs: Globs = None, **options: Any) -> int:
    """Judge the files of changes that are staged or pushed, as the hook of this type does.

    pre-commit judges what is staged, pre-push and pre-receive what each pushed ref would hold, with
    the configuration, policies and snapshot that are there too. All files of changes that are new
    or different are one change set, in the order of their paths. Without any, nothing is said.

    \b
      prechange hook run pre-commit
    """
    from linter.cli.hooking import judge

    return judge(_kind(type), words or (), globs or (), options)


def _kind(name: str) -> "HookType":
    """The hook type of this name. Raises `InputError` where there is none."""
    from linter.gate.proposals import HOOK_TYPES

    for kind in HOOK_TYPES:
        if kind == name:
            return kind
    near = did_you_mean(name, HOOK_TYPES)
    hint = f"did you mean `{near}`?" if near else f"the types are {', '.join(HOOK_TYPES)}"
    raise InputError.one(f"there is no hook type `{name}`", hint=hint)


def _try_out(ctx: typer.Context, kinds: list["HookType"], words: tuple[str, ...]) -> None:
    """Raises the usage error that the hook would end in, now and not at the first commit."""
    parent = ctx.parent
    assert parent is not None
    group: Any = parent.command
    group.get_command(parent, "run").make_context("run", [*kinds[:1], *words], parent=parent)


def _say(text: str, quiet: bool) -> None:
    if not quiet:
        put_out(f"{visible(text)}\n", sys.stdout)
