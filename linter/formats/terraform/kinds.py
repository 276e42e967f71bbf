"""The types of resources that are users, or put users into roles and groups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linter.model import Op

SUPER_ADMIN = "Super Admin"
"""The role that `is_admin` of a Google Workspace user stands for."""

_OKTA_STATUSES = {
    **dict.fromkeys(("ACTIVE", "PASSWORD_EXPIRED", "LOCKED_OUT", "RECOVERY"), True),
    **dict.fromkeys(("SUSPENDED", "DEPROVISIONED"), False),
}


@dataclass(frozen=True)
class UserKind:
    """A type of users: where their keys, fields and lists of names are.

    `enabled` makes of the values of `enabled_from` whether a user is enabled; `None` where they do not say
    it.
    """

    keys: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]
    enabled_from: tuple[str, ...]
    enabled: Callable[..., Any]
    lists: Mapping[str, str]

    @property
    def fields(self) -> dict[str, tuple[str, ...]]:
        """The fields that each path leads to."""
        enabled = dict.fromkeys(self.enabled_from, ("enabled",))
        return {**self.texts, **enabled, **{path: (field,) for path, field in self.lists.items()}}


@dataclass(frozen=True)
class LinkKind:
    """A type of resources each of which puts one user into a role or group."""

    add: Op
    remove: Op
    item: str
    item_from: str
    user_from: str


def _azuread_enabled(enabled: Any) -> Any:
    return enabled


def _okta_enabled(status: Any) -> Any:
    return _OKTA_STATUSES.get(status)


def _google_enabled(suspended: Any, archived: Any) -> Any:
    if suspended is None and archived is None:
        return None
    return not (suspended or archived)


USERS: Mapping[str, UserKind] = {
    "azuread_user": UserKind(
        keys=("object_id", "id"),
        texts={
            "user_principal_name": ("sign_in_id",),
            "mail": ("primary_email",),
            "display_name": ("full_name",),
            "given_name": ("first_name",),
            "surname": ("last_name",),
            "employee_id": ("employee_id",),
            "manager_id": ("manager_id",),
        },
        enabled_from=("account_enabled",),
        enabled=_azuread_enabled,
        lists={},
    ),
    "okta_user": UserKind(
        keys=("id",),
        texts={
            "login": ("sign_in_id",),
            "email": ("primary_email",),
            "display_name": ("full_name",),
            "first_name": ("first_name",),
            "last_name": ("last_name",),
            "employee_number": ("employee_id",),
            "manager_id": ("manager_id",),
        },
        enabled_from=("status",),
        enabled=_okta_enabled,
        lists={"admin_roles": "roles", "group_memberships": "groups"},
    ),
    "googleworkspace_user": UserKind(
        keys=("id",),
        texts={
            "primary_email": ("sign_in_id", "primary_email"),
            "name/0/full_name": ("full_name",),
            "name/0/given_name": ("first_name",),
            "name/0/family_name": ("last_name",),
        },
        enabled_from=("suspended", "archived"),
        enabled=_google_enabled,
        lists={"aliases": "aliases"},
    ),
}
LINKS: Mapping[str, LinkKind] = {
    "azuread_directory_role_assignment": LinkKind(
        "grant_role", "revoke_role", "role", "role_id", "principal_object_id"
    ),
    "azuread_directory_role_member": LinkKind(
        "grant_role", "revoke_role", "role", "role_object_id", "member_object_id"
    ),
    "azuread_group_member": LinkKind(
        "add_group", "remove_group", "group", "group_object_id", "member_object_id"
    ),
}


def directory_of(kind: str) -> str:
    """The provider that a type belongs to: its first word."""
    return kind.partition("_")[0]
