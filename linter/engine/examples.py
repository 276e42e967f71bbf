"""The examples inside rules, executed: every rule proves itself."""

from datetime import UTC, datetime

import msgspec

from linter.engine.findings import is_failure
from linter.engine.run import check
from linter.model import Location, Report
from linter.policy import Example, Policies, Rule

DEFAULT_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""The time of examples that give none: any fixed one, so that they come out alike every day."""


class ExampleResult(msgspec.Struct, frozen=True, kw_only=True):
    """How an example came out; `message` says why it failed."""

    rule: str
    kind: str
    name: str
    passed: bool
    message: str = ""
    location: Location | None = None


def run_examples(policies: Policies) -> tuple[ExampleResult, ...]:
    """Runs every example of every rule against that rule alone; a missing kind of example fails, too."""
    results = []
    for rule in policies.rules:
        alone = msgspec.structs.replace(policies, rules=(rule,))
        results += [_run(rule, example, alone) for example in rule.examples]
        results += [
            ExampleResult(
                rule=rule.id,
                kind=kind,
                name="",
                passed=False,
                message=f"the rule has no `{kind}` example",
                location=rule.location,
            )
            for kind in rule.missing_examples
        ]
    return tuple(results)


def example_report(example: Example, policies: Policies) -> Report:
    """What policies say to an example, with what becomes of users and accounts."""
    now = example.now or DEFAULT_NOW
    return check(example.change_set, example.snapshot, policies, now=now, trace=True)


def _run(rule: Rule, example: Example, alone: Policies) -> ExampleResult:
    params = {**alone.params, rule.pack: {**alone.params.get(rule.pack, {}), **example.params}}
    given = msgspec.structs.replace(alone, params=params)
    report = check(example.change_set, example.snapshot, given, now=example.now or DEFAULT_NOW)
    outcome = _outcome(rule, report)
    passed = outcome == example.expect
    return ExampleResult(
        rule=rule.id,
        kind=example.expect,
        name=example.name,
        passed=passed,
        message="" if passed else _why(rule, report, outcome),
        location=example.locate(),
    )


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
        "deny": "the rule objects: ",
        "failed": "",
        "undecided": "the rule is undecided: ",
        "allow": "the rule does not object",
    }[outcome]
    reasons = [
        each.message for each in report.findings if each.rule == rule.id and each.origin == "introduced"
    ]
    reasons += [each.reason for each in report.undecided if each.rule == rule.id]
    reasons += [
        f"{each.rule}: {each.message}" for each in report.findings if each.rule.startswith("change-set/")
    ]
    return said + "; ".join(reasons)
