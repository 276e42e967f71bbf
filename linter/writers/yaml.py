"""prechange's own form, as a YAML document: for people, who edit it."""

import functools
from collections.abc import Iterator

from linter.formats import Given
from linter.model import Change, ChangeSet, Envelope
from linter.native import native_change, native_envelope
from linter.reporters.native import native_lines, native_pairs
from linter.reporters.visible import visible
from linter.writers import native
from linter.writers.written import Anew, Unsaid, Written

_WIDTH = 100
_LONGEST_KEY = 1000
"""YAML's own bound is 1024 characters, quotes and escapes included."""


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as one document, a change on one line where it fits."""
    unsaid, left_out = native.judged(change_set, _unsaid)
    return Written(Anew(functools.partial(_pieces, change_set, native.top(change_set), left_out)), unsaid)


def _unsaid(change: Change) -> Iterator[Unsaid]:
    """What a change would lose."""
    yield from native.unsaid(change)
    if any(len(visible(key)) > _LONGEST_KEY for key in _keys([dict(change.set), change.before])):
        yield Unsaid(
            "change", "the name of an attribute is longer than YAML allows", change, hint="write it as JSON"
        )


def _keys(value: object) -> Iterator[str]:
    """The keys of plain data at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _keys(item)


def _pieces(change_set: ChangeSet, above: Envelope, left_out: frozenset[int]) -> Iterator[str]:
    yield from (f"{line}\n" for line in native_pairs(native_envelope(above)))
    begun = False
    for change in change_set.changes:
        if change.index in left_out:
            continue
        if not begun:
            yield "changes:\n"
            begun = True
        for line in native_lines((native_change(change, above),), _WIDTH - 2):
            yield f"  {visible(line)}\n"
    if not begun:
        yield "changes: []\n"
