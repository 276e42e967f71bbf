"""What the three native forms have in common: what they cannot say, and what stands at their top."""

from collections.abc import Callable, Iterator

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


def shared(change_set: ChangeSet) -> Envelope:
    """What the change set's envelope says of things that every change says, so that none gains evidence."""
    silent = {
        name
        for change in change_set.changes
        if change.envelope is not change_set.envelope
        for name in ENVELOPE_FIELDS
        if getattr(change.envelope, name) is UNSET
    }
    return msgspec.structs.replace(change_set.envelope, **dict.fromkeys(silent, UNSET))
