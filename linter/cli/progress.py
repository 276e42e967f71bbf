"""How far long work has come: on standard error where that is a terminal, and nowhere else."""

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import msgspec

from linter.model import Change, ChangeSet

PATIENCE = 1.0
"""Seconds before anything is shown: most runs are over by then."""

_OFTEN = 256


class Progress:
    """Shows, after a while, what is being done. Used with `with`; leaves nothing behind on the terminal."""

    def __init__(self, *, wanted: bool = True) -> None:
        """`wanted` is false where a person asked for few words."""
        self._wanted = wanted and _is_terminal()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._live: Any = None
        self._task: Any = None
        self._over = False
        self._said: tuple[str, int | None] = ("reading", None)

    def __enter__(self) -> "Progress":
        if self._wanted:
            self._timer = threading.Timer(PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._over = True
            if self._live is not None:
                self._live.stop()

    def over(self, change_set: ChangeSet) -> ChangeSet:
        """The same changes, counted while they are judged."""
        if not self._wanted:
            return change_set
        return msgspec.structs.replace(change_set, changes=_Counted(change_set, self))

    def say(self, what: str, total: int | None = None, done: int = 0) -> None:
        """What is being done now, and how much of how much of it is."""
        with self._lock:
            self._said = (what, total)
            if self._live is not None and not self._over:
                self._live.update(self._task, description=what, total=total, completed=done)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        with self._lock:
            if self._over:
                return
            text = TextColumn("{task.description}")
            columns = (text, BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
            self._live = Bars(*columns, console=Console(stderr=True), transient=True)
            what, total = self._said
            self._task = self._live.add_task(what, total=total)
            self._live.start()


class _Counted(Iterable[Change]):
    """Changes that report how many of them have been taken."""

    def __init__(self, change_set: ChangeSet, progress: Progress) -> None:
        self._change_set = change_set
        self._progress = progress

    def __iter__(self) -> Iterator[Change]:
        """The changes, first to last."""
        total = self._change_set.survey.changes
        for number, change in enumerate(self._change_set.changes):
            if number % _OFTEN == 0:
                self._progress.say("checking", total, number)
            yield change
        self._progress.say("checking", total, total)


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
