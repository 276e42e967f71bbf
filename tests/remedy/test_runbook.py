"""The steps for people, and how far they are."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from linter.model import Snapshot
from linter.remedy.progress import otherwise, progress
from linter.remedy.runbook import Expected, Task, runbook
from tests.remedy.conftest import NOW, fixed, pack, person, snapshot

ADMIN = person("admin")
TAKEN_OVER = [
    {
        "op": "update",
        "user": "admin",
        "set": {"full_name": "Peter Lind", "primary_email": "peter@company.example"},
        "reason": "Peter follows",
    }
]
PETER = {"full_name": "Peter Lind", "primary_email": "peter@company.example", "sign_in_id": None}


def tasks(changes: Sequence[dict[str, Any]], *users: dict[str, Any], **account: Any) -> tuple[Task, ...]:
    state = snapshot(*(users or (ADMIN, person("anna"))), **account)
    return runbook(fixed(state, changes), state, pack().packs[0].menus, now=NOW)


def test_a_new_billing_administrator() -> None:
    found = tasks(TAKEN_OVER)
    assert [(task.kind, task.title) for task in found] == [
        ("change", "Create `Peter Lind`, `peter@company.example`"),
        ("change", "Invite `Peter Lind`, `peter@company.example`"),
        ("wait", "Wait until `Peter Lind`, `peter@company.example` has accepted the invitation"),
        ("ask", "Ask Billing Support"),
        ("change", "Disable `ADMIN`, `admin`"),
    ]
    assert found[0].menu == "Settings > Administration > Users > New"
    assert found[3].message == (
        "Please make a billing admin change.\n"
        "Account: acme (unknown)\n"
        "The billing record names: ADMIN <admin@company.example>\n"
        "New holder: Peter Lind <peter@company.example>\n"
        "Why: Peter follows"
    )
    assert found[3].expected == Expected(fields={"billing_admin": {"email": "peter@company.example"}})


def test_an_invitation_without_a_seat_comes_before_what_needs_it() -> None:
    found = tasks(TAKEN_OVER, purchased_users=2)
    assert [task.kind for task in found] == ["change", "change", "wait", "ask", "change"]
    assert found[1].title == "Invite `Peter Lind`, `peter@company.example`"


def test_what_is_denied_waits_for_whoever_can_allow_it() -> None:
    found = tasks(
        [
            {"op": "set_purchased_users", "purchased_users": 9, "requested_by": "anna"},
            {"op": "set_billing_admin", "user": "anna"},
            {"op": "grant_role", "user": "anna", "role": "Sales"},
        ]
    )
    assert [task.title for task in found] == [
        "Grant role `Sales` for `ANNA`, `anna`",
        "Ask the billing administrator",
        "Ask Billing Support",
        "Have 9 purchased users",
        "Set billing admin `ANNA`, `anna`",
    ]
    assert found[1].expected == Expected(fields={"purchased_users": 9})


def test_what_is_overwritten_later_is_not_expected() -> None:
    found = tasks(
        [
            {"op": "grant_role", "user": "anna", "role": "Sales"},
            {"op": "grant_role", "user": "anna", "role": "Lead"},
            {"op": "revoke_role", "user": "anna", "role": "Sales"},
        ]
    )
    assert [(task.expected.has, task.expected.lacks) for task in found] == [
        ({}, {}),
        ({"roles": ("Lead",)}, {}),
        ({}, {"roles": ("Sales",)}),
    ]


def admin(email: str) -> dict[str, Any]:
    return {"user_id": None, "email": email}


LATER: list[tuple[str, Snapshot, list[str]]] = [
    ("nothing", snapshot(ADMIN), ["open"] * 5),
    ("created", snapshot(ADMIN, person("9f3c", **PETER, invitation="none")), ["done"] + ["open"] * 4),
    (
        "invited",
        snapshot(ADMIN, person("9f3c", **PETER, invitation="sent")),
        ["done", "done", "open", "open", "open"],
    ),
    (
        "accepted, and the administrator",
        snapshot(ADMIN, person("9f3c", **PETER), billing_admin=admin("Peter@Company.example")),
        ["done", "done", "done", "done", "open"],
    ),
    (
        "everything",
        snapshot(
            person("admin", enabled=False),
            person("9f3c", **PETER),
            billing_admin=admin("peter@company.example"),
        ),
        ["done"] * 5,
    ),
    (
        "not everybody is in the snapshot",
        msgspec.structs.replace(snapshot(ADMIN), complete=False),
        ["unknown", "unknown", "unknown", "open", "open"],
    ),
    ("another account", Snapshot(accounts=()), ["unknown"] * 5),
]


@pytest.mark.parametrize(("state", "expected"), [case[1:] for case in LATER], ids=[case[0] for case in LATER])
def test_how_far_it_is(state: Snapshot, expected: list[str]) -> None:
    assert list(progress(tasks(TAKEN_OVER), state)) == expected


def test_what_a_user_who_is_there_has_otherwise() -> None:
    create = tasks(TAKEN_OVER)[0]
    assert otherwise(create, snapshot(ADMIN)) == ()
    assert otherwise(create, snapshot(ADMIN, person("9f3c", **PETER))) == ()
    there = person("9f3c", **{**PETER, "full_name": "Petra Lind"})
    assert otherwise(create, snapshot(ADMIN, there)) == ("full_name",)


def test_what_no_snapshot_shows_is_done_where_a_later_step_is() -> None:
    found = tasks([{"op": "set_billing_admin", "user": "anna"}])
    assert [task.kind for task in found] == ["ask", "change"]
    assert progress(found, snapshot(ADMIN, person("anna"))) == ("unknown", "open")
    after = {"user_id": "anna", "full_name": "ANNA", "email": "anna@company.example"}
    assert progress(found, snapshot(ADMIN, person("anna"), billing_admin=after)) == ("done", "done")
