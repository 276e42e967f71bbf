"""Whether a snapshot or an export is what it seems: not too old, not empty, not a part of what it was."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial

import msgspec

from linter.engine.ledger import Ledger, Where
from linter.model import UNSET, Location, Snapshot

MAX_DROP = 20.0
"""The largest drop in percent where a previous snapshot is given, and nothing is said of the drop."""


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot must be like to decide anything.

    It must not be older than `max_age`, must hold at least `min_population` users, and no account of it may
    have lost more than `max_drop` percent of its users since the `previous` one. `after` is a later state
    that the changes were made from: it may not have lost more than that since the snapshot.
    """

    max_age: timedelta | None = None
    min_population: int = 0
    max_drop: float | None = None
    previous: Snapshot | None = None
    after: Snapshot | None = None


NO_DEMANDS = Trust()
"""Any snapshot will do."""


def judge_trust(snapshot: Snapshot | None, trust: Trust, ledger: Ledger, now: datetime) -> None:
    """Leaves the run undecided where the snapshot cannot be trusted."""
    for state, rule, reason in _doubts(snapshot, trust, now):
        spot = Where(location=Location(path=state.path)) if state.path else Where()
        ledger.leave_builtin_open(rule, reason, partial(_same, spot))


def _same(spot: Where) -> Where:
    return spot


def shrunk(before: Snapshot, after: Snapshot, max_drop: float | None) -> str:
    """Why a later state cannot be whole, empty where it may be. Without `max_drop`: only if it is empty."""
    earlier, later = _populations(before), _populations(after)
    total, left = sum(earlier.values()), sum(later.values())
    if total and not left:
        return f"there are no users in it, and there were {total}"
    if max_drop is None:
        return ""
    for account, count in earlier.items():
        now = later.get(account, 0)
        if count and Fraction(count - now, count) * 100 > Fraction(max_drop):
            share = round((count - now) * 100 / count, 1)
            named = f"account `{account}` has {now} users, and had {count}"
            return f"{named}: {share:g} % fewer; `max_drop` is {max_drop:g} %"
    return ""


def _doubts(snapshot: Snapshot | None, trust: Trust, now: datetime) -> Iterator[tuple[Snapshot, str, str]]:
    """Each reason for mistrust: the state that it is about, the built-in rule, and the reason."""
    if snapshot is None:
        return
    if trust.max_age is not None and (reason := _aged(snapshot, trust.max_age, now)):
        yield snapshot, "snapshot-age", reason
    if reason := _too_few(snapshot, trust.min_population):
        yield snapshot, "snapshot-population", reason
    if trust.previous is not None and (reason := shrunk(trust.previous, snapshot, trust.max_drop)):
        yield snapshot, "snapshot-population", f"the snapshot has shrunk since the previous one: {reason}"
    if trust.after is not None and (reason := shrunk(snapshot, trust.after, trust.max_drop)):
        yield trust.after, "export-population", f"the later export has shrunk: {reason}"


def _aged(snapshot: Snapshot, max_age: timedelta, now: datetime) -> str:
    """What is wrong with the age of a snapshot."""
    if snapshot.taken_at is UNSET:
        return "the snapshot does not say when it was taken (`taken_at`)"
    age = now - snapshot.taken_at
    if age <= max_age:
        return ""
    return f"the snapshot was taken {_days(age)} ago; `max_snapshot_age` is {_days(max_age)}"


def _too_few(snapshot: Snapshot, least: int) -> str:
    """What is wrong with the number of users; one that lists no users cannot be too small."""
    if any(account.users is UNSET for account in snapshot.accounts) or not snapshot.accounts:
        return ""
    count = sum(_populations(snapshot).values())
    if count >= least:
        return ""
    if count == 0:
        return "the snapshot holds no users in the accounts that are judged"
    return f"the snapshot holds {count} users in the accounts that are judged; `min_population` is {least}"


def _populations(snapshot: Snapshot) -> Mapping[str, int]:
    """The users of each account that are not deleted; none where an account lists no users."""
    return {
        account.id: sum(not user.deleted_at for user in account.users or ()) for account in snapshot.accounts
    }


def _days(span: timedelta) -> str:
    """A span of time as days and hours, or minutes where it is short."""
    hours = int(span.total_seconds() // 3600)
    if hours == 0:
        return f"{int(span.total_seconds() // 60)} minutes"
    return f"{hours // 24} days {hours % 24} hours" if hours >= 48 else f"{hours} hours"
