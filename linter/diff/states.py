"""The changes between two states, account by account."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import msgspec

from linter.diff.fields import attribute_names, difference, said
from linter.diff.join import Pair, is_named, join
from linter.diff.notes import Notes
from linter.diff.order import Row, in_order, keys
from linter.model import UNSET, Account, Change, ChangeSet, Envelope, Location, Op, Snapshot, Survey, User

_IDENTITY = ("full_name", "primary_email", "sign_in_id")


def diff(before: Snapshot, after: Snapshot) -> ChangeSet:
    """The changes that make `before` into `after`, each with its place in the file of `after`.

    A user who is missing from `after` is deleted if that is complete; else nothing is known of the user.
    Two states have no order. The changes have that of `after`, deletions last; but a sign-in or an address
    that one user gives up and another takes is given up first. What the states do not tell, and who was
    joined by a name only, stands in the survey as unchecked.
    """
    notes = Notes()
    earlier = {account.id: account for account in before.accounts}
    found: list[Change] = []
    for account in after.accounts:
        if account.id in earlier:
            found += _Account(earlier.pop(account.id), account, before, after, notes).changes()
        else:
            notes.add("account that only the later file holds", partial(after.locate, account.id, None))
    for name in earlier:
        notes.add("account that only the earlier file holds", partial(before.locate, name, None))
    changes = tuple(msgspec.structs.replace(change, index=index) for index, change in enumerate(found))
    envelopes = {change.envelope for change in changes}
    return ChangeSet(
        changes=changes,
        survey=_survey(changes, notes),
        envelope=envelopes.pop() if len(envelopes) == 1 else Envelope(),
        paths=(after.path,) if after.path else (),
    )


def _survey(changes: Iterable[Change], notes: Notes) -> Survey:
    """What there is, counted."""
    counts: dict[str, int] = {}
    accounts = set()
    for change in changes:
        counts[change.op] = counts.get(change.op, 0) + 1
        accounts.add(str(change.envelope.account))
    return Survey(
        changes=sum(counts.values()), accounts=frozenset(accounts), counts=counts, unchecked=notes.all()
    )


class _Account:
    """One account in both states."""

    def __init__(
        self, before: Account, after: Account, earlier: Snapshot, later: Snapshot, notes: Notes
    ) -> None:
        self._before = before
        self._after = after
        self._earlier = earlier
        self._later = later
        self._notes = notes
        self._attributes = attribute_names(before.users or ()) & attribute_names(after.users or ())

    def changes(self) -> Iterator[Change]:
        """The changes, in an order in which they can be made."""
        seats = list(self._seats())
        more = [change for change, raised in seats if raised]
        yield from more
        if self._before.users is not UNSET and self._after.users is not UNSET:
            yield from in_order(list(self._rows(self._before.users, self._after.users)))
        else:
            if self._before.users is not self._after.users:
                self._untold("list of users that only one of the files holds", None)
            yield from self._billing()
        yield from (change for change, raised in seats if not raised)

    def _rows(self, before: Iterable[User], after: Iterable[User]) -> Iterator[Row]:
        """The changes of each user; the billing record is handed over before anyone is deleted."""
        pairs, gone = join(before, after)
        for pair in pairs:
            yield Row(tuple(self._of(pair)), keys(pair.old) - keys(pair.new), keys(pair.new) - keys(pair.old))
        yield Row(tuple(self._billing()))
        for user in gone:
            if user.deleted_at:
                continue
            if self._later.complete is not True:
                self._missing(user)
                continue
            known = {field: getattr(user, field) for field in _IDENTITY}
            known = {field: value for field, value in known.items() if value is not UNSET}
            yield Row((self._change("delete", user.id, before=known, gone=True),), keys(user))

    def _of(self, pair: Pair) -> Iterator[Change]:
        """The changes of one user."""
        old, new, by_name = pair
        if by_name:
            self._untold("join by the sign-in, for want of an immutable id", new)
        if old is None:
            yield from self._created(new)
            return
        if new.deleted_at and not old.deleted_at:
            yield self._change("delete", old.id, new)
            return
        if old.deleted_at and not new.deleted_at:
            yield self._change("restore", old.id, new)
        found = difference(old, new, self._attributes)
        for field in found.untold:
            self._untold(f"difference in `{field}`", new)
        if found.set.keys() == {"enabled"}:
            yield self._change(
                "enable" if found.set["enabled"] else "disable", old.id, new, before=found.before
            )
        elif found.set:
            yield self._change("update", old.id, new, set=found.set, before=found.before)
        if old.invitation != new.invitation and UNSET not in (old.invitation, new.invitation):
            yield from self._invited(old.id, new)

    def _created(self, user: User) -> Iterator[Change]:
        """The changes by which a user comes to be."""
        if user.deleted_at:
            self._untold("deletion of a user whom only the later file holds", user)
            return
        if is_named(user):
            self._untold("new sign-in that may be a known user's, for want of an immutable id", user)
        yield self._change("create", user.id, user, set=said(user))
        if user.invitation not in (UNSET, "none"):
            yield from self._invited(user.id, user)

    def _invited(self, key: str, user: User) -> Iterator[Change]:
        """The change that brings about an invitation; what becomes of one is the invited person's doing."""
        if user.invitation == "sent":
            yield self._change("invite", key, user)
        else:
            self._untold("difference in `invitation`", user)

    def _seats(self) -> Iterator[tuple[Change, bool]]:
        """The change of the number of seats, and whether there are more of them."""
        was, now = self._before.purchased_users, self._after.purchased_users
        if isinstance(was, int) and isinstance(now, int) and was != now:
            yield self._change("set_purchased_users", UNSET, purchased_users=now), now > was

    def _billing(self) -> Iterator[Change]:
        """The change of the billing record, where it names another user."""
        was, now = self._before.billing_admin, self._after.billing_admin
        if was == now or was is UNSET or now is UNSET:
            return
        if now and isinstance(now.user_id, str) and (was is None or was.user_id != now.user_id):
            yield self._change("set_billing_admin", now.user_id)
        else:
            self._untold("difference in the billing record", None)

    def _change(
        self,
        op: Op,
        user: Any,
        record: User | None = None,
        *,
        set: Mapping[str, Any] | None = None,
        before: Mapping[str, Any] | None = None,
        gone: bool = False,
        purchased_users: Any = UNSET,
    ) -> Change:
        """A change whose place is the record of its user, in the earlier file where that is gone."""
        state = self._earlier if gone else self._later
        key = user if gone else record.id if record else None
        return Change(
            index=0,
            op=op,
            user=user,
            set=set or {},
            before=before or UNSET,
            purchased_users=purchased_users,
            envelope=Envelope(account=self._after.id),
            origin=partial(_origin, state, self._after.id, key),
        )

    def _missing(self, user: User) -> None:
        what = "user not in the later file, which does not say that it is complete"
        self._notes.add(what, partial(self._earlier.locate, self._before.id, user.id))

    def _untold(self, what: str, user: User | None) -> None:
        key = user.id if user else None
        self._notes.add(what, partial(self._later.locate, self._after.id, key))


def _origin(state: Snapshot, account: str, user: str | None, pointer: str) -> Location:
    """The place of a record; the parts of one are not told apart."""
    return state.locate(account, user) or state.locate(account, None) or Location(path=state.path)
