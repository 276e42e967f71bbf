"""A numeric param over past runs: the values that it was held against, and what each threshold would give."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from linter import engine
from linter.authoring.backtest.replayed import Past, replay_past
from linter.engine.change_rules import Ambient
from linter.engine.dispatch import selects
from linter.engine.explain import data_at
from linter.model import Severity, Step
from linter.policy import Activation, Expression, Policies, Rule
from linter.policy.turn import held_against

MOST_THRESHOLDS: Final = 12
"""As many thresholds are tried as a person reads; of more values these are taken at equal distances."""

Number = int | float


class Observations(msgspec.Struct, frozen=True, kw_only=True):
    """The values that a param was held against, with how often each was, and the rules that read it.

    `plain` is false where a rule holds it against nothing that can be told, so that values are missing.
    """

    rules: tuple[str, ...]
    counts: Mapping[Number, int]
    plain: bool


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """What the past runs would come to with one value of a param."""

    value: Number
    verdicts: Mapping[str, int]


def observe(pasts: Iterable[Past], policies: Policies, pack: str, name: str) -> Observations:
    """The values that the rules of a pack held a param against, over past runs.

    A rule about changes counts each change that it judged; a rule about a state the last state of each user
    or account in a run; a limit what it counted.
    """
    readers = [rule for rule in policies.rules if rule.pack == pack and _reads(rule, name)]
    others = {rule.id: _others(rule, name) for rule in readers}
    counts: Counter[Number] = Counter()
    for past in pasts:
        watcher = _Watcher(readers, others)
        report = engine.check(past.change_set, past.snapshot, policies, now=past.now, watch=watcher.saw)
        counts.update(watcher.values())
        measured = {finding.rule: finding.evidence for finding in report.findings}
        for rule in readers:
            value = measured.get(rule.id, {}).get(_measure(rule, name), None) if rule.limit else None
            if isinstance(value, int | float):
                counts[value] += 1
    return Observations(
        rules=tuple(rule.id for rule in readers),
        counts=dict(sorted(counts.items())),
        plain=all(others[rule.id] or _measure(rule, name) for rule in readers),
    )


def thresholds(
    pasts: Sequence[Past],
    values: Iterable[Number],
    policies_with: Callable[[Number], Policies],
    *,
    fail_on: Severity = "error",
) -> tuple[Threshold, ...]:
    """What the past runs come to with each of some values, at most `MOST_THRESHOLDS` of them."""
    tried = []
    for value in _spread(sorted(set(values))):
        policies = policies_with(value)
        verdicts = Counter(str(replay_past(past, policies, fail_on=fail_on).verdict) for past in pasts)
        tried.append(Threshold(value=value, verdicts=dict(verdicts)))
    return tuple(tried)


def _spread(values: Sequence[Number]) -> Sequence[Number]:
    """As many of the values as are tried, the first and the last among them."""
    if len(values) <= MOST_THRESHOLDS:
        return values
    step = (len(values) - 1) / (MOST_THRESHOLDS - 1)
    return [values[round(number * step)] for number in range(MOST_THRESHOLDS)]


def _reads(rule: Rule, name: str) -> bool:
    return any(("params", name) in each.reads for each in rule.expressions.values())


def _others(rule: Rule, name: str) -> tuple[Expression, ...]:
    """What a rule's conditions hold a param against."""
    conditions = [each for key, each in rule.expressions.items() if key in _CONDITIONS]
    return tuple(other for each in conditions for other in held_against(each, ("params", name)))


_CONDITIONS: Final = ("when", "deny", "require")


def _measure(rule: Rule, name: str) -> str:
    """What a limit's finding tells of what it held a param against; empty where it does not."""
    if rule.limit is None:
        return ""
    for key, told in (("max_count", "limit.count"), ("max_percent", "limit.percent")):
        number = rule.limit.numbers.get(key)
        if number is not None and ("params", name) in number.reads:
            return told
    return ""


class _Watcher:
    """Sees the steps of one run, and notes what rules hold a param against."""

    def __init__(self, rules: Sequence[Rule], others: Mapping[str, tuple[Expression, ...]]) -> None:
        self._rules = rules
        self._others = others
        self._of_changes: list[Number] = []
        self._of_states: dict[tuple[str, str, str, int], Number] = {}

    def saw(self, step: Step, ambient: Ambient) -> None:
        """Takes in the next step."""
        for rule in self._rules:
            others = self._others[rule.id]
            judged = rule.subject != "change" or selects(rule, step.change.op, step.change.set)
            data = data_at(rule, step, ambient) if others and judged else None
            if data is None:
                continue
            activation = Activation(data)
            if rule.when is None or rule.when.evaluate(activation) is not False:
                self._note(rule, step, [each.evaluate(activation) for each in others])

    def _note(self, rule: Rule, step: Step, values: Sequence[Any]) -> None:
        user = step.after or step.before
        who = user.id if user and rule.subject == "user" else ""
        for place, value in enumerate(values):
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            if rule.subject == "change":
                self._of_changes.append(value)
            else:
                self._of_states[rule.id, step.account.id, who, place] = value

    def values(self) -> Iterable[Number]:
        """Everything that was noted."""
        return [*self._of_changes, *self._of_states.values()]
