"""Whom a change concerns, and whether it can happen to that user at all."""

import msgspec

from linter.model import UNSET, Change, Fault, User
from linter.replay import checks, faults
from linter.replay.account import AccountReplay


class Target(msgspec.Struct, frozen=True):
    """The user whom a change names, and what is wrong with that.

    `known`: the account has, or will have, this record. `possible`: the change can happen. No
    user: the change concerns none, or names none.
    """

    user: User | None
    known: bool = True
    possible: bool = True
    faults: tuple[Fault, ...] = ()


def target(account: AccountReplay, change: Change) -> Target:
    """Find out whom a change concerns."""
    if change.op == "create":
        return _created(account, change)
    if change.op == "set_purchased_users":
        if change.purchased_users is UNSET:
            return Target(None, possible=False, faults=(faults.incomplete_operation(change),))
        return Target(None)
    if change.user is UNSET:
        return Target(None, possible=False, faults=(faults.no_user_named(change),))
    exact = account.directory.records.get(change.user)
    found = Target(exact) if exact is not None else find(account, change, change.user, "user")
    fault = checks.obstacle(change, found.user or User(id=change.user), known=found.known)
    if fault is None:
        return found
    return Target(found.user, found.known, False, (*found.faults, fault))


def find(account: AccountReplay, change: Change, key: str, pointer: str) -> Target:
    """The user whom a key means; a stranger where there is no such user, or more than one."""
    bearers = account.directory.find(key, deleted_first=change.op == "restore")
    if len(bearers) == 1:
        return Target(bearers[0])
    stranger = account.stranger(key)
    if bearers:
        fault = faults.ambiguous_user(key, bearers, account.id, pointer)
    elif namesakes := account.directory.named(key):
        fault = faults.name_only(key, namesakes, account.id, pointer)
    elif account.whole:
        fault = faults.no_such_user(key, account.id, pointer, _suggestion(account, key))
    elif change.before and pointer == "user":
        return Target(stranger, known=False)
    else:
        fault = faults.user_not_in_snapshot(key, account.id, pointer, account.given)
    return Target(stranger, known=False, faults=(fault,))


def _created(account: AccountReplay, change: Change) -> Target:
    records = account.directory.records
    if change.user is UNSET:
        return Target(User(id=_new_id(account, change)))
    existing = records.get(change.user)
    if existing is None:
        return Target(User(id=change.user))
    fault = faults.existing_id(existing, account.id, "user")
    return Target(existing, possible=False, faults=(fault,))


def _new_id(account: AccountReplay, change: Change) -> str:
    """An id for a user created without one: its sign-in or address, by which later changes can name it."""
    records = account.directory.records
    for key in (change.set.get("sign_in_id"), change.set.get("primary_email")):
        if isinstance(key, str) and key and key not in records:
            return key
    new_id = f"new-{change.index}"
    while new_id in records:
        new_id += "+"
    return new_id


def _suggestion(account: AccountReplay, key: str) -> str:
    if account.comparisons_left <= 0:
        return ""
    users = account.directory.records.values()
    account.comparisons_left -= len(users)
    return faults.hint(key, (written for user in users for written in _written_keys(user)))


def _written_keys(user: User) -> tuple[str, ...]:
    keys = (user.id, user.sign_in_id, user.primary_email, *(user.aliases or ()))
    return tuple(key for key in keys if key)
