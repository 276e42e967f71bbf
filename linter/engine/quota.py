"""How many users a limit lets through: exact, and three-valued where a number is not known."""

from collections.abc import Mapping
from math import floor, isfinite
from typing import Any, Literal, TypeAlias

import msgspec

from linter.policy import Activation, Failure, Limit, Unknown

Known: TypeAlias = int | Unknown


class Quota(msgspec.Struct, frozen=True):
    """The most users that each part of a limit allows; passing `any` or `all` of them is too much.

    No parts: there is nothing that could be passed.
    """

    parts: tuple[Known, ...]
    joined: Literal["any", "all"]

    def passed(self, count: int) -> bool | Unknown:
        """Whether so many users are too many; joined as CEL joins, so one part may decide alone."""
        answers = [each if isinstance(each, Unknown) else count > each for each in self.parts]
        decisive = self.joined == "any"
        if decisive in answers:
            return decisive
        unknown = [each for each in answers if isinstance(each, Unknown)]
        return joined(unknown) if unknown else bool(answers) and not decisive

    @property
    def allowed(self) -> int | None:
        """The most users that are not too many; `None` where that is not known or without an end."""
        if not self.parts or any(isinstance(each, Unknown) for each in self.parts):
            return None
        numbers = [each for each in self.parts if not isinstance(each, Unknown)]
        return max(0, min(numbers) if self.joined == "any" else max(numbers))


def joined(unknown: list[Unknown]) -> Unknown:
    """Everything that is missing."""
    missing = tuple(dict.fromkeys(name for each in unknown for name in each.missing))
    return Unknown(missing, next((each.reason for each in unknown if each.reason), ""))


def numbers(limit: Limit, activation: Activation) -> Mapping[str, Any] | Failure:
    """The values of the limit's numbers by name; those that it does not have are left out."""
    found: dict[str, Any] = {}
    for name, expression in limit.numbers.items():
        value = expression.evaluate(activation)
        if isinstance(value, Failure):
            return value
        if not isinstance(value, int | float | Unknown) or (isinstance(value, float) and not isfinite(value)):
            return Failure(f"`{name}` is no number")
        found[name] = value
    return found


def quota(limit: Limit, values: Mapping[str, Any], population: Known) -> Quota:
    """What a limit allows with these numbers, in a population."""
    parts: list[Known] = []
    if "max_count" in values:
        parts.append(values["max_count"])
    if "max_percent" in values:
        least = values.get("min_population", 0)
        missing = [each for each in (values["max_percent"], population, least) if isinstance(each, Unknown)]
        if missing:
            parts.append(joined(missing))
        elif not isinstance(population, Unknown) and population >= least:
            from fractions import Fraction  # exact, and slow to load

            parts.append(floor(Fraction(values["max_percent"]) * population / 100))
    return Quota(tuple(parts), limit.joined)
