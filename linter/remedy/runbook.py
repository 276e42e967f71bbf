"""What has to be done, by whom and in which order, where not all of it can be written as changes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from linter.model import (
    UNSET,
    AccountState,
    Ask,
    Change,
    Finding,
    Op,
    Snapshot,
    Step,
    User,
    display_name,
    fold,
)
from linter.native import native_change
from linter.remedy.fix import Fix
from linter.replay import replay

Kind: TypeAlias = Literal["change", "wait", "ask"]


class Expected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a snapshot looks when a step is done: fields of a user, or of the account where none is named.

    `user` holds the keys by which the user can be found. `has` and `lacks` are of lists. Nothing at all
    where no snapshot shows it.
    """

    user: tuple[str, ...] = ()
    fields: Mapping[str, Any] = {}
    has: Mapping[str, tuple[str, ...]] = {}
    lacks: Mapping[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        """Whether anything is expected."""
        return bool(self.user or self.fields or self.has or self.lacks)


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a runbook. `change` is what is done, in words, `why` the reason for asking somebody."""

    kind: Kind
    account: str
    title: str
    menu: str = ""
    message: str = ""
    change: Mapping[str, Any] = {}
    expected: Expected = Expected()


Menus: TypeAlias = Mapping[Op, str]


def runbook(result: Fix, snapshot: Snapshot | None, menus: Menus, *, now: datetime) -> tuple[Task, ...]:
    """The steps that bring about what the author asked for, as far as the policies allow it.

    First the changes that pass, and invitations that have to wait for a seat, with a wait after each; then
    what a person or Billing Support is asked for; then the changes that had to wait for that.
    """
    denied = {left.key for left in result.left}
    items = msgspec.structs.replace(result.plan, dropped=frozenset()).items()
    left_out = [each.change for remedy in result.plan.remedies.values() for each in remedy.left_out]
    first = [item.change for item in items if item.key not in denied]
    # Somebody who takes over has to be there before anybody is asked to hand over.
    first += [change for change in left_out if change.op == "invite"]
    later = [item.change for item in items if item.key in denied]
    later += [change for change in left_out if change.op != "invite"]
    asked = list(_asked(result))
    changes = [msgspec.structs.replace(each, index=index) for index, each in enumerate([*first, *later])]
    steps: dict[int, list[Step]] = {}
    for step in replay(snapshot, changes, now=now):
        steps.setdefault(step.change.index, []).append(step)
    tasks: list[Task] = []
    for change in changes:
        if change.index == len(first):
            tasks += asked
        tasks += _tasks(change, steps.get(change.index, []), menus)
    return tuple(_without_overwritten(tasks if later else [*tasks, *asked]))


def _asked(result: Fix) -> Iterator[Task]:
    """What a person is asked for. Where one request says how it will look, vaguer ones are left away."""
    findings: list[Finding] = [each for remedy in result.plan.remedies.values() for each in remedy.findings]
    findings += [each.finding for remedy in result.plan.remedies.values() for each in remedy.left_out]
    findings += [left.finding for left in result.left]
    findings += [each for each in result.report.findings if each.origin == "introduced"]
    asks = [(each.account, each.instead.ask) for each in findings if each.instead and each.instead.ask]
    certain = {(account, ask.who) for account, ask in asks if ask.until}
    seen: list[tuple[str, str, Any]] = []
    for account, ask in asks:
        same = (account, ask.who, ask.until)
        if same in seen or (not ask.until and (account, ask.who) in certain):
            continue
        seen.append(same)
        yield _ask(account, ask)


def _ask(account: str, ask: Ask) -> Task:
    return Task(
        kind="ask",
        account=account,
        title=f"Ask {ask.who}",
        menu=ask.menu,
        message=ask.message,
        expected=Expected(fields=ask.until),
    )


def _tasks(change: Change, steps: Sequence[Step], menus: Menus) -> Iterator[Task]:
    """A change, and the wait after it where it invites somebody."""
    account = steps[0].account.id if steps else ""
    user = next((step.after or step.before for step in reversed(steps) if step.after or step.before), None)
    keys = _keys(change, user)
    yield Task(
        kind="change",
        account=account,
        title=_title(change, user),
        menu=menus.get(change.op, ""),
        change=native_change(change, change.envelope),
        expected=_expected(change, steps, keys),
    )
    if change.op == "invite":
        yield Task(
            kind="wait",
            account=account,
            title=f"Wait until {_name(change, user)} has accepted the invitation",
            expected=Expected(user=keys, fields={"invitation": "accepted"}),
        )


def _title(change: Change, user: User | None) -> str:
    item = next((each for each in (change.role, change.license, change.group) if isinstance(each, str)), "")
    what = change.op.replace("_", " ")
    if change.op == "set_purchased_users":
        return f"Have {change.purchased_users} purchased users"
    return f"{what[:1].upper()}{what[1:]}{f' `{item}` for' if item else ''} {_name(change, user)}"


def _name(change: Change, user: User | None) -> str:
    key = change.user if isinstance(change.user, str) else "" if user is None else user.id
    name = display_name(user) if user is not None else None
    return f"`{name}`, `{key}`" if name and name != key else f"`{key}`"


def _keys(change: Change, user: User | None) -> tuple[str, ...]:
    if user is None:
        return (change.user,) if isinstance(change.user, str) else ()
    own = () if change.op == "create" and change.user is UNSET else (user.id,)
    return tuple(dict.fromkeys(key for key in (*own, user.sign_in_id, user.primary_email) if key))


def _expected(change: Change, steps: Sequence[Step], keys: tuple[str, ...]) -> Expected:
    """How the user, or the account, looks after a change."""
    if change.op in ("set_purchased_users", "set_billing_admin"):
        return Expected(fields=_recorded(steps[-1].account_after)) if steps else Expected()
    fields: dict[str, Any] = {}
    has: dict[str, tuple[str, ...]] = {}
    lacks: dict[str, tuple[str, ...]] = {}
    for step in steps:
        for field, differs in step.changed.items():
            after, before = getattr(step.after, field, None), getattr(step.before, field, None)
            if field in _NOT_SHOWN or differs is False or after is UNSET:
                continue
            if isinstance(after, tuple) or isinstance(before, tuple):
                has[field] = (*has.get(field, ()), *_only(after, before))
                lacks[field] = (*lacks.get(field, ()), *_only(before, after))
            else:
                fields[field] = after
    fields |= {"enabled": True} if change.op == "create" and change.set.get("enabled") is not False else {}
    plain = msgspec.to_builtins(fields)
    return Expected(user=keys, fields=plain, has=_full(has), lacks=_full(lacks))


_NOT_SHOWN = frozenset({"attributes", "invited_at", "licensed", "deleted_at"})
"""Fields that another system writes in its own way, or that follow from others."""


def _only(these: object, others: object) -> tuple[str, ...]:
    known = {fold(each) for each in others} if isinstance(others, tuple) else set()
    return tuple(each for each in these if fold(each) not in known) if isinstance(these, tuple) else ()


def _full(lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {field: names for field, names in lists.items() if names}


def _recorded(state: AccountState) -> Mapping[str, Any]:
    said = {"purchased_users": state.purchased_users, "billing_admin": state.billing_admin}
    known: Mapping[str, Any] = msgspec.to_builtins(
        {name: value for name, value in said.items() if value is not UNSET and value is not None}
    )
    return known


def _without_overwritten(tasks: Sequence[Task]) -> Iterator[Task]:
    """The tasks, each without what a later one makes otherwise: no snapshot taken after that shows it."""
    for number, task in enumerate(tasks):
        expected = task.expected
        fields = dict(expected.fields)
        has, lacks = dict(expected.has), dict(expected.lacks)
        for later in tasks[number + 1 :]:
            if later.account != task.account or set(later.expected.user).isdisjoint(expected.user):
                continue
            if task.kind != "change" or later.kind != "change":
                continue
            for field in later.expected.fields:
                fields.pop(field, None)
            for field, names in later.expected.lacks.items():
                has[field] = _only(has.get(field), names)
            for field, names in later.expected.has.items():
                lacks[field] = _only(lacks.get(field), names)
        left = Expected(user=expected.user, fields=fields, has=_full(has), lacks=_full(lacks))
        yield msgspec.structs.replace(task, expected=left)
