"""Change sets that a command writes: to a file or standard output, and never less than was meant."""

import os
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from linter.cli.console import put_out
from linter.cli.outputs import write_file
from linter.cli.proof import prove, sidecar_text
from linter.errors import InputError
from linter.formats import FORMATS, Given
from linter.formats.sidecar import SUFFIX
from linter.model import ENVELOPE_FIELDS, Problem
from linter.reporters.visible import visible
from linter.writers import WRITERS, Unsaid, Written, native_form

_NEVER_REFUSED = frozenset({"secret", "note"})
"""What is told and no more: a secret was gone when the changes were read."""

_BLOCK = 1 << 16
_MOST_TOLD = 100
"""How many things that cannot be written are told one by one; the others are counted."""

_NOTHING = Given()


def target(path: str | None, inputs: Iterable[str]) -> str | None:
    """The file to write changes to; `None` for standard output. Raises `InputError` where it cannot be."""
    if path is None or path == "-":
        return None
    if not os.path.isdir(os.path.dirname(path) or "."):
        raise InputError.one(f"cannot write `{path}`: its folder does not exist")
    if os.path.isdir(path):
        raise InputError.one(f"cannot write `{path}`: it is a folder")
    taken = {os.path.realpath(each) for each in (path, path + SUFFIX)}
    for name in inputs:
        if name != "-" and os.path.realpath(name) in taken:
            raise InputError.one(f"the changes would overwrite the input `{name}`", hint="name another file")
    return path


def own_form(path: str | None) -> str:
    """The form of prechange's own in which a file is written.

    Raises `InputError` where its name is that of another format, which nobody would read it as.
    """
    suffix = os.path.splitext(path or "")[1].lower()
    own = {each for name in ("yaml", "json", "jsonl") for each in FORMATS[name].suffixes}
    if suffix not in own and any(suffix in form.suffixes for form in FORMATS.values()):
        message = f"`{path}` would be written in prechange's own form, not as `{suffix}`"
        raise InputError.one(message, hint="name it `.yaml`, `.json` or `.jsonl`")
    return native_form(path)


def write_changes(
    written: Written,
    path: str | None,
    without: Collection[str] = (),
    *,
    name: str = "native",
    given: Given = _NOTHING,
) -> None:
    """Write changes to a file, or to standard output where none is named, and tell what is left out.

    `without` names the kinds of things that may be left out (`linter.writers.KINDS`); `name` is the format,
    and `given` what its reader is told, to read again what was written. Raises `InputError`, with nothing
    written, where something else cannot be said or does not read back.
    """
    unsaid = [each for file in (written, *written.more) for each in file.unsaid]
    if path is None:
        unsaid += _not_beside(written)
    refused = [each for each in unsaid if each.kind not in {*_NEVER_REFUSED, *without}]
    if refused:
        raise InputError(_problems(refused))
    files = list(zip((written, *written.more), _targets(path, written), strict=True))
    for file, place in files:
        _refuse_other_sidecar(file, place)
    with tempfile.TemporaryDirectory(prefix="prechange-") as folder:
        own = [
            Path(folder) / (os.path.basename(place or "") or f"changes{WRITERS[name].suffix}")
            for _, place in files
        ]
        for (file, _), copy in zip(files, own, strict=True):
            prove(file, copy, given if WRITERS[name].looks_up else Given())
        for (file, place), copy in zip(files, own, strict=True):
            _deliver(file, copy, place)
    put_out("".join(_told(unsaid)), sys.stderr)


def unwritable(written: Written, path: str | None, *, name: str, given: Given) -> list[Problem]:
    """Why changes cannot be written without loss, all of it; nothing where they can. Writes nothing.

    Evidence that needs a sidecar is no loss here, though standard output has none.
    """
    files = (written, *written.more)
    refused = [each for file in files for each in file.unsaid if each.kind not in _NEVER_REFUSED]
    if refused:
        return [Problem(message=each.what, location=each.location) for each in refused]
    try:
        _targets(path, written)
        with tempfile.TemporaryDirectory(prefix="prechange-") as folder:
            for number, file in enumerate(files):
                copy = Path(folder) / f"{number}{WRITERS[name].suffix}"
                prove(file, copy, given if WRITERS[name].looks_up else Given())
    except InputError as error:
        return list(error.problems)
    return []


def _targets(path: str | None, written: Written) -> list[str | None]:
    """The names of the files: where there are several, they are numbered. Raises `InputError`."""
    if not written.more:
        return [path]
    if path is None:
        raise InputError.one(
            f"these changes need {len(written.more) + 1} files of this format",
            hint="name the first: `-o FILE`",
        )
    stem, suffix = os.path.splitext(path)
    return [path, *(f"{stem}-{number}{suffix}" for number in range(2, len(written.more) + 2))]


def _refuse_other_sidecar(written: Written, path: str | None) -> None:
    """Raises `InputError` where a sidecar is there that would say other things of the file, and be lost."""
    if path is None or not os.path.exists(path + SUFFIX):
        return
    with open(path + SUFFIX, "rb") as file:
        if file.read() != sidecar_text(written.beside).encode():
            raise InputError.one(
                f"`{path + SUFFIX}` is there already, and would be read with what is written to `{path}`",
                hint="remove it, or name another file",
            )


def _deliver(written: Written, own: Path, path: str | None) -> None:
    """Bring a file that was proved to its place; its sidecar goes first, so that neither is read alone."""
    if path is None:
        for block in _blocks(own):
            _print(block)
        return
    if written.beside:
        write_file(path + SUFFIX, sidecar_text(written.beside))
    write_file(path, _blocks(own))


def _blocks(own: Path) -> Iterator[str]:
    """The text of a file, a block at a time."""
    with own.open(encoding="utf-8", newline="") as file:
        while block := file.read(_BLOCK):
            yield block


def _print(text: str) -> None:
    try:
        put_out(text, sys.stdout, encoding="utf-8")
    except OSError as error:
        raise InputError.one(f"cannot write to standard output: {error.strerror}") from None


def _not_beside(written: Written) -> Iterator[Unsaid]:
    """The evidence that would stand in a sidecar, which standard output has not."""
    for field in ENVELOPE_FIELDS:
        if field in written.beside:
            what = f"`{field}` cannot stand in a file of this format, only in FILE.prechange.yaml beside it"
            yield Unsaid(
                "evidence", what, hint="write to a file (`-o FILE`), or leave it out (`--without evidence`)"
            )


def _problems(refused: Sequence[Unsaid]) -> Iterator[Problem]:
    for each in refused[:_MOST_TOLD]:
        yield Problem(message=each.what, location=each.location, hint=each.hint or _HINTS[each.kind])
    if len(refused) > _MOST_TOLD:
        yield Problem(message=f"and {len(refused) - _MOST_TOLD} more that cannot be written")


_HINTS = {
    "change": "write another format, or leave such changes out: `--without changes`",
    "detail": "write another format, or leave such details out: `--without details`",
    "evidence": "write another format, or leave it out: `--without evidence`",
}


def _told(unsaid: Sequence[Unsaid]) -> Iterator[str]:
    for each in unsaid[:_MOST_TOLD]:
        place = f"{each.location}: " if each.location else ""
        head = "note" if each.kind == "note" else "not written"
        yield f"{visible(f'{place}{head}: {each.what}')}\n"
    if len(unsaid) > _MOST_TOLD:
        yield f"not written: {len(unsaid) - _MOST_TOLD} more\n"
