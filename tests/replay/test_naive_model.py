"""Replay held against the naive model on generated snapshots and change sets."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.model import (
    OPS,
    UNSET,
    Account,
    AccountState,
    BillingAdmin,
    Change,
    Envelope,
    Snapshot,
    Step,
    User,
    fold,
)
from linter.replay import initial_state, replay
from tests.replay.naive import ITEM_OPS, NOW, SEAT_DAYS, NaiveAccount, record
from tests.replay.naive_replay import naive_replay


def plain(value: object) -> object:
    return record(value) if isinstance(value, User) else value


def state_view(state: AccountState) -> dict[str, Any]:
    view = {name: getattr(state, name) for name in AccountState.__struct_fields__}
    view["billing_user"] = plain(state.billing_user)
    if state.users is not UNSET:
        view["users"] = {user_id: record(user) for user_id, user in state.users.items()}
        assert list(view["users"]) == list(state.users)
        assert len(state.users) == len(view["users"])
    if state.domains is not UNSET:
        view["domains"] = set(state.domains)
        assert len(view["domains"]) == len(state.domains)
    if state.reports is not UNSET:
        view["reports"] = {key: count for key, count in state.reports.items() if count}
    return view


def step_view(step: Step) -> dict[str, Any]:
    return {
        "change": elementary_view(step.change),
        "before": plain(step.before),
        "after": plain(step.after),
        "changed": dict(step.changed),
        "account": state_view(step.account),
        "account_after": state_view(step.account_after),
        "earlier": [change.op for change in step.earlier],
        "successor": plain(step.successor),
        "replaced": plain(step.replaced),
        "replaced_earlier": [change.op for change in step.replaced_earlier],
        "requester": plain(step.requester),
        "new_addresses": set(step.new_addresses),
        "lost_addresses": lost_view(step.lost_addresses),
        "reused": reused_view(step.reused),
        "faults": [
            (fault.rule, ...) if fault.rule == "no-effect" else (fault.rule, fault.pointer, fault.undecided)
            for fault in step.faults
        ],
        "effective": step.effective,
    }


def reused_view(reused: Any) -> Any:
    """How an address was written, and who of several users went last at one moment, is left open."""
    return reused if reused is UNSET else [(fold(one.address), one.at) for one in reused]


def lost_view(lost: Any) -> Any:
    """In whatever order."""
    return lost if lost is UNSET else set(lost)


def elementary_view(change: Change) -> dict[str, Any]:
    return {name: getattr(change, name) for name in Change.__struct_fields__ if name != "origin"}


ADDRESSES = ["a@x.example", "b@x.example", "A@X.example", "c@x.example"]
IDS = ["u1", "u2", "u3", "U1"]
TEXTS = ["Ann Lee", "Bo", "ann lee", None]
NAMES = st.lists(st.sampled_from(["A", "B", "a"]), max_size=3).map(tuple)
MOMENTS = [None, NOW, NOW - timedelta(days=13), NOW - timedelta(days=15)]
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "full_name": st.sampled_from(TEXTS),
    "first_name": st.sampled_from(["Ann", None]),
    "last_name": st.sampled_from(["Lee", None]),
    "primary_email": st.sampled_from([*ADDRESSES, None]),
    "sign_in_id": st.sampled_from([*ADDRESSES, None]),
    "aliases": st.one_of(st.none(), st.lists(st.sampled_from(ADDRESSES), max_size=2).map(tuple)),
    "enabled": st.booleans(),
    "kind": st.sampled_from(["person", "service"]),
    "roles": st.one_of(st.none(), NAMES),
    "licenses": st.one_of(st.none(), NAMES),
    "groups": st.one_of(st.none(), NAMES),
    "manager_id": st.sampled_from(["u1", None]),
    "attributes": st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 1), max_size=2),
}
STATE_FIELDS: dict[str, st.SearchStrategy[Any]] = FIELDS | {
    "licensed": st.booleans(),
    "invitation": st.sampled_from(["none", "sent", "expired", "accepted"]),
    "invited_at": st.sampled_from(MOMENTS),
    "deleted_at": st.sampled_from([None, None, NOW]),
}
BEFORE_FIELDS = {
    name: STATE_FIELDS[name] for name in ("full_name", "primary_email", "enabled", "roles", "groups")
}


def a_user(user_id: str) -> st.SearchStrategy[User]:
    sparse = st.fixed_dictionaries({}, optional=STATE_FIELDS)
    full = st.fixed_dictionaries(STATE_FIELDS)
    return st.one_of(full, full, sparse).map(lambda fields: User(id=user_id, **fields))


USERS = st.lists(st.sampled_from(IDS), unique=True, max_size=4).flatmap(
    lambda ids: st.tuples(*(a_user(user_id) for user_id in ids))
)
ADMINS = st.one_of(
    st.sampled_from([UNSET, None]),
    st.builds(
        BillingAdmin,
        user_id=st.sampled_from(["u1", "a@x.example", None]),
        email=st.sampled_from([UNSET, *ADDRESSES]),
    ),
)


def an_account(account_id: str) -> st.SearchStrategy[Account]:
    return st.builds(
        Account,
        id=st.just(account_id),
        purchased_users=st.sampled_from([UNSET, 1, 3]),
        billing_admin=ADMINS,
        users=st.one_of(USERS, USERS, USERS, st.just(UNSET)),
    )


SNAPSHOTS = st.one_of(
    st.none(),
    *[
        st.builds(Snapshot, accounts=accounts, complete=st.sampled_from([True, True, False, UNSET]))
        for accounts in [st.tuples(an_account("acme")), st.tuples(an_account("acme"), an_account("beta"))] * 3
    ],
)
KEYS = st.sampled_from([*IDS, *ADDRESSES, "Ann Lee", "nobody"])
ENVELOPES = st.builds(
    Envelope,
    account=st.sampled_from([UNSET, "acme", "acme", "acme", "beta", "gone"]),
    requested_by=st.one_of(st.sampled_from([UNSET, None]), KEYS),
    effective_at=st.sampled_from([UNSET, *MOMENTS]),
)


@st.composite
def a_change(draw: st.DrawFn) -> dict[str, Any]:
    op = draw(st.sampled_from([*OPS, "create", "update", "update", "update"]))
    change: dict[str, Any] = {"op": op, "envelope": draw(ENVELOPES)}
    if op == "set_purchased_users":
        return change | {"purchased_users": draw(st.integers(1, 3))}
    if op != "create" or draw(st.booleans()):
        change["user"] = draw(KEYS)
    if op in ("create", "update"):
        change["set"] = draw(st.fixed_dictionaries({}, optional=FIELDS | {"nickname": st.just("x")}))
        change["secrets"] = draw(st.sampled_from([(), (), ("password",)]))
    if op == "create" and draw(st.booleans()):
        change["replaces"] = draw(KEYS)
    if op in ITEM_OPS:
        change[ITEM_OPS[op][1]] = draw(st.sampled_from(["A", "B", "a"]))
    if draw(st.integers(0, 3)) == 0:
        change["before"] = draw(st.fixed_dictionaries({}, optional=BEFORE_FIELDS))
    return change


CHANGE_SETS = st.lists(a_change(), max_size=12).map(
    lambda changes: [Change(index=index, **fields) for index, fields in enumerate(changes)]
)


@settings(max_examples=400)
@given(SNAPSHOTS, CHANGE_SETS)
def test_every_step_is_what_the_naive_model_says(snapshot: Snapshot | None, changes: list[Change]) -> None:
    untouched, asked = deepcopy(snapshot), [elementary_view(change) for change in changes]
    steps = replay(snapshot, changes, now=NOW, seat_days=SEAT_DAYS)
    kept = []
    for expected in naive_replay(snapshot, changes):
        step = next(steps)
        told = naive_view(expected)
        assert step_view(step) == told
        kept.append((step, told))
    assert next(steps, None) is None
    # What was yielded long ago is still true, read in either order.
    for step, told in [*kept, *reversed(kept)]:
        assert step_view(step) == told
    assert [elementary_view(change) for change in changes] == asked
    assert (snapshot is None) == (untouched is None)
    if snapshot is not None and untouched is not None:
        assert snapshot.accounts == untouched.accounts


def naive_view(expected: dict[str, Any]) -> dict[str, Any]:
    told = {"change": elementary_view(expected["change"]), "reused": reused_view(expected["reused"])}
    told["lost_addresses"] = lost_view(expected["lost_addresses"])
    return deepcopy(expected | told)


@given(SNAPSHOTS.filter(lambda snapshot: snapshot is not None))
def test_the_initial_state_is_what_the_naive_model_counts(snapshot: Snapshot) -> None:
    for account in snapshot.accounts:
        expected = NaiveAccount(account, snapshot, listed=True).totals()
        assert state_view(initial_state(account, snapshot, NOW, SEAT_DAYS)) == expected


@pytest.mark.parametrize("seat_days", [12, 13, 14])
def test_replay_is_a_function_of_what_it_is_given(seat_days: int) -> None:
    snapshot = Snapshot(accounts=(Account(id="acme", users=(User(id="u1"),)),), complete=True)
    changes = [Change(index=0, op="disable", user="u1"), Change(index=1, op="create", set={"full_name": "N"})]
    once = [step_view(step) for step in replay(snapshot, changes, now=NOW, seat_days=seat_days)]
    assert [step_view(step) for step in replay(snapshot, changes, now=NOW, seat_days=seat_days)] == once
