"""What each operation does to the user it names and to what the account records."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from linter.model import (
    SETTABLE_FIELDS,
    UNSET,
    AccountState,
    BillingAdmin,
    Change,
    Op,
    Unset,
    User,
    display_name,
    fold,
)
from linter.model.state import Names
from linter.replay.totals import is_deleted

replace = msgspec.structs.replace

_SETTABLE = frozenset(SETTABLE_FIELDS)


class Effect(msgspec.Struct, frozen=True):
    """The record afterwards, which of its fields were touched, and what the account records from now on.

    `changed` maps a touched field to whether its value differs, `UNSET` where the old one is unknown.
    """

    user: User
    changed: Mapping[str, bool | Unset] = {}
    recorded: Mapping[str, Any] = {}


Apply: TypeAlias = Callable[[Change, User, AccountState, datetime], Effect]
"""An effect of a change on a user, in the account as it is, at a moment."""

_NEW = User(
    id="",
    full_name=None,
    first_name=None,
    last_name=None,
    primary_email=None,
    sign_in_id=None,
    aliases=(),
    enabled=True,
    licensed=False,
    invitation="none",
    invited_at=None,
    kind="person",
    roles=(),
    licenses=(),
    groups=(),
    manager_id=None,
    employee_id=None,
    tags=(),
    modified_at=None,
    deleted_at=None,
    billing_record=None,
    attributes={},
)
"""A user who has just been created: where `set` says nothing, it is known that there is nothing."""


def differs(old: object, new: object) -> bool | Unset:
    """Whether two values of a field differ; `UNSET` where the old one is unknown.

    The order of a list says nothing, and an empty list is the same as none at all.
    """
    if old is UNSET or new is UNSET:
        return UNSET
    if isinstance(old, tuple):
        return frozenset(old) != frozenset(new if isinstance(new, tuple) else ())
    if isinstance(new, tuple):
        return bool(new)
    return old != new


def settable(change: Change) -> Mapping[str, Any]:
    """The part of `set` that a change can bring about."""
    values = change.set
    if values.keys() <= _SETTABLE:
        return values
    return {field: value for field, value in values.items() if field in _SETTABLE}


def _written(user: User, values: Mapping[str, Any]) -> tuple[User, dict[str, bool | Unset]]:
    """The record with new values, and which of them differ. `attributes` are laid over the old ones."""
    changed = {field: differs(getattr(user, field), value) for field, value in values.items()}
    if "attributes" in values:
        given = values["attributes"]
        old = user.attributes
        values = {**values, "attributes": {**(old or {}), **given} if given else {}}
        changed["attributes"] = _attributes_differ(old, given)
    return replace(user, **values), changed


def _attributes_differ(old: Mapping[str, Any] | Unset, given: Mapping[str, Any] | None) -> bool | Unset:
    """An attribute that the record does not hold is unknown; clearing them differs where there are some."""
    if old is UNSET:
        return UNSET
    if not given:
        return bool(old)
    if any(key in old and old[key] != value for key, value in given.items()):
        return True
    return False if all(key in old for key in given) else UNSET


def _create(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    values = dict(settable(change))
    changed = {field: True for field, value in values.items() if value}
    values["attributes"] = dict(values.get("attributes") or {})
    return Effect(replace(_NEW, id=user.id, **values), changed)


def _update(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    return Effect(*_written(user, _with_full_name(user, settable(change))))


def _with_full_name(user: User, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with the full name that follows from new parts of it.

    Systems that keep parts derive the full name from them. Where the old one is not made of the old
    parts in the one way that is sure, first then last, the new one is not known.
    """
    if not user.full_name or "full_name" in values or values.keys().isdisjoint(("first_name", "last_name")):
        return values
    derived = fold(user.full_name) == fold(_joined(user.first_name, user.last_name))
    first, last = (values.get(part, getattr(user, part)) for part in ("first_name", "last_name"))
    return {**values, "full_name": _joined(first, last) or None if derived else UNSET}


def _joined(first: str | None | Unset, last: str | None | Unset) -> str:
    """A first and a last name as one."""
    return " ".join(part for part in (first, last) if isinstance(part, str) and part)


def _disable(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    return Effect(replace(user, enabled=False), {"enabled": differs(user.enabled, False)})


def _enable(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    return Effect(replace(user, enabled=True), {"enabled": differs(user.enabled, True)})


def _delete(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    if is_deleted(user):
        return Effect(user, {"deleted_at": False})
    return Effect(replace(user, deleted_at=moment), {"deleted_at": True})


def _restore(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    return Effect(replace(user, deleted_at=None), {"deleted_at": differs(user.deleted_at, None)})


def _invite(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    changed = {
        "invitation": differs(user.invitation, "sent"),
        "invited_at": differs(user.invited_at, moment),
    }
    return Effect(replace(user, invitation="sent", invited_at=moment), changed)


def _with(names: Names, name: Any) -> tuple[Names, bool | Unset]:
    """A list with one more name, and whether that is another list. A list that is not known stays so."""
    if names is UNSET:
        return UNSET, UNSET
    if names and fold(name) in map(fold, names):
        return names, False
    return (*(names or ()), name), True


def _without(names: Names, name: Any) -> tuple[Names, bool | Unset]:
    """A list without a name, and whether that is another list. A list that is not known stays so."""
    if names is UNSET:
        return UNSET, UNSET
    folded = fold(name)
    left = tuple(other for other in names or () if fold(other) != folded)
    return (left, True) if len(left) != len(names or ()) else (names, False)


def _grant_role(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    roles, changed = _with(user.roles, change.role)
    return Effect(replace(user, roles=roles), {"roles": changed})


def _revoke_role(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    roles, changed = _without(user.roles, change.role)
    return Effect(replace(user, roles=roles), {"roles": changed})


def _add_group(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    groups, changed = _with(user.groups, change.group)
    return Effect(replace(user, groups=groups), {"groups": changed})


def _remove_group(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    groups, changed = _without(user.groups, change.group)
    return Effect(replace(user, groups=groups), {"groups": changed})


def _assign_license(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    licenses, changed = _with(user.licenses, change.license)
    after = replace(user, licenses=licenses, licensed=True)
    return Effect(after, {"licenses": changed, "licensed": differs(user.licensed, True)})


def _remove_license(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    licenses, changed = _without(user.licenses, change.license)
    if changed is False or user.licensed is False:
        return Effect(replace(user, licenses=licenses), {"licenses": changed})
    if licenses is UNSET:
        return Effect(replace(user, licensed=UNSET), {"licenses": UNSET, "licensed": UNSET})
    if licenses:
        return Effect(replace(user, licenses=licenses), {"licenses": changed})
    after = replace(user, licenses=licenses, licensed=False)
    return Effect(after, {"licenses": changed, "licensed": differs(user.licensed, False)})


def _set_purchased_users(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    return Effect(user, recorded={"purchased_users": change.purchased_users})


def _set_billing_admin(change: Change, user: User, state: AccountState, moment: datetime) -> Effect:
    admin = BillingAdmin(user_id=user.id, full_name=display_name(user), email=user.primary_email)
    return Effect(user, recorded={"billing_admin": admin})


EFFECTS: dict[Op, Apply] = {
    "create": _create,
    "update": _update,
    "disable": _disable,
    "enable": _enable,
    "delete": _delete,
    "restore": _restore,
    "grant_role": _grant_role,
    "revoke_role": _revoke_role,
    "assign_license": _assign_license,
    "remove_license": _remove_license,
    "add_group": _add_group,
    "remove_group": _remove_group,
    "invite": _invite,
    "set_billing_admin": _set_billing_admin,
    "set_purchased_users": _set_purchased_users,
}
"""The meaning of every operation, once what it names is known and nothing stands in its way."""
