from datetime import datetime
from typing import Any

import pytest

from linter.model import UNSET, Account, BillingAdmin, Change, Snapshot, User
from linter.replay import initial_state, replay
from tests.replay.play import ANN, BO, NOW, play, snapshot


def test_steps_come_one_at_a_time() -> None:
    def changes() -> Any:
        yield Change(index=0, op="disable", user="u1")
        raise AssertionError("the second change was asked for too early")

    assert next(replay(snapshot(), changes(), now=NOW)).change.index == 0


def test_now_needs_an_offset() -> None:
    with pytest.raises(ValueError, match="`now` must have an offset"):
        replay(None, [], now=datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="`now` must have an offset"):
        initial_state(None, None, datetime(2026, 1, 1))


def test_an_impossible_change_leaves_the_world_as_it_is_and_replay_goes_on() -> None:
    refused, done = play(
        [{"op": "create", "user": "u1", "set": {}}, {"op": "disable", "user": "u1"}], snapshot()
    )
    assert refused.before == refused.after == ANN
    assert refused.account is refused.account_after
    assert done.account is refused.account_after
    assert done.account_after.enabled_users == 0


def test_a_user_who_is_not_known_is_remembered_but_counts_in_no_total() -> None:
    first, second = play(
        [{"op": "update", "user": "zz", "set": {"full_name": "Z"}}, {"op": "disable", "user": "ZZ"}],
        snapshot(),
    )
    assert first.before == User(id="zz")
    assert second.before == first.after == User(id="zz", full_name="Z")
    assert second.changed == {"enabled": UNSET}
    assert [change.op for change in second.earlier] == ["update"]
    assert second.account_after.users is first.account.users
    assert second.account_after.total_users == first.account.total_users


def test_of_earlier_changes_the_latest_of_each_operation_is_kept() -> None:
    steps = play(
        [
            {"op": "disable", "user": "u1"},
            {"op": "update", "user": "u1", "set": {"full_name": "A"}},
            {"op": "update", "user": "ann@acme.example", "set": {"full_name": "B"}},
            {"op": "enable", "user": "u1"},
        ],
        snapshot(),
    )
    assert [[change.index for change in step.earlier] for step in steps] == [[], [0], [0, 1], [0, 2]]


def test_what_happened_to_the_replaced_user_is_told() -> None:
    _, created = play(
        [{"op": "disable", "user": "u1"}, {"op": "create", "user": "u9", "set": {}, "replaces": "u1"}],
        snapshot(),
    )
    assert [change.op for change in created.replaced_earlier] == ["disable"]


def test_successor_and_replaced() -> None:
    created, invited, disabled = play(
        [
            {"op": "create", "user": "u9", "set": {}, "replaces": "ann@acme.example"},
            {"op": "invite", "user": "u9"},
            {"op": "disable", "user": "u1"},
        ],
        snapshot(),
    )
    assert (created.replaced, created.successor) == (ANN, None)
    assert invited.replaced == ANN
    assert invited.replaced_earlier == ()
    assert (disabled.successor, disabled.replaced) == (invited.after, None)


@pytest.mark.parametrize(
    ("requested_by", "complete", "expected"),
    [
        ("u1", True, ANN),
        ("FOX@acme.example", True, BO),
        ("nobody", True, None),
        ("nobody", False, UNSET),
        ("Ann Lee", True, UNSET),
        (UNSET, True, UNSET),
        (None, True, UNSET),
    ],
)
def test_requester(requested_by: Any, complete: bool, expected: Any) -> None:
    [step] = play(
        [{"op": "set_purchased_users", "purchased_users": 9}],
        snapshot(ANN, BO, complete=complete),
        requested_by=requested_by,
    )
    assert step.requester == expected


def test_the_requester_is_told_as_before_the_step() -> None:
    [step] = play([{"op": "disable", "user": "u1"}], snapshot(), requested_by="u1")
    assert step.requester == step.before == ANN


@pytest.mark.parametrize(
    ("admin", "complete", "expected"),
    [
        (UNSET, True, UNSET),
        (None, True, None),
        (BillingAdmin(user_id="u2", email="ann@acme.example"), True, BO),
        (BillingAdmin(email="ANN@acme.example"), True, ANN),
        (BillingAdmin(email="old@acme.example"), True, None),
        (BillingAdmin(email="old@acme.example"), False, UNSET),
        (BillingAdmin(user_id="u8", email="ann@acme.example"), True, None),
        (BillingAdmin(full_name="Ann Lee"), True, UNSET),
        (BillingAdmin(user_id=None, email=None), True, None),
    ],
)
def test_billing_user(admin: Any, complete: bool, expected: Any) -> None:
    snap = snapshot(ANN, BO, complete=complete, billing_admin=admin)
    assert initial_state(snap.accounts[0], snap, NOW).billing_user == expected


def test_the_billing_record_keeps_the_old_address_when_its_user_is_renamed() -> None:
    admin = BillingAdmin(email="ann@acme.example")
    [step] = play(
        [
            {
                "op": "update",
                "user": "u1",
                "set": {"primary_email": "al@acme.example", "sign_in_id": "al@acme.example"},
            }
        ],
        snapshot(billing_admin=admin),
    )
    assert (step.account.billing_user, step.account_after.billing_user) == (ANN, None)
    assert step.account_after.billing_admin == admin


def test_a_billing_admin_who_is_not_known_makes_the_record_unknown() -> None:
    [step] = play([{"op": "set_billing_admin", "user": "u8"}], snapshot(billing_admin=None))
    assert step.account_after.billing_admin is UNSET
    assert step.account_after.billing_user is UNSET


@pytest.mark.parametrize(
    ("accounts", "named", "expected"),
    [
        (("acme",), UNSET, "acme"),
        (("acme",), "beta", "beta"),
        (("acme", "beta"), "beta", "beta"),
        (("acme", "beta"), UNSET, ""),
        ((), UNSET, ""),
    ],
)
def test_the_account_of_a_change(accounts: tuple[str, ...], named: Any, expected: str) -> None:
    snap = Snapshot(accounts=tuple(Account(id=name) for name in accounts))
    [step] = play([{"op": "set_purchased_users", "purchased_users": 1}], snap, account=named)
    assert step.account.id == expected


def test_an_account_whose_users_are_not_all_there_has_no_totals() -> None:
    [step] = play([{"op": "disable", "user": "u1"}], snapshot(ANN, complete=False))
    totals = ("total_users", "enabled_users", "disabled_users", "seats_used", "role_holders")
    assert {getattr(step.account_after, name) for name in totals} == {UNSET}
    assert step.account_after.users == {"u1": step.after}


def test_nothing_is_known_without_a_snapshot() -> None:
    state = initial_state(None, None, NOW)
    assert {getattr(state, name) for name in state.__struct_fields__ if name not in ("id", "changes")} == {
        UNSET
    }
    assert state.changes == {}
