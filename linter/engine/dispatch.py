"""Which rules a step meets: found once for each kind of step, then looked up."""

from collections.abc import Iterable, Mapping

import msgspec

from linter.engine.views import Needs, needs
from linter.model import Step
from linter.policy import Policies, Rule, Subject


class Group(msgspec.Struct, frozen=True):
    """Rules of one pack, which share their params, and the data that all of them together read."""

    pack: str
    rules: tuple[Rule, ...]
    needed: Needs


def reads(rule: Rule) -> set[tuple[str, ...]]:
    """Every name that decides the rule."""
    return {path for each in rule.expressions.values() for path in each.reads}


def conditions(policies: Policies, *subjects: Subject) -> list[Rule]:
    """The rules about some subjects that a condition decides, not a limit."""
    return [rule for rule in policies.rules if rule.subject in subjects and rule.limit is None]


def group(rules: Iterable[Rule]) -> tuple[Group, ...]:
    """Rules by pack, those that supersede others first, so that what they supersede need not be evaluated."""
    packs: dict[str, list[Rule]] = {}
    for rule in rules:
        packs.setdefault(rule.pack, []).append(rule)
    return tuple(
        Group(
            pack=pack,
            rules=tuple(sorted(members, key=lambda rule: -len(rule.supersedes))),
            needed=needs({path for rule in members for path in reads(rule)}),
        )
        for pack, members in packs.items()
    )


class ChangeDispatch:
    """The change rules for each combination of an op and the fields it sets."""

    def __init__(self, policies: Policies) -> None:
        self._rules = conditions(policies, "change")
        self._known: dict[tuple[str, ...], tuple[Group, ...]] = {}

    def groups(self, step: Step) -> tuple[Group, ...]:
        """The rules that could object to a step."""
        key = (step.change.op, *step.change.set)
        found = self._known.get(key)
        if found is None:
            found = group(rule for rule in self._rules if selects(rule, step.change.op, step.change.set))
            self._known[key] = found
        return found


def selects(rule: Rule, op: str, fields: Mapping[str, object]) -> bool:
    """Whether `match` selects a change; one that names fields is about changes that set one of them."""
    if rule.ops is not None and op not in rule.ops:
        return False
    return rule.fields is None or not rule.fields.isdisjoint(fields)
