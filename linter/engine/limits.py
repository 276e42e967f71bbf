"""Rules that bound how many users the changes may hit, counted step by step and judged at the end."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from linter.engine import findings
from linter.engine.change_rules import Ambient, text_needs
from linter.engine.dispatch import reads
from linter.engine.hold import Excess
from linter.engine.judge import Open
from linter.engine.ledger import Ledger, Where
from linter.engine.quota import Known, Quota, joined, numbers, quota
from linter.engine.traits import traits
from linter.engine.views import account_view, needs, step_view
from linter.model import UNSET, AccountState, Change, ChangeSet, Location, Snapshot, Step, Trait
from linter.model import User as Record
from linter.policy import SETTING_OPS, Activation, Failure, Limit, Policies, Population, Rule, Unknown

User = tuple[str, str]
"""A user in a change set: account and id."""


class Tally(msgspec.Struct):
    """The users that the changes of one limit hit, each with the first such change, in their order.

    `certain` are those who count; for the others in `users` it is not known, because of `missing`.
    """

    users: dict[User, int] = {}
    certain: set[User] = set()
    missing: dict[Unknown, None] = {}


class Limits:
    """Holds the rules with a limit against everything that replay passes through.

    `passed` are, once it is closed, the limits that are passed and hold changes.
    """

    def __init__(
        self,
        policies: Policies,
        change_set: ChangeSet,
        snapshot: Snapshot | None,
        ledger: Ledger,
        ambient: Ambient,
    ) -> None:
        self._rules = [rule for rule in policies.rules if rule.limit is not None]
        self._by_op: dict[str, list[Rule]] = {}
        self._change_set = change_set
        self._snapshot = snapshot
        self._ledger = ledger
        self._ambient = ambient
        self._accounts: dict[str, AccountState] = {}
        self._tallies: dict[tuple[str, str], Tally] = {}
        self._walks_users = any(("account", "users") in reads(rule) for rule in self._rules)
        self._broken: set[str] = set()
        self.passed: list[Excess] = []

    def meet(self, step: Step) -> None:
        """Counts the user whom a step hits, in each limit that it falls under."""
        if not self._rules:
            return
        if step.account.id not in self._accounts:
            # A list of users that is kept keeps every later record alive.
            kept = step.account if self._walks_users else replace(step.account, users=UNSET)
            self._accounts[step.account.id] = kept
        user = step.after or step.before
        if not step.effective or user is None:
            return
        for rule in self._falling_under(step.change.op):
            if rule.fields is None or any(step.changed.get(name, False) is not False for name in rule.fields):
                self._count(rule, (step.account.id, user.id), step)

    def _falling_under(self, op: str) -> list[Rule]:
        """The rules whose limit counts an op, found once for each."""
        found = self._by_op.get(op)
        if found is None:
            found = self._by_op[op] = [rule for rule in self._rules if rule.ops is None or op in rule.ops]
        return found

    def _count(self, rule: Rule, user: User, step: Step) -> None:
        key = (rule.id, user[0] if rule.subject == "account" else "")
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[key] = Tally()
        if user in tally.certain:
            return
        counts = self._where(rule, step)
        if counts is False:
            return
        tally.users.setdefault(user, step.change.index)
        if isinstance(counts, Unknown):
            tally.missing[counts] = None
        else:
            tally.certain.add(user)

    def _where(self, rule: Rule, step: Step) -> bool | Unknown:
        """Whether a step that is selected counts."""
        where = rule.limit.where if rule.limit is not None else None
        if where is None:
            return True
        value = where.evaluate(Activation(step_view(step, needs(where.reads), self._ambient(rule.pack))))
        if isinstance(value, bool | Unknown):
            return value
        if rule.id not in self._broken:
            self._broken.add(rule.id)
            text = value.text if isinstance(value, Failure) else "`where` is neither true nor false"
            self._ledger.applied.add(rule.id)
            self._ledger.find(findings.of_failure(rule, text, account=step.account.id, step=step))
        return False

    def close(self) -> None:
        """Judges each limit, for each account or for all together."""
        for rule in self._rules:
            for (name, account), tally in self._tallies.items():
                if name == rule.id and rule.limit is not None and tally.users:
                    self._judge(rule, rule.limit, account, tally)

    def _judge(self, rule: Rule, limit: Limit, account: str, tally: Tally) -> None:
        """`when` and the limit joined as CEL joins `&&`."""
        data = self._data(rule, account, needs(reads(rule)))
        activation = Activation(data)
        applies: Any = True if rule.when is None else rule.when.evaluate(activation)
        if applies is False:
            return
        self._ledger.applied.add(rule.id)
        values = numbers(limit, activation)
        broken = next((each for each in (applies, values) if isinstance(each, Failure)), None)
        if broken is not None or isinstance(values, Failure):
            text = broken.text if broken is not None else ""
            self._ledger.find(findings.of_failure(rule, text, account=account))
            return
        population = self._population(limit, account)
        bounds = quota(limit, values, population)
        passed = bounds.passed(len(tally.certain))
        most = bounds.passed(len(tally.users))
        if most is False:
            return
        if passed is True and applies is True:
            self._report(rule, account, tally, bounds, {**values, "population": population})
            return
        unknown = [each for each in (applies, passed, most) if isinstance(each, Unknown)]
        unknown += tally.missing if passed is not True else ()
        case = joined(unknown)
        self._ledger.leave_open(
            rule.id,
            rule.severity,
            Open(case.missing, case.reason),
            lambda: Where(account=account, location=self._spot(account)),
        )

    def _data(self, rule: Rule, account: str, needed: Mapping[str, frozenset[str]]) -> dict[str, Any]:
        """The roots that the expressions of a rule read; the account is as it was before the changes."""
        ambient = self._ambient(rule.pack)
        data = {root: ambient[root] for root in needed if root in ambient}
        if "account" in needed:
            data["account"] = account_view(self._accounts[account], needed["account"])
        return data

    def _population(self, limit: Limit, account: str) -> Known:
        """The users of the account, or of all accounts that are changed, before the changes."""
        name = limit.population
        if name is None:
            return 0
        states = [self._accounts[account]] if account else self._accounts.values()
        totals = [getattr(state, name) for state in states]
        return Unknown((f"account.{name}",)) if UNSET in totals else sum(totals)

    def _report(
        self, rule: Rule, account: str, tally: Tally, bounds: Quota, values: Mapping[str, Any]
    ) -> None:
        count, allowed = len(tally.certain), bounds.allowed
        known = {name: value for name, value in values.items() if not isinstance(value, Unknown)}
        view = {**known, "count": count, **({} if allowed is None else {"allowed": allowed})}
        if rule.limit is None or rule.limit.population is None:
            view.pop("population")
        elif known.get("population"):
            view["percent"] = round(count * 100 / known["population"], 1)
        roots = ("account",) if rule.subject == "account" else ()
        data = {**self._data(rule, account, text_needs(rule, roots)), "limit": view}
        places = list(tally.users.values())
        wanted = [places[0], places[min(allowed or 0, len(places) - 1)]]
        found = findings.of_limit(
            rule,
            Activation(data),
            account=account,
            users=tally.users,
            places=self._places(rule, wanted),
            common=self._common(rule.limit, account, tally) if rule.limit is not None else (),
        )
        self._ledger.find(found)
        if found.on_exceed in ("hold_excess", "hold_kind"):
            free = allowed or 0 if found.on_exceed == "hold_excess" else 0
            self.passed.append(
                Excess(
                    rule=rule.id,
                    account=account,
                    fingerprint=found.fingerprint,
                    beyond=frozenset(places[free:]),
                    counted=frozenset(places),
                )
            )

    def _common(self, limit: Limit, account: str, tally: Tally) -> tuple[Trait, ...]:
        """What those whom the limit counts had in common before the changes, and the others had not."""
        hit, others = [], []
        for each in self._snapshot.accounts if self._snapshot is not None else ():
            if each.id == account or (not account and each.id in self._accounts):
                for user in each.users or ():
                    if (each.id, user.id) in tally.users:
                        hit.append(user)
                    elif not user.deleted_at and _belongs(user, limit.population):
                        others.append(user)
        return traits(hit, others)

    def _places(self, rule: Rule, wanted: Sequence[int]) -> list[Location]:
        """Where changes stand: those that count are looked up again, so that none need be kept."""
        found: dict[int, Change] = {}
        for change in self._change_set.changes:
            if change.index in wanted:
                found[change.index] = change
            if len(found) == len(set(wanted)):
                break
        return [found[index].origin(_pointer(rule, found[index])) for index in wanted]

    def _spot(self, account: str) -> Location | None:
        """Where the snapshot has the account."""
        return self._snapshot.locate(account, None) if self._snapshot is not None and account else None


def _belongs(user: Record, population: Population | None) -> bool:
    """Whether a user who is not deleted is of a population."""
    if population in (None, "total_users"):
        return True
    return user.enabled is (population == "enabled_users")


def _pointer(rule: Rule, change: Change) -> str:
    """The part of a change that a limit counts: its op, or what it sets that is an op of its own."""
    if rule.ops is None or change.op in rule.ops:
        return "op"
    fields = (
        name for name, ops in SETTING_OPS.items() if name in change.set and not rule.ops.isdisjoint(ops)
    )
    return next((f"set/{name}" for name in fields), "op")
