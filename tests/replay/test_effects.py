from datetime import timedelta
from typing import Any

import pytest

from linter.model import OPS, UNSET, BillingAdmin, User
from linter.replay.effects import EFFECTS
from tests.replay.play import ANN, NOW, play, snapshot

LATER = NOW + timedelta(days=2)


def test_every_operation_has_an_effect() -> None:
    assert set(EFFECTS) == set(OPS)


@pytest.mark.parametrize(
    ("change", "fields", "changed"),
    [
        ({"op": "update", "user": "u1", "set": {"full_name": "A"}}, {"full_name": "A"}, {"full_name": True}),
        (
            {"op": "update", "user": "u1", "set": {"full_name": "Ann Lee", "manager_id": "u2"}},
            {"full_name": "Ann Lee", "manager_id": "u2"},
            {"full_name": False, "manager_id": True},
        ),
        (
            {"op": "update", "user": "u1", "set": {"manager_id": None}},
            {"manager_id": None},
            {"manager_id": False},
        ),
        (
            {"op": "update", "user": "u1", "set": {"employee_id": "7"}},
            {"employee_id": "7"},
            {"employee_id": UNSET},
        ),
        ({"op": "update", "user": "u1", "set": {"aliases": None}}, {"aliases": ()}, {"aliases": False}),
        (
            {"op": "update", "user": "u1", "set": {"attributes": {"city": "Rome", "floor": 2}}},
            {"attributes": {"city": "Rome", "floor": 2}},
            {"attributes": True},
        ),
        (
            {"op": "update", "user": "u1", "set": {"attributes": {"floor": 2}}},
            {"attributes": {"city": "Bern", "floor": 2}},
            {"attributes": UNSET},
        ),
        (
            {"op": "update", "user": "u1", "set": {"attributes": None}},
            {"attributes": {}},
            {"attributes": True},
        ),
        ({"op": "disable", "user": "u1"}, {"enabled": False}, {"enabled": True}),
        ({"op": "enable", "user": "u2"}, {"enabled": True}, {"enabled": True}),
        ({"op": "delete", "user": "u1"}, {"deleted_at": NOW, "enabled": True}, {"deleted_at": True}),
        ({"op": "restore", "user": "u3"}, {"deleted_at": None, "enabled": True}, {"deleted_at": True}),
        ({"op": "grant_role", "user": "u1", "role": "Boss"}, {"roles": ("Sales", "Boss")}, {"roles": True}),
        ({"op": "grant_role", "user": "u1", "role": "sales"}, {"roles": ("Sales",)}, {"roles": False}),
        ({"op": "grant_role", "user": "u3", "role": "Boss"}, {"roles": ()}, {}),
        ({"op": "revoke_role", "user": "u1", "role": "SALES"}, {"roles": ()}, {"roles": True}),
        (
            {"op": "assign_license", "user": "u2", "license": "Pro"},
            {"licenses": ("Pro",), "licensed": True},
            {"licenses": True, "licensed": True},
        ),
        (
            {"op": "remove_license", "user": "u1", "license": "Pro"},
            {"licenses": (), "licensed": False},
            {"licenses": True, "licensed": True},
        ),
        ({"op": "add_group", "user": "u2", "group": "Staff"}, {"groups": ("Staff",)}, {"groups": True}),
        ({"op": "remove_group", "user": "u1", "group": "Staff"}, {"groups": ()}, {"groups": True}),
        (
            {"op": "invite", "user": "u2"},
            {"invitation": "sent", "invited_at": NOW},
            {"invitation": True, "invited_at": UNSET},
        ),
    ],
)
def test_effect_on_a_user(change: dict[str, Any], fields: dict[str, Any], changed: dict[str, Any]) -> None:
    [step] = play([change], snapshot())
    assert {name: getattr(step.after, name) for name in fields} == fields
    assert step.changed == changed


def test_effects_take_place_when_the_change_says() -> None:
    invited, deleted = play(
        [{"op": "invite", "user": "u2"}, {"op": "delete", "user": "u2"}], snapshot(), effective_at=LATER
    )
    assert invited.after is not None
    assert invited.after.invited_at == LATER
    assert deleted.after is not None
    assert deleted.after.deleted_at == LATER


def test_of_a_created_user_everything_is_known() -> None:
    [step] = play(
        [{"op": "create", "user": "u9", "set": {"full_name": "New", "manager_id": None}}], snapshot()
    )
    assert step.before is None
    assert step.after is not None
    assert UNSET not in [getattr(step.after, name) for name in User.__struct_fields__]
    assert (step.after.full_name, step.after.enabled, step.after.licensed) == ("New", True, False)
    assert (step.after.invitation, step.after.kind, step.after.roles) == ("none", "person", ())
    assert step.changed == {"full_name": True}


@pytest.mark.parametrize(
    ("values", "user_id"),
    [
        ({"sign_in_id": "n@acme.example", "primary_email": "m@acme.example"}, "n@acme.example"),
        ({"primary_email": "m@acme.example"}, "m@acme.example"),
        ({"full_name": "New"}, "new-0"),
    ],
)
def test_a_user_created_without_an_id_is_named_by_its_address(values: dict[str, Any], user_id: str) -> None:
    created, disabled = play(
        [{"op": "create", "set": values}, {"op": "disable", "user": user_id}], snapshot()
    )
    assert created.after is not None
    assert created.after.id == user_id
    assert disabled.before == created.after
    assert disabled.faults == ()


def test_unknown_lists_stay_unknown() -> None:
    granted, licensed, removed = play(
        [
            {"op": "grant_role", "user": "u1", "role": "Boss"},
            {"op": "assign_license", "user": "u1", "license": "Pro"},
            {"op": "remove_license", "user": "u1", "license": "Pro"},
        ],
        snapshot(User(id="u1")),
    )
    assert granted.after == User(id="u1")
    assert granted.changed == {"roles": UNSET}
    assert licensed.after == User(id="u1", licensed=True)
    assert licensed.changed == {"licenses": UNSET, "licensed": UNSET}
    assert removed.after == User(id="u1")
    assert removed.changed == {"licenses": UNSET, "licensed": UNSET}


def test_effects_on_the_account() -> None:
    bought, handed = play(
        [
            {"op": "set_purchased_users", "purchased_users": 5},
            {"op": "set_billing_admin", "user": "ann@ACME.example"},
        ],
        snapshot(purchased_users=3),
    )
    assert (bought.before, bought.after, bought.changed) == (None, None, {})
    assert (bought.account.purchased_users, bought.account_after.purchased_users) == (3, 5)
    assert handed.before is handed.after
    assert handed.account_after.billing_admin == BillingAdmin(
        user_id="u1", full_name="Ann Lee", email="ann@acme.example"
    )
    assert handed.account_after.billing_user == ANN
