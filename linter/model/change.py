"""What is proposed: changes and change sets."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from linter.model.state import UNSET, Text, Unset
from linter.model.text import Location, counted

Op: TypeAlias = Literal[
    "create",
    "update",
    "disable",
    "enable",
    "delete",
    "restore",
    "grant_role",
    "revoke_role",
    "assign_license",
    "remove_license",
    "add_group",
    "remove_group",
    "invite",
    "set_billing_admin",
    "set_purchased_users",
]
OPS: tuple[Op, ...] = get_args(Op)

_OF_A_USER = (("user",), ("before",))

OP_FIELDS: Mapping[Op, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "create": (("set",), ("user", "replaces")),
    "update": (("user", "set"), ("before",)),
    "disable": _OF_A_USER,
    "enable": _OF_A_USER,
    "delete": _OF_A_USER,
    "restore": _OF_A_USER,
    "grant_role": (("user", "role"), ("before",)),
    "revoke_role": (("user", "role"), ("before",)),
    "assign_license": (("user", "license"), ("before",)),
    "remove_license": (("user", "license"), ("before",)),
    "add_group": (("user", "group"), ("before",)),
    "remove_group": (("user", "group"), ("before",)),
    "invite": _OF_A_USER,
    "set_billing_admin": _OF_A_USER,
    "set_purchased_users": (("purchased_users",), ()),
}
"""The fields that a change of each op must have, and those it may have, beside `op` and the envelope's."""

ENVELOPE_FIELDS = (
    "account",
    "requested_by",
    "approved_by",
    "reference",
    "reason",
    "intent",
    "effective_at",
)
"""The evidence fields of a change set, each of which a single change may override."""

SETTABLE_FIELDS = (
    "full_name",
    "first_name",
    "last_name",
    "primary_email",
    "sign_in_id",
    "aliases",
    "enabled",
    "kind",
    "roles",
    "licenses",
    "groups",
    "manager_id",
    "employee_id",
    "tags",
    "attributes",
)
"""The fields of a user that `set` may name. The others follow from operations or belong to the system."""

Origin: TypeAlias = Callable[[str], Location]
"""Finds the place of a part of a change by relative JSON Pointer: "" is the change, "set/full_name" a key."""


def nowhere(pointer: str) -> Location:
    """The place of a change that was not read from a file."""
    return Location(path="", pointer=pointer)


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for the changes, who allowed them, and why. Absent means that nobody said."""

    account: str | Unset = UNSET
    requested_by: Text = UNSET
    approved_by: Text = UNSET
    reference: Text = UNSET
    reason: Text = UNSET
    intent: Text = UNSET
    effective_at: datetime | None | Unset = UNSET


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One proposed step.

    `user` is the key as written (id, else sign-in, primary e-mail or alias). `set` holds new
    values: absent keys stay, `None` clears. `before` holds the values that the change file
    itself says it was made from. `secrets` names the secret keys that the reader dropped.
    `envelope` is the change set's with this change's own overrides applied.
    """

    index: int
    op: Op
    user: str | Unset = UNSET
    set: Mapping[str, Any] = {}
    before: Mapping[str, Any] | Unset = UNSET
    role: str | Unset = UNSET
    license: str | Unset = UNSET
    group: str | Unset = UNSET
    purchased_users: int | Unset = UNSET
    replaces: str | Unset = UNSET
    secrets: tuple[str, ...] = ()
    envelope: Envelope = Envelope()
    origin: Origin = nowhere


class Unchecked(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a change file that the model has no word for, such as a mailbox rule: it was not judged.

    `what` names it for a person; alike ones are counted, `location` is the first. `rule` is the built-in rule
    that it always leaves undecided, because what was judged may not be what comes about; empty where it is
    undecided only on demand.
    """

    what: str
    count: int = 1
    location: Location | None = None
    rule: str = ""

    def __str__(self) -> str:
        """What and how many of them: `3 mailbox rules`."""
        return counted(self.count, self.what)


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a first reading of a change set tells, before anything is replayed.

    `accounts` are the ids named (an empty string where none is named), `counts` the changes for each op.
    """

    changes: int
    accounts: frozenset[str]
    counts: Mapping[str, int]
    unchecked: tuple[Unchecked, ...] = ()


class ChangeSet(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered list of changes. `changes` can be iterated again; a long one is read anew each time.

    `formats` are those of the files that it was read from, where it was; `paths` are their names.
    """

    changes: Iterable[Change]
    survey: Survey
    envelope: Envelope = Envelope()
    paths: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
