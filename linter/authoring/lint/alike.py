"""Rules that say the same as others."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TypeAlias

from linter.authoring.lint.finding import Hit
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.logic import shape
from linter.authoring.lint.texts import conditions_of
from linter.model import Related, fold
from linter.policy import Policies, Rule
from linter.policy.messages import parse_tree

Meaning: TypeAlias = Callable[[Rule], Hashable]

ENOUGH = 3
"""How often two rules must object together before that is told of them; and neither ever alone."""


def same_rule(ground: Ground) -> Iterator[Hit]:
    """Rules that object to the same, however their texts differ."""
    for rule, first in _twice(ground.policies, _meaning):
        yield _hit(rule, first, f"the rule objects to just what `{first.id}` objects to")


def same_title(ground: Ground) -> Iterator[Hit]:
    """Rules of one pack that a person cannot tell apart in a list."""
    for rule, first in _twice(ground.policies, lambda rule: (rule.pack, fold(rule.title))):
        if _meaning(rule) != _meaning(first):
            yield _hit(rule, first, f"`{first.id}` has the same title")


def always_together(ground: Ground) -> Iterator[Hit]:
    """Rules that object in the same places, all of them, throughout the examples and cases."""
    rules = ground.policies.rules
    reach = {rule.id: _superseded(rule.id, {each.id: each for each in rules}) for rule in rules}
    for number, rule in enumerate(rules):
        spots = ground.objections[rule.id]
        for first in rules[:number]:
            related = rule.id in reach[first.id] or first.id in reach[rule.id]
            if len(spots) < ENOUGH or spots != ground.objections[first.id] or related:
                continue
            if _meaning(rule) == _meaning(first):
                continue
            message = (
                f"the rule objects wherever `{first.id}` does, and nowhere else, in all {len(spots)} places"
            )
            yield _hit(rule, first, message)


def _hit(rule: Rule, first: Rule, message: str) -> Hit:
    other = Related(message=f"`{first.id}`", location=first.location)
    return Hit(subject=rule.id, message=message, location=rule.location, detail=first.id, related=(other,))


def _twice(policies: Policies, meaning: Meaning) -> Iterator[tuple[Rule, Rule]]:
    """The rules that mean what an earlier one does, each with the first of those."""
    seen: dict[Hashable, Rule] = {}
    for rule in policies.rules:
        first = seen.setdefault(meaning(rule), rule)
        if first is not rule:
            yield rule, first


def _meaning(rule: Rule) -> Hashable:
    """What a rule objects to. Rules of several packs that read params never mean the same."""
    expressions = {key: each for key, each in conditions_of(rule) if key != "instead/when"}
    params = any(path[0] == "params" for each in expressions.values() for path in each.reads)
    return (
        rule.subject,
        rule.ops,
        rule.fields,
        rule.each_step,
        rule.limit and (rule.limit.population, rule.limit.joined),
        rule.pack if params else "",
        tuple(sorted((key, shape(parse_tree(each.serialized).expr)) for key, each in expressions.items())),
    )


def _superseded(name: str, rules: Mapping[str, Rule]) -> set[str]:
    """The rules that one supersedes, directly or through others."""
    found: set[str] = set()
    left = [name]
    while left:
        rule = rules.get(left.pop())
        for each in rule.supersedes if rule is not None else ():
            if each not in found:
                found.add(each)
                left.append(each)
    return found
