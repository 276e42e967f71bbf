from pathlib import Path
from typing import NoReturn

import pytest

from linter.cli.boundary import answer, exit_code, guard
from linter.errors import ExitCode, InputError
from linter.model import Location, Report, Verdict


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def raising(error: BaseException) -> NoReturn:
    raise error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError.one("no such file"), ExitCode.INVALID),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        (SystemExit(1), ExitCode.INTERRUPTED),
        (SystemExit(0), ExitCode.INTERRUPTED),
        (ValueError("x"), ExitCode.BUG),
        (MemoryError(), ExitCode.BUG),
        (RecursionError(), ExitCode.BUG),
        (OSError("x"), ExitCode.BUG),
        (BrokenPipeError(), ExitCode.BUG),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: ExitCode) -> None:
    assert guard(lambda: raising(error)) == code


def test_a_result_goes_through() -> None:
    assert guard(lambda: 3) == 3


def test_problems_are_said_with_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    place = Location(path="p.yaml", line=2, column=3, end_column=6, text="  \x1bid: x")
    guard(lambda: raising(InputError.one("unknown key `idd`", place, "did you mean `id`?")))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "p.yaml:2:3: error: unknown key `idd`\n"
        "  2 |   \\u001bid: x\n"
        "    |   ^^^^^^^^\n"
        "  hint: did you mean `id`?\n"
    )


def test_a_bug_is_no_verdict_and_keeps_values_to_itself(
    capsys: pytest.CaptureFixture[str], temporary: Path
) -> None:
    guard(lambda: raising(ValueError("a private value")))
    said = capsys.readouterr().err
    assert said.startswith("bug: prechange ")
    assert "private value" not in said
    (details,) = temporary.iterdir()
    assert f"  details: {details}\n" in said
    assert "a private value" in details.read_text(encoding="utf-8")
    assert details.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("verdict", "code"), [("allowed", 0), ("denied", 1), ("invalid", 2), ("undecided", 3)]
)
def test_every_verdict_has_its_exit_code(verdict: Verdict, code: int) -> None:
    assert exit_code(Report(verdict=verdict)) == code


def test_what_cannot_be_read_is_a_verdict() -> None:
    error = InputError.one("no such file")
    assert answer(lambda: raising(error)) == Report(verdict="invalid", errors=error.problems)
