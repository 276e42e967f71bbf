"""Whether what a change is said to be is what it looks like."""

import re
from collections.abc import Mapping

from linter.resemblance.verdict import Standing, Verdict

_CLAIMS: Mapping[str, frozenset[Verdict]] = {
    "correction": frozenset({"correction"}),
    # A short name under which somebody goes after a marriage may look like the slip of a finger.
    "rename": frozenset({"rename", "correction"}),
    "rebranding": frozenset({"rebranding"}),
    "reassign": frozenset({"another-person"}),
    "another-person": frozenset({"another-person"}),
}
"""What an intent can claim, and the verdicts that confirm it."""

_FIRST_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def standing(intent: object, verdict: Verdict) -> Standing:
    """How an intent stands beside the verdict. Its first word claims something, or it claims nothing."""
    found = _FIRST_WORD.match(intent.strip().casefold()) if isinstance(intent, str) else None
    confirming = _CLAIMS.get(found[0]) if found else None
    if confirming is None or verdict == "unchanged":
        return "none"
    if verdict == "unclear":
        return "open"
    return "confirmed" if verdict in confirming else "contested"


def claims(intent: object) -> bool:
    """Whether an intent says whose a record will be."""
    return standing(intent, "unclear") == "open"
