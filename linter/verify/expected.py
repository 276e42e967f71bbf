"""What should have come of the changes: the replayed state, and which change is behind each value."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from linter.model import AccountState, Change, Snapshot, Step
from linter.replay import initial_state, replay

Key = tuple[str, str]
"""An account and a user, or an account and one of the fields it records."""


class Expected(NamedTuple):
    """The accounts before and as they should be, and the latest change of each user, field and record.

    `created` are the users whom the changes made, `barred` the steps that could not be replayed.
    """

    initial: Mapping[str, AccountState]
    accounts: Mapping[str, AccountState]
    users: Mapping[Key, Change]
    fields: Mapping[Key, Mapping[str, Change]]
    recorded: Mapping[Key, Change]
    created: Mapping[Key, Change]
    barred: tuple[Step, ...]


_BARS = frozenset(
    {"unknown-account", "unknown-user", "ambiguous-user", "impossible-operation", "unknown-before"}
)
"""Faults after which nobody can say what the change should have brought about."""

_RECORDED = {"set_purchased_users": "purchased_users", "set_billing_admin": "billing_admin"}


def expected(before: Snapshot, changes: Iterable[Change], *, now: datetime) -> Expected:
    """Replays the changes on the state before them."""
    initial = {account.id: initial_state(account, before, now=now) for account in before.accounts}
    accounts = dict(initial)
    users: dict[Key, Change] = {}
    fields: dict[Key, dict[str, Change]] = {}
    recorded: dict[Key, Change] = {}
    created: dict[Key, Change] = {}
    barred = []
    for step in replay(before, changes, now=now):
        accounts[step.account.id] = step.account_after
        if any(fault.rule in _BARS for fault in step.faults):
            barred.append(step)
        if step.change.op in _RECORDED:
            recorded[step.account.id, _RECORDED[step.change.op]] = step.change
            continue
        user = step.after or step.before
        if user is None:
            continue
        key = (step.account.id, user.id)
        users[key] = step.change
        if step.change.op == "create":
            created[key] = step.change
        touched = fields.setdefault(key, {})
        touched |= {name: step.change for name, differs in step.changed.items() if differs is not False}
    return Expected(initial, accounts, users, fields, recorded, created, tuple(barred))
