"""What the names in conditions are called by people who administer users."""

from collections.abc import Mapping
from typing import Final

from linter.policy.tree import EACH, Path
from linter.policy.types import ROOTS, TABLES, Field

OWNERS: Final[Mapping[str, str]] = {
    "change": "the change",
    "before": "the user",
    "after": "the user",
    "identity": "the comparison of the user's records",
    "user": "the user",
    "account": "the account",
    "account_after": "the account",
    "requester": "the requester",
    "successor": "the successor",
    "replaced": "the replaced user",
    "change_set": "the change set",
    "snapshot": "the snapshot",
    "now": "the time of the check",
}
"""Whom or what each root of a condition means."""

AFTERWARDS: Final = frozenset({"after", "account_after"})
"""The roots of which it has to be said that they are meant as they are after the change."""

FIELDS: Final[Mapping[str, str]] = {
    "id": "id",
    "primary_email": "primary e-mail",
    "sign_in_id": "sign-in",
    "manager_id": "manager",
    "employee_id": "employee id",
    "invited_at": "time of invitation",
    "modified_at": "time of the last modification",
    "deleted_at": "time of deletion",
    "taken_at": "time",
    "effective_at": "time of effect",
    "op": "operation",
    "billing_admin": "recorded billing administrator",
    "email": "e-mail",
    "purchased_users": "number of purchased users",
    "user_id": "user",
    "license": "licence",
    "licenses": "licences",
    "requested_by": "requester",
    "approved_by": "approver",
    "seats_used": "number of seats in use",
    "total_users": "number of users",
    "enabled_users": "number of enabled users",
    "disabled_users": "number of disabled users",
    "direct_reports": "number of direct reports",
    "users_touched": "number of users it touches",
    "index": "place in the change set",
    "population": "number of users",
    "changes": "number of changes",
    "accounts": "number of accounts",
}
"""A field in words, where its name alone does not say it."""

WHOLE: Final[Mapping[tuple[str, str], str]] = {
    ("account", "billing_user"): "the account's billing user",
    ("account_after", "billing_user"): "the account's billing user",
    ("change", "earlier_ops"): "the earlier operations on the same user",
    ("change", "replaced_ops"): "the earlier operations on the replaced user",
    ("identity", "verdict"): "what the change looks like",
    ("identity", "intent"): "the stated intent",
    ("change", "reused"): "the addresses that were somebody else's",
}
"""Names in words where owner and field together do not say it."""

PREDICATES: Final[Mapping[str, tuple[str, str]]] = {
    "enabled": ("is enabled", "is not enabled"),
    "licensed": ("has a licence", "has no licence"),
    "billing_admin": ("is the billing administrator", "is not the billing administrator"),
    "guest": ("is a guest", "is not a guest"),
    "secret": ("carries a secret", "carries no secret"),
    "given": ("is given", "is not given"),
    "complete": ("is complete", "is not complete"),
}
"""What a field that is true or false says of its owner, and its opposite."""

ABSENCES: Final[Mapping[str, tuple[str, str]]] = {
    "deleted_at": ("is not deleted", "is deleted"),
    "manager_id": ("has no manager", "has a manager"),
}
"""What it says of its owner that a field is empty, and that it is not."""

MAPS: Final[Mapping[str, str]] = {
    "role_holders": "the number of enabled users with the role",
    "kinds": "the number of enabled users of the kind",
    "counts": "the number of changes of the kind",
    "changes": "the number of changes to the account of the kind",
}
"""What a map counts under a key."""


def field_words(name: str) -> str:
    """A field in words."""
    return FIELDS.get(name, name.replace("_", " "))


def path_words(path: Path) -> str | None:
    """A name in words: `account.seats_used` is "the account's number of seats in use".

    `None` where there are none, as for the elements of a list.
    """
    if EACH in path:
        return None
    if path[0] == "params":
        return f"`{'.'.join(path)}`"
    if path[0] not in OWNERS:
        return None
    words = owner_words(path)
    return f"{words} after the change" if path[0] in AFTERWARDS else words


def owner_words(path: Path) -> str:
    """A name in words that do not say of which moment they are true."""
    whole = WHOLE.get((path[0], path[1])) if len(path) > 1 else None
    words, rest = (whole, path[2:]) if whole else (OWNERS[path[0]], path[1:])
    for depth, name in enumerate(rest):
        if name == "attributes" and rest[depth + 1 :]:
            return f"{_of(words)} attribute `{'.'.join(rest[depth + 1 :])}`"
        words = f"{_of(words)} {field_words(name)}"
    return words


def _of(owner: str) -> str:
    """An owner before what is its own. What is asked of a change needs no owner."""
    return "the" if owner == OWNERS["change"] else f"{owner}'s"


def field_of(path: Path) -> Field | None:
    """The declared type of a name; `None` where none is declared."""
    found = ROOTS.get(path[0])
    for name in path[1:]:
        found = TABLES.get(found.type, {}).get(name) if found else None
    return found
