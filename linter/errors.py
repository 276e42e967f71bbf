"""Everything that can go wrong, as one small tree, and the exit codes it maps to.

    PrechangeError
    ├── InputError     a command line, input or policy that cannot be read   exit 2

Anything else that is raised is a bug in prechange: exit 4.
"""

from collections.abc import Iterable
from enum import IntEnum

from linter.model import Location, Problem


class ExitCode(IntEnum):
    """What the process says. Nothing but 0 means go."""

    ALLOWED = 0
    """Everything was checked and nothing objects."""
    DENIED = 1
    """A rule objects to something that the changes bring about."""
    INVALID = 2
    """The command line, an input or a policy could not be read."""
    UNDECIDED = 3
    """Nothing was checked, a value was unknown, or the snapshot is not to be trusted."""
    BUG = 4
    """prechange itself failed; this is never a verdict."""
    INTERRUPTED = 130
    """The person pressed ^C (128 + SIGINT)."""


class PrechangeError(Exception):
    """The root of everything prechange raises on purpose."""


class InputError(PrechangeError):
    """Input that cannot be used: every problem found in it, each with its place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))

    @classmethod
    def one(cls, message: str, location: Location | None = None, hint: str = "") -> "InputError":
        """An error with a single problem."""
        return cls([Problem(message=message, location=location, hint=hint)])
