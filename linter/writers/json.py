"""prechange's own form, as a JSON document: for programs."""

import functools
from collections.abc import Iterator

from linter.formats import Given
from linter.model import ChangeSet, Envelope
from linter.native import native_change, native_envelope
from linter.reporters.encode import encode
from linter.reporters.visible import escaped
from linter.writers import native
from linter.writers.written import Anew, Written


def write(change_set: ChangeSet, given: Given) -> Written:
    """The change set as one document, one change a line."""
    unsaid, left_out = native.judged(change_set)
    return Written(Anew(functools.partial(_pieces, change_set, native.top(change_set), left_out)), unsaid)


def _pieces(change_set: ChangeSet, above: Envelope, left_out: frozenset[int]) -> Iterator[str]:
    head = [f"{encode(name)}: {encode(value)},\n  " for name, value in native_envelope(above).items()]
    yield escaped(f'{{\n  {"".join(head)}"changes": [')
    comma = ""
    for change in change_set.changes:
        if change.index not in left_out:
            yield f"{comma}\n    {escaped(encode(native_change(change, above)))}"
            comma = ","
    yield "\n  ]\n}\n" if comma else "]\n}\n"
