"""What the README shows is what happens."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from linter.errors import ExitCode

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
AT = ["--now", "2026-11-20T12:00:00Z"]
RUNS = re.findall(r"```console\n\$ prechange (.*)\n((?:.*\n)*?)```", README)
FILES = re.findall(r"```yaml\n(# (\w+\.yaml): (?:.*\n)*?)```", README)
PYTHON = re.findall(r"```python\n((?:.*\n)*?)```", README)
LINKS = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)


def test_there_is_a_run() -> None:
    assert RUNS


@pytest.mark.parametrize(("arguments", "shown"), RUNS)
def test_a_run_prints_what_is_shown(arguments: str, shown: str) -> None:
    command = [sys.executable, "-m", "linter", *shlex.split(arguments), *AT]
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == shown
    assert done.returncode == (0 if arguments.startswith("fix ") else 1)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for text, name in FILES:
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_files_can_be_read(files: Path) -> None:
    assert {name for _, name in FILES} == {"changes.yaml", "snapshot.yaml"}
    command = [sys.executable, "-m", "linter", "check", "changes.yaml", "-s", "snapshot.yaml", *AT]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=files, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("code", PYTHON)
def test_the_python_runs(files: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(files)
    exec(code, {})


@pytest.mark.parametrize("target", LINKS)
def test_a_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_exit_codes_are_those_of_the_program() -> None:
    shown = re.findall(r"^\| (\d+) \| ([a-z]*) ?\|", README, re.MULTILINE)
    assert [int(code) for code, _ in shown] == [int(code) for code in ExitCode]
    assert [verdict for _, verdict in shown if verdict] == [
        code.name.lower() for code in ExitCode if code < ExitCode.BUG
    ]
