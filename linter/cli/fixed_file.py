"""The fixed change set as a file: the author's own where its layout can be kept, else written anew."""

import difflib
import os
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from linter.cli.inputs import Said
from linter.cli.kept_file import kept, parsed
from linter.cli.writing import unwritable
from linter.document import STDIN, Source, shown_path
from linter.errors import InputError
from linter.formats import FORMATS, Given
from linter.model import Location, Problem
from linter.native import native_change
from linter.remedy import Fix, Item
from linter.reporters.visible import visible
from linter.writers import WRITERS, Written, native_form
from linter.writers.patch import Slot

replace = msgspec.structs.replace

NATIVE = ("yaml", "json", "jsonl")
_NATIVE_SUFFIXES = tuple(suffix for name in NATIVE for suffix in FORMATS[name].suffixes)
_FOREIGN_SUFFIXES = tuple(
    suffix for name, form in FORMATS.items() if name not in NATIVE for suffix in form.suffixes
)


class Fixed(msgspec.Struct, frozen=True):
    """What is written, and in which format.

    `before` is the author's file where `written` is that with some lines replaced; `not_as_read` says why
    the format is another than that of the author's file, where nobody asked for another.
    """

    written: Written
    format: str = "yaml"
    before: Source | None = None
    not_as_read: tuple[str, ...] = ()


def fixed_file(
    paths: Sequence[str], result: Fix, given: Given, said: Said, to: str | None, output: str | None
) -> Fixed:
    """The file that holds the fixed changes: in the format asked for, else that of the author's files.

    Where that cannot say them, they are in prechange's own form. Raises `InputError` where the format asked
    for cannot, or the name of the file would then be wrong.
    """
    if to is not None:
        return _as_asked(native_form(output) if to == "native" else to, result, given, output)
    own = _own_form(result, output)
    if own is None:
        return _as_read(result, given, output)
    if own == "yaml" and len(paths) == 1 and paths[0] != STDIN:
        originals, fixed = result.plan.originals, result.change_set.changes
        before, text = kept(paths[0], said, originals, list(_slots(result)), fixed)
        if before is not None:
            return Fixed(Written([text]), before=before)
    return Fixed(WRITERS[own].write(result.change_set, given), own)


def _as_asked(format: str, result: Fix, given: Given, output: str | None) -> Fixed:
    """The fixed changes in a format. Raises `InputError` with everything that it cannot say."""
    written = WRITERS[format].write(result.change_set, given)
    problems = unwritable(written, output, name=format, given=given)
    if problems:
        hint = "write prechange's own form: `--to native`"
        raise InputError(replace(each, hint=hint) for each in problems)
    return Fixed(written, format)


def _own_form(result: Fix, output: str | None) -> str | None:
    """The form of prechange's own that the name of the file asks for, or else that the author's files have;
    `None` where they have another system's format, and the name may be that of one."""
    formats = set(result.given.formats)
    format = formats.pop() if len(formats) == 1 else "yaml"
    if format in NATIVE:
        return format if output is None else native_form(output)
    suffix = os.path.splitext(output or "")[1].lower()
    usual = WRITERS[format].suffix if format in WRITERS else ""
    return native_form(output) if suffix in _NATIVE_SUFFIXES and suffix != usual else None


def _as_read(result: Fix, given: Given, output: str | None) -> Fixed:
    """The fixed changes in the format of the author's files, or prechange's own form and why."""
    format = result.given.formats[0]
    if format in WRITERS:
        written = WRITERS[format].write(result.change_set, given)
        why = tuple(_told(each) for each in unwritable(written, output, name=format, given=given))
        if not why:
            return Fixed(written, format)
    else:
        why = (f"`{format}` files are only read",)
    if output is not None and output.lower().endswith(_FOREIGN_SUFFIXES):
        raise InputError.one(
            f"the fixed changes cannot be written to `{output}` as `{format}`: {why[0]}",
            hint="write prechange's own form: `-o FILE.yaml`",
        )
    own = native_form(output)
    return Fixed(WRITERS[own].write(result.change_set, given), own, not_as_read=why)


def _told(problem: Problem) -> str:
    """A reason with its place."""
    place = problem.location
    return f"{place}: {problem.message}" if place and place.path else problem.message


def as_diff(fixed: Fixed) -> str:
    """A unified diff from the author's text, what is secret in it masked. Raises `InputError` without one."""
    if fixed.before is None:
        raise InputError.one(
            "`--diff` needs one YAML file of changes, in prechange's own form and layout that can be kept",
            hint="write the fixed changes with `--output FILE`",
        )
    name = visible(shown_path(fixed.before.path))
    after = parsed(fixed.written.text, fixed.before.path)
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
    also = "also " if item.part is not None and item.part.put_back else ""
    return f"{also}instead of `{original.op}` of `{original.user}` ({', '.join(rules)})"
