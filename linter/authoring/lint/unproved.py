"""Rules that their examples do not prove."""

from collections.abc import Iterator

import msgspec

from linter.authoring.lint.finding import Hit
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.unreachable import objects_to_all
from linter.authoring.proof.examples import DEFAULT_NOW
from linter.engine import check
from linter.policy import Example, Policies, Rule
from linter.policy.expression import always


def no_example_triggers(ground: Ground) -> Iterator[Hit]:
    """Rules that object in none of their examples, and in no case."""
    for rule in ground.policies.rules:
        if rule.id in ground.triggered:
            continue
        denied = [each for each in rule.examples if each.expect == "deny"]
        if not rule.examples:
            message = "the rule has no examples, so nothing shows that it ever objects"
        elif denied:
            message = f"the rule does not object in its `deny` example `{denied[0].name}`, nor anywhere else"
        else:
            message = "the rule has no `deny` example, and objects in no other example or case"
        place = denied[0].locate() if denied else rule.location
        yield Hit(subject=rule.id, message=message, location=place)


def no_allow_comes_near(ground: Ground) -> Iterator[Hit]:
    """Rules of which no `allow` example shows where they stop objecting."""
    for rule in ground.policies.rules:
        allowed = [each for each in rule.examples if each.expect == "allow"]
        if not allowed:
            message = "the rule has no `allow` example, so nothing shows that it lets anything pass"
            yield Hit(subject=rule.id, message=message, location=rule.location)
        elif not any(comes_near(rule, each, ground.policies) for each in allowed):
            message = "none of its `allow` examples comes near to what the rule denies"
            yield Hit(subject=rule.id, message=message, location=allowed[0].locate())


def idle_examples(ground: Ground) -> Iterator[Hit]:
    """`allow` examples that do not come near to what the rule denies, beside others that do."""
    for rule in ground.policies.rules:
        allowed = [each for each in rule.examples if each.expect == "allow"]
        far = [each for each in allowed if not comes_near(rule, each, ground.policies)]
        for example in far if len(far) < len(allowed) else ():
            message = (
                f"more than one thing keeps the rule from objecting in the `allow` example `{example.name}`"
            )
            yield Hit(subject=rule.id, message=message, location=example.locate(), detail=example.name)


def comes_near(rule: Rule, example: Example, policies: Policies) -> bool:
    """Whether one single thing keeps a rule from objecting: `match`, or `when`, or its condition.

    So it is where the rule would object, or could not tell, without one of the three.
    """
    return any(_speaks(variant, example, policies) for variant in _without_one(rule))


def _without_one(rule: Rule) -> Iterator[Rule]:
    """A rule without its condition, without `when`, and without `match`."""
    replace = msgspec.structs.replace
    if rule.limit is not None:
        none_at_all = replace(rule.limit, max_count=always(0), max_percent=None, min_population=None)
        yield replace(rule, limit=none_at_all)
        yield replace(rule, limit=replace(none_at_all, where=None))
        return
    # A rule about states is held against those in which something that it reads has changed.
    read = rule.condition if rule.subject in ("user", "account") else None
    yield replace(rule, condition=always(rule.objects_when), excess=read)
    if rule.when is not None:
        yield replace(rule, when=None)
    if rule.ops is not None or rule.fields is not None:
        anywhere = replace(rule, ops=None, fields=None)
        yield replace(anywhere, condition=always(rule.objects_when)) if objects_to_all(rule) else anywhere


def _speaks(rule: Rule, example: Example, policies: Policies) -> bool:
    """Whether a rule objects to anything, or leaves anything open."""
    params = {**policies.params, rule.pack: {**policies.params.get(rule.pack, {}), **example.params}}
    alone = msgspec.structs.replace(policies, rules=(rule,), params=params)
    report = check(example.change_set, example.snapshot, alone, now=example.now or DEFAULT_NOW)
    said = [*(each.rule for each in report.findings), *(each.rule for each in report.undecided)]
    return rule.id in said
