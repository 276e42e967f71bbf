"""What new names, addresses and sign-ins between two states look like."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from linter.model import Change, ChangeSet, Snapshot, User
from linter.resemblance import Identity, classify

_OF_A_PERSON = frozenset({"full_name", "first_name", "last_name", "primary_email", "sign_in_id"})


class Rename(NamedTuple):
    """A change that gives a record another name or address, and what it looks like."""

    change: Change
    identity: Identity


def renames(changes: ChangeSet, before: Snapshot) -> Iterator[Rename]:
    """The renames among changes that start from a state, where they are any, and what they look like."""
    named = [
        each for each in changes.changes if each.op == "update" and not _OF_A_PERSON.isdisjoint(each.set)
    ]
    if not named:
        return
    users = {(account.id, user.id): user for account in before.accounts for user in account.users or ()}
    for change in named:
        old = users.get((str(change.envelope.account), str(change.user)))
        if old is not None:
            found = classify(old, _renamed(old, change))
            if found.verdict != "unchanged":
                yield Rename(change, found)


def _renamed(user: User, change: Change) -> User:
    values = {field: value for field, value in change.set.items() if field != "attributes"}
    attributes = {**(user.attributes or {}), **(change.set.get("attributes") or {})}
    return msgspec.structs.replace(user, **values, attributes=attributes)
