"""The question: did the changes come about, all of them, and nothing else?"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from linter.diff.fields import attribute_names
from linter.engine.builtin import VERIFY, VERIFY_RULES
from linter.engine.judge import Open
from linter.engine.ledger import Ledger, Where
from linter.model import UNSET, Account, ChangeSet, Report, Severity, Snapshot, User
from linter.replay.totals import is_deleted
from linter.verify.billing import recorded
from linter.verify.effects import Effect, effects, held_fields, judged
from linter.verify.expected import Expected, expected
from linter.verify.pairs import Pairs, pair
from linter.verify.report import Matter, Place, finding


def verify(
    change_set: ChangeSet,
    before: Snapshot,
    after: Snapshot,
    *,
    now: datetime,
    severities: Mapping[str, Severity] = {},
    fail_on: Severity = "error",
) -> Report:
    """Holds the state after against what replay makes of the changes and the state before.

    Only the accounts of `before` are compared. A value that one of the states lacks leaves the verdict
    undecided; what neither of them knows is not compared. `now` is aware of its time zone.
    """
    ledger = Ledger(fail_on=fail_on, snapshot_given=True)
    run = _Run(change_set, before, after, now, severities, ledger)
    run.whole()
    for account in before.accounts:
        run.account(account)
    return ledger.close(
        changes=change_set.survey.changes,
        accounts=len(before.accounts),
        rules=len(VERIFY_RULES),
        unchecked=change_set.survey.unchecked,
    )


class _Run:
    """One verification, account by account."""

    def __init__(
        self,
        change_set: ChangeSet,
        before: Snapshot,
        after: Snapshot,
        now: datetime,
        severities: Mapping[str, Severity],
        ledger: Ledger,
    ) -> None:
        self._changes = change_set
        self._before, self._after = before, after
        self._later = {account.id: account for account in after.accounts}
        self._expected: Expected = expected(before, change_set.changes, now=now)
        self._severities = severities
        self._ledger = ledger

    def whole(self) -> None:
        """What keeps all of it from being told."""
        if self._changes.survey.changes == 0:
            self._ledger.leave_builtin_open("nothing-to-check", "the change set holds no changes")
        taken = self._before.taken_at, self._after.taken_at
        if UNSET not in taken and taken[1] < taken[0]:  # type: ignore[operator]
            reason = "the state after was taken earlier than the state before"
            self._leave_open("snapshot-order", reason, Place())
        for step in self._expected.barred:
            fault = next(fault for fault in step.faults)
            place = Place(account=step.account.id, change=step.change)
            self._leave_open("replayable", fault.message, place)

    def account(self, earlier: Account) -> None:
        """Compares one account."""
        self._ledger.applied.update(f"{VERIFY}/{name}" for name in _HELD)
        later = self._later.get(earlier.id)
        if later is None:
            reason = f"account `{earlier.id}` is not in the state after"
            self._leave_open("missing-effect", reason, Place(account=earlier.id))
            return
        wanted = self._expected.accounts[earlier.id]
        if wanted.users is UNSET or later.users is UNSET:
            if wanted.users is not later.users:
                side = "before" if wanted.users is UNSET else "after"
                self._unknown("extra-effect", f"{side}.users", Place(account=earlier.id))
            pairs = Pairs()
        else:
            created = {user for account, user in self._expected.created if account == earlier.id}
            pairs = pair(wanted.users.values(), later.users, frozenset(created))
            self._users(earlier, later, pairs)
        for place, matter in recorded(earlier, later, pairs, self._expected):
            self._tell(matter, place)

    def _users(self, earlier: Account, later: Account, pairs: Pairs) -> None:
        known = {user.id: user for user in earlier.users or ()}
        held = held_fields(known.values())
        shared = attribute_names(earlier.users or ()) & attribute_names(later.users or ())
        for wanted, came in pairs.both:
            fields = self._expected.fields.get((earlier.id, wanted.id), {})
            was = None if (earlier.id, wanted.id) in self._expected.created else known.get(wanted.id)
            for effect in _of_user(was, wanted, came, fields, shared, held, pairs.ids):
                change = fields.get(effect.field.partition(".")[0]) if effect.kind != "extra" else None
                place = Place(
                    account=earlier.id, user=wanted.id, came=came.id, change=change, field=effect.field
                )
                self._tell(Matter.of(effect, f"user `{came.id}`"), place)
        self._absent(earlier.id, pairs)
        for came in pairs.unexpected:
            if not is_deleted(came):
                said = f"user `{came.id}` is there, and no change creates it"
                self._presence("extra-effect", said, Place(account=earlier.id, came=came.id), self._before)

    def _absent(self, account: str, pairs: Pairs) -> None:
        """Users who should be in the state after, and are not."""
        for user in pairs.absent:
            if is_deleted(user):
                continue
            key = (account, user.id)
            created = self._expected.created.get(key)
            place = Place(account=account, user=user.id, change=created or self._expected.users.get(key))
            if created is not None:
                self._presence("missing-effect", f"user `{user.id}` was not created", place, self._after)
            else:
                said = f"user `{user.id}` is gone, and no change deletes it"
                self._presence("extra-effect", said, place, self._after)

    def _presence(self, rule: str, message: str, place: Place, whole: Snapshot) -> None:
        """Somebody who is there or not: an objection only where the other state holds every user."""
        if whole.complete is True:
            self._tell(Matter(rule, message), place)
        else:
            side = "before" if whole is self._before else "after"
            self._leave_open(rule, f"the state {side} does not say that it is complete", place, _COMPLETE)

    def _tell(self, matter: Matter, place: Place) -> None:
        if matter.unknown:
            self._unknown(matter.rule, matter.unknown, place)
            return
        states = (self._before, self._after)
        self._ledger.find(finding(matter, place, states, self._severities))

    def _unknown(self, rule: str, name: str, place: Place) -> None:
        side, _, field = name.partition(".")
        hint = f"give `{field}` in the state {side} the changes"
        self._ledger.leave_open(
            f"{VERIFY}/{rule}", "error", Open(missing=(name,)), partial(self._where, place), hint
        )

    def _leave_open(self, rule: str, reason: str, place: Place, hint: str = "") -> None:
        hint = hint or VERIFY_RULES[rule].supply
        self._ledger.leave_open(
            f"{VERIFY}/{rule}", "error", Open(reason=reason), partial(self._where, place), hint
        )

    def _where(self, place: Place) -> Where:
        return Where(place.reference, place.account, place.location(self._before, self._after))


_HELD = tuple(VERIFY_RULES)
_COMPLETE = "say `complete: true` in the snapshot, where it holds every user"


def _of_user(
    was: User | None,
    wanted: User,
    came: User,
    fields: Collection[str],
    attributes: Collection[str],
    held: Collection[str],
    ids: Mapping[str, str],
) -> Iterator[Effect]:
    """How one user came otherwise; of a deleted one, whose record is mangled, only that it is."""
    gone, should = is_deleted(came), is_deleted(wanted)
    if gone or should:
        before: Any = UNSET if was is None else is_deleted(was)
        found = judged("deleted", before, should, gone, touched="deleted_at" in fields)
        if found is not None:
            yield found._replace(field="deleted_at")
        return
    yield from effects(was, wanted, came, fields, attributes, held, ids)
