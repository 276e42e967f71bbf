"""The views against the tables that conditions are checked by: what passes the checker must be there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linter.engine import views
from linter.model import UNSET, Account, AccountState, BillingAdmin, Change, Snapshot, Step, User
from linter.policy import TABLES
from linter.replay import initial_state
from tests.engine.world import NOW, change_set

ALL = frozenset({views.ALL})
FULL = User(
    id="u1",
    full_name="A B",
    first_name="A",
    last_name="B",
    primary_email="a@x.example",
    sign_in_id="a@x.example",
    aliases=("b@x.example",),
    enabled=True,
    licensed=True,
    invitation="accepted",
    invited_at=NOW,
    kind="person",
    roles=("Sales",),
    licenses=("L",),
    groups=("G",),
    manager_id=None,
    employee_id="7",
    tags=("t",),
    modified_at=NOW,
    deleted_at=None,
    billing_record=None,
    attributes={"n": 2**70, "deep": {"list": [1, None]}},
)
RECORD = Account(
    id="acme",
    name="Acme",
    purchased_users=3,
    billing_admin=BillingAdmin(user_id="u1", full_name="A B", email="a@x.example"),
    users=(FULL,),
)
SNAPSHOT = Snapshot(accounts=(RECORD,), complete=True, taken_at=NOW - timedelta(hours=3), source="export")
STATE = initial_state(RECORD, SNAPSHOT, now=NOW, seat_days=14)
CHANGE = Change(index=0, op="disable", user="u1")
STEP = Step(
    change=CHANGE, before=FULL, after=FULL, changed={"enabled": True}, account=STATE, account_after=STATE
)
SET = change_set({"op": "disable", "user": "u1"})


@pytest.mark.parametrize(
    ("table", "view"),
    [
        ("User", views.user_view(FULL, ALL, STATE)),
        ("User", views.user_view(None, ALL, STATE)),
        ("Changed", views.changed_view({}, ALL)),
        ("Account", views.account_view(STATE, ALL)),
        ("Snapshot", views.snapshot_view(SNAPSHOT, NOW)),
        ("ChangeSet", views.change_set_view(SET, counts={}, population=3, users_touched=1)),
        ("Change", views.change_view(STEP)),
    ],
    ids=["user", "nobody", "changed", "account", "snapshot", "change set", "change"],
)
def test_a_view_of_what_is_known_has_every_field_of_its_table(table: str, view: dict[str, Any]) -> None:
    unknown = {"requested_by", "effective_at"} if "requested_by" in TABLES[table] else set()
    assert set(view) == set(TABLES[table]) - unknown


def test_what_is_unknown_is_left_out() -> None:
    nothing = AccountState(id="acme")
    assert set(views.user_view(User(id="u1"), ALL, nothing)) == {"id", "kind", "tags", "deleted_at"}
    assert set(views.account_view(nothing, ALL)) == {"id", "changes"}
    assert views.snapshot_view(None, NOW) == {"given": False}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {"name": False}),
        ({"last_name": True, "first_name": UNSET}, {"name": True}),
        ({"full_name": UNSET}, {}),
        ({"full_name": False}, {"name": False}),
    ],
)
def test_the_name_changes_with_any_part_of_it(changed: dict[str, Any], expected: dict[str, bool]) -> None:
    assert views.changed_view(changed, frozenset({"name"})) == expected


NAMED = BillingAdmin(user_id="u1")
BY_ADDRESS = BillingAdmin(email="a@x.example")


@pytest.mark.parametrize(
    ("user", "account", "expected"),
    [
        (FULL, AccountState(id="a"), UNSET),
        (FULL, AccountState(id="a", billing_admin=None), False),
        (FULL, AccountState(id="a", billing_admin=NAMED, billing_user=UNSET), True),
        (FULL, AccountState(id="a", billing_admin=BY_ADDRESS, billing_user=FULL), True),
        (FULL, AccountState(id="a", billing_admin=BY_ADDRESS, billing_user=None), False),
        (FULL, AccountState(id="a", billing_admin=BY_ADDRESS, billing_user=UNSET), UNSET),
        (User(id="stranger"), AccountState(id="a", billing_admin=NAMED, billing_user=FULL), UNSET),
    ],
)
def test_who_is_the_billing_admin(user: User, account: AccountState, expected: Any) -> None:
    assert views.is_billing_admin(user, account) is expected


def test_values_that_cel_does_not_take_are_made_ready() -> None:
    view = views.user_view(FULL, ALL, STATE)
    assert view["attributes"] == {"n": float(2**70), "deep": {"list": [1, None]}}
    assert view["roles"] == ["Sales"]
    assert view["invited_at"].ToDatetime(UTC) == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_deleted_users_are_not_walked() -> None:
    gone = Account(id="acme", users=(FULL, User(id="u2", deleted_at=NOW)))
    state = initial_state(gone, Snapshot(accounts=(gone,), complete=True), now=NOW, seat_days=14)
    assert [user["id"] for user in views.account_view(state, frozenset({"users"}))["users"]] == ["u1"]


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (User(id="u", sign_in_id="bo_b.example#EXT#@a.example", attributes={"userType": "Member"}), True),
        (User(id="u", sign_in_id="bo@a.example", attributes={"userType": "guest"}), True),
        (User(id="u", sign_in_id="bo@a.example", attributes={"userType": "Member"}), False),
        (User(id="u", sign_in_id="bo@a.example"), False),
        (User(id="u", sign_in_id=None), False),
        (User(id="u", attributes={"userType": None}), False),
        (User(id="u", attributes={}), UNSET),
    ],
)
def test_who_is_a_guest(user: User, expected: Any) -> None:
    assert views.user_view(user, frozenset({"guest"}), STATE).get("guest", UNSET) is expected


def test_reports_are_found_by_whatever_key_names_the_manager() -> None:
    def report(number: int, **fields: Any) -> User:
        return User(id=f"r{number}", **{"enabled": True, "manager_id": "u1", **fields})

    users = (
        *(FULL, report(1), report(2, manager_id=" A@X.example"), report(3, manager_id="b@x.example")),
        *(report(4, enabled=False), report(5, deleted_at=NOW), report(6, manager_id="u2")),
    )

    def reports(*users: User) -> Any:
        account = Account(id="acme", users=users)
        state = initial_state(account, Snapshot(accounts=(account,), complete=True), now=NOW)
        return views.user_view(FULL, frozenset({"direct_reports"}), state).get("direct_reports", UNSET)

    assert reports(*users) == 3
    assert reports(*users, User(id="r7", enabled=True)) is UNSET
    assert reports(*users, User(id="r7", enabled=False)) == 3
