"""One account while its changes are replayed: how it is now, and what must be remembered of what happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from linter.model import UNSET, Account, AccountState, BillingAdmin, Change, Fault, Op, Unset, User, fold
from linter.replay.addresses import ReleasedAddresses
from linter.replay.directory import Directory
from linter.replay.totals import is_deleted

_COMPARISONS = 5_000
"""With how many records of an account unknown keys are compared for the one that was meant: it takes time."""


class Past(msgspec.Struct, frozen=True):
    """What a step tells of earlier ones and of other users."""

    earlier: tuple[Change, ...]
    successor: User | None
    replaced: User | None
    replaced_earlier: tuple[Change, ...]
    requester: User | Unset | None


class AccountReplay:
    """The present of one account. What it hands out is never changed afterwards.

    `given` says whether there is a snapshot at all, `whole` whether every user of the account
    is in it; `fault` is what is wrong with naming this account. Users whom changes name although
    nothing is known of them are remembered apart from the account's own: they count in no total.
    """

    def __init__(
        self,
        account: Account,
        *,
        given: bool,
        complete: bool,
        oldest_invitation: datetime,
    ) -> None:
        users = account.users
        self.id = account.id
        self.given = given
        self.whole = complete and users is not UNSET
        self.fault: Fault | None = None
        self.directory = Directory(() if users is UNSET else users, oldest_invitation)
        self.released = ReleasedAddresses()
        self.comparisons_left = _COMPARISONS
        self._name = account.name
        self._listed = users is not UNSET
        self._strangers: dict[str, User] = {}
        self._earlier: dict[str, tuple[Change, ...]] = {}
        self._successors: dict[str, str] = {}
        self._replaced: dict[str, str] = {}
        self._changes: Mapping[str, int] = {}
        self._view = self.directory.view
        self.state = self._state(account.purchased_users, account.billing_admin)

    def stranger(self, key: str) -> User:
        """A user of whom nothing is known but what changes have set."""
        return self._strangers.get(fold(key)) or User(id=key)

    def touched(self, user_id: str) -> bool:
        """Whether an earlier change named this user."""
        return user_id in self._earlier

    def past(self, change: Change, user_id: str | None) -> Past:
        """What is to be told of the time before a change of a user."""
        requester = self._requester(change)
        if user_id is None:
            return Past((), None, None, (), requester)
        earlier = self._earlier.get(user_id, ())
        if not self._successors:
            return Past(earlier, None, None, (), requester)
        successor = self._someone(self._successors.get(user_id, ""))
        replaced = self._replaced.get(user_id, "")
        return Past(earlier, successor, self._someone(replaced), self._earlier.get(replaced, ()), requester)

    def _someone(self, user_id: str) -> User | None:
        return self.directory.records.get(user_id) or self._strangers.get(fold(user_id))

    def remember(self, change: Change, user_id: str) -> None:
        """Keep a change among the user's earlier ones, of each operation only the latest, to bound memory."""
        earlier = self._earlier.get(user_id)
        if earlier is None:
            self._earlier[user_id] = (change,)
        else:
            self._earlier[user_id] = (*[other for other in earlier if other.op != change.op], change)

    def succeed(self, replaced: User, successor_id: str, *, known: bool) -> None:
        """Remember that a user is created to replace another."""
        if not known:
            self._strangers[fold(replaced.id)] = replaced
        self._successors[replaced.id] = successor_id
        self._replaced[successor_id] = replaced.id

    def store(self, user: User, *, known: bool) -> None:
        """Write a record, of a stranger where the account does not have it."""
        if not known:
            self._strangers[fold(user.id)] = user
            return
        old = self.directory.records.get(user.id)
        if old is not user:
            self.directory.store(old, user)

    def advance(self, recorded: Mapping[str, Any], happened: Op | None) -> None:
        """Take the present state anew, with what the account records from now on, and what has happened."""
        state = self.state
        if happened is not None:
            self._changes = {**self._changes, happened: self._changes.get(happened, 0) + 1}
        if recorded:
            self.state = self._state(
                recorded.get("purchased_users", state.purchased_users),
                recorded.get("billing_admin", state.billing_admin),
            )
        elif happened is not None or self._view is not self.directory.view:
            self.state = self._state(state.purchased_users, state.billing_admin)
        self._view = self.directory.view

    def _state(
        self, purchased_users: int | Unset, billing_admin: BillingAdmin | Unset | None
    ) -> AccountState:
        directory = self.directory
        if not self.whole:
            return AccountState(
                id=self.id,
                name=self._name,
                purchased_users=purchased_users,
                billing_admin=billing_admin,
                billing_user=self._billing_user(billing_admin),
                users=directory.view if self._listed else UNSET,
                changes=self._changes,
            )
        totals = directory.totals
        return AccountState(
            id=self.id,
            name=self._name,
            purchased_users=purchased_users,
            billing_admin=billing_admin,
            billing_user=self._billing_user(billing_admin),
            total_users=totals.total,
            enabled_users=UNSET if totals.unknown_enabled else totals.enabled,
            disabled_users=UNSET if totals.unknown_enabled else totals.disabled,
            seats_used=UNSET if totals.unknown_seats else totals.seats,
            role_holders=UNSET if totals.unknown_holders else totals.holders,
            kinds=UNSET if totals.unknown_enabled else dict(totals.kinds),
            domains=directory.domains.used,
            reports=UNSET if directory.reports.unknown else directory.reports.view,
            users=directory.view,
            changes=self._changes,
        )

    def _billing_user(self, admin: BillingAdmin | Unset | None) -> User | Unset | None:
        """The user whom the billing record names: by id where it has one, else by address.

        A deleted record is nobody's: the record then names no user of the account.
        """
        named = self._named_by(admin)
        return None if isinstance(named, User) and is_deleted(named) else named

    def _named_by(self, admin: BillingAdmin | Unset | None) -> User | Unset | None:
        if not isinstance(admin, BillingAdmin):
            return admin
        key = admin.user_id or admin.email
        if not key:
            return None if admin.user_id is None and admin.email is None else UNSET
        exact = self.directory.records.get(key)
        if exact is not None:
            return exact
        bearers = self.directory.find(key)
        if len(bearers) > 1:
            bearers = tuple(user for user in bearers if fold(user.primary_email or "") == fold(key))
            return bearers[0] if len(bearers) == 1 else UNSET
        if bearers:
            return bearers[0]
        return None if self.whole else UNSET

    def _requester(self, change: Change) -> User | Unset | None:
        key = change.envelope.requested_by
        if not key:
            return UNSET
        exact = self.directory.records.get(key)
        if exact is not None:
            return exact
        bearers = self.directory.find(key)
        if len(bearers) == 1:
            return bearers[0]
        if bearers:
            return UNSET
        if not self.whole:
            return self._strangers.get(fold(key), UNSET)
        # A name identifies nobody, but neither does it say that the requester is not among the users.
        return UNSET if self.directory.named(key) else None
