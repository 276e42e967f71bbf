from collections.abc import Callable, Mapping
from typing import Any

import pytest

from linter.engine import check
from linter.engine.trace import Tracer
from linter.model import Account, AccountPoint, Report, Snapshot, Trace, UserTrace
from linter.replay import replay
from tests.engine.world import NOW, account, change_set, snapshot

ADMIN = {"user_id": "u1", "full_name": "F C", "email": "name@company.example"}
USERS = [
    {"id": "u1", "full_name": "F C", "primary_email": "name@company.example", "enabled": True},
    {"id": "u2", "full_name": "Ann", "enabled": True, "roles": ["Sales"], "primary_email": "ann@x.example"},
]
WHOLE = {
    "purchased_users": 2,
    "billing_admin": ADMIN,
    "users": [{**user, "invitation": "accepted"} for user in USERS],
}


def traced(on: Account | None, *changes: Mapping[str, Any], complete: bool = True) -> Trace:
    given: Snapshot | None = None if on is None else snapshot(on, complete=complete)
    tracer = Tracer()
    for step in replay(given, change_set(*changes).changes, now=NOW):
        tracer.saw(step)
    return tracer.close()


def only(trace: Trace) -> UserTrace:
    (user,) = trace.users
    return user


def test_a_user_before_the_first_change_and_after_the_last() -> None:
    user = only(
        traced(
            account(**WHOLE),
            {"op": "update", "user": "u2", "set": {"full_name": "Bea"}},
            {"op": "grant_role", "user": "ANN@X.EXAMPLE", "role": "Admin"},
            {"op": "disable", "user": "u2"},
            {"op": "enable", "user": "u2"},
        )
    )
    assert (user.account, user.user, user.changes) == ("acme", "u2", (0, 1, 2, 3))
    assert user.changed == ("full_name", "roles")
    assert (user.before["full_name"], user.after["full_name"]) == ("Ann", "Bea")
    assert (list(user.before["roles"]), list(user.after["roles"])) == (["Sales"], ["Sales", "Admin"])


def test_a_change_that_is_several_steps_is_one_change() -> None:
    user = only(
        traced(
            account(**WHOLE), {"op": "update", "user": "u2", "set": {"full_name": "Bea", "enabled": False}}
        )
    )
    assert user.changes == (0,)
    assert user.changed == ("full_name", "enabled")


def test_a_user_who_is_created_was_empty_before() -> None:
    user = only(traced(account(**WHOLE), {"op": "create", "user": "n1", "set": {"full_name": "New"}}))
    assert user.before == {}
    assert user.after["full_name"] == "New"
    assert user.changed == ("full_name",)


def test_absent_fields_of_a_known_user_mean_something() -> None:
    user = only(traced(account(**WHOLE), {"op": "delete", "user": "u2"}))
    assert user.changed == ("deleted_at",)
    assert (user.before["deleted_at"], user.after["deleted_at"]) == (None, "2026-11-20T12:00:00Z")
    assert user.before["kind"] == "person"


@pytest.mark.parametrize("on", [None, account()])
def test_of_a_user_of_whom_nothing_is_known_there_is_only_the_key(on: Account | None) -> None:
    user = only(traced(on, {"op": "update", "user": "u9", "set": {"full_name": "Bea"}}, complete=False))
    assert user.before == {"id": "u9"}
    assert user.changed == ("full_name",), "what may differ is marked"
    assert user.after["full_name"] == "Bea"


def test_what_cannot_happen_changes_nothing() -> None:
    trace = traced(
        account(**WHOLE),
        {"op": "create", "user": "u2", "set": {"full_name": "Another"}},
        {"op": "restore", "user": "u1"},
    )
    assert [user.changed for user in trace.users] == [(), ()]
    assert [user.before for user in trace.users] == [user.after for user in trace.users]


def test_points_are_where_an_account_becomes_another() -> None:
    trace = traced(
        account(**WHOLE),
        {"op": "update", "user": "u2", "set": {"full_name": "Bea"}},
        {"op": "disable", "user": "u2"},
        {"op": "set_billing_admin", "user": "u2"},
        {"op": "set_purchased_users", "purchased_users": 1},
    )
    first, last = "F C <name@company.example>", "Bea <ann@x.example>"
    (told,) = trace.accounts
    assert told.account == "acme"
    assert told.points == (
        _point(-1, "", 2, 2, first),
        _point(1, "disable", 1, 2, first),
        _point(2, "set_billing_admin", 1, 2, last),
        _point(3, "set_purchased_users", 1, 1, last),
    )


def _point(index: int, op: str, used: int | None, bought: int | None, admin: str | None) -> AccountPoint:
    return AccountPoint(index=index, op=op, seats_used=used, purchased_users=bought, billing_admin=admin)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"billing_admin": None}, ""),
        ({"billing_admin": {}}, None),
        ({"billing_admin": {"user_id": None, "full_name": None, "email": None}}, ""),
        ({"billing_admin": {"user_id": "u1"}}, "u1"),
        ({"billing_admin": {"email": "a@x.example"}}, "a@x.example"),
        ({"billing_admin": ADMIN}, "F C <name@company.example>"),
    ],
)
def test_whom_the_billing_record_names(fields: Mapping[str, Any], expected: str | None) -> None:
    trace = traced(account(**fields), {"op": "set_purchased_users", "purchased_users": 3}, complete=False)
    assert trace.accounts[0].points[0] == _point(-1, "", None, None, expected)
    assert trace.accounts[0].points[1].billing_admin == expected


def test_users_and_accounts_stand_in_the_order_of_the_changes() -> None:
    trace = traced(
        account(**WHOLE),
        {"op": "disable", "user": "u2"},
        {"op": "disable", "user": "u1"},
        {"op": "enable", "user": "u2"},
    )
    assert [user.user for user in trace.users] == ["u2", "u1"]


RULE = "id: never\ntitle: t\nseverity: error\nwhy: w\ndeny: changed.full_name\nmessage: m\n"


def test_only_a_report_that_was_asked_for_it_has_a_trace(load: Callable[..., Any]) -> None:
    changes = change_set({"op": "update", "user": "u2", "set": {"full_name": "Bea"}})

    def report(**options: Any) -> Report:
        return check(changes, snapshot(account(**WHOLE)), load(RULE), now=NOW, **options)

    plain, full = report(), report(trace=True)
    assert plain.trace is None
    assert full.trace == traced(
        account(**WHOLE), *({"op": c.op, "user": "u2", "set": c.set} for c in changes.changes)
    )
    assert (full.verdict, full.findings) == (plain.verdict, plain.findings)
