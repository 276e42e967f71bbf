"""A source line in three parts, so that a page can mark the part that is meant."""

import msgspec

from linter.model import Location

_WIDEST = 400
"""Characters of a source line that are shown."""


class Excerpt(msgspec.Struct, frozen=True):
    """A source line: its number, what comes before the marked part, that part, and the rest."""

    line: int
    lead: str
    marked: str
    rest: str


def excerpt(location: Location | None) -> Excerpt | None:
    """The line at a place, if the place has one. Where the columns do not fit it, nothing is marked."""
    if location is None or not location.line or not location.text.strip():
        return None
    text = location.text.rstrip().replace("\t", " ")
    shown, more = text[:_WIDEST], "…" if len(text) > _WIDEST else ""
    start = (location.text_column or location.column) - 1
    if not 0 <= start < len(shown):
        return Excerpt(location.line, shown + more, "", "")
    end = start + max(location.end_column - location.column, 1)
    return Excerpt(location.line, shown[:start], shown[start:end], shown[end:] + more)
