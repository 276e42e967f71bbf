"""`--output FORMAT[=FILE]`: where reports go. A file is written whole or not at all."""

import os
import shutil
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from linter.cli.console import put_out
from linter.document import did_you_mean
from linter.errors import InputError
from linter.model import Location, Problem, Report
from linter.reporters import REPORTERS, Options
from linter.reporters.verdict import closing


class Output(msgspec.Struct, frozen=True):
    """One report to write: its format, and its file; no file is standard output."""

    format: str
    path: str = ""


def parse_outputs(
    specs: Sequence[str], inputs: Iterable[str] = (), formats: Collection[str] = REPORTERS
) -> tuple[Output, ...]:
    """The reports that were asked for, text on standard output where none was.

    Raises `InputError` for a format there is not, two reports in one place, a folder that does
    not exist, and a file that is also an input.
    """
    outputs = tuple(_parse(spec, formats) for spec in specs) or (Output("text"),)
    taken: set[str] = set()
    for output in outputs:
        place = os.path.realpath(output.path) if output.path else ""
        if place in taken:
            where = f"file `{output.path}`" if place else "standard output"
            raise InputError.one(
                f"two reports are to go to {where}", hint="give one of them a file: `--output FORMAT=FILE`"
            )
        taken.add(place)
    for path in inputs:
        if path != "-" and os.path.realpath(path) in taken:
            raise InputError.one(f"the report would overwrite the input `{path}`")
    return outputs


def deliver(report: Report, outputs: Sequence[Output], options: Options) -> None:
    """Write every report that was asked for, files first.

    Where none goes to standard output, a person still sees the verdict, on standard error.
    Raises `InputError` where one could not be written.
    """
    plain = msgspec.structs.replace(options, colour=False, width=Options().width)
    for output in outputs:
        if output.path:
            write_file(output.path, REPORTERS[output.format](report, plain))
    for output in outputs:
        if not output.path:
            print_report(output.format, REPORTERS[output.format](report, options))
    if all(output.path for output in outputs) and options.verbosity >= 0:
        put_out("".join(f"{line}\n" for line in closing(report, plain)), sys.stderr)


def need_trace(outputs: Iterable[Output]) -> bool:
    """Whether one of the reports shows what became of users and accounts."""
    return any(REPORTERS[output.format].needs_trace for output in outputs)


def _parse(spec: str, formats: Collection[str]) -> Output:
    name, _, path = spec.partition("=")
    if name not in formats:
        near = did_you_mean(name, formats)
        hint = f"did you mean `{near}`?" if near else f"the formats are {', '.join(formats)}"
        raise InputError.one(f"there is no output format `{name}`", hint=hint)
    path = "" if path == "-" else path
    if path and not os.path.isdir(os.path.dirname(path) or "."):
        raise InputError.one(f"cannot write `{path}`: its folder does not exist")
    if path and os.path.isdir(path):
        raise InputError.one(f"cannot write `{path}`: it is a folder")
    return Output(name, path)


def withdraw(outputs: Sequence[Output]) -> None:
    """Remove the report files of an earlier run."""
    for output in outputs:
        with suppress(OSError):
            if output.path and os.path.isfile(output.path):
                os.remove(os.path.realpath(output.path))


def print_report(format: str, text: str) -> None:
    """Write a report to standard output. Raises `InputError` where that is not possible."""
    try:
        put_out(text, sys.stdout, encoding=None if format == "text" else "utf-8")
    except OSError as error:
        raise InputError.one(f"cannot write to standard output: {error.strerror}") from None


def write_file(path: str, text: str | Iterable[str]) -> None:
    """Write beside the file, then put it in its place, so that nobody ever reads half of it.

    A long text may come in pieces. Raises `InputError` where it cannot be written.
    """
    pieces = (text,) if isinstance(text, str) else text
    data = (piece.encode("utf-8", "backslashreplace") for piece in pieces)
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:  # a device or a pipe is written to, never replaced
                device.writelines(data)
        else:
            _replace(os.path.realpath(path), data)
    except OSError as error:
        raise InputError.one(f"cannot write `{path}`: {error.strerror}") from None


def write_new(home: Path, files: Mapping[str, str]) -> None:
    """Write files that are not there yet, by their paths below a folder.

    Raises `InputError` where one is there, and writes none of them; and where one cannot be written.
    """
    there = [path for path in files if os.path.lexists(home / path)]
    if there:
        hint = "move it, or write to another folder"
        raise InputError(
            Problem(message="this file is there already", location=Location(path=str(home / path)), hint=hint)
            for path in there
        )
    for path, text in files.items():
        try:
            (home / path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError.one(f"cannot write `{home / path}`: {error.strerror}") from None
        write_file(str(home / path), text)


def _replace(target: str, data: Iterable[bytes]) -> None:
    beside = f"{target}.{os.getpid()}.part"
    try:
        with open(beside, "xb") as file:
            file.writelines(data)
        if os.path.exists(target):
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.remove(beside)
        raise
