"""Every text by which a change set or a snapshot names a person."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linter.model import UNSET, Account, Change, ChangeSet, Snapshot, User, WaiverEntry

PERSONAL = frozenset(
    {
        "full_name",
        "first_name",
        "last_name",
        "primary_email",
        "sign_in_id",
        "aliases",
        "employee_id",
        "email",
        "name",
    }
)
"""The fields of a user whose values name the person; `name` is the derived one."""

_KEYS = ("id", "manager_id")
_ASKED = ("requested_by", "approved_by")
_TELLS_NOTHING = re.compile(
    r"[A-Za-z]{0,4}[-_]?[0-9]+"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|S-1-[0-9-]+"
    r"|(?=[A-Za-z]*[0-9])[A-Za-z0-9]{15,}"
)
_APPROVER = re.compile(r"\s*[<>]\s*")
_SHORT_DETAIL = 5


def is_opaque(key: str) -> bool:
    """Whether a key says nothing of the person: a number with a short prefix, a GUID, a SID, a long code."""
    return bool(_TELLS_NOTHING.fullmatch(key))


def people(
    change_set: ChangeSet | None, snapshot: Snapshot | None, entries: Iterable[WaiverEntry] = ()
) -> Iterator[str]:
    """The names, addresses, sign-ins and telling keys of everybody in the input, some of them repeatedly."""
    for entry in entries:
        yield from _of_waiver(entry)
    for account in snapshot.accounts if snapshot else ():
        yield from _of_account(account)
    if change_set is None:
        return
    for change in change_set.changes:
        yield from _of_change(change)
    for name in _ASKED:
        yield from _key(getattr(change_set.envelope, name))


def _of_waiver(entry: WaiverEntry) -> Iterator[str]:
    """Who accepts, as one text and in the parts of `name <address>`; why, since a reason may name anybody."""
    yield entry.waiver.reason
    for key in (entry.user, entry.waiver.approved_by, *_APPROVER.split(entry.waiver.approved_by)):
        yield from _key(key)


def _of_account(account: Account) -> Iterator[str]:
    if account.billing_admin:
        yield from _texts(account.billing_admin.full_name)
        yield from _texts(account.billing_admin.email)
        yield from _key(account.billing_admin.user_id)
    for user in account.users or ():
        yield from _of_user(user)


def _of_user(user: User) -> Iterator[str]:
    fields = {name: getattr(user, name, UNSET) for name in (*PERSONAL, *_KEYS, "attributes")}
    yield from _of_fields(fields)
    if user.billing_record:
        yield from _texts(user.billing_record.full_name)
        yield from _texts(user.billing_record.email)


def _of_change(change: Change) -> Iterator[str]:
    yield from _of_fields(change.set)
    if change.before:
        yield from _of_fields(change.before)
    for key in (change.user, change.replaces, *(getattr(change.envelope, name) for name in _ASKED)):
        yield from _key(key)


def _of_fields(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        if name in PERSONAL:
            yield from _texts(value)
        elif name in _KEYS:
            yield from _key(value)
        elif name == "attributes":
            yield from (text for text in _texts(value) if _is_detail(text))
        elif name == "billing_record":
            yield from _texts(value)
    first, last = fields.get("first_name"), fields.get("last_name")
    if isinstance(first, str) and isinstance(last, str):
        yield f"{first} {last}"


def _key(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not is_opaque(value):
        yield value


def _is_detail(text: str) -> bool:
    """Whether what a source says besides may be about the person: a number, an address, several words."""
    return len(text) >= _SHORT_DETAIL and any(char.isdigit() or char in " @" for char in text)


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
