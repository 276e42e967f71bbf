"""How one proof of a policy came out."""

from typing import Literal, TypeAlias

import msgspec

from linter.model import Location, Problem

Kind: TypeAlias = Literal["deny", "allow", "undecided", "case"]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """An example of a rule, or a case of a pack, held against what the rules say.

    `subject` is the full id of the rule, or the id of the pack. `problems` tells everything that came out
    differently: nothing where the proof holds.
    """

    subject: str
    kind: Kind
    name: str
    problems: tuple[Problem, ...] = ()
    location: Location | None = None

    @property
    def passed(self) -> bool:
        """Whether everything came out as it should."""
        return not self.problems
