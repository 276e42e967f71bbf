"""What two states do not tell, or tell only by way of a guess."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from linter.model import Location, Unchecked

Place: TypeAlias = Callable[[], Location | None]
"""Finds a place, if it is asked for."""


class Notes:
    """Notes, each told once with the number of cases and the place of the first."""

    def __init__(self) -> None:
        self._found: dict[str, Unchecked] = {}

    def add(self, what: str, place: Place) -> None:
        """Notes a case; `what` names it in the singular."""
        first = self._found.get(what)
        if first is None:
            self._found[what] = Unchecked(what=what, location=place())
        else:
            self._found[what] = msgspec.structs.replace(first, count=first.count + 1)

    def all(self) -> tuple[Unchecked, ...]:
        """Everything that was noted."""
        return tuple(self._found.values())
