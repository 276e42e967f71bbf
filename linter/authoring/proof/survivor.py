"""What small changes to rules came to."""

import msgspec

from linter.model import Location


class Survivor(msgspec.Struct, frozen=True, kw_only=True):
    """A change to the text under a key of a rule, `was` to `now`, that no example and no case notices."""

    rule: str
    key: str
    was: str
    now: str
    location: Location


class Mutation(msgspec.Struct, frozen=True, kw_only=True):
    """How many changes were tried, and those that went unnoticed.

    `unproved` are the rules that were left out, because what proves them fails already.
    """

    mutants: int
    survivors: tuple[Survivor, ...]
    unproved: tuple[str, ...] = ()

    @property
    def noticed(self) -> int:
        """The changes that were noticed."""
        return self.mutants - len(self.survivors)

    @property
    def percent(self) -> int:
        """The changes that were noticed, of a hundred: rounded down, so that 100 is all of them."""
        return self.noticed * 100 // self.mutants if self.mutants else 100

    def reaches(self, percent: float) -> bool:
        """Whether at least so many of a hundred were noticed; nothing is rounded."""
        return self.noticed * 100 >= percent * self.mutants
