"""What stands in the way of a change, and what is wrong with one although it can happen."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from linter.model import SETTABLE_FIELDS, UNSET, AccountState, Change, Fault, User, fold
from linter.replay import faults
from linter.replay.directory import Directory
from linter.replay.effects import Effect, differs
from linter.replay.identity import keys_of
from linter.replay.totals import is_deleted

replace = msgspec.structs.replace

_SETTABLE = frozenset(SETTABLE_FIELDS)
_KEY_FIELDS = ("sign_in_id", "primary_email", "aliases")
KEYS = frozenset(_KEY_FIELDS)
"""The fields of a user that hold keys, besides its id."""
_BEFORE_FIELDS = frozenset(User.__struct_fields__) - {"id"}


def obstacle(change: Change, user: User, *, known: bool) -> Fault | None:
    """Why a change cannot happen to a user as it is."""
    needed = faults.NEEDS.get(change.op)
    if needed is not None and getattr(change, needed) is UNSET:
        return faults.incomplete_operation(change)
    if change.op == "restore":
        return faults.not_deleted(user) if known and not is_deleted(user) else None
    if change.op != "delete" and is_deleted(user):
        return faults.deleted_user(change, user)
    return None


def unknown_attributes(change: Change) -> tuple[Fault, ...]:
    """What `set` names that cannot be set."""
    if change.set.keys() <= _SETTABLE:
        return ()
    return tuple(faults.unknown_attribute(field) for field in change.set if field not in _SETTABLE)


def expected(change: Change) -> Mapping[str, Any]:
    """The user's fields as the change file says they were, typed as the model has them."""
    given = {field: value for field, value in (change.before or {}).items() if field in _BEFORE_FIELDS}
    if not given:
        return {}
    user = msgspec.convert({**given, "id": ""}, User)
    return {field: getattr(user, field) for field in given}


def informed(user: User, values: Mapping[str, Any]) -> User:
    """The record with its unknown fields supplied by what the change file says."""
    missing = {field: value for field, value in values.items() if getattr(user, field) is UNSET}
    return replace(user, **missing) if missing else user


def stale(user: User, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Where the snapshot's record is not the one that the change was made from."""
    for field, value in values.items():
        current = getattr(user, field)
        if value is not UNSET and differs(current, value):
            yield faults.stale_snapshot(user, field, current, value)


def has_effect(change: Change, effect: Effect, state: AccountState) -> bool:
    """Whether anything may differ afterwards. A secret always may, and so may a value not known before."""
    for answer in effect.changed.values():
        if answer is not False:
            return True
    for field, value in effect.recorded.items():
        if getattr(state, field) != value:
            return True
    return bool(change.secrets) or change.op == "create"


def new_keys(change: Change, user: User, effect: Effect) -> Mapping[str, str]:
    """The folded keys that a change newly gives to a user, and the part of the change that does so."""
    if change.op == "restore":
        return dict.fromkeys(sorted(keys_of(user)), "user")
    keys: dict[str, str] = {}
    if change.op == "create" and change.user is not UNSET:
        keys[fold(change.user)] = "user"
    if KEYS.isdisjoint(effect.changed):
        return keys
    borne = frozenset[str]() if change.op == "create" else keys_of(user)
    for field in _KEY_FIELDS:
        if effect.changed.get(field, False) is not False:
            value = getattr(effect.user, field)
            for key in value if isinstance(value, tuple) else (value,):
                folded = fold(key or "")
                if folded and folded not in borne and folded not in keys:
                    keys[folded] = f"set/{field}"
    return keys


def duplicates(keys: Mapping[str, str], user: User, account: str, directory: Directory) -> tuple[Fault, ...]:
    """Where a key is borne by another user who is not deleted."""
    found = []
    for key, pointer in keys.items():
        for user_id in directory.keys.ids(key):
            other = directory.records[user_id]
            if user_id != user.id and not is_deleted(other):
                found.append(faults.duplicate_key(key, other, account, pointer))
                break
    return tuple(found)
