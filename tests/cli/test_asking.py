"""`prechange fix --interactive` at a real terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.cli.app import run as prechange
from linter.errors import InputError
from tests.cli.conftest import NOW, ROOT

pty = pytest.importorskip("pty")

CHANGES = "account: acme\nchanges:\n- {op: delete, user: u4}\n"

CASES: list[tuple[str, int, str]] = [
    (
        "y\n",
        0,
        "account: acme\nchanges:\n# instead of `delete` of `u4` (crm-online/disable-instead-of-delete)\n"
        "- {op: disable, user: u4}\n",
    ),
    ("what\nn\n", 1, ""),
    ("q\n", 1, ""),
    ("\x04", 1, ""),
]


@pytest.mark.parametrize(("typed", "code", "written"), CASES, ids=["yes", "no", "quit", "the end of input"])
def test_each_remedy_is_asked_about(folder: Path, typed: str, code: int, written: str) -> None:
    (folder / "c.yaml").write_text(CHANGES, encoding="utf-8")
    master, slave = pty.openpty()
    arguments = ["fix", "c.yaml", "-s", "snapshot.yaml", "--now", NOW, "--interactive"]
    with subprocess.Popen(
        [sys.executable, "-m", "linter", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(master, typed.encode())
        out, err = process.communicate(timeout=60)
    os.close(slave)
    os.close(master)
    assert (process.returncode, out) == (code, written)
    assert err.count("replace it? y (yes), n (no)") == (2 if typed.startswith("what") else 1)
    assert ("its remedy was not wanted" in " ".join(err.split())) is (code == 1)


def test_nobody_is_asked_where_there_is_no_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match="standard input is none"):
        prechange(["fix", "denied.yaml", "-s", "snapshot.yaml", "--interactive"])
