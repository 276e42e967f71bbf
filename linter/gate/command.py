"""A command that runs on copies: its arguments and its exit code."""

import subprocess
from collections.abc import Sequence

from linter.errors import InputError
from linter.gate.exits import GateExit
from linter.gate.signals import Signals

PLACEHOLDER = "{}"

_SIGNAL_BASE = 128


class StartError(Exception):
    """The command could not be started: the code to end with, and the reason."""

    def __init__(self, code: GateExit, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


def require(command: Sequence[str]) -> None:
    """Raises `InputError` where there is no command, and where none of its arguments holds `{}`."""
    if not command:
        raise InputError.one(
            "there is no command to run", hint="write it after `--`: `prechange exec CHANGES -- COMMAND {}`"
        )
    if not any(PLACEHOLDER in word for word in command[1:]):
        raise InputError.one(
            "no argument of the command holds `{}`, so it would not apply what was checked",
            hint="write `{}` where the command takes the file, or for standard input "
            "`-- sh -c 'COMMAND < \"$1\"' sh {}`",
        )


def expand(command: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    """The command with each argument that holds `{}` once for each path, which stands in its place."""
    words = list(command[:1])
    for word in command[1:]:
        words += [word.replace(PLACEHOLDER, path) for path in paths] if PLACEHOLDER in word else [word]
    return tuple(words)


def run(command: Sequence[str], signals: Signals) -> int:
    """Run the command to its end and return its exit code: 128 + n where signal n ended it.

    Raises `StartError`.
    """
    signals.starting()
    try:
        child = subprocess.Popen(command)
    except FileNotFoundError as error:
        raise StartError(GateExit.NOT_FOUND, _reason(error)) from error
    except (OSError, ValueError) as error:
        raise StartError(GateExit.NOT_EXECUTABLE, _reason(error)) from error
    signals.running(child)
    code = child.wait()
    signals.over()
    return code if code >= 0 else _SIGNAL_BASE - code


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
