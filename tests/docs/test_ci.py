"""The job files and the action: every command line in them works, and the action's script runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "ci"
JOBS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
EXAMPLE = ROOT / "examples" / "crm-online"
NOW = "2026-11-20T12:00:00Z"
ALLOWED = "account: acme\nchanges:\n  - {op: disable, user: u3}\n"
COMMAND = re.compile(r"(?<![\w/$\"`-])(?:\.venv/bin/)?prechange ((?:check|exec|audit|hook)\b[^'\n]*)")


def command_lines(text: str) -> list[str]:
    """The command lines of prechange in a job file, those that go on over several lines joined."""
    joined = re.sub(r" \\\n\s*|\n +(?=-)(?!- )", " ", text)
    return COMMAND.findall(joined)


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.name)
def test_yaml_can_be_read(path: Path) -> None:
    if path.suffix == ".yml":
        assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)
    else:
        assert path.read_text(encoding="utf-8").count("{") == path.read_text(encoding="utf-8").count("}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE / "snapshot.yaml", tmp_path)
    (tmp_path / "changes.yaml").write_text(ALLOWED, encoding="utf-8")
    (tmp_path / "apply-users").write_text('#!/bin/sh\ncp "$2" applied.yaml\n', encoding="utf-8")
    (tmp_path / "apply-users").chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.name)
def test_the_command_lines_do_what_they_say(path: Path, folder: Path) -> None:
    lines = command_lines(path.read_text(encoding="utf-8"))
    assert any(line.startswith("exec ") for line in lines)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for line in lines:
        command, *words = shlex.split(line)
        done = subprocess.run(
            [sys.executable, "-m", "linter", command, "--now", NOW, *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, command in ("check", "exec")) == (0, True), done.stderr
    assert (folder / "applied.yaml").read_text(encoding="utf-8") == ALLOWED
    for option in re.findall(r"=([\w.-]+\.(?:json|xml|sarif))", " ".join(lines)):
        assert (folder / option).exists()


class TestAction:
    STEP = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")

    def run(self, folder: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
        """The exit code, what is printed, and the outputs of the action's step."""
        values = {name: declared.get("default", "") for name, declared in ACTION["inputs"].items()} | inputs
        given = {
            name: values[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)[1]]  # type: ignore[index]
            for name, text in self.STEP["env"].items()
        }
        binary = folder / "temp" / "prechange" / "bin" / "prechange"
        binary.parent.mkdir(parents=True, exist_ok=True)
        binary.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m linter "$@"\n', encoding="utf-8")
        binary.chmod(0o755)
        files = {name: str(folder / "temp" / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        runner = {"RUNNER_TEMP": str(folder / "temp"), "PYTHONPATH": str(ROOT), **files}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.STEP["run"]],
            cwd=folder,
            env={**os.environ, **runner, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = Path(files["GITHUB_OUTPUT"]).read_text(encoding="utf-8").splitlines()
        return done.returncode, done.stdout, dict(line.split("=", 1) for line in lines)

    def test_allowed(self, folder: Path) -> None:
        options = f"--now\n{NOW}\n"
        code, said, outputs = self.run(
            folder, changes="changes.yaml\n", snapshot="snapshot.yaml", options=options
        )
        assert code == 0, said
        assert outputs == {"verdict": "allowed", "exit-code": "0", "report": "prechange-report.json"}
        assert (folder / "prechange-report.json").exists()
        assert (folder / "temp" / "GITHUB_STEP_SUMMARY").stat().st_size

    def test_denied(self, folder: Path) -> None:
        shutil.copy(EXAMPLE / "changes.yaml", folder)
        code, said, outputs = self.run(folder, changes="changes.yaml", snapshot="snapshot.yaml")
        assert (code, outputs["verdict"], outputs["exit-code"]) == (1, "denied", "1")
        assert "::error " in said

    def test_an_input_is_never_run(self, folder: Path) -> None:
        code, _, outputs = self.run(folder, changes='$(touch x)"; touch x #\n`touch x`\n--help')
        assert (code, outputs["verdict"]) == (2, "invalid")
        assert not (folder / "x").exists()

    def test_no_expression_stands_in_a_script(self) -> None:
        for step in ACTION["runs"]["steps"]:
            assert "${{" not in step.get("run", "")

    def test_what_it_gives_is_what_its_step_gives(self) -> None:
        named = re.findall(r"steps\.check\.outputs\.([\w-]+)", str(ACTION["outputs"]))
        assert named == list(ACTION["outputs"])
        assert all(f'echo "{name}=' in self.STEP["run"] for name in named)
