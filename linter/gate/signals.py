"""Signals around a command: before it they stop the work, then they are the command's."""

import os
import signal
import subprocess
from contextlib import suppress
from types import FrameType
from typing import Any, Literal, TypeAlias

Phase: TypeAlias = Literal["before", "starting", "running", "over"]

_HANDLED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
_KEYS = ("SIGINT", "SIGQUIT")


class Signals:
    """Takes over the signals that would end this process; as a context manager, gives them back.

    Before the command, a signal raises `KeyboardInterrupt`, so that nothing is left behind. Signals
    that are ignored (`nohup`) stay ignored, for the command too.
    """

    def __init__(self) -> None:
        self._phase: Phase = "before"
        self._child: subprocess.Popen[bytes] | None = None
        self._waiting: list[int] = []
        self._previous: dict[int, Any] = {}

    def __enter__(self) -> "Signals":
        for name in _HANDLED:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                self._previous[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def starting(self) -> None:
        """Keep what comes from now on for the command."""
        self._phase = "starting"

    def running(self, child: "subprocess.Popen[bytes]") -> None:
        """Pass everything on to the command, with what came while it was being started."""
        self._child = child
        self._phase = "running"
        for number in self._waiting:
            self._pass(number)

    def over(self) -> None:
        """The command has ended: what comes now cannot change what it did."""
        self._phase = "over"

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self._phase == "before":
            raise KeyboardInterrupt
        if self._phase == "starting":
            self._waiting.append(number)
        elif self._phase == "running":
            self._pass(number)

    def _pass(self, number: int) -> None:
        """A pressed key reaches the command by itself; twice, it would make it give up its clean-up."""
        if signal.Signals(number).name in _KEYS and _in_foreground():
            return
        with suppress(OSError):
            if self._child is not None:
                self._child.send_signal(number)


def _in_foreground() -> bool:
    """Whether the keys of a terminal interrupt this process and its children."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except (OSError, AttributeError):
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
