"""The work of `prechange exec`: copy, check the copies, then run the command on them or refuse to."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, redirect_stdout, suppress
from itertools import chain
from typing import Any

from linter.cli.boundary import guard
from linter.cli.check import check
from linter.cli.console import complain, put_out
from linter.cli.judging import readable
from linter.cli.outputs import parse_outputs, withdraw, write_file
from linter.errors import ExitCode, InputError
from linter.gate.command import StartError, expand, require, run
from linter.gate.copies import Copies, private_copies
from linter.gate.exits import HELD_BACK, GateExit
from linter.gate.signals import Signals
from linter.gate.status import Status, as_json, checked
from linter.model import Problem

_VERDICTS: dict[int, str] = {code: code.name.lower() for code in ExitCode if code < ExitCode.BUG}


def pass_or_refuse(
    changes: Sequence[str], command: Sequence[str], status_file: str, options: Mapping[str, Any]
) -> int:
    """Check the files and, if they are allowed, run the command on what was checked; the exit code.

    `options` are those of `check`. Raises nothing: whatever goes wrong before the command is a refusal.
    """
    with Signals() as signals, ExitStack() as stack:
        gate = _Gate(changes, command, signals)
        code = guard(lambda: gate.check(stack, status_file, options))
        return gate.start() if code == ExitCode.ALLOWED else gate.refuse(code)


class _Gate:
    """One run: first `check`, then `start` or `refuse`."""

    def __init__(self, changes: Sequence[str], command: Sequence[str], signals: Signals) -> None:
        self._changes = tuple(changes)
        self._command = tuple(command)
        self._signals = signals
        self._status_file = ""
        self._copies = Copies((), ())

    def check(self, stack: ExitStack, status_file: str, options: Mapping[str, Any]) -> int:
        """The exit code of `check` on copies. Raises `InputError` for what keeps it from being held."""
        read = _read(self._changes, options)
        self._open_status(status_file, read)
        outputs = parse_outputs([*(options.get("output") or ()), *_status_spec(status_file)], inputs=read)
        try:
            require(self._command)
            readable([*self._changes, options.get("snapshot") or ""])
            self._copies = stack.enter_context(private_copies(self._changes))
        except BaseException:
            withdraw(outputs)
            raise
        with redirect_stdout(sys.stderr):
            code = check(changes=list(self._copies.paths), **options)
        if code == ExitCode.ALLOWED:
            if self._copies.problem is not None:
                raise self._copies.problem
            self._write(Status(ran=True, verdict="allowed", changes=checked(self._copies.files)))
            self._signals.starting()
        return code

    def start(self) -> int:
        """Run the command, and return its exit code."""
        try:
            code = run(expand(self._command, self._copies.paths), self._signals)
        except StartError as error:
            complain([Problem(message=f"the command cannot be started: {error.reason}")])
            self._say(ran=False, verdict="allowed")
            return error.code
        self._say(ran=True, verdict="allowed", exit_code=code)
        return code

    def refuse(self, code: int) -> int:
        """Say that the command was not run."""
        self._signals.over()
        put_out(HELD_BACK, sys.stderr)
        self._say(ran=False, verdict=_VERDICTS.get(code))
        return GateExit.REFUSED

    def _open_status(self, path: str, read: Sequence[str]) -> None:
        """Removes the status of an earlier run; raises `InputError` where it would overwrite what is read."""
        parse_outputs(_status_spec(path), inputs=read)
        self._status_file = path
        with suppress(OSError):
            if os.path.isfile(path):
                os.remove(os.path.realpath(path))

    def _write(self, status: Status) -> None:
        if self._status_file:
            write_file(self._status_file, as_json(status))

    def _say(self, *, ran: bool, verdict: str | None, exit_code: int | None = None) -> None:
        """Write the last word. What was done stands, even where that fails."""
        status = Status(ran=ran, verdict=verdict, exit_code=exit_code, changes=checked(self._copies.files))
        try:
            self._write(status)
        except InputError as error:
            complain(error.problems)


def _read(changes: Sequence[str], options: Mapping[str, Any]) -> list[str]:
    """Every file that `check` reads, as far as the command line names it."""
    single = (options.get(name) for name in ("snapshot", "config", "baseline", "previous"))
    several = (options.get(name) or () for name in ("policy", "waivers"))
    return [*changes, *filter(None, single), *chain.from_iterable(several)]


def _status_spec(path: str) -> list[str]:
    """The status file as an output, so that it is held by the same rules as reports are."""
    return [f"json={path}"] if path else []
