"""The two questions: may these changes be made, and is this state as it should be?"""

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from linter.engine import findings
from linter.engine.builtin import BUILTINS, PACK
from linter.engine.change_rules import Ambient, ChangeRules, text_needs, where
from linter.engine.dispatch import conditions, reads
from linter.engine.hold import Excess, plan
from linter.engine.identity import contested
from linter.engine.judge import SKIPPED, Broken, Objects, Open, judge
from linter.engine.ledger import Ledger, Where
from linter.engine.limits import Limits
from linter.engine.state_rules import StateRules
from linter.engine.trace import Tracer
from linter.engine.trust import NO_DEMANDS, Trust, judge_trust
from linter.engine.views import change_set_view, moment, needs, snapshot_view
from linter.model import (
    UNSET,
    Change,
    ChangeSet,
    Held,
    Report,
    Severity,
    Snapshot,
    Step,
    Unchecked,
)
from linter.policy import Activation, Policies, Rule
from linter.replay import initial_state, replay

Watch: TypeAlias = Callable[[Step, Ambient], None]
"""Takes a step, and the roots of conditions that do not depend on it, by pack."""


def check(
    change_set: ChangeSet,
    snapshot: Snapshot | None,
    policies: Policies,
    *,
    now: datetime,
    fail_on: Severity = "error",
    trust: Trust = NO_DEMANDS,
    trace: bool = False,
    strict: bool = False,
    watch: Watch | None = None,
) -> Report:
    """Replays the change set on the snapshot and judges every step and every state it passes through.

    Without a snapshot, or where one lacks something, rules that need it are undecided. `now` is
    aware of its time zone. `fail_on` is the least grave severity that makes the verdict.
    With `trace` the report also tells what became of users and accounts, objections aside. With
    `strict` what the change files hold and changes have no word for makes the verdict undecided.
    A snapshot that is not as `trust` demands decides nothing. `watch` is shown every step when the rules
    have judged it.
    """
    ledger = Ledger(fail_on=fail_on, snapshot_given=snapshot is not None)
    world = _World(change_set, snapshot, policies, now)
    change_rules = ChangeRules(policies, snapshot, ledger, world.ambient)
    state_rules = StateRules(policies, snapshot, ledger, world.ambient)
    limits = Limits(policies, change_set, snapshot, ledger, world.ambient)
    tracer = Tracer() if trace else None
    judge_trust(snapshot, trust, ledger, now)
    for step in replay(snapshot, change_set.changes, now=now, seat_days=policies.seat_days):
        world.saw(step)
        _report_faults(step, snapshot, policies, ledger)
        change_rules.meet(step)
        state_rules.meet(step)
        limits.meet(step)
        if tracer is not None:
            tracer.saw(step)
        if watch is not None:
            watch(step, world.ambient)
    state_rules.close()
    world.end()
    limits.close()
    _judge_totals(policies, ("change_set", "snapshot"), world.ambient, ledger)
    if change_set.survey.changes == 0:
        ledger.leave_builtin_open("nothing-to-check", "the change set holds no changes")
    unchecked = change_set.survey.unchecked
    _refuse_unchecked(unchecked, ledger, strict)
    report = ledger.close(
        changes=change_set.survey.changes,
        accounts=world.accounts,
        rules=len(policies.rules) + len(BUILTINS),
        rules_off=len(policies.off),
        unchecked=unchecked,
        held=_held(limits.passed, change_set, snapshot, policies, world, now),
    )
    return report if tracer is None else msgspec.structs.replace(report, trace=tracer.close())


def _held(
    passed: Sequence[Excess],
    change_set: ChangeSet,
    snapshot: Snapshot | None,
    policies: Policies,
    world: "_World",
    now: datetime,
) -> tuple[Held, ...]:
    """The changes that passed limits hold; the changes are replayed anew for them."""
    if not passed:
        return ()

    def replayed(changes: Iterable[Change]) -> Iterator[Step]:
        return replay(snapshot, changes, now=now, seat_days=policies.seat_days)

    def again(changes: Iterable[Change]) -> list[Excess]:
        trial = Limits(
            policies,
            msgspec.structs.replace(change_set, changes=changes),
            snapshot,
            Ledger(fail_on="error", snapshot_given=snapshot is not None),
            world.ambient,
        )
        for step in replayed(changes):
            trial.meet(step)
        trial.close()
        return trial.passed

    return plan(passed, change_set.changes, replayed, again)


def audit(
    snapshot: Snapshot,
    policies: Policies,
    *,
    now: datetime,
    fail_on: Severity = "error",
    trust: Trust = NO_DEMANDS,
) -> Report:
    """Judges a state alone: the user, account and snapshot rules on everything that the snapshot holds."""
    ledger = Ledger(fail_on=fail_on, snapshot_given=True, states_count=True)
    world = _World(None, snapshot, policies, now)
    judge_trust(snapshot, trust, ledger, now)
    state_rules = StateRules(policies, snapshot, ledger, world.ambient)
    for account in snapshot.accounts:
        state_rules.audit(initial_state(account, snapshot, now=now, seat_days=policies.seat_days))
    _judge_totals(policies, ("snapshot",), world.ambient, ledger)
    held = conditions(policies, "user", "account", "snapshot")
    if not snapshot.accounts or not held:
        reason = "the snapshot holds no accounts" if held else "no rule judges a state"
        ledger.leave_builtin_open("nothing-to-check", reason)
    return ledger.close(
        changes=0, accounts=len(snapshot.accounts), rules=len(held), rules_off=len(policies.off)
    )


class _World:
    """What does not depend on a single step: the ambient roots of conditions, and the totals of the run."""

    def __init__(
        self, change_set: ChangeSet | None, snapshot: Snapshot | None, policies: Policies, now: datetime
    ) -> None:
        self._change_set = change_set
        self._policies = policies
        self._now = now
        self._snapshot = snapshot
        self._accounts: dict[str, Mapping[str, int]] = {}
        self._users: set[tuple[str, str]] = set()
        self._views = self._build(self._counts_beforehand(), users_touched=UNSET)

    @property
    def accounts(self) -> int:
        """The number of accounts that changes touched."""
        return len(self._accounts)

    def saw(self, step: Step) -> None:
        """Counts what a step touches."""
        self._accounts[step.account.id] = step.account_after.changes
        user = step.after or step.before
        if user is not None:
            self._users.add((step.account.id, user.id))

    def end(self) -> None:
        """Makes the totals of the whole change set known to the rules that judge it."""
        counts = sum(map(Counter, self._accounts.values()), Counter[str]())
        self._views = self._build(counts, users_touched=len(self._users))

    def ambient(self, pack: str) -> dict[str, Any]:
        """`params now snapshot change_set`, as the rules of a pack read them."""
        return self._views[pack]

    def _counts_beforehand(self) -> Any:
        """How many changes of each op will happen: replayed for the rules that ask while it is not known."""
        asked = any(_asks_for_counts(rule) for rule in self._policies.rules if rule.subject != "change_set")
        if not asked or self._change_set is None:
            return UNSET
        steps = replay(
            self._snapshot, self._change_set.changes, now=self._now, seat_days=self._policies.seat_days
        )
        return Counter(step.change.op for step in steps if step.effective)

    def _build(self, counts: Any, users_touched: Any) -> dict[str, dict[str, Any]]:
        shared: dict[str, Any] = {
            "now": moment(self._now),
            "snapshot": snapshot_view(self._snapshot, self._now),
        }
        if self._change_set is not None:
            shared["change_set"] = change_set_view(
                self._change_set, counts=counts, population=self._population(), users_touched=users_touched
            )
        return {pack: {**shared, "params": dict(params)} for pack, params in self._policies.params.items()}

    def _population(self) -> Any:
        """The users of the accounts that the change set names, before it; counted only where a rule asks."""
        asked = any(("change_set", "population") in reads(rule) for rule in self._policies.rules)
        if not asked or self._snapshot is None or self._change_set is None:
            return UNSET
        named = self._change_set.survey.accounts
        totals = [
            initial_state(
                account, self._snapshot, now=self._now, seat_days=self._policies.seat_days
            ).total_users
            for account in self._snapshot.accounts
            if account.id in named or "" in named
        ]
        return UNSET if UNSET in totals else sum(totals)


def _asks_for_counts(rule: Rule) -> bool:
    """Whether a condition or a text of a rule reads how many changes there are of each op."""
    where = rule.limit.where.reads if rule.limit is not None and rule.limit.where is not None else frozenset()
    texts = rule.message.reads | (rule.instead.reads if rule.instead is not None else frozenset())
    return not {("change_set", "counts"), ("change_set",)}.isdisjoint(reads(rule) | where | texts)


def _refuse_unchecked(unchecked: tuple[Unchecked, ...], ledger: Ledger, strict: bool) -> None:
    """What may not come about as it was judged leaves the whole undecided; if `strict`, so does the rest."""
    by_rule: dict[str, list[Unchecked]] = {}
    for one in unchecked:
        if one.rule or strict:
            by_rule.setdefault(one.rule or "not-checked", []).append(one)
    for rule, what in by_rule.items():
        reason = f"not checked: {', '.join(map(str, what))}"
        ledger.leave_builtin_open(rule, reason, functools.partial(Where, location=what[0].location))


def _report_faults(step: Step, snapshot: Snapshot | None, policies: Policies, ledger: Ledger) -> None:
    """What is wrong with a change whatever the policies say: what replay found, and a contested intent."""
    for fault, evidence in (*((fault, {}) for fault in step.faults), *contested(step)):
        ledger.applied.add(f"{PACK}/{fault.rule}")
        if not fault.undecided:
            ledger.find(findings.of_fault(fault, step, snapshot, policies.severities, evidence))
        if fault.undecided or BUILTINS[fault.rule].blocks:
            ledger.leave_builtin_open(fault.rule, fault.message, lambda: where(step))


def _judge_totals(
    policies: Policies,
    subjects: tuple[Literal["change_set", "snapshot"], ...],
    ambient: Ambient,
    ledger: Ledger,
) -> None:
    """Rules about the change set or the snapshot as a whole, judged once."""
    for rule in conditions(policies, *subjects):
        _judge_once(rule, ambient(rule.pack), ledger)


def _judge_once(rule: Rule, ambient: Mapping[str, Any], ledger: Ledger) -> None:
    needed = needs(reads(rule))
    result = judge(rule, Activation({root: ambient[root] for root in needed if root in ambient}))
    if result is SKIPPED:
        return
    ledger.applied.add(rule.id)
    if type(result) is Objects:
        roots = text_needs(rule, ())
        texts = Activation({root: ambient[root] for root in roots if root in ambient})
        ledger.find(findings.of_state(rule, texts, account="", step=None, spot=None, introduced=True))
    elif type(result) is Open:
        ledger.leave_open(rule.id, rule.severity, result, Where)
    elif type(result) is Broken:
        ledger.find(findings.of_failure(rule, result.text, account=""))
