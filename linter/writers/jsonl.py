"""prechange's own form, one change a line: for change sets of any size."""

import functools
from collections.abc import Iterator

from linter.formats import Given
from linter.model import ChangeSet
from linter.native import native_change
from linter.reporters.encode import encode
from linter.reporters.visible import escaped
from linter.writers import native
from linter.writers.written import Anew, Written


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as lines, each with all of its evidence."""
    unsaid, left_out = native.judged(change_set)
    return Written(Anew(functools.partial(_pieces, change_set, left_out)), unsaid)


def _pieces(change_set: ChangeSet, left_out: frozenset[int]) -> Iterator[str]:
    for change in change_set.changes:
        if change.index not in left_out:
            yield f"{escaped(encode(native_change(change)))}\n"
