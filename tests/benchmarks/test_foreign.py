from pathlib import Path

import pytest

from benchmarks.foreign import FORMS, WORKBOOKS, make
from linter.formats import read_changes, read_snapshot

COUNT = 30


@pytest.mark.parametrize("name", [*FORMS, *WORKBOOKS])
def test_every_file_is_recognised_and_read_whole(tmp_path: Path, name: str) -> None:
    path = str(make(tmp_path, name, COUNT))
    if "-changes" in name:
        found = read_changes([path])
        assert len({change.user or change.set["sign_in_id"] for change in found.changes}) == COUNT
        assert found.survey.unchecked == ()
        return
    snapshot = read_snapshot(path, account="contoso")
    assert len({user.id for user in snapshot.accounts[0].users or ()}) == COUNT


@pytest.mark.parametrize("name", [*FORMS, *WORKBOOKS])
def test_the_same_file_is_made_each_time(tmp_path: Path, name: str) -> None:
    first, second = make(tmp_path / "first", name, COUNT), make(tmp_path / "second", name, COUNT)
    assert name in WORKBOOKS or first.read_bytes() == second.read_bytes()
    assert first.stat().st_size == second.stat().st_size
