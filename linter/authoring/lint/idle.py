"""What stands in a pack and has no effect."""

from collections.abc import Iterator

from linter.authoring.lint.finding import Hit
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.logic import TooManyWaysError, clashes, parts_of
from linter.authoring.lint.texts import conditions_of, texts_of
from linter.model import Location, Related
from linter.policy import Pack, Rule


def unread_params(ground: Ground) -> Iterator[Hit]:
    """Params of whole packs that no rule reads."""
    rules = ground.policies.rules
    switched_off = {each.rule.partition("/")[0] for each in ground.policies.off}
    for pack in ground.policies.packs:
        if not pack.whole or pack.id in switched_off:
            continue
        read = {name for rule in rules if rule.pack == pack.id for name in _params(rule)}
        for param in pack.params:
            if param.name not in read and not param.binds:
                name = f"{pack.id}.{param.name}"
                message = f"no rule reads `params.{param.name}`, so to set it changes nothing"
                yield Hit(subject=name, message=message, location=param.declared)


def _params(rule: Rule) -> Iterator[str]:
    """The params that a rule reads."""
    texts = (each for _, _, each in texts_of(rule))
    for expression in (*texts, *(each for _, each in conditions_of(rule))):
        yield from (path[1] for path in expression.reads if path[0] == "params" and len(path) > 1)


def idle_supersedes(ground: Ground) -> Iterator[Hit]:
    """`supersedes` of rules that never object to what the rule objects to."""
    rules = {rule.id: rule for rule in ground.policies.rules}
    for rule in ground.policies.rules:
        for other in (rules[name] for name in sorted(rule.supersedes) if name in rules):
            if _apart(rule, other):
                message = f"`{other.id}` never objects to a change that this rule objects to"
                related = (Related(message=f"`{other.id}`", location=other.location),)
                yield Hit(
                    subject=rule.id,
                    message=message,
                    location=rule.locate("supersedes", 0),
                    detail=other.id,
                    related=related,
                )


def _apart(rule: Rule, other: Rule) -> bool:
    """Whether it is proved that two rules never object to the same change."""
    both = [each.ops for each in (rule, other) if each.ops is not None]
    ops = frozenset.intersection(*both) if both else None
    if ops is not None and not ops:
        return True
    own_params = any(name for each in (rule, other) for name in _params(each))
    if own_params and rule.pack != other.pack:
        return False
    try:
        return bool(clashes((*parts_of(rule), *parts_of(other)), ops))
    except TooManyWaysError:
        return False


def nothing_in_force(ground: Ground) -> Iterator[Hit]:
    """Packs of which no rule judges anything."""
    judging = {rule.pack for rule in ground.policies.rules}
    reach = {pack.id: pack for pack in ground.policies.packs}
    for pack in ground.policies.packs:
        if pack.whole and not _judges(pack, judging, reach):
            message = f"no rule of the pack `{pack.id}` is in force: all of them are switched off"
            places = [each for each in ground.policies.off if each.rule.startswith(f"{pack.id}/")]
            yield Hit(
                subject=pack.id,
                message=message,
                location=Location(path=pack.path),
                related=tuple(
                    Related(message=f"`{each.rule}`: {each.reason}", location=each.location)
                    for each in places
                ),
            )


def _judges(pack: Pack, judging: set[str], packs: dict[str, Pack]) -> bool:
    """Whether a rule of a pack, or of one that it extends, is in force."""
    if pack.id in judging:
        return True
    return any(_judges(packs[name], judging, packs) for name in pack.extends if name in packs)
