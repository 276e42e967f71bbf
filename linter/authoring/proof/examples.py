"""The examples inside rules, executed: every rule proves itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from linter.authoring.proof.result import Result
from linter.engine.findings import is_failure
from linter.engine.run import check
from linter.model import Problem, Report
from linter.policy import Example, Policies, Rule, as_declared

DEFAULT_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""The time of examples and cases that give none: any fixed one, so that they come out alike every day."""


def run_examples(policies: Policies) -> tuple[Result, ...]:
    """Runs every example of every rule against that rule alone; a missing kind of example fails, too."""
    return tuple(result for rule in policies.rules for result in examples_of(rule, policies))


def example_report(example: Example, policies: Policies) -> Report:
    """What policies say to an example, with what becomes of users and accounts."""
    now, given = example.now or DEFAULT_NOW, _with_params(example, policies)
    return check(example.change_set, example.snapshot, given, now=now, trace=True)


def examples_of(rule: Rule, policies: Policies) -> Iterator[Result]:
    """Runs the examples of one rule against it alone, one by one as they are asked for.

    The params are those that the rule's pack declares, and those of the example.
    """
    alone = msgspec.structs.replace(as_declared(policies), rules=(rule,))
    for example in rule.examples:
        yield run_example(rule, example, alone)
    for kind in rule.missing_examples:
        problem = Problem(message=f"the rule has no `{kind}` example", location=rule.location)
        yield Result(subject=rule.id, kind=kind, name="", problems=(problem,), location=rule.location)


def run_example(rule: Rule, example: Example, alone: Policies) -> Result:
    """Judges an example by a rule, which stands alone in the policies."""
    given = _with_params(example, alone)
    report = check(example.change_set, example.snapshot, given, now=example.now or DEFAULT_NOW)
    outcome = _outcome(rule, report)
    location = example.locate()
    problem = Problem(message=_why(rule, report, outcome), location=location)
    return Result(
        subject=rule.id,
        kind=example.expect,
        name=example.name,
        problems=() if outcome == example.expect else (problem,),
        location=location,
    )


def _with_params(example: Example, policies: Policies) -> Policies:
    """The policies with the params that an example says; what is no param of a pack is not read there."""
    if not example.params:
        return policies
    params = {pack: {**values, **example.params} for pack, values in policies.params.items()}
    return msgspec.structs.replace(policies, params=params)


def _outcome(rule: Rule, report: Report) -> str:
    """What the rule said: an objection to anything that the changes bring about, else what it left open."""
    introduced = [each for each in report.findings if each.rule == rule.id and each.origin == "introduced"]
    if any(is_failure(each) for each in introduced):
        return "failed"
    if introduced:
        return "deny"
    return "undecided" if any(each.rule == rule.id for each in report.undecided) else "allow"


def _why(rule: Rule, report: Report, outcome: str) -> str:
    said = {
        "deny": "the rule objects",
        "failed": "the rule fails",
        "undecided": "the rule is undecided",
        "allow": "the rule does not object",
    }[outcome]
    reasons = [
        each.message for each in report.findings if each.rule == rule.id and each.origin == "introduced"
    ]
    reasons += [each.reason for each in report.undecided if each.rule == rule.id]
    reasons += [
        f"{each.rule}: {each.message}" for each in report.findings if each.rule.startswith("change-set/")
    ]
    return f"{said}: {'; '.join(reasons)}" if reasons else said
