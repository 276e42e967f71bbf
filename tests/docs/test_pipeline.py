"""What the page about pipelines says is so."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linter.gate.exits import GateExit

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "pipeline.md", ROOT / "docs" / "ci" / "README.md"]
PAGE = PAGES[0].read_text(encoding="utf-8")
LINKS = [(page, link) for page in PAGES for link in re.findall(r"\]\((?!https?:)([^)#]*)", page.read_text())]


def test_the_exit_codes_are_those_of_the_program() -> None:
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)] == [*GateExit]


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    assert (page.parent / link).exists()


def test_the_commands_on_native_files(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "crm-online" / "snapshot.yaml", tmp_path)
    (tmp_path / "changes.yaml").write_text("account: acme\nchanges:\n  - {op: disable, user: u3}\n")
    for name, text in (
        ("apply-users", 'cp "$2" applied.yaml'),
        (
            "prechange",
            f'name=$1; shift; exec "{sys.executable}" -m linter $name --now 2026-11-20T12:00:00Z "$@"',
        ),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    lines = re.findall(r"^prechange .*changes\.yaml .*$", PAGE, re.MULTILINE)
    assert len(lines) == 4
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "applied.yaml").read_text() == (tmp_path / "changes.yaml").read_text()
    shown = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])  # type: ignore[index]
    written = json.loads((tmp_path / "status.json").read_text())
    assert {**written, "changes": shown["changes"]} == shown


def test_the_trick_for_terraform(tmp_path: Path) -> None:
    """The plan is applied only if it still is what was checked."""
    words = re.search(r"-- sh -c '\n(.*)' sh \{\}", PAGE)
    assert words is not None
    (tmp_path / "terraform").write_text('#!/bin/sh\n[ "$1" = show ] && cat "$3" || echo applied\n')
    (tmp_path / "terraform").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    (tmp_path / "plan.tfplan").write_text("one")
    for checked, said in (("one", "applied\n"), ("two", "plan")):
        (tmp_path / "copy.json").write_text(checked)
        command = ["sh", "-c", words[1], "sh", "copy.json"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert ("applied" in done.stdout) is (checked == "one"), said
