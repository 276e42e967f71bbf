"""The fewest values that turn a condition round."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.policy import Activation
from linter.policy.checker import Checker
from linter.policy.condition import condition_of
from linter.policy.turn import turns, with_values
from linter.policy.types import Field

CHECKER = Checker("change", {"most": Field("int"), "names": Field("string", "list")})
DATA: dict[str, Any] = {
    "account": {"purchased_users": 3, "seats_used": 3, "name": "Acme"},
    "before": {"enabled": True, "kind": "person", "full_name": "A B"},
    "changed": {"name": False, "primary_email": False},
    "change": {"op": "update", "reference": None},
    "params": {"most": 2, "names": ["x.example"]},
}

TURNS: list[tuple[str, bool, list[tuple[str, Any]]]] = [
    ("before.enabled", True, []),
    ("before.enabled", False, [("before.enabled", False)]),
    ("!before.enabled", True, [("before.enabled", False)]),
    ("account.purchased_users > 3", True, [("account.purchased_users", 4)]),
    ("account.purchased_users >= 3", False, [("account.purchased_users", 2)]),
    ("4 < account.purchased_users", True, [("account.purchased_users", 5)]),
    ("account.seats_used > account.purchased_users", True, [("account.seats_used", 4)]),
    ("account.purchased_users < params.most", True, [("account.purchased_users", 1)]),
    ("change.op == 'delete'", True, [("change.op", "delete")]),
    ("change.op in ['delete', 'disable']", True, [("change.op", "delete")]),
    ("fold(change.reference) == 'case-1'", True, [("change.reference", "case-1")]),
    ("before.kind != 'person'", True, [("", None)]),
    ("before.full_name.startsWith('C')", True, [("", None)]),
    ("before.kind == 'service' && changed.name", True, [("before.kind", "service"), ("changed.name", True)]),
    (
        "(changed.name && changed.primary_email) || before.kind == 'service'",
        True,
        [("before.kind", "service")],
    ),
    ("before.enabled ? changed.name : changed.primary_email", True, [("changed.name", True)]),
    ("requester.enabled", True, [("requester.enabled", True)]),
]


@pytest.mark.parametrize(("source", "wanted", "expected"), TURNS, ids=[f"{s} {w}" for s, w, _ in TURNS])
def test_the_fewest_values(source: str, wanted: bool, expected: list[tuple[str, Any]]) -> None:
    expression = CHECKER.check(source)
    found = turns(condition_of(expression), wanted, Activation(DATA))
    assert [(".".join(turn.name), turn.value) for turn in found] == expected
    if found and all(turn.name for turn in found):
        assert expression.evaluate(Activation(with_values(DATA, found))) is wanted


LEAVES = ["before.enabled", "changed.name", "account.purchased_users > 3", "change.op == 'delete'"]
SOURCES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda text: f"!({text})"),
    ),
    max_leaves=6,
)


@given(SOURCES, st.booleans())
def test_turning_the_leaves_that_were_found_turns_the_whole(source: str, wanted: bool) -> None:
    """Unless one name would have to be two things at once, which the engine finds out by trying."""
    expression = CHECKER.check(source)
    found = turns(condition_of(expression), wanted, Activation(DATA))
    named: dict[tuple[str, ...], set[Any]] = {}
    for turn in found:
        named.setdefault(turn.name, set()).add(turn.value)
    if all(len(values) == 1 for values in named.values()):
        changed = Activation(with_values(DATA, found))
        settled = all(turn.condition.expression.evaluate(changed) is turn.wanted for turn in found)
        assert settled
