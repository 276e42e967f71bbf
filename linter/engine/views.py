"""Model values as the plain data that conditions read.

Every view leaves out what is unknown, so that reading it is undecided. Only the fields asked for
are converted: conversion is most of what an evaluation costs.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from linter.engine.identity import identity_view
from linter.model import (
    UNSET,
    AccountState,
    ChangeSet,
    Snapshot,
    Step,
    User,
    display_name,
    fold,
    is_guest,
)

ALL = "*"
"""Stands for every field, where an expression reads a value as a whole."""

USER_FIELDS = User.__struct_fields__
ACCOUNT_FIELDS = tuple(name for name in AccountState.__struct_fields__ if name != "reports")
NAME_FIELDS = ("full_name", "first_name", "last_name")

Reads = Iterable[tuple[str, ...]]
Needs = Mapping[str, frozenset[str]]

_LISTS = frozenset({"aliases", "roles", "licenses", "groups", "tags"})
_INT64 = 2**63

_DEFAULTS: dict[str, Any] = {"kind": "person", "tags": [], "deleted_at": None}
"""What an absent field of a known user means, where it does not mean unknown."""

_NOBODY: dict[str, Any] = {
    **dict.fromkeys(USER_FIELDS),
    **{name: [] for name in _LISTS},
    "id": "",
    "name": None,
    "enabled": False,
    "licensed": False,
    "invitation": "none",
    "kind": "person",
    "attributes": {},
    "billing_admin": False,
    "guest": False,
    "direct_reports": 0,
}
"""The user who does not exist: everything about it is known to be empty."""


def needs(reads: Reads) -> dict[str, frozenset[str]]:
    """The fields read of each root; `ALL` among them where the root is read as a whole."""
    found: dict[str, set[str]] = {}
    for root, *path in reads:
        found.setdefault(root, set()).add(path[0] if path else ALL)
    return {root: frozenset(fields) for root, fields in found.items()}


def moment(value: datetime) -> Timestamp:
    """A point in time as CEL takes it."""
    stamp = Timestamp()
    stamp.FromDatetime(value)
    return stamp


def plain(value: Any) -> Any:
    """Any model value as data that CEL takes; integers beyond 64 bits become floats."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if -_INT64 <= value < _INT64 else float(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, msgspec.Struct):
        pairs = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: plain(item) for name, item in pairs if item is not UNSET}
    return value


def is_billing_admin(user: User, account: AccountState) -> Any:
    """Whether the billing record of the account names this user; `UNSET` where that is unknown."""
    if account.billing_admin is None:
        return False
    if account.billing_admin is UNSET:
        return UNSET
    if account.billing_admin.user_id == user.id:
        return True
    if user.primary_email is UNSET and user.sign_in_id is UNSET:
        # Nothing is known of this record, so its key may be another name of the recorded user.
        return UNSET
    if account.billing_user is UNSET:
        return UNSET
    return account.billing_user is not None and account.billing_user.id == user.id


def direct_reports(user: User, account: AccountState) -> Any:
    """How many enabled users name this one as their manager, by whatever key; `UNSET` where not known."""
    if account.reports is UNSET:
        return UNSET
    keys = (user.id, user.sign_in_id, user.primary_email, *(user.aliases or ()))
    return sum(account.reports.get(key, 0) for key in {fold(key) for key in keys if key})


def user_view(user: User | None, fields: frozenset[str], account: AccountState) -> dict[str, Any]:
    """A user with the fields asked for; the user who does not exist has everything empty."""
    names = (*USER_FIELDS, *_DERIVED) if ALL in fields else fields
    if user is None:
        return {name: _NOBODY[name] for name in names}
    view = {}
    for name in names:
        derive = _DERIVED.get(name)
        value = derive(user, account) if derive else getattr(user, name)
        if value is UNSET:
            if name not in _DEFAULTS:
                continue
            value = _DEFAULTS[name]
        elif name in _LISTS:
            value = list(value or ())
        view[name] = value if type(value) in _READY else plain(value)
    return view


_READY = frozenset({str, bool, type(None)})

_DERIVED: Mapping[str, Callable[[User, AccountState], Any]] = {
    "name": lambda user, account: display_name(user),
    "billing_admin": is_billing_admin,
    "guest": lambda user, account: is_guest(user),
    "direct_reports": direct_reports,
}


def changed_view(changed: Mapping[str, Any], fields: frozenset[str]) -> dict[str, bool]:
    """For each field whether the step changed it; left out where its old value is unknown."""
    names = (*USER_FIELDS, "name") if ALL in fields else fields
    view = {}
    for name in names:
        if name == "name":
            parts = [changed.get(part, False) for part in NAME_FIELDS]
            value = True if True in parts else UNSET if UNSET in parts else False
        else:
            value = changed.get(name, False)
        if value is not UNSET:
            view[name] = value
    return view


_EVERY_FIELD = frozenset({ALL})


def account_view(account: AccountState, fields: frozenset[str]) -> dict[str, Any]:
    """An account with the fields asked for. `users` are those that are not deleted."""
    view: dict[str, Any] = {}
    for name in ACCOUNT_FIELDS if ALL in fields else fields:
        value = getattr(account, name)
        if value is UNSET:
            continue
        if name == "billing_user":
            value = value and user_view(value, _EVERY_FIELD, account)
        elif name == "users":
            value = [user_view(u, _EVERY_FIELD, account) for u in value.values() if not u.deleted_at]
        elif name == "role_holders":
            value = dict(value)
        elif type(value) not in _READY:
            value = plain(value)
        view[name] = value
    return view


_SAID = ("approved_by", "reference", "reason", "intent")
"""Evidence that exists only where somebody gave it: absent is known to be empty."""


def _envelope_view(envelope: msgspec.Struct) -> dict[str, Any]:
    """The evidence fields; who asked and when it takes effect are unknown where nobody said."""
    return {**dict.fromkeys(_SAID), **plain(envelope)}


def change_view(step: Step) -> dict[str, Any]:
    """The change itself, with its evidence. A part that its op does not have is empty."""
    change = step.change
    view = {
        "index": change.index,
        "op": change.op,
        "secret": bool(change.secrets),
        "earlier_ops": [each.op for each in step.earlier],
        "replaced_ops": [each.op for each in step.replaced_earlier],
        "new_addresses": list(step.new_addresses),
        **_envelope_view(change.envelope),
        "account": step.account.id,
    }
    for name in ("lost_addresses", "reused"):
        value = getattr(step, name)
        if value is not UNSET:
            view[name] = plain(value)
    for name in ("user", "role", "license", "group", "purchased_users", "replaces"):
        value = getattr(change, name)
        view[name] = None if value is UNSET else value
    return view


def change_set_view(
    change_set: ChangeSet, *, counts: Any, population: Any, users_touched: Any
) -> dict[str, Any]:
    """The envelope and the totals; `users_touched` is known only after the last step.

    `counts` are the elementary changes that happen, so that a mass of updates that disable is one.
    """
    view = {
        **_envelope_view(change_set.envelope),
        "changes": change_set.survey.changes,
        "counts": counts if counts is UNSET else dict(counts),
        "population": population,
        "users_touched": users_touched,
    }
    return {name: value for name, value in view.items() if value is not UNSET}


def snapshot_view(snapshot: Snapshot | None, now: datetime) -> dict[str, Any]:
    """When and where the snapshot was taken; `given` is false where there is none."""
    if snapshot is None:
        return {"given": False}
    view: dict[str, Any] = {"given": True, "accounts": len(snapshot.accounts)}
    if snapshot.taken_at is not UNSET:
        age = Duration()
        age.FromTimedelta(now - snapshot.taken_at)
        view |= {"taken_at": moment(snapshot.taken_at), "age": age}
    if snapshot.complete is not UNSET:
        view["complete"] = snapshot.complete
    if snapshot.source is not UNSET:
        view["source"] = snapshot.source
    return view


def step_view(step: Step, needed: Needs, ambient: Mapping[str, Any]) -> dict[str, Any]:
    """The data for the conditions of change rules: the step's roots, as far as they are read."""
    view: dict[str, Any] = {}
    for root, fields in needed.items():
        if root in ambient:
            view[root] = ambient[root]
            continue
        value = _STEP_ROOTS[root](step, fields)
        if value is not UNSET:
            view[root] = value
    return view


def _maybe_user(user: Any, fields: frozenset[str], account: AccountState) -> Any:
    """A user who may not be there at all: null then, and unknown where that is unknown."""
    return user_view(user, fields, account) if isinstance(user, User) else user


_STEP_ROOTS: Mapping[str, Callable[[Step, frozenset[str]], Any]] = {
    "change": lambda step, fields: change_view(step),
    "before": lambda step, fields: user_view(step.before, fields, step.account),
    "after": lambda step, fields: user_view(step.after, fields, step.account_after),
    "changed": lambda step, fields: changed_view(step.changed, fields),
    "identity": lambda step, fields: identity_view(step),
    "account": lambda step, fields: account_view(step.account, fields),
    "account_after": lambda step, fields: account_view(step.account_after, fields),
    "requester": lambda step, fields: _maybe_user(step.requester, fields, step.account),
    "successor": lambda step, fields: _maybe_user(step.successor, fields, step.account),
    "replaced": lambda step, fields: _maybe_user(step.replaced, fields, step.account),
}
