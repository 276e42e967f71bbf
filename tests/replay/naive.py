"""A second model of an account, for tests: it copies everything, looks at everyone and counts anew."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from linter.model import (
    UNSET,
    Account,
    BillingAdmin,
    Change,
    Released,
    Snapshot,
    User,
    fold,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SEAT_DAYS = 14
LISTS = {
    "roles": ("grant_role", "revoke_role", "role"),
    "licenses": ("assign_license", "remove_license", "license"),
    "groups": ("add_group", "remove_group", "group"),
}
ITEM_OPS = {op: (field, item) for field, (*ops, item) in LISTS.items() for op in ops}
NEW_USER = {
    **dict.fromkeys(field for field in User.__struct_fields__ if field != "id"),
    **dict.fromkeys(("aliases", "roles", "licenses", "groups", "tags"), ()),
    "attributes": {},
    "enabled": True,
    "licensed": False,
    "invitation": "none",
    "kind": "person",
}

Record = dict[str, Any]
"""A user's known fields; what is not in it is unknown."""


def record(user: User) -> Record:
    fields = {name: getattr(user, name) for name in User.__struct_fields__}
    return {name: deepcopy(value) for name, value in fields.items() if value is not UNSET}


class NaiveAccount:
    def __init__(self, account: Account, snapshot: Snapshot | None, listed: bool) -> None:
        self.account = account
        self.unlisted = snapshot is not None and not listed
        self.users = None if account.users is UNSET else [record(user) for user in account.users]
        self.extra: list[Record] = []  # users created where the snapshot lists none
        self.whole = snapshot is not None and snapshot.complete is True and self.users is not None
        self.strangers: dict[str, Record] = {}
        self.purchased: Any = account.purchased_users
        self.admin: Any = account.billing_admin
        self.history: dict[str, list[str]] = {}
        self.replacements: list[tuple[str, str]] = []
        self.released: dict[str, Released] = {}
        self.happened: dict[str, int] = {}

    def everyone(self) -> list[Record]:
        return self.extra if self.users is None else self.users

    def find(self, key: str, prefer_deleted: bool = False) -> list[Record]:
        exact = [user for user in self.everyone() if user["id"] == key]
        if exact:
            return exact
        bearers = [user for user in self.everyone() if fold(key) in keys(user)]
        preferred = [user for user in bearers if bool(user.get("deleted_at")) == prefer_deleted]
        return preferred or bearers

    def named(self, key: str) -> bool:
        return any(fold(key) in names(user) for user in self.everyone())

    def by_id(self, user_id: str) -> Record | None:
        known = [user for user in self.everyone() if user["id"] == user_id]
        return known[0] if known else self.strangers.get(fold(user_id))

    def write(self, new: Record, known: bool) -> None:
        if not known:
            self.strangers[fold(new["id"])] = new
            return
        everyone = self.everyone()
        for position, user in enumerate(everyone):
            if user["id"] == new["id"]:
                everyone[position] = new
                return
        everyone.append(new)

    def totals(self) -> dict[str, Any]:
        state = {
            "id": self.account.id,
            "name": self.account.name,
            "purchased_users": self.purchased,
            "billing_admin": self.admin,
            "billing_user": self.billing_user(),
            "changes": dict(self.happened),
            "users": UNSET if self.users is None else {user["id"]: deepcopy(user) for user in self.users},
        }
        if not self.whole:
            names = (
                *("total_users", "enabled_users", "disabled_users", "seats_used"),
                *("role_holders", "kinds", "domains", "reports"),
            )
            return state | dict.fromkeys(names, UNSET)
        present = [user for user in self.everyone() if not user.get("deleted_at")]
        flags = [user.get("enabled") for user in present]
        seats = [seat(user) for user in present]
        holders: Any = {}
        for user in present:
            if user.get("enabled") is False or user.get("roles", "?") in (None, ()):
                continue
            if "enabled" not in user or "roles" not in user:
                holders = UNSET
                break
            for role in set(user["roles"]):
                holders[role] = holders.get(role, 0) + 1
        return state | {
            "total_users": len(present),
            "enabled_users": UNSET if None in flags else flags.count(True),
            "disabled_users": UNSET if None in flags else flags.count(False),
            "seats_used": UNSET if None in seats else seats.count(True),
            "role_holders": holders,
            "kinds": UNSET if None in flags else kinds(present),
            "domains": {domain for user in present for domain in domains(user)},
            "reports": reports(present),
        }

    def billing_user(self) -> Any:
        named = self.named_by_record()
        return None if isinstance(named, dict) and named.get("deleted_at") else named

    def named_by_record(self) -> Any:
        if not isinstance(self.admin, BillingAdmin):
            return self.admin
        key = self.admin.user_id or self.admin.email
        if not key:
            return UNSET if UNSET in (self.admin.user_id, self.admin.email) else None
        found = self.find(key)
        if len(found) > 1:
            found = [user for user in found if fold(user.get("primary_email") or "") == fold(key)]
            return found[0] if len(found) == 1 else UNSET
        return found[0] if found else None if self.whole else UNSET

    def requester(self, change: Change) -> Any:
        key = change.envelope.requested_by
        if not key:
            return UNSET
        found = self.find(key)
        if found:
            return found[0] if len(found) == 1 else UNSET
        if not self.whole:
            return self.strangers.get(fold(key), UNSET)
        return UNSET if self.named(key) else None


def kinds(users: list[Record]) -> dict[str, int]:
    """How many enabled users there are of each kind."""
    found = [user.get("kind", "person") for user in users if user["enabled"]]
    return {kind: found.count(kind) for kind in ("person", "service", "application", "support")}


def domains(user: Record) -> set[str]:
    """The domains of a user's address and sign-in."""
    texts = [user.get("primary_email"), user.get("sign_in_id")]
    return {fold(text.rpartition("@")[2]) for text in texts if text and "@" in text} - {""}


def reports(users: list[Record]) -> Any:
    """By the key that names the manager, how many enabled users there are."""
    found: dict[str, int] = {}
    for user in users:
        if user.get("enabled") is False or user.get("manager_id", "?") is None:
            continue
        if "manager_id" not in user or "enabled" not in user:
            return UNSET
        found[fold(user["manager_id"])] = found.get(fold(user["manager_id"]), 0) + 1
    return found


def keys(user: Record) -> set[str]:
    return {fold(text) for text in [user["id"], *addresses(user)]} - {""}


def addresses(user: Record) -> list[str]:
    """Every address and sign-in of a user, as written."""
    texts = [user.get("primary_email"), user.get("sign_in_id"), *(user.get("aliases") or ())]
    return [text for text in texts if text]


def names(user: Record) -> set[str]:
    both = f"{user.get('first_name') or ''} {user.get('last_name') or ''}"
    return {fold(user.get("full_name") or ""), fold(both)} - {""}


def seat(user: Record) -> bool | None:
    """None: not known."""
    if user.get("enabled") is False or user.get("kind", "person") != "person":
        return False
    if "invitation" not in user:
        return None
    sent = user.get("invited_at")
    open_ = user["invitation"] == "sent" and (sent is None or sent >= NOW - timedelta(days=SEAT_DAYS))
    if user["invitation"] != "accepted" and not open_:
        return False
    return user.get("enabled")


def same(old: Any, new: Any) -> bool:
    if isinstance(old, tuple) or isinstance(new, tuple):
        return set(old or ()) == set(new or ())
    return bool(old == new)
