"""The author's own YAML file with other changes in it: every other line stays as it is."""

from collections.abc import Iterable, Sequence

import msgspec

from linter.cli.inputs import Said
from linter.document import Source, parse_yaml, read_text, shown_path
from linter.errors import InputError
from linter.formats import filled, read_sidecar
from linter.formats.yaml import part_of
from linter.model import Change, Envelope
from linter.native import native_change
from linter.writers.patch import Slot, patched

replace = msgspec.structs.replace


def kept(
    path: str, said: Said, originals: Iterable[Change], slots: Sequence[Slot], wanted: Iterable[Change]
) -> tuple[Source | None, str]:
    """The author's document, and its text with the changes as `slots` say.

    No document where it is in another format than prechange's own YAML, where it does not hold the
    `originals`, or where its layout cannot be kept in a text that holds the `wanted` changes.
    """
    try:
        text = read_text(path)
        if text.lstrip().startswith(("{", "[")):
            return None, ""
        before = parsed(text, shown_path(path))
        around = filled(said.envelope, read_sidecar(path).envelope)
        if not _says(before, around, originals):
            return None, ""
        after = patched(text, before.root, slots)
        if after is None or not _says(parsed(after, before.path), around, wanted):
            return None, ""
    except InputError:
        return None, ""
    return before, after


def parsed(text: str, path: str) -> Source:
    """A YAML text as a document. Raises `InputError` where it is none."""
    return Source(path, text, parse_yaml(text, path))


def _says(source: Source, around: Envelope, changes: Iterable[Change]) -> bool:
    """Whether a document, read with the evidence around it, holds these changes and nothing else."""
    part = part_of(source)
    read = (replace(each, envelope=filled(around, each.envelope)) for each in part.changes(0))
    return [_data(each) for each in read] == [_data(each) for each in changes]


def _data(change: Change) -> tuple[object, ...]:
    return native_change(change), change.secrets
