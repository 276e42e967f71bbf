"""The fixed change set as a file: the author's own where its layout can be kept, else written anew."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from linter.cli.inputs import Said
from linter.document import STDIN, Source, parse_yaml, read_text, shown_path
from linter.errors import InputError
from linter.formats import Given, filled, read_sidecar
from linter.formats.yaml import part_of
from linter.model import Change, Envelope, Location
from linter.native import native_change
from linter.remedy import Fix, Item
from linter.reporters.visible import visible
from linter.writers import WRITERS, Written, native_form
from linter.writers.patch import Slot, patched

replace = msgspec.structs.replace


class Fixed(msgspec.Struct, frozen=True):
    """What is written, and in which format.

    `before` is the author's file where `written` is that with some lines replaced.
    """

    written: Written
    format: str = "yaml"
    before: Source | None = None


def fixed_file(
    paths: Sequence[str], result: Fix, given: Given, said: Said, to: str | None, output: str | None
) -> Fixed:
    """The file that holds the fixed changes."""
    if to is None and native_form(output) == "yaml" and len(paths) == 1 and paths[0] != STDIN:
        kept = _kept(paths[0], result, said)
        if kept is not None:
            return kept
    format = native_form(output) if to in (None, "native") else to
    return Fixed(WRITERS[format].write(result.change_set, given), format)


def as_diff(fixed: Fixed) -> str:
    """A unified diff from the author's text, what is secret in it masked. Raises `InputError` without one."""
    if fixed.before is None:
        raise InputError.one(
            "`--diff` needs one YAML file of changes, in prechange's own form and layout that can be kept",
            hint="write the fixed changes with `--output FILE`",
        )
    name = visible(shown_path(fixed.before.path))
    after = _parsed(fixed.written.text, fixed.before.path)
    lines = difflib.unified_diff(
        [visible(line) for line in fixed.before.shown_lines],
        [visible(line) for line in after.shown_lines],
        name,
        f"{name} (fixed)",
        lineterm="",
    )
    return "".join(f"{line}\n" for line in lines)


def refuse_to_print_secrets(fixed: Fixed) -> None:
    """Raises `InputError` where the author's text holds a secret, which is no thing for standard output."""
    if fixed.before is not None and fixed.before.secrets:
        line = min(fixed.before.secrets)
        raise InputError.one(
            "the file holds a secret, which is not printed",
            Location(path=fixed.before.path, line=line),
            "write the fixed changes to a file: `--output FILE`",
        )


def _parsed(text: str, path: str) -> Source:
    return Source(path, text, parse_yaml(text, path))


def _kept(path: str, result: Fix, said: Said) -> Fixed | None:
    """The author's text with what is replaced; `None` where it is another format, or cannot be kept."""
    try:
        text = read_text(path)
        if text.lstrip().startswith(("{", "[")):
            return None
        before = _parsed(text, shown_path(path))
        around = filled(said.envelope, read_sidecar(path).envelope)
        if not _says(before, around, result.plan.originals):
            return None
        after = patched(text, before.root, list(_slots(result)))
        if after is None or not _says(_parsed(after, before.path), around, result.change_set.changes):
            return None
    except InputError:
        return None
    return Fixed(Written([after]), before=before)


def _slots(result: Fix) -> Iterator[Slot]:
    """The list of changes as the author's own and others, in their order."""
    above = result.given.envelope
    there = {item.source for item in result.items}
    gone = [source for source in range(len(result.plan.originals)) if source not in there]
    for source, group in groupby(result.items, key=lambda item: item.source):
        items = list(group)
        while gone and gone[0] < source:
            yield Slot(source=gone.pop(0), changes=(), note="left away by prechange fix")
        if items[0].own:
            yield Slot(source=source)
        else:
            changes = tuple(native_change(item.change, above) for item in items)
            yield Slot(source=source, changes=changes, note=_note(result, items[0]))
    for source in gone:
        yield Slot(source=source, changes=(), note="left away by prechange fix")


def _note(result: Fix, item: Item) -> str:
    """Why the author's change is another, as a line of comment."""
    original = result.plan.originals[item.source]
    if item.heir is not None:
        return f"instead of `{original.op}` of `{original.user}`: made to the user who replaces it"
    rules = dict.fromkeys(each.rule for each in result.plan.remedies[item.source].findings[:1])
    return f"instead of `{original.op}` of `{original.user}` ({', '.join(rules)})"


def _says(source: Source, around: Envelope, changes: Iterable[Change]) -> bool:
    """Whether a document, read with the evidence around it, holds these changes and nothing else."""
    part = part_of(source)
    read = (replace(each, envelope=filled(around, each.envelope)) for each in part.changes(0))
    return [_data(each) for each in read] == [_data(each) for each in changes]


def _data(change: Change) -> tuple[object, ...]:
    return native_change(change), change.secrets
