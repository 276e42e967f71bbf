"""The replay itself: every change in the order of the file, with the world before and after it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from linter.model import (
    UNSET,
    Account,
    AccountState,
    Change,
    Fault,
    Snapshot,
    Step,
    User,
)
from linter.replay import addresses, checks, faults
from linter.replay.account import AccountReplay
from linter.replay.addresses import AddressChange
from linter.replay.effects import EFFECTS, Effect
from linter.replay.split import COMPOSITE, Part, parts
from linter.replay.target import Target, find, target
from linter.replay.world import World

replace = msgspec.structs.replace

_MAKES_PRESENT = frozenset({"create", "restore"})
"""The operations after which a user bears all its keys anew."""

_NOBODY = User(id="")
"""Stands for the user where a change concerns none."""


def replay(
    snapshot: Snapshot | None, changes: Iterable[Change], *, now: datetime, seat_days: int = 14
) -> Iterator[Step]:
    """Play changes on a snapshot and yield each elementary step with the world before and after it.

    An open invitation holds its seat for `seat_days` days before `now`, which must have an
    offset from UTC (else `ValueError`). Nothing that is given is changed, and steps stay true
    after later ones. Changes that cannot happen leave the world as it is, and replay goes on.
    """
    return _steps(World(snapshot, _oldest_invitation(now, seat_days)), changes, now)


def initial_state(
    account: Account | None, snapshot: Snapshot | None, now: datetime, seat_days: int = 14
) -> AccountState:
    """An account as the snapshot holds it, before any change; no account is one of which nothing is known."""
    world = World(snapshot, _oldest_invitation(now, seat_days))
    return world.take_up(account or Account(id="")).state


def _oldest_invitation(now: datetime, seat_days: int) -> datetime:
    if now.tzinfo is None:
        raise ValueError("`now` must have an offset from UTC")
    return now - timedelta(days=seat_days)


def _steps(world: World, changes: Iterable[Change], now: datetime) -> Iterator[Step]:
    for change in changes:
        account = world.account_of(change)
        found = target(account, change)
        if not found.possible:
            yield _standstill(account, change, found)
            continue
        problems = _problems(account, change, found)
        user = found.user or _NOBODY
        if change.before and change.op != "create":
            user = checks.informed(user, checks.expected(change))
        if COMPOSITE.isdisjoint(change.set):
            yield _step(account, Part(change), user, now, problems, known=found.known)
        else:
            yield from _composite(account, change, user, now, problems, known=found.known)


def _problems(account: AccountReplay, change: Change, found: Target) -> tuple[Fault, ...]:
    """What is wrong with a change that can happen, as far as can be said before it does."""
    problems = found.faults if account.fault is None else (account.fault,)
    if change.set:
        problems += checks.unknown_attributes(change)
    if change.op == "create":
        if change.replaces and found.user is not None:
            problems += _replacement(account, change, found.user, change.replaces)
    elif change.before and found.known and found.user is not None and not account.touched(found.user.id):
        problems += tuple(checks.stale(found.user, checks.expected(change)))
    return problems


def _replacement(account: AccountReplay, change: Change, created: User, key: str) -> tuple[Fault, ...]:
    """Remember whom a created user replaces."""
    replaced = find(account, change, key, "replaces")
    if replaced.user is not None:
        account.succeed(replaced.user, created.id, known=replaced.known)
    return replaced.faults if account.fault is None else ()


def _standstill(account: AccountReplay, change: Change, found: Target) -> Step:
    """A change that cannot happen: the world stays as it is."""
    user = found.user
    past = account.past(change, None if user is None else user.id)
    if user is not None:
        account.remember(change, user.id)
    return Step(
        change=change,
        before=user,
        after=user,
        changed={},
        account=account.state,
        account_after=account.state,
        earlier=past.earlier,
        successor=past.successor,
        replaced=past.replaced,
        replaced_earlier=past.replaced_earlier,
        requester=past.requester,
        faults=found.faults if account.fault is None else (account.fault, *found.faults),
        effective=False,
    )


def _composite(
    account: AccountReplay,
    change: Change,
    user: User,
    now: datetime,
    problems: tuple[Fault, ...],
    *,
    known: bool,
) -> Iterator[Step]:
    """The steps of a change that sets several kinds of things."""
    elementary = parts(change, user)
    for part in elementary:
        alone = len(elementary) == 1
        step = _step(account, part, user, now, problems + part.faults, known=known, alone=alone)
        yield step
        problems = ()
        user = step.after or user


def _step(
    account: AccountReplay,
    part: Part,
    user: User,
    now: datetime,
    problems: tuple[Fault, ...],
    *,
    known: bool,
    alone: bool = True,
) -> Step:
    """Play an elementary change that can happen; `alone` if it is the whole change."""
    change = part.change
    state = account.state
    effect = _effect(part, user, state, now)
    moved = AddressChange()
    effective = checks.has_effect(change, effect, state)
    if effective:
        after = effect.user
        if change.op in _MAKES_PRESENT or not checks.KEYS.isdisjoint(effect.changed):
            problems += _key_problems(account, change, user, effect, known)
            moved = _addresses(account, change, user, effect)
            account.released.give_up(user, after, change.envelope.effective_at or now)
    else:
        after = user
        if alone and all(problem.undecided for problem in problems):
            problems += (faults.no_effect(change, user),)
    concerned = None if user is _NOBODY else user.id
    past = account.past(change, concerned)
    if concerned is not None:
        account.remember(change, concerned)
        account.store(after, known=known)
    recorded = effect.recorded if known else dict.fromkeys(effect.recorded, UNSET)
    account.advance(recorded, change.op if effective else None)
    return Step(
        change=change,
        before=None if concerned is None or change.op == "create" else user,
        after=None if concerned is None else after,
        changed=effect.changed,
        account=state,
        account_after=account.state,
        earlier=past.earlier,
        successor=past.successor,
        replaced=past.replaced,
        replaced_earlier=past.replaced_earlier,
        requester=past.requester,
        new_addresses=moved.gained,
        lost_addresses=moved.lost,
        reused=moved.reused,
        faults=problems,
        effective=effective,
    )


def _effect(part: Part, user: User, state: AccountState, now: datetime) -> Effect:
    change = part.change
    effect = EFFECTS[change.op](change, user, state, change.envelope.effective_at or now)
    if not part.settled:
        return effect
    changed = {**dict.fromkeys(part.settled, UNSET), **effect.changed}
    return replace(effect, user=replace(effect.user, **part.settled), changed=changed)


def _addresses(account: AccountReplay, change: Change, user: User, effect: Effect) -> AddressChange:
    """What a change does to addresses. Whose they were is not known where not every user is."""
    keys = checks.new_keys(change, user, effect)
    reused = account.released.taken_by(user, keys, account.directory)
    known = reused or account.whole or not keys
    return AddressChange(
        gained=addresses.gained(user, effect.user),
        lost=() if change.op == "create" else addresses.lost(user, effect.user, effect.changed),
        reused=reused if known else UNSET,
    )


def _key_problems(
    account: AccountReplay, change: Change, user: User, effect: Effect, known: bool
) -> tuple[Fault, ...]:
    """Where a user gets a key that another bears, or may bear where not every user is known."""
    if account.whole and not account.directory.keys.shares(effect.user):
        return ()
    keys = checks.new_keys(change, user, effect)
    if not keys:
        return ()
    found = checks.duplicates(keys, user, account.id, account.directory)
    if found or account.whole or not known or account.fault is not None:
        return found
    return (faults.maybe_duplicate(account.id, next(iter(keys.values())), account.given),)
