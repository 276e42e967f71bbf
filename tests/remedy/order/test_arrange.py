"""Orders of real changes, by the rules that come with prechange."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import linter.remedy.order.arrange as orders
from linter import check
from linter.engine.verdict import Scale
from linter.model import ChangeSet, Report, Snapshot
from linter.policy import Policies
from linter.remedy import fix
from linter.remedy.order import step_policies
from linter.remedy.order.arrange import Reordered, reorder
from linter.remedy.plan import change_set_of
from tests.remedy.conftest import NOW, change_set, judge, pack, person, snapshot
from tests.remedy.order.test_moves import moved

Changes = list[dict[str, Any]]
GOING = [person(f"g{number}") for number in range(3)]
COMING = [person(f"c{number}", invitation="none") for number in range(3)]


def judged(changes: ChangeSet, state: Snapshot, policies: Policies) -> Report:
    return check(changes, state, policies, now=NOW)


def reordered(changes: ChangeSet, state: Snapshot, denied: Sequence[int]) -> Reordered:
    return reorder(
        changes,
        denied,
        state,
        pack(),
        lambda some, policies: judged(some, state, policies),
        now=NOW,
        scale=Scale(),
    )


def denied_in(changes: ChangeSet, state: Snapshot) -> list[int]:
    report = judged(changes, state, step_policies(pack()))
    return [each.change.index for each in report.findings if Scale().denies(each) and each.change]


def in_order(changes: ChangeSet, order: Sequence[int]) -> ChangeSet:
    every = list(changes.changes)
    return change_set_of(
        changes, [msgspec.structs.replace(every[place], index=number) for number, place in enumerate(order)]
    )


USERS = ("admin", "g0", "g1", "c0", "c1")
_one = st.one_of(
    st.builds(
        lambda op, user: {"op": op, "user": user},
        st.sampled_from(["disable", "invite", "enable"]),
        st.sampled_from(USERS),
    ),
    st.builds(
        lambda user: {"op": "set_billing_admin", "user": user, "reference": "CASE-0042"},
        st.sampled_from(USERS),
    ),
    st.builds(
        lambda n: {"op": "set_purchased_users", "purchased_users": n, "reference": "CASE-0042"},
        st.integers(1, 4),
    ),
    st.builds(
        lambda user, key: {"op": "update", "user": user, "set": {"aliases": [f"{key}@company.example"]}},
        st.sampled_from(USERS),
        st.sampled_from(["x", "c0"]),
    ),
    st.builds(
        lambda user: {"op": "create", "user": user, "set": {"full_name": "N N"}},
        st.sampled_from(["n0", "n1"]),
    ),
    st.builds(lambda user: {"op": "invite", "user": user}, st.sampled_from(["n0", "n1"])),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_one, min_size=2, max_size=5, unique_by=repr), st.integers(2, 4))
def test_no_order_with_fewer_moves_passes(changes: Changes, purchased: int) -> None:
    state = snapshot(person("admin"), *GOING[:2], *COMING[:2], purchased_users=purchased)
    given_set = change_set(changes)
    denied = denied_in(given_set, state)
    assume(denied)
    found = reordered(given_set, state, denied)
    whose = ["" if each["op"].startswith("set_") else each["user"] for each in changes]

    def kept(order: Sequence[int]) -> bool:
        for user in set(whose):
            places = [place for place in range(len(changes)) if whose[place] == user]
            places.sort(key=lambda place: changes[place]["op"] != "create")
            there = [place for place in order if place in places]
            if there != places[: len(there)]:
                return False
        return True

    every = [
        order
        for order in permutations(range(len(changes)))
        if kept(order) and not denied_in(in_order(given_set, order), state)
    ]
    if every:
        assert not denied_in(in_order(given_set, found.places), state)
        assert (moved(found.places), found.exact) == (min(map(moved, every)), True)
        assert len(found.moved) == moved(found.places)
    else:
        assert denied_in(in_order(given_set, found.places), state)
        for conflict in found.conflicts:
            some = [
                order
                for size in range(len(conflict.places), len(changes))
                for order in permutations(range(len(changes)), size)
                if set(order).issuperset(conflict.places) and kept(order)
            ]
            assert all(denied_in(in_order(given_set, order), state) for order in some)


def fixed_order(state: Snapshot, changes: Changes) -> Any:
    return fix(
        change_set(changes),
        state,
        judge(state, pack()),
        now=NOW,
        arrange=lambda some, denied: reordered(some, state, denied),
    )


ORDERS: list[tuple[str, Changes, list[int], int]] = [
    (
        "seats are freed first",
        [
            {"op": "invite", "user": "c0"},
            {"op": "invite", "user": "c1"},
            {"op": "disable", "user": "g0"},
            {"op": "disable", "user": "g1"},
        ],
        [2, 3, 0, 1],
        2,
    ),
    (
        "the new administrator comes before the old one goes",
        [
            {"op": "disable", "user": "admin"},
            {"op": "grant_role", "user": "g0", "role": "Sales"},
            {"op": "set_billing_admin", "user": "g0", "reference": "CASE-0042"},
        ],
        [1, 2, 0],
        1,
    ),
    (
        "a user is created before it is named",
        [
            {"op": "disable", "user": "g0"},
            {"op": "invite", "user": "n0"},
            {"op": "create", "user": "n0", "set": {"full_name": "N N"}},
        ],
        [0, 2, 1],
        1,
    ),
]


@pytest.mark.parametrize(
    ("changes", "order", "moves"), [case[1:] for case in ORDERS], ids=[c[0] for c in ORDERS]
)
def test_ordered(changes: Changes, order: list[int], moves: int) -> None:
    state = snapshot(person("admin"), *GOING, *COMING, purchased_users=4)
    result = fixed_order(state, changes)
    assert [item.source for item in result.items] == order
    assert (len(result.moved), result.fewest, result.report.verdict) == (moves, True, "allowed")


def test_what_no_order_makes_all_of() -> None:
    state = snapshot(person("admin"), *GOING, *COMING, purchased_users=4)
    changes = [
        {"op": "invite", "user": "c0"},
        {"op": "grant_role", "user": "g0", "role": "Sales"},
        {"op": "invite", "user": "c1"},
        {"op": "disable", "user": "g1"},
    ]
    result = fixed_order(state, changes)
    assert result.report.verdict == "denied"
    assert [[item.source for item in each.items] for each in result.conflicts] == [[0, 2]]
    assert [item.source for item in result.items] == [0, 1, 2, 3]


def test_thirty_changes_and_more() -> None:
    """Beyond what is exact, an order is found all the same, and it passes."""
    for count, fewest in ((15, True), (20, False)):
        going = [person(f"g{number}") for number in range(count)]
        coming = [person(f"c{number}", invitation="none") for number in range(count)]
        state = snapshot(person("admin"), *going, *coming, purchased_users=count + 1)
        changes = [{"op": "invite", "user": each["id"]} for each in coming]
        changes += [{"op": "disable", "user": each["id"]} for each in going]
        result = fixed_order(state, changes)
        assert (len(result.moved), result.fewest, result.report.verdict) == (count, fewest, "allowed")


def test_too_many_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "MOST", 3)
    state = snapshot(person("admin"), *GOING, *COMING, purchased_users=4)
    changes = ORDERS[0][1]
    assert fixed_order(state, changes).moved == ()
