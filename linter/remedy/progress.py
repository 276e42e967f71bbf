"""Which steps of a runbook are done, by a fresh snapshot."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from linter.model import UNSET, Account, Snapshot, User, fold
from linter.remedy.runbook import Expected, Task
from linter.replay.identity import keys_of

State: TypeAlias = Literal["done", "open", "unknown"]

_ANSWERS: Mapping[object, State] = {True: "done", False: "open", None: "unknown"}


def progress(tasks: Sequence[Task], snapshot: Snapshot) -> tuple[State, ...]:
    """The state of each step. What no snapshot shows is taken for done where a later step is."""
    states = [_ANSWERS[_met(task, snapshot)] for task in tasks]
    last = max((number for number, state in enumerate(states) if state == "done"), default=-1)
    return tuple(
        "done" if state == "unknown" and not tasks[number].expected and number < last else state
        for number, state in enumerate(states)
    )


def otherwise(task: Task, snapshot: Snapshot) -> tuple[str, ...]:
    """What a user who is there already has otherwise than a step says, by field; a step that creates it would
    make it twice."""
    account = _account(task, snapshot)
    user = None if account is None else _user(account, task.expected.user)
    if user is None:
        return ()
    wanted = task.expected.fields.items()
    fields = [name for name, value in wanted if _alike(getattr(user, name, UNSET), value) is False]
    has = task.expected.has.items()
    lists = [name for name, values in has if _shows(user, Expected(has={name: values})) is False]
    return (*fields, *lists)


def _account(task: Task, snapshot: Snapshot) -> Account | None:
    """The account that a step is about."""
    named = [each for each in snapshot.accounts if each.id == task.account]
    accounts = named or (snapshot.accounts if not task.account and len(snapshot.accounts) == 1 else [])
    return accounts[0] if accounts else None


def _met(task: Task, snapshot: Snapshot) -> bool | None:
    """Whether a snapshot looks as is expected; `None` where it does not say."""
    expected = task.expected
    account = _account(task, snapshot)
    if account is None or not expected:
        return None
    if not expected.user:
        return _all(_alike(getattr(account, name, UNSET), value) for name, value in expected.fields.items())
    user = _user(account, expected.user)
    if user is None:
        return False if snapshot.complete is True and account.users is not UNSET else None
    return _shows(user, expected)


def _user(account: Account, keys: Sequence[str]) -> User | None:
    users = () if account.users is UNSET else account.users
    for key in keys:
        found = [user for user in users if not user.deleted_at and fold(key) in keys_of(user)]
        if len(found) == 1:
            return found[0]
    return None


def _shows(user: User, expected: Expected) -> bool | None:
    answers = [_alike(getattr(user, name, UNSET), value) for name, value in expected.fields.items()]
    for wanted, there in ((expected.has, True), (expected.lacks, False)):
        for name, values in wanted.items():
            held = getattr(user, name, UNSET)
            if held is UNSET:
                answers.append(None)
            else:
                known = {fold(each) for each in held or ()}
                answers += [(fold(value) in known) is there for value in values]
    return _all(answers)


def _all(answers: Any) -> bool | None:
    """True where all are, false where one is, else not known."""
    given = list(answers)
    if False in given:
        return False
    return None if None in given else True


def _alike(held: Any, wanted: Any) -> bool | None:
    """Whether a value is the one that is wanted: an invitation that was accepted has been sent."""
    if held is UNSET:
        return None
    if isinstance(wanted, Mapping):
        if held is None:
            return False
        return _all(_alike(getattr(held, name, UNSET), value) for name, value in wanted.items())
    if wanted == "sent" and held == "accepted":
        return True
    if isinstance(wanted, str) and isinstance(held, str):
        return fold(wanted) == fold(held)
    if isinstance(wanted, int) and isinstance(held, int):
        return held == wanted
    return bool(msgspec.to_builtins(held) == wanted)
