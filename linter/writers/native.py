"""What the three native forms have in common: what they cannot say, and what stands at their top."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from linter.model import ENVELOPE_FIELDS, UNSET, Change, ChangeSet, Envelope
from linter.native import Unsound, native_change, read_change
from linter.writers.written import Unsaid

_NOT_READ = (UnicodeEncodeError, msgspec.ValidationError, Unsound)


def unsaid(change: Change) -> Iterator[Unsaid]:
    """What a change would lose in its native form."""
    if change.secrets:
        yield dropped(change)
    try:
        data = native_change(change)
        reads_back = native_change(read_change(data, change.index, Envelope())) == data
    except _NOT_READ:
        reads_back = False
    if not reads_back:
        yield Unsaid("change", f"`{change.op}` holds a value that no change file can hold", change)


def dropped(change: Change) -> Unsaid:
    """The secrets of a change, which its reader dropped."""
    names = ", ".join(f"`{name}`" for name in change.secrets)
    return Unsaid("secret", f"the value of {names} was dropped, so `{change.op}` is written without", change)


def judged(
    change_set: ChangeSet, judge: Callable[[Change], Iterator[Unsaid]] = unsaid
) -> tuple[tuple[Unsaid, ...], frozenset[int]]:
    """What a change set would lose, and the indexes of the changes that cannot be written at all."""
    found = tuple(each for change in change_set.changes for each in judge(change))
    return found, frozenset(each.change.index for each in found if each.change and each.kind == "change")


def top(change_set: ChangeSet) -> Envelope:
    """The evidence for the top of a file: what all changes say alike; else what the change set says of a
    thing that every change says, so that none gains evidence."""
    envelopes = {change.envelope for change in change_set.changes} or {change_set.envelope}
    said: dict[str, Any] = {}
    for name in ENVELOPE_FIELDS:
        values = {getattr(envelope, name) for envelope in envelopes}
        if len(values) == 1:
            said[name] = values.pop()
        elif UNSET not in values:
            said[name] = getattr(change_set.envelope, name)
    return Envelope(**said)


def alike(change_set: ChangeSet) -> Envelope:
    """The evidence that all changes share."""
    envelopes = {change.envelope for change in change_set.changes} or {change_set.envelope}
    values = {name: {getattr(envelope, name) for envelope in envelopes} for name in ENVELOPE_FIELDS}
    return Envelope(**{name: found.pop() for name, found in values.items() if len(found) == 1})
