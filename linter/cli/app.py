"""The command `prechange`: its commands, and the way in."""

import gc
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

from linter.cli.boundary import guard, misused

if TYPE_CHECKING:
    import typer

_HELP = """
Judge proposed user, role and licence changes before anyone applies them.

Give it a file of changes and a snapshot of how things are now. It replays the changes on the
snapshot, holds every step against policies, and says what must not happen, why, and what to do
instead. It changes nothing itself.

\b
  prechange check changes.yaml --snapshot snapshot.yaml
  prechange explain rename-existing-user
"""

_EPILOG = """
\b
Exit codes: 0 allowed, 1 denied, 2 invalid (command line, input or policy),
3 undecided (not everything could be checked), 4 a bug in prechange,
130 interrupted. Nothing but 0 means go.
"""


def main() -> None:
    """Run the command that the process was started with, and end the process."""
    # A run makes many values and hardly a cycle: with its usual threshold the collector would take a
    # third of the time of a large run to look through them all again and again.
    gc.set_threshold(100_000, 50, 100)
    sys.exit(guard(lambda: run(sys.argv[1:])))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Raises `InputError` where the command line makes no sense.
    """
    import typer
    from typer.main import get_command

    command = get_command(application(next(iter(arguments), "")))
    try:
        code = command(args=arguments, prog_name="prechange", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        wrong = misused(error)
        if wrong is None:
            raise
        raise wrong from None
    return int(code or 0)


def application(named: str = "") -> "typer.Typer":
    """The commands; where one is named, only that one, so that the others need not be loaded.

    Without rich (help is plain text) and without shell completion: both cost start-up.
    """
    import typer

    from linter.cli.command import PlainGroup

    app = typer.Typer(
        cls=PlainGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=False,
        help=_HELP,
        epilog=_EPILOG,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )

    @app.callback()
    def start(
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
        ] = False,
    ) -> None:
        """Show the version, or go on to the command."""

    for name in (named,) if named in COMMANDS else COMMANDS:
        COMMANDS[name](app)
    return app


def _check(app: "typer.Typer") -> None:
    from linter.cli.check import check
    from linter.cli.command import PlainCommand

    app.command("check", cls=PlainCommand, epilog=_EPILOG)(check)


def _audit(app: "typer.Typer") -> None:
    from linter.cli.audit import audit
    from linter.cli.command import PlainCommand

    app.command("audit", cls=PlainCommand, epilog=_EPILOG)(audit)


def _diff(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.diff import diff

    app.command("diff", cls=PlainCommand)(diff)


def _fix(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.fix import fix

    app.command("fix", cls=PlainCommand)(fix)


def _split(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.split import split

    app.command("split", cls=PlainCommand)(split)


def _convert(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.convert import convert

    app.command("convert", cls=PlainCommand)(convert)


def _verify(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.verify import verify

    app.command("verify", cls=PlainCommand, epilog=_EPILOG)(verify)


def _formats(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.formats import formats

    app.command("formats", cls=PlainCommand)(formats)


def _exec(app: "typer.Typer") -> None:
    from linter.cli.exec import GateCommand, execute

    app.command("exec", cls=GateCommand)(execute)


def _explain(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.explain import explain

    app.command("explain", cls=PlainCommand)(explain)


def _waive(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.waive import waive

    app.command("waive", cls=PlainCommand)(waive)


def _reveal(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.reveal import reveal

    app.command("reveal", cls=PlainCommand)(reveal)


def _init(app: "typer.Typer") -> None:
    from linter.cli.command import PlainCommand
    from linter.cli.init import init

    app.command("init", cls=PlainCommand)(init)


def _policy(app: "typer.Typer") -> None:
    import typer

    from linter.cli import policy_backtest, policy_docs, policy_lint, policy_list, policy_new, policy_test
    from linter.cli.command import PlainCommand, PlainGroup

    policy = typer.Typer(cls=PlainGroup, help="The policy author's kit.", rich_markup_mode=None)
    policy.callback()(lambda: None)
    policy.command("test", cls=PlainCommand)(policy_test.prove)
    policy.command("backtest", cls=PlainCommand)(policy_backtest.backtest)
    policy.command("lint", cls=PlainCommand)(policy_lint.lint)
    policy.command("docs", cls=PlainCommand)(policy_docs.docs)
    policy.command("new", cls=PlainCommand)(policy_new.new)
    policy.command("list", cls=PlainCommand)(policy_list.list_policies)
    app.add_typer(policy, name="policy")


def _hook(app: "typer.Typer") -> None:
    import typer

    from linter.cli import hook
    from linter.cli.command import PlainCommand, PlainGroup
    from linter.cli.separate import SeparatedCommand

    hooks = typer.Typer(cls=PlainGroup, help="Git hooks that hold changes back.", rich_markup_mode=None)
    hooks.callback()(lambda: None)
    hooks.command("install", cls=SeparatedCommand)(hook.install)
    hooks.command("uninstall", cls=PlainCommand)(hook.uninstall)
    hooks.command("run", cls=PlainCommand)(hook.run)
    app.add_typer(hooks, name="hook")


COMMANDS: "dict[str, Callable[[typer.Typer], None]]" = {
    "check": _check,
    "audit": _audit,
    "diff": _diff,
    "verify": _verify,
    "fix": _fix,
    "split": _split,
    "convert": _convert,
    "exec": _exec,
    "explain": _explain,
    "waive": _waive,
    "reveal": _reveal,
    "formats": _formats,
    "init": _init,
    "policy": _policy,
    "hook": _hook,
}
"""Every command by its name, and how it is added."""


def _version(wanted: bool) -> None:
    if wanted:
        import typer

        from linter import __version__

        typer.echo(f"prechange {__version__}")
        raise typer.Exit
