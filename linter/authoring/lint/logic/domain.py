"""All values that something can have: a few, or all but a few, or the numbers between two bounds."""

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import msgspec

Value: TypeAlias = tuple[str, Any]
"""A value with its kind, so that `true` is not 1."""

_FEW = 64
"""The most values of a span of whole numbers that are looked through one by one."""


def tagged(value: Any) -> Value:
    """A value with its kind."""
    if isinstance(value, bool):
        return ("bool", value)
    return ("number" if isinstance(value, int | float) else type(value).__name__, value)


NULL = tagged(None)


class Domain(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of the values of something.

    `only` are all that are possible, where they can be listed, `never` those that are not. Where a bound is
    there (with whether it is itself excluded), the value is a number; `whole` where it is without fraction.
    With `loose` it may still be null, on which a comparison with a number fails.
    """

    only: frozenset[Value] | None = None
    never: frozenset[Value] = frozenset()
    low: tuple[float, bool] | None = None
    high: tuple[float, bool] | None = None
    whole: bool = False
    loose: bool = False

    def among(self, values: Iterable[Value]) -> "Domain":
        """Without all but these."""
        listed = frozenset(values)
        return msgspec.structs.replace(self, only=listed if self.only is None else self.only & listed)

    def without(self, values: Iterable[Value]) -> "Domain":
        """Without these."""
        return msgspec.structs.replace(self, never=self.never.union(values))

    def above(self, bound: float, excluded: bool) -> "Domain":
        """Without what is less than a bound."""
        given = (bound, excluded)
        return msgspec.structs.replace(self, low=given if self.low is None else max(self.low, given))

    def below(self, bound: float, excluded: bool) -> "Domain":
        """Without what is more than a bound."""
        given = (bound, not excluded)
        kept = given if self.high is None else min((self.high[0], not self.high[1]), given)
        return msgspec.structs.replace(self, high=(kept[0], not kept[1]))

    def dropping(self, impossible: Callable[[Value], bool]) -> "Domain":
        """Without the values of which something is known, where they are listed."""
        if self.only is None:
            return self
        return msgspec.structs.replace(
            self, only=frozenset(each for each in self.only if not impossible(each))
        )

    @property
    def listed(self) -> frozenset[Value] | None:
        """All that is possible, where that can be listed."""
        if self.only is not None:
            return frozenset(each for each in self.only if self._has(each))
        span = self._span()
        if span is None or self._may_be_null:
            return None
        return frozenset(each for each in map(tagged, span) if each not in self.never)

    @property
    def empty(self) -> bool:
        """Whether nothing is possible; what cannot be told is possible."""
        listed = self.listed
        if listed is not None:
            return not listed
        if self.low is None or self.high is None or self._may_be_null:
            return False
        return self.low[0] > self.high[0] or (
            self.low[0] == self.high[0] and (self.low[1] or self.high[1] or tagged(self.low[0]) in self.never)
        )

    def has_not(self, value: Value) -> bool:
        """Whether a value is impossible."""
        return not self._has(value) or (self.only is not None and value not in self.only)

    @property
    def _may_be_null(self) -> bool:
        return self.loose and NULL not in self.never

    def _has(self, value: Value) -> bool:
        if value in self.never:
            return False
        kind, number = value
        if kind != "number":
            return (self.low is None and self.high is None) or (self.loose and value == NULL)
        if self.low is not None and (number < self.low[0] or (number == self.low[0] and self.low[1])):
            return False
        return not (
            self.high is not None and (number > self.high[0] or (number == self.high[0] and self.high[1]))
        )

    def _span(self) -> range | None:
        """The whole numbers that are left, where there are only a few."""
        if not self.whole or self.low is None or self.high is None:
            return None
        if not all(map(math.isfinite, (self.low[0], self.high[0]))):
            return None
        first, last = math.ceil(self.low[0]), math.floor(self.high[0])
        first += first == self.low[0] and self.low[1]
        last -= last == self.high[0] and self.high[1]
        return range(first, last + 1) if last - first < _FEW else None
