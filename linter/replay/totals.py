"""Totals of an account, kept step by step and never recounted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import get_args

from linter.model import UNSET, Kind, Unset, User, role_name


def is_deleted(user: User) -> bool:
    """Whether the record is a deleted one (absent `deleted_at`: not deleted)."""
    return bool(user.deleted_at)


def holds_seat(user: User, oldest_invitation: datetime) -> bool | Unset:
    """Whether a user uses a purchased seat; `UNSET` where that is not known.

    A person who is enabled, not deleted, and has accepted the invitation, or was sent one no
    earlier than `oldest_invitation` (a sent invitation without a date counts as open).
    """
    if user.enabled is False or is_deleted(user) or user.kind not in (UNSET, "person"):
        return False
    if user.invitation is UNSET:
        return UNSET
    if user.invitation == "sent":
        if isinstance(user.invited_at, datetime) and user.invited_at < oldest_invitation:
            return False
    elif user.invitation != "accepted":
        return False
    return user.enabled


class Totals:
    """Running counts over the users of one account.

    `holders` (role name -> enabled users holding it) is replaced, never changed, so that it can be
    handed out; of `kinds` (kind -> enabled users of it) a copy is. Users who are not known well enough
    are counted apart.
    """

    __slots__ = (
        "_oldest_invitation",
        "disabled",
        "enabled",
        "holders",
        "kinds",
        "seats",
        "total",
        "unknown_enabled",
        "unknown_holders",
        "unknown_seats",
    )

    def __init__(self, users: Iterable[User], oldest_invitation: datetime) -> None:
        self._oldest_invitation = oldest_invitation
        self.total = self.enabled = self.disabled = self.seats = 0
        self.unknown_enabled = self.unknown_holders = self.unknown_seats = 0
        holders: dict[str, int] = {}
        self.holders: Mapping[str, int] = holders
        self.kinds: dict[str, int] = dict.fromkeys(get_args(Kind), 0)
        for user in users:
            self._count(user, 1, holders)

    def replace(self, old: User | None, new: User) -> None:
        """Count `new` where `old` was counted."""
        holders: dict[str, int] | None = None
        if old is None:
            if new.roles:
                holders = dict(self.holders)
        elif (
            old.enabled is not new.enabled
            or old.deleted_at is not new.deleted_at
            or old.roles is not new.roles
        ):
            if old.roles or new.roles:
                holders = dict(self.holders)
        elif old.invitation is new.invitation and old.invited_at is new.invited_at and old.kind is new.kind:
            return
        if old is not None:
            self._count(old, -1, holders)
        self._count(new, 1, holders)
        if holders is not None:
            self.holders = holders

    def _count(self, user: User, sign: int, holders: dict[str, int] | None) -> None:
        """Add (1) or take away (-1) one user; `holders` is written to, `None` where roles stay."""
        if is_deleted(user):
            return
        self.total += sign
        if user.enabled is False:
            self.disabled += sign
            return
        if user.enabled is UNSET:
            self.unknown_enabled += sign
            if user.roles or user.roles is UNSET:
                self.unknown_holders += sign
        else:
            self.enabled += sign
            self.kinds[user.kind or "person"] += sign
            if user.roles is UNSET:
                self.unknown_holders += sign
            elif holders is not None and user.roles:
                _count_roles(user.roles, sign, holders)
        seat = holds_seat(user, self._oldest_invitation)
        if seat is UNSET:
            self.unknown_seats += sign
        elif seat:
            self.seats += sign


def _count_roles(roles: tuple[str, ...], sign: int, holders: dict[str, int]) -> None:
    for role in dict.fromkeys(map(role_name, roles)):
        count = holders.get(role, 0) + sign
        if count:
            holders[role] = count
        else:
            del holders[role]
