"""Policies held against every check, to a report like that of changes."""

from linter.authoring.lint.finding import PACK, finding_of
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.registry import CHECKS
from linter.authoring.proof import Bench
from linter.engine.verdict import Scale
from linter.model import SEVERITIES, Finding, Report, Severity, Summary


def lint(bench: Bench, *, fail_on: Severity = "error") -> Report:
    """Everything that is wrong with policies, the gravest first, then by place.

    What is only for information about a pack that another one extends is left to the authors of that pack.
    """
    ground = Ground(bench)
    rules = len(ground.policies.rules)
    found = []
    for name, each in CHECKS.items():
        severity = ground.policies.severities.get(f"{PACK}/{name}", each.texts.severity)
        found += [
            finding_of(name, each.texts, severity, hit)
            for hit in each.find(ground)
            if severity != "info" or hit.subject.partition("/")[0] not in bench.extended
        ]
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
