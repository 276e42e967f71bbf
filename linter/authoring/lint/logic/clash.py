"""Conditions that are to hold together, taken apart into all ways in which they can."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from linter.authoring.lint.logic.facts import possible
from linter.policy import Rule
from linter.policy.condition import Condition, condition_of

MOST = 512
"""The most ways that are looked at; of conditions with more of them nothing is claimed."""

Ops: TypeAlias = frozenset[str] | None
"""The operations that a rule matches; `None` for all."""


class TooManyWaysError(Exception):
    """Conditions that can hold in more ways than are looked at."""


class Holds(msgspec.Struct, frozen=True):
    """A condition and whether it is to be true or false; `key` is the key of the rule it stands under."""

    condition: Condition
    wanted: bool
    key: str

    @property
    def opposite(self) -> "Holds":
        """The same condition, to be the other."""
        return Holds(self.condition, not self.wanted, self.key)

    @property
    def text(self) -> str:
        """What is to hold, as the author wrote it, on one line."""
        source = " ".join(self.condition.source.split())
        if self.wanted:
            return source
        return f"!{source}" if source.replace(".", "").isidentifier() else f"!({source})"


Way: TypeAlias = tuple[Holds, ...]


def parts_of(rule: Rule) -> tuple[Holds, ...]:
    """What must hold for a rule to object: `when`, and its condition. None of a limit, which only counts."""
    wanted: Mapping[str, bool] = {"when": True, "deny": True, "require": False}
    return tuple(
        Holds(condition_of(each), wanted[key], key) for key, each in rule.expressions.items() if key in wanted
    )


def clashes(parts: Sequence[Holds], ops: Ops, *, strict: bool = False) -> tuple[Way, ...]:
    """For each way in which the parts could hold together, the fewest conditions in it that cannot.

    Nothing where one of the ways is possible. With `strict`, conditions that would fail, or stay unknown, do
    not hold either. Raises `TooManyWaysError`.
    """
    found: list[Way] = []
    for way in _ways(parts):
        if possible(_literals(way), ops, strict=strict):
            return ()
        core = _core(way, ops, strict)
        if core not in found:
            found.append(core)
    return tuple(found)


def _literals(way: Way) -> list[tuple[Condition, bool]]:
    return [(each.condition, each.wanted) for each in way]


def _core(way: Way, ops: Ops, strict: bool) -> Way:
    """The conditions of an impossible way without those that are not needed for that."""
    core = list(way)
    for each in way:
        left = [other for other in core if other is not each]
        if not possible(_literals(tuple(left)), ops, strict=strict):
            core = left
    return tuple(core)


def _ways(parts: Sequence[Holds]) -> list[Way]:
    """All ways in which parts hold together: each is a number of leaves."""
    ways: list[Way] = [()]
    for part in parts:
        found = list(itertools.islice(_split(part), MOST + 1))
        if len(found) * len(ways) > MOST:
            raise TooManyWaysError
        ways = [(*way, *each) for way in ways for each in found]
    return ways


def _split(part: Holds) -> Iterator[Way]:
    """All ways in which one condition comes out as wanted."""
    condition, wanted, key = part.condition, part.wanted, part.key
    below = [Holds(each, wanted, key) for each in condition.operands]
    if condition.kind == "leaf":
        yield (part,)
    elif condition.kind == "not":
        yield from _split(below[0].opposite)
    elif condition.kind == "choice":
        question = Holds(condition.operands[0], True, key)
        yield from _ways((question, below[1]))
        yield from _ways((question.opposite, below[2]))
    elif (condition.kind == "and") is wanted:
        yield from _ways(below)
    else:
        for each in below:
            yield from _split(each)
