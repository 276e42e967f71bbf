"""Which outcomes of rules and of their conditions the examples and cases bring about."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from linter.authoring.proof.result import Result
from linter.model import Location
from linter.policy import Activation, Expression, Policies, Rule
from linter.policy.condition import Condition, conditions_in

Outcome: TypeAlias = Literal["true", "false", "objects", "does not object"]

_OF_EXAMPLES: Mapping[str, Outcome] = {"deny": "objects", "allow": "does not object"}
"""What a rule did in an example that came out as it says."""

_WHOLE = (-1, -1)
"""Stands for the rule itself where the span of an operand would stand."""

Key: TypeAlias = tuple[str, str, tuple[int, int]]


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, or one condition in it (`text`, under `key`), with the outcomes that it can have.

    `missing` are those that nothing brought about. A rule objects or does not, where it applies.
    """

    rule: str
    key: str
    text: str
    location: Location
    outcomes: tuple[Outcome, ...]
    missing: tuple[Outcome, ...]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """All points, in the order of the rules and their texts, and how many of their outcomes were seen."""

    points: tuple[Point, ...]
    outcomes: int
    seen: int

    @property
    def percent(self) -> int:
        """The outcomes that were seen, of a hundred: rounded down, so 100 is all of them; of none 0."""
        return self.seen * 100 // self.outcomes if self.outcomes else 0

    def reaches(self, percent: float) -> bool:
        """Whether at least so many of a hundred were seen; nothing is rounded; of none nothing is."""
        return percent <= 0 or (self.outcomes > 0 and self.seen * 100 >= percent * self.outcomes)


class Watch:
    """Sees what the conditions of rules come to while these judge."""

    def __init__(self) -> None:
        self._seen: dict[Key, set[Outcome]] = {}

    def over(self, policies: Policies) -> Policies:
        """The same policies, watched. Several that have the same rules can be watched together."""
        return msgspec.structs.replace(policies, rules=tuple(self._watched(rule) for rule in policies.rules))

    def close(self, policies: Policies, results: Iterable[Result] = ()) -> Coverage:
        """What was seen of the rules of some policies.

        `results` tell it of rules with a limit, which has no condition that could be watched.
        """
        limited = {rule.id for rule in policies.rules if rule.limit is not None}
        for result in results:
            if result.subject in limited and result.passed and result.kind in _OF_EXAMPLES:
                key = (result.subject, "limit", _WHOLE)
                self._seen.setdefault(key, set()).add(_OF_EXAMPLES[result.kind])
        points = tuple(point for rule in policies.rules for point in self._points(rule))
        outcomes = sum(len(point.outcomes) for point in points)
        missing = sum(len(point.missing) for point in points)
        return Coverage(points=points, outcomes=outcomes, seen=outcomes - missing)

    def _watched(self, rule: Rule) -> Rule:
        """A rule whose conditions tell what they come to."""
        watched: dict[str, Expression] = {}
        for key, expression in _conditions(rule):
            parts = conditions_in(expression)
            name = "condition" if key in ("deny", "require") else key
            watched[name] = _Watched(expression, self._watcher(rule, key, parts))
        return msgspec.structs.replace(rule, **watched)

    def _watcher(
        self, rule: Rule, key: str, parts: tuple[Condition, ...]
    ) -> Callable[[Activation, Any], None]:
        def saw(activation: Activation, value: Any) -> None:
            for part in parts:
                self._look(rule.id, key, part, activation)
            if key in ("deny", "require") and isinstance(value, bool) and _applies(rule, activation):
                outcome: Outcome = "objects" if value is rule.objects_when else "does not object"
                self._seen.setdefault((rule.id, key, _WHOLE), set()).add(outcome)

        return saw

    def _look(self, rule: str, key: str, part: Condition, activation: Activation) -> None:
        """Notes what a condition and those below it come to; of a choice only the answer that is taken."""
        value = part.expression.evaluate(activation)
        if isinstance(value, bool):
            outcome: Outcome = "true" if value else "false"
            self._seen.setdefault((rule, key, part.span), set()).add(outcome)
        for each in _taken(part, activation):
            self._look(rule, key, each, activation)

    def _points(self, rule: Rule) -> Iterator[Point]:
        """Everything that can be seen of a rule."""
        if rule.limit is not None:
            yield self._point(rule, "limit", "", _WHOLE, ("objects", "does not object"))
        for key, expression in _conditions(rule):
            if key in ("deny", "require"):
                can: tuple[Outcome, ...] = (
                    ("objects", "does not object") if expression.reads else ("objects",)
                )
                yield self._point(rule, key, expression.source, _WHOLE, can)
            for part in conditions_in(expression):
                for each in part.walk():
                    whole = key in ("deny", "require") and each is part
                    # What a negation comes to is told by what it negates, and a constant is never another.
                    if not whole and each.kind != "not" and each.expression.reads:
                        yield self._point(rule, key, each.source, each.span, ("true", "false"))

    def _point(
        self, rule: Rule, key: str, text: str, span: tuple[int, int], can: tuple[Outcome, ...]
    ) -> Point:
        seen = self._seen.get((rule.id, key, span), set())
        return Point(
            rule=rule.id,
            key=key,
            text="" if span is _WHOLE else " ".join(text.split()),
            location=rule.location if span is _WHOLE else rule.locate(key, span[0]),
            outcomes=can,
            missing=tuple(each for each in can if each not in seen),
        )


class _Watched(Expression):
    """An expression that tells what it is evaluated on, and what it comes to."""

    def __init__(self, expression: Expression, saw: Callable[[Activation, Any], None]) -> None:
        super().__init__(expression.source, expression.serialized, expression.type)
        self._saw = saw

    def evaluate(self, activation: Activation) -> Any:
        """As the expression that is watched."""
        value = super().evaluate(activation)
        self._saw(activation, value)
        return value


def _taken(part: Condition, activation: Activation) -> tuple[Condition, ...]:
    """The conditions below one; of a choice the question, and only the answer that it takes."""
    if part.kind != "choice":
        return part.operands
    question, then, otherwise = part.operands
    asked = question.expression.evaluate(activation)
    if not isinstance(asked, bool):
        return (question,)
    return question, then if asked else otherwise


def _conditions(rule: Rule) -> Iterator[tuple[str, Expression]]:
    """The expressions of a rule, but for the numbers of a limit, in which nothing is true or false."""
    return ((key, each) for key, each in rule.expressions.items() if not key.startswith("limit/"))


def _applies(rule: Rule, activation: Activation) -> bool:
    return rule.when is None or rule.when.evaluate(activation) is True
