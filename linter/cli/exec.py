"""`prechange exec`: run a command on exactly what was checked, if that is allowed."""

import sys
from typing import Annotated, Any

import typer

from linter.cli.borrow import borrowing
from linter.cli.boundary import misused
from linter.cli.check import Changes, check
from linter.cli.console import complain, put_out
from linter.cli.separate import SeparatedCommand, words_of
from linter.gate.exits import HELD_BACK, GateExit

StatusFile = Annotated[
    str,
    typer.Option(
        "--status-file",
        metavar="FILE",
        show_default=False,
        help="Write to this file, as JSON, whether the command ran, its exit code, the verdict, and the "
        "SHA-256 of each change file.",
    ),
]


class GateCommand(SeparatedCommand):
    """A command whose usage errors are refusals, as is everything that keeps the command from running."""

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """Parse the command line. Ends with the gate's exit code where it makes no sense."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except Exception as error:
            wrong = misused(error)
            if wrong is None:
                raise
            complain(wrong.problems)
            put_out(HELD_BACK, sys.stderr)
            raise typer.Exit(GateExit.REFUSED) from None

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The usage line, with the command."""
        return [*super().collect_usage_pieces(ctx), "--", "COMMAND", "[ARG | {}]..."]


@borrowing(check, without=("before", "after"))
def execute(ctx: typer.Context, changes: Changes, status_file: StatusFile = "", **options: Any) -> int:
    """Check changes, and run a command on them if they are allowed.

    The command gets a private, read-only copy of exactly the bytes that were checked: write `{}`
    where it takes the file. Each argument that holds `{}` is repeated for each file of changes.
    Reports go to standard error; standard output is the command's.

    \b
      prechange exec changes.yaml -s snapshot.yaml -- ./apply --file {}

    Nothing but the verdict allowed runs the command. Its exit code is passed on; 128 + n where
    signal n ended it. 125: it was not run, 126: it cannot be started, 127: there is no such
    command.
    """
    from linter.cli.gating import pass_or_refuse

    return pass_or_refuse(changes, words_of(ctx), status_file, options)
