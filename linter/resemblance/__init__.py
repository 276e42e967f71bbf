"""Whether two names, two addresses, two states of a user record belong to one person.

What does the comparing, with its tables of names, is loaded when something is first compared: most runs
compare nothing.
"""

from linter.model import User
from linter.resemblance.intent import claims, standing
from linter.resemblance.verdict import STANDINGS, VERDICTS, Identity, Says, Signal, Standing, Verdict

__all__ = [
    "STANDINGS",
    "VERDICTS",
    "Identity",
    "Says",
    "Signal",
    "Standing",
    "Verdict",
    "claims",
    "classify",
    "edit_distance",
    "resembles",
    "similarity",
    "skeleton",
    "standing",
]


def classify(before: User, after: User) -> Identity:
    """What became of a user record between two states of it."""
    from linter.resemblance import classifier

    return classifier.classify(before, after)


def resembles(a: str, b: str) -> bool:
    """Whether two names, or two local parts of addresses, could well be one person's."""
    from linter.resemblance import likeness

    return likeness.resembles(a, b)


def similarity(a: str, b: str) -> float:
    """How alike two texts are, from 0 (nothing in common) to 1 (the same but for case, accents and order)."""
    from linter.resemblance import letters

    return letters.similarity(a, b)


def skeleton(s: str) -> str:
    """The look-alike form: texts that a reader may take for one another have the same one."""
    from linter.resemblance import letters

    return letters.skeleton(s)


def edit_distance(a: str, b: str) -> int:
    """Letters to insert, leave out, replace or swap with their neighbour to make one text the other."""
    from linter.resemblance import letters

    return letters.edit_distance(a, b)
