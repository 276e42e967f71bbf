"""Every folder `tests/fixtures/formats/<format>/<case>/` is a test: an `input.*`, and what is read from it.

`expected.json` has `changes` (as native files write them), `places` (line:column of each change), `unchecked`
(`{what, count, place}`) and `secrets` (all names, in order); or `snapshot` (`accounts`, and what it says of
itself), with `places` of its users. Keys that are not there are not compared. `baseline.yaml`, a snapshot,
and `given.yaml` (`columns`, `op`, `format`, `account`) tell the reader more.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from linter.document import parse_yaml, plain
from linter.formats import FORMATS, Given, columns_of, read_changes, read_snapshot
from linter.formats.content import Content
from linter.formats.recognise import format_of
from linter.model import UNSET, ChangeSet, Location, Snapshot
from linter.native.data import native_account, native_change

FIXTURES = Path(__file__).parents[1] / "fixtures" / "formats"
CASES = sorted(path.parent for path in FIXTURES.glob("*/*/expected.json"))


def _name(case: Path) -> str:
    return case.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_reads_as_expected(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    path = _input(case)
    told = _told(case)
    given = Given(columns=columns_of(told.get("columns", {})), op=told.get("op"))
    name = case.parent.name if case.parent.name in FORMATS else told.get("format")
    if "snapshot" in expected:
        account = told.get("account", "fixture")
        snapshot = read_snapshot(path, format=name, account=account, given=given)
        assert _seen(_of_snapshot(snapshot), expected) == expected
        return
    if (case / "baseline.yaml").exists():
        given = replace(given, baseline=read_snapshot(str(case / "baseline.yaml")))
    changes = read_changes([path], format=name, given=given)
    assert _seen(_of_changes(changes), expected) == expected
    assert changes.survey.changes == len(list(changes.changes))


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_is_recognised(case: Path) -> None:
    """By its content alone: its name is only `input`."""
    told = _told(case)
    if told.get("columns"):
        pytest.skip("a table with a column map is known by its suffix")
    assert format_of(Content(_input(case))) == (
        case.parent.name if case.parent.name in FORMATS else told["format"]
    )


def _input(case: Path) -> str:
    (path,) = (path for path in case.glob("input.*") if not path.name.endswith(".prechange.yaml"))
    return str(path)


def _told(case: Path) -> Mapping[str, Any]:
    path = case / "given.yaml"
    told: dict[str, Any] = {}
    if path.exists():
        told = plain(parse_yaml(path.read_text(encoding="utf-8"), str(path)))
    return told


def _seen(found: dict[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """What was found of what is expected."""
    return {key: found.get(key) for key in expected}


def _of_changes(changes: ChangeSet) -> dict[str, Any]:
    listed = list(changes.changes)
    return {
        "changes": [native_change(change) for change in listed],
        "places": [_place(change.origin("")) for change in listed],
        "unchecked": [
            {"what": one.what, "count": one.count, "place": _place(one.location)}
            for one in changes.survey.unchecked
        ],
        "secrets": [name for change in listed for name in change.secrets],
    }


def _of_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    users = [(account.id, user.id) for account in snapshot.accounts for user in account.users or ()]
    said = {"complete": snapshot.complete, "source": snapshot.source}
    said["taken_at"] = snapshot.taken_at if snapshot.taken_at is UNSET else snapshot.taken_at.isoformat()
    return {
        "snapshot": {
            **{key: value for key, value in said.items() if value is not UNSET},
            "accounts": [native_account(account) for account in snapshot.accounts],
        },
        "places": [_place(snapshot.locate(account, user)) for account, user in users],
    }


def _place(location: Location | None) -> str:
    return f"{location.line}:{location.column}" if location else ""
