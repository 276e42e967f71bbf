from datetime import UTC, datetime
from typing import Any

import pytest

from linter.diff import diff, renames
from linter.model import UNSET, Account, BillingAdmin, ChangeSet, Location, Snapshot, User
from linter.native.data import native_change
from linter.replay import replay

ANN = {"full_name": "Ann", "sign_in_id": "ann@x.example", "enabled": True, "roles": ("A", "B")}


def _user(name: str, **values: Any) -> User:
    return User(id=name, **{**ANN, "sign_in_id": f"{name}@x.example", **values})


def _state(path: str, *users: User, complete: Any = True, **account: Any) -> Snapshot:
    lines = {user.id: number for number, user in enumerate(users, 2)}
    return Snapshot(
        accounts=(Account(id="acme", users=users, **account),),
        complete=complete,
        path=path,
        locate=lambda name, user: Location(path=path, line=lines[user] if user else 1),
    )


def _diff(before: Any, after: Any, **later: Any) -> ChangeSet:
    return diff(_state("a.csv", *before), _state("b.csv", *after, **later))


def _told(changes: ChangeSet) -> list[tuple[str, Any]]:
    return [(change.op, change.user) for change in changes.changes]


def _notes(changes: ChangeSet) -> list[str]:
    return [f"{one} ({one.location})" for one in changes.survey.unchecked]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ({}, {}, None),
        ({"roles": ("A", "B")}, {"roles": ("B", "A")}, None),
        ({"full_name": ""}, {"full_name": None}, None),
        ({"kind": UNSET}, {"kind": "person"}, None),
        (
            {},
            {"full_name": "Bo"},
            {"op": "update", "set": {"full_name": "Bo"}, "before": {"full_name": "Ann"}},
        ),
        ({}, {"enabled": False}, {"op": "disable", "before": {"enabled": True}}),
        ({"enabled": False}, {"enabled": True}, {"op": "enable", "before": {"enabled": False}}),
        (
            {},
            {"enabled": False, "roles": ()},
            {
                "op": "update",
                "set": {"enabled": False, "roles": []},
                "before": {"enabled": True, "roles": ["A", "B"]},
            },
        ),
        (
            {},
            {"full_name": None},
            {"op": "update", "set": {"full_name": None}, "before": {"full_name": "Ann"}},
        ),
        (
            {"attributes": {"dept": "X", "city": "C"}},
            {"attributes": {"dept": "Y", "new": "N"}},
            {"op": "update", "set": {"attributes": {"dept": "Y"}}, "before": {"attributes": {"dept": "X"}}},
        ),
        ({"invitation": "none"}, {"invitation": "sent"}, {"op": "invite"}),
    ],
)
def test_a_user(old: dict[str, Any], new: dict[str, Any], change: dict[str, Any] | None) -> None:
    found = _diff([_user("u1", **old)], [_user("u1", **new)])
    wanted = [] if change is None else [{**change, "user": "u1", "account": "acme"}]
    assert [native_change(one) for one in found.changes] == wanted
    assert [str(one.origin("set/full_name")) for one in found.changes] == ["b.csv:2"] * len(wanted)


def test_a_rename_is_an_update() -> None:
    found = _diff([_user("u1")], [_user("u1", sign_in_id="new@x.example", full_name="New")])
    assert _told(found) == [("update", "u1")]
    assert _notes(found) == []


def test_who_is_missing() -> None:
    gone = _diff([_user("u1"), _user("u2")], [_user("u1")])
    assert [native_change(one) for one in gone.changes] == [
        {
            "op": "delete",
            "user": "u2",
            "before": {"full_name": "Ann", "sign_in_id": "u2@x.example"},
            "account": "acme",
        }
    ]
    assert [str(one.origin("")) for one in gone.changes] == ["a.csv:3"]
    for complete in (False, UNSET):
        unknown = _diff([_user("u1"), _user("u2")], [_user("u1")], complete=complete)
        assert _told(unknown) == []
        assert _notes(unknown) == [
            "1 user not in the later file, which does not say that it is complete (a.csv:3)"
        ]


def test_without_ids_users_are_joined_by_sign_in_and_it_is_said() -> None:
    before = [User(id="ann@x.example", full_name="Ann", sign_in_id="ann@x.example")]
    after = [
        User(id="Ann@X.example", full_name="Bo", sign_in_id="Ann@X.example"),
        User(id="n@x", sign_in_id="n@x"),
    ]
    found = _diff(before, after)
    assert _told(found) == [("update", "ann@x.example"), ("create", "n@x")]
    assert _notes(found) == [
        "1 join by the sign-in, for want of an immutable id (b.csv:2)",
        "1 new sign-in that may be a known user's, for want of an immutable id (b.csv:3)",
    ]


def test_one_file_with_ids_and_one_without() -> None:
    found = _diff([_user("u1")], [User(id="u1@x.example", full_name="Bo", sign_in_id="u1@x.example")])
    assert _told(found) == [("update", "u1")]
    assert "join by the sign-in" in _notes(found)[0]


def test_two_immutable_ids_are_two_users() -> None:
    found = _diff([_user("u1", sign_in_id="same@x")], [_user("u2", sign_in_id="same@x")])
    assert _told(found) == [("delete", "u1"), ("create", "u2")]


def test_an_address_is_given_up_before_it_is_taken() -> None:
    before = [_user("u1", sign_in_id="1"), _user("u2", sign_in_id="2"), _user("u3", sign_in_id="3")]
    chain = [_user("u1", sign_in_id="2"), _user("u2", sign_in_id="3"), _user("u3", sign_in_id="4")]
    assert _told(_diff(before, chain)) == [("update", "u3"), ("update", "u2"), ("update", "u1")]
    circle = [_user("u1", sign_in_id="2"), _user("u2", sign_in_id="3"), _user("u3", sign_in_id="1")]
    assert sorted(_told(_diff(before, circle))) == [("update", "u1"), ("update", "u2"), ("update", "u3")]


def test_deleted_and_restored() -> None:
    gone = {"deleted_at": "2026-01-01T00:00:00Z"}
    found = _diff([_user("u1"), _user("u2", **gone), _user("u3", **gone)], [_user("u1", **gone), _user("u2")])
    assert _told(found) == [("delete", "u1"), ("restore", "u2")]


def test_the_account() -> None:
    admin, other = BillingAdmin(user_id="u1"), BillingAdmin(user_id="u2")
    before = _state("a.csv", _user("u1"), purchased_users=3, billing_admin=admin)
    more = _state("b.csv", _user("u1"), _user("u2"), purchased_users=4, billing_admin=other)
    assert _told(diff(before, more)) == [
        ("set_purchased_users", UNSET),
        ("create", "u2"),
        ("set_billing_admin", "u2"),
    ]
    assert _told(diff(more, before)) == [
        ("set_billing_admin", "u1"),
        ("delete", "u2"),
        ("set_purchased_users", UNSET),
    ]


def test_what_cannot_be_told() -> None:
    before = [_user("u1", licensed=False), _user("u2")]
    after = [_user("u1", licensed=True, licenses=("E3",)), _user("u2", licenses=("E3",))]
    found = _diff(before, after)
    assert _told(found) == []
    assert _notes(found) == ["1 difference in `licensed` (b.csv:2)", "2 differences in `licenses` (b.csv:2)"]
    other = Snapshot(accounts=(Account(id="beta"),))
    assert [str(one) for one in diff(_state("a.csv"), other).survey.unchecked] == [
        "1 account that only the later file holds",
        "1 account that only the earlier file holds",
    ]


def test_attributes_that_only_one_file_holds() -> None:
    before = [_user("u1", attributes={"dept": "X", "old": "O"}), _user("u2", attributes={"old": None})]
    after = [_user("u1", attributes={"dept": "X", "shoe": "44"}), _user("u2", attributes={"shoe": None})]
    found = _diff(before, after)
    assert _told(found) == []
    assert _notes(found) == [
        "1 difference in `attributes.old` (b.csv:2)",
        "1 difference in `attributes.shoe` (b.csv:2)",
    ]


def test_a_record_modified_since_says_what_the_later_file_was_made_from() -> None:
    times = {name: datetime(2026, 11, day, tzinfo=UTC) for name, day in (("early", 1), ("late", 2))}
    early = [_user(name, modified_at=times["early"]) for name in ("u1", "u2")]
    late = [_user("u1", modified_at=times["late"], full_name="Bo"), _user("u2", modified_at=times["late"])]
    stale = _diff(late, early)
    assert [native_change(one)["before"] for one in stale.changes] == [
        {"full_name": "Bo", "modified_at": "2026-11-01T00:00:00Z"}
    ]
    assert [native_change(one)["before"] for one in _diff(early, late).changes] == [{"full_name": "Ann"}]


def test_replaying_the_difference_gives_the_later_state(now) -> None:
    before = _state("a.csv", _user("u1"), _user("u2"), _user("u3"))
    after = _state(
        "b.csv", _user("u4"), _user("u2", roles=("A",), enabled=False), _user("u1", full_name="Bo")
    )
    steps = list(replay(before, diff(before, after).changes, now=now))
    assert [fault for step in steps for fault in step.faults] == []
    users = steps[-1].account_after.users
    assert users is not UNSET
    left = {
        name: (user.full_name, user.enabled, user.roles)
        for name, user in users.items()
        if not user.deleted_at
    }
    assert left == {
        "u1": ("Bo", True, ("A", "B")),
        "u2": ("Ann", False, ("A",)),
        "u4": ("Ann", True, ("A", "B")),
    }


def test_what_renames_look_like() -> None:
    before = _state("a.csv", _user("u1", full_name="Anna Berg"), _user("u2"), _user("u3", full_name=UNSET))
    after = _state(
        "b.csv",
        _user("u1", full_name="Peter Lind"),
        _user("u2", sign_in_id="u2@y.example"),
        _user("u3", full_name=UNSET, enabled=False),
    )
    found = [(each.change.user, each.identity.verdict) for each in renames(diff(before, after), before)]
    assert found == [("u1", "another-person"), ("u2", "rebranding")]
