"""Small changes to conditions: which are made, and that each would load."""

from collections.abc import Callable

import pytest

from linter.policy import Policies
from linter.policy.checker import Checker
from linter.policy.mutants import mutants
from tests.policy.conftest import HEAD

MADE = [
    (
        "change",
        "deny: account.seats_used > 3",
        {
            ("account.seats_used > 3", "!(account.seats_used > 3)"),
            (">", ">="),
            ("3", "4"),
            ("3", "2"),
            ("account", "account_after"),
        },
    ),
    (
        "change",
        "deny: before.enabled && changed.name",
        {
            ("&&", "||"),
            ("before.enabled", "true"),
            ("before.enabled", "!(before.enabled)"),
            ("changed.name", "!(changed.name)"),
            ("changed.name", "true"),
            ("before", "after"),
        },
    ),
    (
        "change",
        'deny: "!(before.enabled || changed.name)"',
        {
            ("!(before.enabled || changed.name)", "(before.enabled || changed.name)"),
            ("||", "&&"),
            ("before.enabled", "false"),
            ("changed.name", "false"),
        },
    ),
    (
        "change",
        "deny: 'before.enabled ? changed.name : account.purchased_users == 1'",
        {("before.enabled", "true"), ("before.enabled", "false"), ("==", ">="), ("==", "<=")},
    ),
    (
        "account",
        "deny: account.users.exists(u, u.enabled && u.id == 'x')\nexcess: account.seats_used - 2",
        {("&&", "||"), ("2", "3"), ("2", "1")},
    ),
]


@pytest.mark.parametrize(("subject", "conditions", "expected"), MADE, ids=[each[1] for each in MADE])
def test_what_is_changed(
    load: Callable[..., Policies], subject: str, conditions: str, expected: set[tuple[str, str]]
) -> None:
    policies = load(f"{HEAD}subject: {subject}\n{conditions}\n")
    (rule,) = policies.rules
    found = list(mutants(rule, policies))
    made = {(each.was, each.now) for each in found}
    assert expected <= made
    for mutant in found:
        before = rule.expressions[mutant.edit.key].source
        after = mutant.rule.expressions[mutant.edit.key].source
        start, end = mutant.edit.span
        assert before[start:end] == mutant.was
        assert after == before[:start] + mutant.now + before[end:]
    sources = [(each.edit.key, each.rule.expressions[each.edit.key].source) for each in found]
    assert len(set(sources)) == len(sources)


NOT_MADE = [
    # A text has no order that matters.
    ("deny: before.id == 'x'", {("==", ">="), ("==", "<=")}),
    # Without its guard, a value that may be null would be refused.
    ("deny: requester != null && requester.enabled", {("requester != null", "true")}),
    # What would always be true is refused.
    ("match: {op: delete}\ndeny: true", {("true", "!(true)")}),
    # A name that is always false with the matched ops is refused.
    ("match: {op: update, fields: [tags]}\ndeny: changed.tags", {("tags", "deleted_at")}),
]


@pytest.mark.parametrize(("conditions", "refused"), NOT_MADE, ids=[each[0] for each in NOT_MADE])
def test_what_would_not_load_is_left_out(
    load: Callable[..., Policies], conditions: str, refused: set[tuple[str, str]]
) -> None:
    policies = load(f"{HEAD}{conditions}\n")
    made = {(each.was, each.now) for each in mutants(policies.rules[0], policies)}
    assert made.isdisjoint(refused)


def test_a_field_becomes_its_neighbours_of_the_same_type(load: Callable[..., Policies]) -> None:
    policies = load(f"{HEAD}deny: before.primary_email == 'x'\n")
    now = {each.now for each in mutants(policies.rules[0], policies) if each.was == "primary_email"}
    assert len(now) == 2
    table = Checker("change", {}).tables["User"]
    assert {str(table[name]) for name in now} == {str(table["primary_email"])}
