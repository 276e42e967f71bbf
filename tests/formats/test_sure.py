"""Counting many rows together gives what counting them one by one gives, and as many changes as are made."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.foreign import FORMS, make
from linter.errors import InputError
from linter.formats import read_changes, read_snapshot, rows

_ODD = [
    "",
    "x",
    "yes",
    "maybe",
    "Example: x",
    "=1",
    " y",
    "Suspended",
    "Sales, Service",
    "create",
    "grant_role",
    "Archived",
    "#",
]
_TABLES = [name for name in FORMS if name.endswith("-changes.csv")]
_part_of = rows.part_of


def _one_by_one(
    table: Any, made: Any, judged: Any = None, sure: Any = None, *, together: Any = None, whole: bool = False
) -> Any:
    return _part_of(table, made, judged, whole=whole)


def _outcome(path: str) -> Any:
    try:
        found = read_changes([path])
    except InputError as error:
        return error.problems
    changes = [(change.op, change.user, change.set, change.origin("")) for change in found.changes]
    assert len(changes) == found.survey.changes
    return found.survey, changes


def _edited(name: str, edits: list[tuple[int, int, str]], tmp_path_factory: Any) -> str:
    path = make(tmp_path_factory.getbasetemp(), name, 12)
    lines = path.read_text(encoding="utf-8").split("\n")
    first = next(n for n, line in enumerate(lines) if "," in line) + 1
    for row, column, text in edits:
        cells = lines[first + row].split(",")
        cells[column % len(cells)] = f'"{text}"'
        lines[first + row] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", _TABLES)
@settings(max_examples=25, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14), st.sampled_from(_ODD)), max_size=3))
def test_together_and_one_by_one(name: str, edits: list[tuple[int, int, str]], tmp_path_factory) -> None:
    path = _edited(name, edits, tmp_path_factory)
    module = {"csv": "linter.formats.table.changes", "entra": "linter.formats.entra.changes"}
    form = name.partition("-")[0]
    module["crm"] = "linter.formats.crm.changes"
    quick = _outcome(path)
    with patch(f"{module.get(form, f'linter.formats.{form}')}.part_of", _one_by_one):
        assert quick == _outcome(path)


_SNAPSHOTS = [name for name in FORMS if name.endswith("-snapshot.csv")]
_snapshot_of = rows.snapshot_of


def _users_one_by_one(table: Any, record: Any, key: int, together: Any = None) -> Any:
    return _snapshot_of(table, record, key)


def _users(path: str) -> Any:
    try:
        found = read_snapshot(path, account="contoso")
    except InputError as error:
        return error.problems
    users = found.accounts[0].users or ()
    return users, [found.locate("contoso", user.id) for user in users]


@pytest.mark.parametrize("name", _SNAPSHOTS)
@settings(max_examples=25, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14), st.sampled_from(_ODD)), max_size=3))
def test_users_together_and_one_by_one(
    name: str, edits: list[tuple[int, int, str]], tmp_path_factory
) -> None:
    path = _edited(name, edits, tmp_path_factory)
    form = name.partition("-")[0]
    module = {"csv": "table.snapshot", "entra": "entra.users", "crm": "crm.snapshot"}.get(form, form)
    quick = _users(path)
    with patch(f"linter.formats.{module}.snapshot_of", _users_one_by_one):
        assert quick == _users(path)
