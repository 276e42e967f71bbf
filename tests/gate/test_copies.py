import hashlib
import os
import stat
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from linter.document import shown_path
from linter.gate.copies import private_copies


def test_copies_are_exact_private_and_gone_afterwards(tmp_path: Path) -> None:
    data = os.urandom(3 * 1024 * 1024 + 1)
    original = tmp_path / "Plan of $(x).tf.json"
    original.write_bytes(data)
    with private_copies([str(original)]) as copies:
        (path,) = map(Path, copies.paths)
        assert path.read_bytes() == data
        assert path.name == "changes.tf.json"
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert copies.files[0].sha256 == hashlib.sha256(data).hexdigest()
        assert shown_path(copies.paths[0]) == str(original)
        (path.parent / "left by the command").write_text("x")
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["a/x.yaml", "b/x.yaml"], ["changes-1.yaml", "changes-2.yaml"]),
        (["plain"], ["changes"]),
        (["x.jsonl.part3"], ["changes.jsonl.part3"]),
        (["x.ya ml"], ["changes"]),
        (["x.$(y)"], ["changes"]),
        (["x.éé"], ["changes"]),
    ],
)
def test_names(tmp_path: Path, given: list[str], names: list[str]) -> None:
    paths = [tmp_path / name for name in given]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    with private_copies([str(path) for path in paths]) as copies:
        assert [os.path.basename(path) for path in copies.paths] == names


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"abc")))
    with private_copies(["-"]) as copies:
        assert Path(copies.paths[0]).read_bytes() == b"abc"
        assert shown_path(copies.paths[0]) == "<stdin>"
        assert not sys.stdin.closed


def test_what_cannot_be_copied_is_a_problem_and_keeps_its_own_path(tmp_path: Path) -> None:
    missing, folder = str(tmp_path / "none.yaml"), str(tmp_path)
    with private_copies([missing, folder]) as copies:
        assert copies.paths == (missing, folder)
        assert copies.files == ()
        assert copies.problem is not None
        assert [each.message for each in copies.problem.problems] == ["there is no such file"]
