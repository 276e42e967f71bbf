"""Conditions that contradict each other, and parts of conditions that decide nothing."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec

from linter.authoring.lint.finding import Hit
from linter.authoring.lint.ground import Ground
from linter.authoring.lint.logic import Holds, TooManyWaysError, clashes, parts_of
from linter.model import Related
from linter.policy import Rule
from linter.policy.condition import Condition, condition_of
from linter.policy.messages import parse_tree
from linter.policy.tree import constant_of

_TOLD = 3
"""How many contradictions of a rule are told; with each of them it can never object."""

Flaw: TypeAlias = Literal["dead", "idle", "covered"]


class Part(msgspec.Struct, frozen=True):
    """A part of a condition that decides nothing.

    It is `dead` where it can never be so, `idle` where it always is, and `covered` where another alternative
    is so whenever it is.
    """

    flaw: Flaw
    holds: Holds


def unreachable(ground: Ground) -> Iterator[Hit]:
    """Rules whose conditions can never hold together."""
    for rule in ground.policies.rules:
        found = _never(rule)
        for core in found[:_TOLD]:
            yield _contradiction(rule, core)


def dead_alternatives(ground: Ground) -> Iterator[Hit]:
    """Alternatives of an `||` that can never be what decides."""
    for rule, part in _flaws(ground):
        if part.flaw == "dead":
            yield _hit(rule, part, f"`{part.holds.text}` can never hold here")
        elif part.flaw == "covered":
            yield _hit(
                rule, part, f"`{part.holds.text}` adds nothing: where it holds, another alternative does"
            )


def idle_conditions(ground: Ground) -> Iterator[Hit]:
    """Operands of an `&&` that always hold where the others do."""
    for rule, part in _flaws(ground):
        if part.flaw == "idle":
            yield _hit(rule, part, f"`{part.holds.text}` always holds here")


def objects_to_all(rule: Rule) -> bool:
    """Whether it is proved that a rule objects to everything that `match` and `when` select."""
    *given, condition = parts_of(rule)
    try:
        return bool(clashes((*given, condition.opposite), _ops(rule, (condition,))))
    except TooManyWaysError:
        return False


def _hit(rule: Rule, part: Part, message: str) -> Hit:
    place = rule.locate(part.holds.key, part.holds.condition.span[0])
    return Hit(subject=rule.id, message=message, location=place, detail=part.holds.text)


def _never(rule: Rule) -> Sequence[tuple[Holds, ...]]:
    """The contradictions because of which a rule can never object."""
    for parts in _together(rule):
        try:
            found = clashes(parts, _ops(rule, parts), strict=True)
        except TooManyWaysError:
            continue
        if found:
            return found
    return ()


def _ops(rule: Rule, parts: Sequence[Holds]) -> frozenset[str] | None:
    """What `match` selects, for conditions that are about a change."""
    about = rule.subject == "change" or any(part.key == "limit/where" for part in parts)
    return rule.ops if about else None


def _together(rule: Rule) -> list[tuple[Holds, ...]]:
    """The conditions of a rule that are about the same thing."""
    found = [parts_of(rule)]
    if rule.limit is not None and rule.limit.where is not None:
        found.append((Holds(condition_of(rule.limit.where), True, "limit/where"),))
    return [parts for parts in found if parts]


def _contradiction(rule: Rule, core: tuple[Holds, ...]) -> Hit:
    """What cannot be so at once, told at the last of it."""
    texts = [f"`{each.text}`" for each in core]
    selected = ""
    if rule.ops is not None and rule.subject == "change":
        named = " or ".join(f"`{op}`" for op in sorted(rule.ops))
        selected = f" of {named}" if named else ""
    if not core:
        return Hit(subject=rule.id, message="nothing can be selected", location=rule.location)
    if len(core) == 1:
        message = f"{texts[0]} is never so in a change{selected}" if selected else f"{texts[0]} is never so"
    else:
        message = f"{', '.join(texts[:-1])} and {texts[-1]} are never so at once"
    places = [rule.locate(each.key, each.condition.span[0]) for each in core]
    return Hit(
        subject=rule.id,
        message=f"the rule can never object: {message}",
        location=places[-1],
        detail=" ".join(texts),
        related=tuple(
            Related(message=f"`{each.text}`", location=place)
            for each, place in zip(core[:-1], places, strict=False)
        ),
    )


def _flaws(ground: Ground) -> Iterator[tuple[Rule, Part]]:
    """The parts that decide nothing, of all rules that can object."""
    for rule in ground.policies.rules:
        if _never(rule):
            continue
        for parts in _together(rule):
            search = _Search(_ops(rule, parts))
            for part in parts:
                others = tuple(each for each in parts if each is not part and each.key == "when")
                for flaw in search.within(part, others):
                    yield rule, flaw


class _Search:
    """Looks for parts that decide nothing, from the left, the outermost first."""

    def __init__(self, ops: frozenset[str] | None) -> None:
        self._ops = ops

    def within(self, part: Holds, given: tuple[Holds, ...]) -> Iterator[Part]:
        """The flaws below a condition that is asked where others hold."""
        condition, wanted = part.condition, part.wanted
        below = [Holds(each, wanted, part.key) for each in condition.operands]
        if condition.kind == "not":
            yield from self.within(below[0].opposite, given)
        elif condition.kind == "choice":
            question = Holds(condition.operands[0], True, part.key)
            yield from self.within(below[1], (*given, question))
            yield from self.within(below[2], (*given, question.opposite))
        elif condition.kind != "leaf" and (condition.kind == "and") is wanted:
            yield from self._all(below, given)
        elif condition.kind != "leaf":
            yield from self._any(below, given)

    def _all(self, below: list[Holds], given: tuple[Holds, ...]) -> Iterator[Part]:
        """Conditions that must all hold. Of two that say the same, the later one is told."""
        kept = list(below)
        for each in reversed(below):
            rest = tuple(other for other in kept if other is not each)
            if not _guards(each.condition) and self._never((*given, *rest, each.opposite)):
                kept.remove(each)
                yield Part("idle", each)
            else:
                yield from self.within(each, (*given, *rest))

    def _any(self, below: list[Holds], given: tuple[Holds, ...]) -> Iterator[Part]:
        """Conditions of which one must hold."""
        kept = list(below)
        for each in reversed(below):
            rest = tuple(other.opposite for other in kept if other is not each)
            if self._never((*given, each)):
                kept.remove(each)
                yield Part("dead", each)
            elif self._never((*given, *rest, each)):
                kept.remove(each)
                yield Part("covered", each)
            else:
                yield from self.within(each, given)

    def _never(self, parts: tuple[Holds, ...]) -> bool:
        """Whether it is proved that parts never hold together."""
        try:
            return bool(clashes(parts, self._ops))
        except TooManyWaysError:
            return False


def _guards(condition: Condition) -> bool:
    """Whether a condition only keeps others from failing: it asks for null, or whether something is known."""
    if condition.kind == "not":
        return _guards(condition.operands[0])
    node = parse_tree(condition.expression.serialized).expr
    if node.HasField("select_expr") and node.select_expr.test_only:
        return True
    if not condition.expression.reads:
        return True
    sides = node.call_expr.args if node.HasField("call_expr") else ()
    constants = (constant_of(each) for each in sides)
    return any(each is not None and each.value is None for each in constants)
