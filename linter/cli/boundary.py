"""The one place where errors become exit codes. Nothing that goes wrong ends as 0 or 1."""

import sys
from collections.abc import Callable

from linter.cli.console import complain, put_out
from linter.errors import ExitCode, InputError
from linter.model import Report

_REPORT = "please report this with the details, after a look that they hold nothing private"


def guard(work: Callable[[], int]) -> int:
    """The exit code of a command, whatever happens in it."""
    try:
        return work()
    except InputError as error:
        complain(error.problems)
        return ExitCode.INVALID
    except (KeyboardInterrupt, SystemExit):
        # typer ends the process where its own output (a help text) meets a closed pipe.
        return ExitCode.INTERRUPTED
    except Exception as error:
        put_out(_bug(error), sys.stderr)
        return ExitCode.BUG


def answer(work: Callable[[], Report]) -> Report:
    """The report of a command; input that cannot be read is the verdict `invalid`."""
    try:
        return work()
    except InputError as error:
        return Report(verdict="invalid", errors=error.problems)


def misused(error: Exception) -> InputError | None:
    """What typer refuses about a command line, as an input error; `None` for any other error."""
    import typer

    # typer has no public name for the error that all its usage errors are.
    (usage_error,) = typer.BadParameter.__bases__
    if not isinstance(error, usage_error):
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "prechange"
    text = str(error.format_message() if hasattr(error, "format_message") else error).strip()
    message = (text[:1].lower() + text[1:]).rstrip(".") or "a command is missing"
    return InputError.one(message, hint=f"see `{command} --help`")


def exit_code(report: Report) -> ExitCode:
    """What the process says for a verdict."""
    return {
        "allowed": ExitCode.ALLOWED,
        "denied": ExitCode.DENIED,
        "invalid": ExitCode.INVALID,
        "undecided": ExitCode.UNDECIDED,
    }[report.verdict]


def _bug(error: Exception) -> str:
    """What failed, in brief; the whole of it goes to a file, since its text may hold values."""
    from linter import __version__

    python = ".".join(str(part) for part in sys.version_info[:3])
    return (
        f"bug: prechange {__version__} failed, and nothing was decided: {type(error).__name__}\n"
        f"  with: Python {python} on {sys.platform}\n"
        f"  details: {_keep(error)}\n"
        f"  hint: {_REPORT}\n"
    )


def _keep(error: Exception) -> str:
    """Write the traceback to a file that only this user can read, and return its path."""
    import os
    from tempfile import mkstemp
    from traceback import format_exception

    try:
        handle, path = mkstemp(prefix="prechange-bug-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(format_exception(error))
    except OSError as refused:
        return f"could not be written: {refused.strerror}"
    return path
