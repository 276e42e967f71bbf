"""What can be wrong with a change in the world it meets, in words that an administrator reads."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from linter.model import SETTABLE_FIELDS, Change, Fault, Op, User, display_name
from linter.replay.totals import is_deleted

READ_ONLY: Mapping[str, str] = {
    "id": "the id of a user never changes; name the user with `user`",
    "licensed": "it follows from the licences; use `assign_license` or `remove_license`",
    "invitation": "it follows from what the user does; use `invite` to send one",
    "invited_at": "it follows from the invitation; use `invite` to send one",
    "modified_at": "the system keeps it; leave it out",
    "deleted_at": "it follows from operations; use `delete` or `restore`",
    "billing_record": "the billing system keeps it; ask billing support to adjust it",
}
"""The fields of a user that `set` cannot name, and what to do instead."""

NO_EFFECT: Mapping[Op, Callable[[Change, str], tuple[str, str]]] = {
    "update": lambda change, who: (f"{who} has all these values already", "set"),
    "disable": lambda change, who: (f"{who} is disabled already", ""),
    "enable": lambda change, who: (f"{who} is enabled already", ""),
    "delete": lambda change, who: (f"{who} is deleted already", ""),
    "restore": lambda change, who: (f"{who} is not deleted", ""),
    "grant_role": lambda change, who: (f"{who} holds role `{change.role}` already", "role"),
    "revoke_role": lambda change, who: (f"{who} does not hold role `{change.role}`", "role"),
    "assign_license": lambda change, who: (f"{who} has licence `{change.license}` already", "license"),
    "remove_license": lambda change, who: (f"{who} does not have licence `{change.license}`", "license"),
    "add_group": lambda change, who: (f"{who} is in group `{change.group}` already", "group"),
    "remove_group": lambda change, who: (f"{who} is not in group `{change.group}`", "group"),
    "invite": lambda change, who: (f"{who} was sent this invitation already", ""),
    "set_billing_admin": lambda change, who: (f"the billing record names {who} so already", "user"),
    "set_purchased_users": lambda change, who: (
        f"the number of purchased users is {change.purchased_users} already",
        "purchased_users",
    ),
}
"""Why a change of each operation would change nothing, and the part of it that says so."""

NEEDS: Mapping[Op, str] = {
    "grant_role": "role",
    "revoke_role": "role",
    "assign_license": "license",
    "remove_license": "license",
    "add_group": "group",
    "remove_group": "group",
    "set_purchased_users": "purchased_users",
}
"""The field without which an operation says nothing."""


_SHORT = 4
"""In shorter words one letter weighs so much that less likeness must do."""


def hint(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean ...?` where a candidate is close, else nothing.

    Addresses of one domain are compared by what stands before the `@`, for they are all alike otherwise.
    """
    local, at, domain = word.partition("@")
    ordered = sorted(set(candidates))
    if not at:
        close = get_close_matches(word, ordered, 1, 0.5 if len(word) < _SHORT else 0.6)
    else:
        neighbours = {text.partition("@")[0]: text for text in ordered if text.endswith(at + domain)}
        close = [neighbours[found] for found in get_close_matches(local, neighbours, 1)]
        close = close or get_close_matches(word, [text for text in ordered if text.startswith(local + at)], 1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _in(account: str) -> str:
    return f"in account `{account}`" if account else "in the account"


def unknown_account(account: str, listed: Iterable[str]) -> Fault:
    """The snapshot does not say how things are in the account."""
    if account:
        message = f"account `{account}` is not in the snapshot{hint(account, listed)}"
    else:
        message = "no account is named, and the snapshot does not hold exactly one; name it with `account`"
    return Fault(rule="unknown-account", message=message, pointer="account", undecided=True)


def no_user_named(change: Change) -> Fault:
    """An operation on a user names none."""
    return Fault(rule="unknown-user", message=f"`{change.op}` names no user; name one with `user`")


def no_such_user(key: str, account: str, pointer: str, suggestion: str) -> Fault:
    """A complete snapshot has no user of that key."""
    message = f"no user `{key}` {_in(account)}{suggestion}"
    return Fault(rule="unknown-user", message=message, pointer=pointer)


def name_only(key: str, bearers: tuple[User, ...], account: str, pointer: str) -> Fault:
    """The key is somebody's name, which identifies nobody."""
    ids = ", ".join(f"`{user.id}`" for user in bearers)
    message = f"no user `{key}` {_in(account)}: it is only the name of {ids}; give the id"
    return Fault(rule="unknown-user", message=message, pointer=pointer, other=bearers[0].id)


def user_not_in_snapshot(key: str, account: str, pointer: str, given: bool) -> Fault:
    """A snapshot that is missing or incomplete does not say whether there is such a user."""
    if given:
        message = (
            f"user `{key}` is not in the snapshot, which may not hold every user of account `{account}`; "
            "take one that does and mark it `complete: true`"
        )
    else:
        message = f"nothing is known about user `{key}` without a snapshot; give one"
    return Fault(rule="unknown-user", message=message, pointer=pointer, undecided=True)


def ambiguous_user(key: str, bearers: tuple[User, ...], account: str, pointer: str) -> Fault:
    """Several users bear the key."""
    ids = " and ".join(f"`{user.id}`" for user in bearers)
    message = f"`{key}` could be {ids} {_in(account)}; give the id"
    return Fault(rule="ambiguous-user", message=message, pointer=pointer, other=bearers[0].id)


def existing_id(user: User, account: str, pointer: str) -> Fault:
    """A user is created under an id that is taken."""
    if is_deleted(user):
        message = (
            f"account `{account}` has a deleted user `{user.id}`; "
            "use `restore` to bring it back, or create the user under another id"
        )
    else:
        message = f"account `{account}` already has a user `{user.id}`; create the user under another id"
    return Fault(rule="duplicate-user", message=message, pointer=pointer, other=user.id)


def duplicate_key(key: str, other: User, account: str, pointer: str) -> Fault:
    """A user would bear a key that another user bears."""
    name = display_name(other)
    who = f"user `{other.id}` (`{name}`)" if name else f"user `{other.id}`"
    message = f"`{key}` already belongs to {who} {_in(account)}; a user's keys must be its own"
    return Fault(rule="duplicate-user", message=message, pointer=pointer, other=other.id)


def maybe_duplicate(account: str, pointer: str, given: bool) -> Fault:
    """Whether a new key is taken cannot be known."""
    if given:
        message = (
            f"whether the new keys are taken is not known: the snapshot may not hold every user of "
            f"account `{account}`; take one that does and mark it `complete: true`"
        )
    else:
        message = "whether the new keys are taken is not known without a snapshot; give one"
    return Fault(rule="duplicate-user", message=message, pointer=pointer, undecided=True)


def unknown_attribute(field: str) -> Fault:
    """`set` names something that cannot be set."""
    if field in READ_ONLY:
        message = f"`{field}` cannot be set: {READ_ONLY[field]}"
    else:
        suggestion = hint(field, SETTABLE_FIELDS) or "; put what only your source knows under `attributes`"
        message = f"a user has no field `{field}`{suggestion}"
    pointer = "set/" + field.replace("~", "~0").replace("/", "~1")
    return Fault(rule="unknown-attribute", message=message, pointer=pointer)


def deleted_user(change: Change, user: User) -> Fault:
    """An operation meets a deleted user."""
    message = f"`{change.op}` cannot be applied to user `{user.id}`, which is deleted; use `restore` first"
    return Fault(rule="impossible-operation", message=message, pointer="user", other=user.id)


def not_deleted(user: User) -> Fault:
    """A user is restored who is there."""
    message = f"user `{user.id}` cannot be restored: it is not deleted"
    return Fault(rule="impossible-operation", message=message, pointer="user", other=user.id)


def incomplete_operation(change: Change) -> Fault:
    """An operation lacks the field that says what to do."""
    message = f"`{change.op}` cannot be applied without `{NEEDS[change.op]}`"
    return Fault(rule="impossible-operation", message=message)


def no_effect(change: Change, user: User) -> Fault:
    """Everything is so already."""
    reason, pointer = NO_EFFECT[change.op](change, f"user `{user.id}`")
    message = f"this `{change.op}` has no effect: {reason}"
    return Fault(rule="no-effect", message=message, pointer=pointer)


def stale_snapshot(user: User, field: str, current: Any, expected: Any) -> Fault:
    """The change was made from another state than the snapshot holds."""
    message = (
        f"the snapshot says {shown(current)} for `{field}` of user `{user.id}`, the change was made from "
        f"{shown(expected)}; take a new snapshot"
    )
    return Fault(rule="stale-snapshot", message=message, pointer=f"before/{field}")


def unknown_before(fields: Iterable[str], key: str) -> Fault:
    """What a list held is not known, so neither is what an update takes away."""
    names = tuple(fields)
    listed = ", ".join(f"`{field}`" for field in names)
    message = (
        f"the present {listed} of user `{key}` are not known, so what this update takes away is not known; "
        f"give a snapshot that has them, or use operations that add and remove"
    )
    return Fault(rule="unknown-before", message=message, pointer=f"set/{names[0]}", undecided=True)


def shown(value: Any) -> str:
    """A value as a person would write it."""
    if value is None or value == ():
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(shown(item) for item in value)
    return f"`{value}`"
