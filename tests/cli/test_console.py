import io
import sys

import pytest

from linter.cli.console import put_out, terminal
from linter.reporters import Options


class Screen(io.TextIOWrapper):
    """A terminal in memory."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "90")
    return Screen(io.BytesIO(), encoding="ascii")


def test_colour_only_on_a_terminal(screen: Screen) -> None:
    assert terminal(screen) == Options(colour=True, width=90)
    assert terminal(io.StringIO()) == Options()
    assert terminal(None) == Options()


@pytest.mark.parametrize(
    ("name", "value", "colour"), [("NO_COLOR", "1", False), ("NO_COLOR", "", True), ("TERM", "dumb", False)]
)
def test_the_environment_refuses_colour(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, name: str, value: str, colour: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert terminal(screen).colour is colour


def test_an_option_refuses_colour(screen: Screen) -> None:
    assert terminal(screen, no_color=True).colour is False


@pytest.mark.parametrize(("columns", "width"), [("20", 60), ("80", 80), ("400", 100)])
def test_lines_are_neither_too_short_nor_too_long(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal(screen).width == width


def test_what_the_encoding_lacks_is_escaped(screen: Screen) -> None:
    put_out("Å…\n", screen)
    assert screen.buffer.getvalue() == b"\\xc5\\u2026\n"  # type: ignore[attr-defined]


def test_another_encoding(screen: Screen) -> None:
    put_out("Å\n", screen, encoding="utf-8")
    assert screen.buffer.getvalue() == "Å\n".encode()  # type: ignore[attr-defined]


def test_no_stream_at_all() -> None:
    put_out("text", None)
    assert sys.stdout is not None
