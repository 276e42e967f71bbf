"""What the changes do to users and accounts, collected while they are replayed."""

from collections.abc import Mapping
from typing import Any

import msgspec

from linter.model import (
    UNSET,
    AccountPoint,
    AccountState,
    AccountTrace,
    BillingAdmin,
    Step,
    Trace,
    Unset,
    User,
    UserTrace,
)

_BEFORE = -1
"""The place of the point before any change."""


class Tracer:
    """Sees every step of a replay, and tells in the end what became of whom.

    It keeps one entry for each touched user, and a point of an account only where that became
    another, so that a long change set does not fill the memory with what stayed as it was.
    """

    def __init__(self) -> None:
        self._users: dict[tuple[str, str], _UserTrack] = {}
        self._accounts: dict[str, list[AccountPoint]] = {}

    def saw(self, step: Step) -> None:
        """Takes in the next step."""
        points = self._accounts.get(step.account.id)
        if points is None:
            points = self._accounts[step.account.id] = [_point(_BEFORE, "", step.account)]
        if step.account is not step.account_after:
            point = _point(step.change.index, step.change.op, step.account_after)
            if _state(point) != _state(points[-1]):
                points.append(point)
        user = step.after or step.before
        if user is not None:
            key = (step.account.id, user.id)
            track = self._users.get(key)
            if track is None:
                track = self._users[key] = _UserTrack(step.before)
            track.saw(step)

    def close(self) -> Trace:
        """What became of every user and account, in the order in which the changes came to them."""
        return Trace(
            users=tuple(track.close(*key) for key, track in self._users.items()),
            accounts=tuple(
                AccountTrace(account=account, points=tuple(points))
                for account, points in self._accounts.items()
            ),
        )


class _UserTrack:
    """One user so far."""

    def __init__(self, before: User | None) -> None:
        self._before = before and _spelt(before)
        self._after = before
        self._touched: dict[str, None] = {}
        self._changes: dict[int, None] = {}

    def saw(self, step: Step) -> None:
        """Takes in a step that concerns the user."""
        self._after = step.after
        self._changes[step.change.index] = None
        self._touched.update((field, None) for field, differs in step.changed.items() if differs is not False)

    def close(self, account: str, user: str) -> UserTrace:
        """What became of the user."""
        after = self._after and _spelt(self._after)
        return UserTrace(
            account=account,
            user=user,
            before=_plain(self._before),
            after=_plain(after),
            changed=tuple(field for field in User.__struct_fields__ if self._changed(field, after)),
            changes=tuple(self._changes),
        )

    def _changed(self, field: str, after: User | None) -> bool:
        """Whether a touched field is another in the end; one whose old value is unknown may be."""
        if field not in self._touched:
            return False
        before = getattr(self._before, field, None)
        return before is UNSET or before != getattr(after, field, None)


def _spelt(user: User) -> User:
    """A record with what the absence of some fields means, unless nothing at all is known of the user."""
    if all(getattr(user, field) is UNSET for field in User.__struct_fields__ if field != "id"):
        return user
    meant = {field: value for field, value in _MEANT.items() if getattr(user, field) is UNSET}
    return msgspec.structs.replace(user, **meant)


_MEANT: Mapping[str, Any] = {"kind": "person", "tags": (), "deleted_at": None}
"""What an absent field of a known user means, where that is not unknown."""


def _plain(user: User | None) -> Mapping[str, Any]:
    """What is known of a user, as plain data."""
    known: Mapping[str, Any] = {} if user is None else msgspec.to_builtins(user)
    return known


def _point(index: int, op: str, account: AccountState) -> AccountPoint:
    return AccountPoint(
        index=index,
        op=op,
        seats_used=_number(account.seats_used),
        purchased_users=_number(account.purchased_users),
        billing_admin=_person(account.billing_admin),
    )


def _state(point: AccountPoint) -> tuple[int | None, int | None, str | None]:
    """What two points are compared by."""
    return point.seats_used, point.purchased_users, point.billing_admin


def _number(value: int | Unset) -> int | None:
    return None if value is UNSET else value


def _person(admin: BillingAdmin | Unset | None) -> str | None:
    """Whom a billing record names: the name and the address as far as it has them, else the user's id."""
    if admin is UNSET:
        return None
    if admin is None:
        return ""
    name, address = admin.full_name or "", admin.email or ""
    if name and address:
        return f"{name} <{address}>"
    if name or address or admin.user_id:
        return name or address or admin.user_id or ""
    return None if UNSET in (admin.user_id, admin.full_name, admin.email) else ""
