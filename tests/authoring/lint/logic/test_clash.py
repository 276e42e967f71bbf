"""What is claimed to be impossible is held against values: none may make it so."""

import itertools
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from linter.authoring.lint.logic import Holds, clashes
from linter.policy import Activation
from linter.policy.checker import Checker
from linter.policy.condition import condition_of

LEAVES = [
    "before.enabled",
    "before.enabled == false",
    "after.enabled",
    "before.enabled == after.enabled",
    'before.kind == "person"',
    'before.kind in ["person", "service"]',
    'before.kind != "service"',
    'before.kind.startsWith("s")',
    "account.seats_used > 2",
    "account.seats_used <= 3",
    "account.seats_used != 3",
    "4 > account.seats_used",
    "account.seats_used < account.enabled_users",
    "account.enabled_users <= account.seats_used",
    "account.enabled_users == account.seats_used",
    "before.manager_id == null",
    'before.manager_id != null && before.manager_id.startsWith("U")',
    'fold(before.manager_id) == "u1"',
    'fold(before.manager_id) != "U1"',
]
TEXTS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds("!({})".format, inner),
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)


@cache
def worlds() -> tuple[Activation, ...]:
    kinds = ("person", "service", "support", "application")
    values = itertools.product(
        (True, False), (True, False), kinds, range(5), range(2, 5), (None, "u1", "U1", "u2")
    )
    return tuple(
        Activation(
            {
                "before": {"enabled": before, "kind": kind, "manager_id": manager},
                "after": {"enabled": after},
                "account": {"seats_used": seats, "enabled_users": enabled},
            }
        )
        for before, after, kind, seats, enabled, manager in values
    )


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.booleans(), st.booleans())
def test_what_is_claimed_is_so_of_all_values(text: str, wanted: bool, strict: bool) -> None:
    expression = Checker("change", {}).check(text)
    if clashes((Holds(condition_of(expression), wanted, "deny"),), None, strict=strict):
        assert not any(expression.evaluate(world) is wanted for world in worlds())
