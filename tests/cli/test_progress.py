"""Progress is for a person at a terminal, and for nobody else."""

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import msgspec
import pytest
import rich.progress  # noqa: F401  # now, so that it is there in time

from linter.cli import progress
from linter.cli.progress import Progress
from linter.model import Change
from tests.engine.world import change_set

pty = pytest.importorskip("pty")

CHANGES = change_set(*({"op": "disable", "user": "u1"} for _ in range(3)))


class Slow:
    """Changes that take their time."""

    def __iter__(self) -> Iterator[Change]:
        for change in CHANGES.changes:
            time.sleep(0.25)
            yield change


class Terminal:
    """A terminal, and what has been written to it."""

    def __init__(self) -> None:
        self._end, own = pty.openpty()
        self.stream = os.fdopen(own, "w", encoding="utf-8")
        self._parts: list[bytes] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):  # raised when the other end is closed
            while part := os.read(self._end, 65536):
                self._parts.append(part)

    def told(self) -> str:
        self.stream.close()
        self._reader.join(10)
        os.close(self._end)
        return b"".join(self._parts).decode()


def as_stderr(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal as standard error. Not a fixture: pytest sets the stream anew when a test begins."""
    made = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", made.stream)
    return made


def run(**options: bool) -> int:
    with Progress(**options) as shown:
        return len(list(shown.over(msgspec.structs.replace(CHANGES, changes=Slow())).changes))


def test_long_work_is_shown_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_stderr(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    monkeypatch.setattr(progress, "_OFTEN", 1)
    assert run() == 3
    text = terminal.told()
    assert "checking" in text
    assert "33%" in text or "67%" in text
    assert text.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_short_work_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_stderr(monkeypatch)
    assert run() == 3
    assert terminal.told() == ""


def test_nor_is_it_where_few_words_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_stderr(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    assert run(wanted=False) == 3
    assert terminal.told() == ""


def test_nor_where_the_terminal_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_stderr(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    monkeypatch.setenv("TERM", "dumb")
    assert run() == 3
    assert terminal.told() == ""


def test_nor_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert run() == 3
    assert stream.getvalue() == ""


def test_the_terminal_is_left_in_order_where_work_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_stderr(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)

    def work() -> None:
        with Progress() as shown:
            shown.say("working")
            time.sleep(0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    text = terminal.told()
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1
