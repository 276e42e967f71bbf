"""What the checks look at: policies, and the situations in their examples and cases, judged once."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

import msgspec

from linter.authoring.proof.examples import DEFAULT_NOW, run_example
from linter.authoring.proof.run import Bench
from linter.engine import check
from linter.model import ChangeSet, Finding, Location, Report, Snapshot
from linter.policy import Example, Policies, Rule

Spot: TypeAlias = tuple[int, int, str, str]
"""Where a rule objected: the situation, the change (-1 where it is none), the account and the user."""


class Judging(msgspec.Struct, frozen=True):
    """Judges changes in one situation."""

    snapshot: Snapshot | None
    now: datetime

    def __call__(self, change_set: ChangeSet, policies: Policies) -> Report:
        """The report of the changes in this situation."""
        return check(change_set, self.snapshot, policies, now=self.now)


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """An example or a case: what is there, what is to happen, and everything that judges it.

    `owner` is the rule that it is an example of; empty for a case.
    """

    name: str
    owner: str
    example: Example | None
    location: Location
    change_set: ChangeSet
    policies: Policies
    judge: Judging

    def report(self) -> Report:
        """What all of the policies say to it."""
        return self.judge(self.change_set, self.policies)


class Ground:
    """Some policies with all that proves them. What is judged is judged when it is first asked for."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.policies = bench.policies

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """Every example of every rule, and every case."""
        return (*self._examples(), *self._cases())

    @cached_property
    def objections(self) -> dict[str, set[Spot]]:
        """Where each rule objects, as if none superseded another."""
        found: dict[str, set[Spot]] = {rule.id: set() for rule in self.policies.rules}
        for number, situation in enumerate(self.situations):
            for each in _unhushed(situation):
                index = each.change.index if each.change else -1
                if each.origin == "introduced" and each.rule in found:
                    found[each.rule].add((number, index, each.account, each.user))
        return found

    @cached_property
    def triggered(self) -> frozenset[str]:
        """The rules that object in an example of their own, or in a case."""
        own = {
            rule.id
            for rule in self.policies.rules
            if any(
                each.expect == "deny" and run_example(rule, each, self.alone(rule)).passed
                for each in rule.examples
            )
        }
        cases = {number for number, each in enumerate(self.situations) if not each.owner}
        return frozenset(own).union(
            name for name, spots in self.objections.items() if any(spot[0] in cases for spot in spots)
        )

    def alone(self, rule: Rule) -> Policies:
        """The policies with one rule only."""
        return msgspec.structs.replace(self.policies, rules=(rule,))

    def _examples(self) -> Iterator[Situation]:
        for rule in self.policies.rules:
            for example in rule.examples:
                own = {**self.policies.params.get(rule.pack, {}), **example.params}
                params = {**self.policies.params, rule.pack: own}
                yield Situation(
                    name=example.name,
                    owner=rule.id,
                    example=example,
                    location=example.locate(),
                    change_set=example.change_set,
                    policies=msgspec.structs.replace(self.policies, params=params),
                    judge=Judging(example.snapshot, example.now or DEFAULT_NOW),
                )

    def _cases(self) -> Iterator[Situation]:
        for case in self.bench.cases:
            yield Situation(
                name=case.name,
                owner="",
                example=None,
                location=case.location,
                change_set=case.change_set,
                policies=self.bench.judges(case),
                judge=Judging(case.snapshot, case.now),
            )


def _unhushed(situation: Situation) -> tuple[Finding, ...]:
    """What the rules say to a situation where none supersedes another."""
    rules = (msgspec.structs.replace(rule, supersedes=frozenset[str]()) for rule in situation.policies.rules)
    policies = msgspec.structs.replace(situation.policies, rules=tuple(rules))
    return situation.judge(situation.change_set, policies).findings
