"""Guessing the word that was meant."""

import difflib
from collections.abc import Iterable

_NEAR = 0.7


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is most likely a slip of, or `None` where none is near."""
    known = {candidate.casefold(): candidate for candidate in candidates}
    given = word.casefold().replace("-", "_")
    swapped = (name for name in known if sorted(name) == sorted(given))
    near = difflib.get_close_matches(given, known, n=1, cutoff=_NEAR) or list(swapped)
    return known[near[0]] if near else None
