"""Which tables say themselves what their columns hold."""

from linter.formats.dialect import header_of
from linter.formats.table.layout import is_native


def recognises(sample: bytes, name: str) -> bool:
    """Whether the header names fields; any other table is known by its suffix only."""
    return is_native(header_of(sample))
