"""How a whole run came out."""

from typing import Literal

import msgspec

from linter.authoring.proof.coverage import Coverage, Point
from linter.authoring.proof.result import Result
from linter.authoring.proof.survivor import Mutation, Survivor


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """How a whole run came out.

    `rules` is the number of rules; `notes` say what was not run. `coverage` and `mutation` are there where
    they were measured; `fail_under` is how much of a hundred each must reach.
    """

    schema: Literal["prechange/proof/v1"] = "prechange/proof/v1"
    rules: int
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    fail_under: float = 0

    @property
    def holds(self) -> bool:
        """Whether nothing falls short."""
        return not self.shortfalls

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """Why the whole fails, in words."""
        failed = sum(not result.passed for result in self.results)
        limit = f"{self.fail_under:g}"
        said = {
            "there are no examples to run": not self.results,
            f"{failed} of the examples and cases did not come out as they say": failed > 0,
            f"fewer than {limit} of 100 outcomes were seen": self.coverage is not None
            and not self.coverage.reaches(self.fail_under),
            f"fewer than {limit} of 100 changes were noticed": self.mutation is not None
            and not self.mutation.reaches(self.fail_under),
        }
        return tuple(text for text, is_so in said.items() if is_so)

    @property
    def unseen(self) -> tuple[Point, ...]:
        """What was not covered in full."""
        return tuple(point for point in self.coverage.points if point.missing) if self.coverage else ()

    @property
    def survivors(self) -> tuple[Survivor, ...]:
        """The changes that nothing noticed."""
        return self.mutation.survivors if self.mutation else ()
