"""Policies held against every check, to a report like that of changes."""

from linter.authoring.lint.finding import finding_of
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.registry import CHECKS
from linter.authoring.proof import Bench
from linter.engine.verdict import Scale
from linter.model import SEVERITIES, Finding, Report, Severity, Summary


def lint(bench: Bench, *, fail_on: Severity = "error") -> Report:
    """Everything that is wrong with policies, the gravest first, then by place."""
    ground = Ground(bench)
    found = [finding_of(name, each.texts, hit) for name, each in CHECKS.items() for hit in each.find(ground)]
    rules = len(ground.policies.rules)
    report = Report(
        verdict="allowed",
        summary=Summary(rules=rules, rules_applied=rules),
        findings=tuple(sorted(found, key=_order)),
    )
    return Scale(fail_on=fail_on).settle(report)


def _order(finding: Finding) -> tuple[int, str, int, int]:
    place = finding.location
    where = (place.path, place.line, place.column) if place else ("", 0, 0)
    return (SEVERITIES.index(finding.severity), *where)
