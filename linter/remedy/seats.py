"""How many seats are short, where, and what would help."""

from collections.abc import Iterable

import msgspec

from linter.model import AccountPoint, AccountTrace, Report
from linter.model.text import counted


class Shortage(msgspec.Struct, frozen=True, kw_only=True):
    """An account that needs more seats than it has. Places count from 0.

    `first` is the change at which seats are short for the first time, `peak` the one at which the most are:
    `buy` of them, where `used` of `purchased` are in use. `free` users have to be disabled beside those whom
    the changes disable, if everybody who goes goes first.
    """

    account: str
    first: int
    peak: int
    used: int
    purchased: int
    buy: int
    free: int

    def __str__(self) -> str:
        """The shortage in a sentence."""
        peak = f"; the most at change {self.peak + 1}" if self.peak != self.first else ""
        help = (
            f"disable {counted(self.free, 'user')} first"
            if self.free
            else "make the changes that free seats first"
        )
        if 0 < self.free < self.buy:
            help = f"make the changes that free seats first and {help.removesuffix(' first')}"
        return (
            f"account `{self.account}` is {counted(self.buy, 'seat')} short at change {self.first + 1}"
            f" ({self.used} in use, {self.purchased} purchased{peak}): {help}, or buy {self.buy}"
        )


def shortages(report: Report) -> tuple[Shortage, ...]:
    """The shortages that the changes bring about; the report must have a trace."""
    accounts: Iterable[AccountTrace] = () if report.trace is None else report.trace.accounts
    found = (_shortage(account) for account in accounts)
    return tuple(each for each in found if each is not None)


def _shortage(account: AccountTrace) -> Shortage | None:
    before, *after = account.points
    so_before = max(0, _over(before))
    short = [point for point in after if _over(point) > so_before]
    if not short:
        return None
    peak = max(short, key=_over)
    assert peak.seats_used is not None
    assert peak.purchased_users is not None
    return Shortage(
        account=account.account,
        first=short[0].index,
        peak=peak.index,
        used=peak.seats_used,
        purchased=peak.purchased_users,
        buy=_over(peak),
        free=max(0, _over(account.points[-1])),
    )


def _over(point: AccountPoint) -> int:
    """How many seats more are in use than there are; none where that is not known."""
    if point.seats_used is None or point.purchased_users is None:
        return 0
    return point.seats_used - point.purchased_users
