"""How things are: users, accounts, snapshots.

Every attribute has three values: absent (`UNSET`) means unknown, `None` (or an empty tuple)
means known to be empty, anything else is the value.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from linter.model.text import Location

UNSET = msgspec.UNSET
Unset: TypeAlias = msgspec.UnsetType

Text: TypeAlias = str | None | Unset
Flag: TypeAlias = bool | Unset
Names: TypeAlias = tuple[str, ...] | None | Unset
Moment: TypeAlias = datetime | None | Unset

Invitation: TypeAlias = Literal["none", "sent", "expired", "accepted", "rejected", "revoked"]
Kind: TypeAlias = Literal["person", "service", "application", "support"]


class BillingRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the billing system holds about one user."""

    full_name: Text = UNSET
    email: Text = UNSET


class BillingAdmin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The billing administrator as the billing system records it, which may differ from the user's record."""

    user_id: Text = UNSET
    full_name: Text = UNSET
    email: Text = UNSET


# A user never comes to hold itself, so the collector of cycles need not look at a million of them.
class User(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One user record in an account. `id` is the immutable key; keys are unique in an account.

    `sign_in_id` is the Windows Live ID, UPN or userName; `deleted_at` marks a record that was
    deleted and can still be restored (absent: not deleted). `attributes` holds whatever else the
    source had. An absent `kind` is a person, absent `tags` are none; every other absence is unknown.
    """

    id: str
    full_name: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    primary_email: Text = UNSET
    sign_in_id: Text = UNSET
    aliases: Names = UNSET
    enabled: Flag = UNSET
    licensed: Flag = UNSET
    invitation: Invitation | Unset = UNSET
    invited_at: Moment = UNSET
    kind: Kind | Unset = UNSET
    roles: Names = UNSET
    licenses: Names = UNSET
    groups: Names = UNSET
    manager_id: Text = UNSET
    employee_id: Text = UNSET
    tags: Names = UNSET
    modified_at: Moment = UNSET
    deleted_at: Moment = UNSET
    billing_record: BillingRecord | None | Unset = UNSET
    attributes: dict[str, Any] | Unset = UNSET


def display_name(user: User) -> Text:
    """The full name, else first and last name together; `UNSET` where neither is known."""
    if user.full_name:
        return user.full_name
    if user.first_name is UNSET or user.last_name is UNSET:
        return user.full_name
    return f"{user.first_name or ''} {user.last_name or ''}".strip() or user.full_name


_HELD_ELSEWHERE = "#ext#"
"""What Microsoft Entra writes into the sign-in of a user whose identity another organisation holds."""


def is_guest(user: User) -> Flag:
    """Whether the identity is kept elsewhere: `attributes.userType` is `Guest`, or `#EXT#` is in the sign-in.

    `UNSET` where neither is known.
    """
    if user.sign_in_id and _HELD_ELSEWHERE in user.sign_in_id.lower():
        return True
    kind = UNSET if user.attributes is UNSET else user.attributes.get("userType", UNSET)
    if kind is UNSET and user.sign_in_id is UNSET:
        return UNSET
    return isinstance(kind, str) and kind.strip().lower() == "guest"


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One customer or tenant as a snapshot holds it. `purchased_users` is a number of seats."""

    id: str
    name: Text = UNSET
    purchased_users: int | Unset = UNSET
    billing_admin: BillingAdmin | None | Unset = UNSET
    users: tuple[User, ...] | Unset = UNSET


def _nowhere(account: str, user: str | None) -> Location | None:
    """A snapshot that was not read from a file has no places."""
    return None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """How things are before the changes.

    `complete` says whether every user of every listed account is in it; only then is a user
    that is not listed known not to exist. `role_names` tells roles by their ids in lower case,
    where the source has both. `locate(account_id, user_id or None)` finds the place of a record
    in the file it came from; it is asked only for what is reported.
    """

    accounts: tuple[Account, ...]
    taken_at: datetime | Unset = UNSET
    source: str | Unset = UNSET
    complete: bool | Unset = UNSET
    path: str = ""
    role_names: Mapping[str, str] = {}
    locate: Callable[[str, str | None], Location | None] = _nowhere
