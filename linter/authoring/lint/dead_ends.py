"""Remedies that the policies would deny in their turn."""

from collections.abc import Iterator

from linter.authoring.lint.finding import Hit
from linter.authoring.lint.ground import Ground, Situation
from linter.engine.verdict import Scale
from linter.model import Finding, Related
from linter.policy import Rule
from linter.remedy import Plan
from linter.remedy.fix import people_of
from linter.remedy.proposal import propose, trimmed

SCALE = Scale()
"""What denies: errors."""


def dead_ends(ground: Ground) -> Iterator[Hit]:
    """Remedies that, made in place of a change that one rule alone denies, are denied themselves.

    A part that a remedy is one without, and `prechange fix` leaves out, does not count, nor does what the
    other changes of the situation then run into. Each rule that denies a remedy is told once.
    """
    rules = {rule.id: rule for rule in ground.policies.rules}
    told: set[tuple[str, str]] = set()
    for situation in ground.situations:
        report = situation.report()
        denying = list(filter(SCALE.denies, report.findings))
        for finding in denying:
            same = [each for each in denying if each.change == finding.change]
            if len(same) != 1 or not _proposes(finding, rules):
                continue
            for denied in _denied(finding, report.findings, situation):
                if (finding.rule, denied.rule) not in told:
                    told.add((finding.rule, denied.rule))
                    yield _hit(rules[finding.rule], denied, situation, rules)


def _proposes(finding: Finding, rules: dict[str, Rule]) -> bool:
    """Whether a finding has a remedy that can be made in place of one change."""
    return (
        finding.rule in rules
        and finding.change is not None
        and finding.instead is not None
        and bool(finding.instead.changes)
        and finding.origin == "introduced"
    )


def _denied(finding: Finding, findings: tuple[Finding, ...], situation: Situation) -> Iterator[Finding]:
    """What denies the changes once the remedy stands among them."""
    originals = tuple(situation.change_set.changes)
    now = situation.judge.now
    plan = Plan(originals=originals, people=people_of(situation.change_set, situation.judge.snapshot, now))
    assert finding.change is not None
    item = next(each for each in plan.items() if each.source == finding.change.index)
    others = [each for each in findings if each.change == finding.change and each != finding]
    remedy = propose(finding, item, others)
    if remedy is None:
        return
    changes = plan.having(item.source, remedy).change_set(situation.change_set)
    items = plan.having(item.source, remedy).items()
    for each in filter(SCALE.denies, situation.judge(changes, situation.policies).findings):
        part = items[each.change.index].part if each.change is not None else None
        if part is not None and trimmed(part, each) is None:
            yield each


def _hit(rule: Rule, denied: Finding, situation: Situation, rules: dict[str, Rule]) -> Hit:
    by = "the rule itself" if denied.rule == rule.id else f"`{denied.rule}`"
    related = [Related(message=f"in `{situation.name}`", location=situation.location)]
    if denied.rule in rules and denied.rule != rule.id:
        related.append(Related(message=f"`{denied.rule}`", location=rules[denied.rule].location))
    return Hit(
        subject=rule.id,
        message=f"the changes under `instead` would be denied by {by}: {denied.message}",
        location=rule.locate("instead/changes", 0),
        detail=denied.rule,
        related=tuple(related),
    )
