"""`prechange policy docs`: a page for each rule, made from the rule files."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from linter.authoring.pages import MARK, site
from linter.cli import options as opt
from linter.cli.console import complain, put_out
from linter.cli.judging import configured, judged_by
from linter.cli.outputs import write_file
from linter.document import unreadable
from linter.errors import ExitCode, InputError
from linter.model import Location, Problem

Folder = Annotated[
    str, typer.Option("--output", "-o", metavar="FOLDER", help="Write the pages into this folder.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; fail where the pages are not what the rules say.")
]


def docs(
    policy: opt.Policies = None,
    config: opt.Config = None,
    output: Folder = "docs/rules",
    check: Check = False,
) -> int:
    """Write a page for each rule, and an index, from the rule files.

    A page says why the rule is there, what it objects to in plain words, what to do instead, and shows
    every example as before and after. Pages of rules that are gone from these packs are removed; files that
    were not made by this command are never touched. Exit codes: 0 written, or with --check up to date; 1 not
    up to date.

    \b
      prechange policy docs --policy policies/our-pack --output docs/rules
      prechange policy docs --policy policies/our-pack --output docs/rules --check
    """
    folder = Path(output)
    pages = site(judged_by(configured(config), policy, None))
    made = _made(folder)
    taken = [path for path in pages if path not in made and (folder / path).exists()]
    if taken:
        raise InputError(
            Problem(
                message="this file was not made by `prechange policy docs`, and is not written over",
                location=Location(path=str(folder / path)),
                hint="move it, or name another folder with `--output`",
            )
            for path in taken
        )
    stale = {path: text for path, text in pages.items() if made.get(path) != text}
    packs = {path.partition("/")[0] for path in pages}
    gone = sorted(path for path in made.keys() - pages.keys() if path.partition("/")[0] in packs)
    if check:
        return _told(folder, stale, gone)
    _write(folder, stale, gone)
    put_out(f"{len(pages)} pages in {folder}: {len(stale)} written, {len(gone)} removed\n", sys.stdout)
    return ExitCode.ALLOWED


def _write(folder: Path, stale: Mapping[str, str], gone: list[str]) -> None:
    """Makes the pages what they should be."""
    try:
        for path, text in stale.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            write_file(str(folder / path), text)
        for path in gone:
            (folder / path).unlink()
    except OSError as error:
        raise InputError.one(f"cannot write the pages to `{folder}`: {error.strerror}") from error


def _made(folder: Path) -> dict[str, str]:
    """The pages in a folder that this command made, by their paths in it."""
    made = ((path, text) for path, text in _pages(folder) if text.startswith(MARK))
    return {path.relative_to(folder).as_posix(): text for path, text in made}


def _pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.md")):
        try:
            yield path, path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise unreadable(str(path), error) from error


def _told(folder: Path, stale: Mapping[str, str], gone: list[str]) -> int:
    """What is not up to date."""
    problems = [("this page is not what the rules say", path) for path in stale]
    problems += [("there is no rule for this page any more", path) for path in gone]
    hint = f"run `prechange policy docs --output {folder}` with the same policies"
    complain(
        Problem(message=message, location=Location(path=str(folder / path)), hint=hint)
        for message, path in problems
    )
    if not problems:
        put_out(f"the pages in {folder} are up to date\n", sys.stdout)
    return ExitCode.DENIED if problems else ExitCode.ALLOWED
