from pathlib import Path
from typing import NoReturn

import pytest

from linter.cli.app import run
from linter.cli.boundary import guard
from linter.errors import ExitCode

COMMAND = ("check", "allowed.yaml", "-s", "snapshot.yaml", "-o", "json=report.json")


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt, ExitCode.INTERRUPTED), (BrokenPipeError, ExitCode.BUG), (KeyError, ExitCode.BUG)],
)
def test_no_break_looks_like_a_verdict(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: ExitCode
) -> None:
    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.chdir(folder)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setattr("linter.cli.judging.read_config", fail)
    earlier = folder / "report.json"
    earlier.write_text('{"verdict": "allowed"}', encoding="utf-8")
    assert guard(lambda: run(COMMAND)) == code
    assert not earlier.exists()


def test_a_report_that_cannot_be_written_is_no_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(folder)
    monkeypatch.setattr("os.replace", fail)
    assert guard(lambda: run(COMMAND)) == ExitCode.INVALID
    assert sorted(path.name for path in folder.iterdir()) == ["allowed.yaml", "denied.yaml", "snapshot.yaml"]


def test_values_are_taken_as_they_are_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The options stay as typer would have them: repeated ones lists, flags flags, the rest texts."""
    seen: dict[str, object] = {}

    def look(specs: list[str], inputs: list[str]) -> NoReturn:
        seen.update(specs=specs, inputs=inputs)
        raise KeyboardInterrupt

    monkeypatch.chdir(folder)
    monkeypatch.setattr("linter.cli.check.parse_outputs", look)
    guard(lambda: run(["check", "a", "b", "-o", "text", "-o", "json=x", "-s", "s"]))
    assert seen == {"specs": ["text", "json=x"], "inputs": ["a", "b", "s"]}
