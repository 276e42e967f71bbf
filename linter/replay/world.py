"""Every account that the changes have named so far."""

from datetime import datetime

from linter.model import UNSET, Account, Change, Snapshot
from linter.replay import faults
from linter.replay.account import AccountReplay


class World:
    """The accounts of a snapshot, each taken up when a change first names it.

    Invitations sent before `oldest_invitation` no longer hold a seat.
    """

    def __init__(self, snapshot: Snapshot | None, oldest_invitation: datetime) -> None:
        self._given = snapshot is not None
        self._complete = snapshot is not None and snapshot.complete is True
        self._oldest_invitation = oldest_invitation
        accounts = () if snapshot is None else snapshot.accounts
        self._listed = {account.id: account for account in accounts}
        self._only = accounts[0].id if len(accounts) == 1 else ""
        self._taken_up: dict[str, AccountReplay] = {}

    def account_of(self, change: Change) -> AccountReplay:
        """The account that a change names, else the only one there is, else one of which nothing is known."""
        named = change.envelope.account
        account_id = self._only if named is UNSET else named
        account = self._taken_up.get(account_id)
        if account is None:
            account = self._taken_up[account_id] = self._listed_account(account_id)
        return account

    def take_up(self, account: Account) -> AccountReplay:
        """An account as it is before any change."""
        return AccountReplay(
            account,
            given=self._given,
            complete=self._complete,
            oldest_invitation=self._oldest_invitation,
        )

    def _listed_account(self, account_id: str) -> AccountReplay:
        listed = self._listed.get(account_id)
        account = self.take_up(listed or Account(id=account_id))
        if listed is None and self._given:
            account.fault = faults.unknown_account(account_id, self._listed)
        return account
