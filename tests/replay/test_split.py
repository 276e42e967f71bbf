from itertools import pairwise
from typing import Any

import pytest

from linter.model import UNSET, Change, Location, User
from linter.replay import replay
from tests.replay.play import NOW, play, snapshot


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {
                "op": "create",
                "user": "u9",
                "set": {
                    "full_name": "New",
                    "enabled": False,
                    "groups": ("G",),
                    "licenses": ("L",),
                    "roles": ("A", "a", "B"),
                },
            },
            ["create", "grant_role A", "grant_role B", "assign_license L", "add_group G", "disable"],
        ),
        ({"op": "create", "user": "u9", "set": {"enabled": True, "roles": None}}, ["create"]),
        (
            {
                "op": "update",
                "user": "u1",
                "set": {"enabled": False, "roles": ("B", "SALES"), "manager_id": "u2"},
            },
            ["update", "disable", "grant_role B"],
        ),
        ({"op": "update", "user": "u1", "set": {"enabled": False}}, ["disable"]),
        ({"op": "update", "user": "u2", "set": {"enabled": True}}, ["enable"]),
        (
            {"op": "update", "user": "u1", "set": {"roles": (), "licenses": None, "groups": ("G",)}},
            ["revoke_role Sales", "remove_license Pro", "remove_group Staff", "add_group G"],
        ),
        ({"op": "update", "user": "u1", "set": {"enabled": True, "manager_id": "u2"}}, ["update"]),
        ({"op": "update", "user": "u1", "set": {"enabled": True}}, ["update"]),
        (
            {"op": "update", "user": "u1", "set": {"enabled": False}, "secrets": ("pwd",)},
            ["update", "disable"],
        ),
    ],
)
def test_a_change_becomes_elementary_ones(change: dict[str, Any], expected: list[str]) -> None:
    steps = play([change], snapshot())
    told = [
        " ".join([part.op, *(item for item in (part.role, part.license, part.group) if item)])
        for part in (step.change for step in steps)
    ]
    assert told == expected
    assert {step.change.index for step in steps} == {0}
    assert not any({"enabled", "roles", "licenses", "groups"} & set(step.change.set) for step in steps)
    assert all(earlier.after == later.before for earlier, later in pairwise(steps))
    assert all(earlier.account_after is later.account for earlier, later in pairwise(steps))


def test_the_place_of_an_elementary_change_is_that_of_its_part() -> None:
    change = Change(
        index=0,
        op="create",
        user="u9",
        set={"full_name": "N", "roles": ("A", "B"), "enabled": False},
        origin=lambda pointer: Location(path="c", pointer=pointer),
    )
    created, _, granted, disabled = [step.change for step in replay(snapshot(), [change], now=NOW)]
    places = [
        created.origin("set/full_name"),
        granted.origin("role"),
        granted.origin("user"),
        disabled.origin("op"),
        disabled.origin(""),
    ]
    assert [place.pointer for place in places] == ["set/full_name", "set/roles/1", "user", "set/enabled", ""]


def test_an_unknown_list_gets_every_addition_and_is_known_after_the_last() -> None:
    change = {"op": "update", "user": "u1", "set": {"roles": ("A", "B"), "licenses": ()}}
    emptied, first, last = play([change], snapshot(User(id="u1", enabled=True)))
    assert [step.change.op for step in (emptied, first, last)] == ["update", "grant_role", "grant_role"]
    assert emptied.after == User(id="u1", enabled=True, licenses=(), licensed=False)
    assert emptied.changed == {"licenses": UNSET, "licensed": UNSET}
    assert [fault.rule for fault in emptied.faults] == ["unknown-before"]
    assert first.after is not None
    assert first.after.roles is UNSET
    assert last.after is not None
    assert last.after.roles == ("A", "B")
    assert last.changed == {"roles": UNSET}
    assert first.account_after.role_holders is UNSET
    assert last.account_after.role_holders == {"A": 1, "B": 1}
