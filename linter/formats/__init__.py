"""Files to values: change sets and snapshots, in every format that prechange reads."""

from linter.formats.files import ChangeFiles, filled, read_changes
from linter.formats.given import Column, Given, columns_of
from linter.formats.registry import FORMATS, Format
from linter.formats.sidecar import read_sidecar
from linter.formats.state import read_snapshot

__all__ = [
    "FORMATS",
    "ChangeFiles",
    "Column",
    "Format",
    "Given",
    "columns_of",
    "filled",
    "read_changes",
    "read_sidecar",
    "read_snapshot",
]
