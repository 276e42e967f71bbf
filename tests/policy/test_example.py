from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from linter.model import UNSET, Account, Change, Envelope, User
from linter.policy import Policies
from tests.policy.conftest import HEAD, Refusals

TEXT = (
    HEAD
    + """\
deny: before.enabled
examples:
  deny:
    - name: one
      now: 2026-11-20T10:00:00+01:00
      taken_at: 2026-11-20T08:00:00Z
      complete: false
      reference: CASE-1
      given:
        purchased_users: 3
        users: [{id: u1, roles: [Sales], invited_at: 2026-11-01T00:00:00Z}]
      changes:
        - {op: update, user: u1, set: {aliases: [a, b], full_name: null, password: hunter2}}
        - {op: grant_role, user: u1, role: Sales, reference: CASE-2, account: acme}
  allow:
    - name: two
      changes: []
"""
)


def test_an_example_becomes_the_models_values(load: Callable[..., Policies]) -> None:
    deny, allow = load(TEXT).rules[0].examples
    assert (deny.name, deny.expect, deny.now) == ("one", "deny", datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert deny.snapshot is not None
    assert deny.snapshot.complete is False
    assert deny.snapshot.taken_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    (account,) = deny.snapshot.accounts
    assert isinstance(account, Account)
    assert (account.id, account.purchased_users) == ("example", 3)
    user = User(id="u1", roles=("Sales",), invited_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert account.users == (user,)
    assert (allow.name, allow.expect, allow.snapshot, allow.now) == ("two", "allow", None, None)
    assert tuple(allow.change_set.changes) == ()


def test_changes_know_their_envelope_secrets_and_places(load: Callable[..., Policies]) -> None:
    deny, _ = load(TEXT).rules[0].examples
    first, second = deny.change_set.changes
    assert isinstance(first, Change)
    assert first.set == {"aliases": ("a", "b"), "full_name": None}
    assert first.secrets == ("password",)
    assert first.envelope == Envelope(reference="CASE-1")
    assert second.envelope == Envelope(reference="CASE-2", account="acme")
    assert second.before is UNSET
    assert deny.change_set.survey.accounts == {"", "acme"}
    assert deny.change_set.survey.counts == {"update": 1, "grant_role": 1}
    place = first.origin("set/aliases")
    assert (place.line, place.column) == (18, 40)
    assert "hunter2" not in place.text
    assert (first.origin("").line, first.origin("").column) == (18, 11)


BAD: list[tuple[str, list[str]]] = [
    (
        "{name: x}",
        [
            "9:7: the key `changes` is missing in an example (every example has a `name` that says "
            "what it shows, "
            "and `changes`)"
        ],
    ),
    (
        "{name: x, chnges: [], changes: []}",
        ["9:17: unknown key `chnges` in an example (did you mean `changes`?)"],
    ),
    (
        "{name: x, changes: [{op: updte, user: u1, set: {}}]}",
        ["9:32: unknown op `updte` (did you mean `update`?)"],
    ),
    (
        "{name: x, changes: [{op: update, user: u1}]}",
        [
            "9:27: the key `set` is missing in `update` (say who is changed and what: `user: u1`, "
            "`set: {...}`)"
        ],
    ),
    (
        "{name: x, changes: [{op: update, user: u1, set: {roles: Sales}}]}",
        ["9:63: `roles` must be a list, not text (write it as a list: [...])"],
    ),
    (
        "{name: x, changes: [], given: {purchased_user: 3}}",
        ["9:38: unknown key `purchased_user` in an account (did you mean `purchased_users`?)"],
    ),
    (
        "{name: x, changes: [], given: {users: [{id: 3}]}}",
        ['9:51: `id` must be text, not a number (quote it: "3")'],
    ),
    (
        "{name: x, changes: [], given: {users: [{id: a, invited_at: 2026-01-01T00:00:00}]}}",
        ["9:66: `invited_at` has no offset from UTC (such as `2026-11-20T09:00:00Z`)"],
    ),
    (
        "{name: x, changes: [], params: {limit: 3}}",
        ["9:39: this pack has no param `limit` (its params: none)"],
    ),
    (
        "{name: x, changes: [], now: 2026-01-01T00:00:00}",
        ["9:35: `now` has no offset from UTC (such as `2026-11-20T09:00:00Z`)"],
    ),
]


@pytest.mark.parametrize(("example", "said"), BAD, ids=[case[0] for case in BAD])
def test_bad(example: str, said: list[str], refusals: Refusals) -> None:
    text = f"{HEAD}deny: before.enabled\nexamples:\n  deny:\n    - {example}\n"
    assert refusals(text) == [f"rule.yaml:{each}" for each in said]
