"""`prechange init`: a repository to start from."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from linter import __version__
from linter.authoring.scaffold import CI, starter_files
from linter.cli.console import put_out
from linter.cli.outputs import write_new
from linter.document import did_you_mean
from linter.errors import ExitCode, InputError

Folder = Annotated[
    str, typer.Argument(metavar="FOLDER", help="Where to write; made where it does not exist.")
]
PackName = Annotated[
    str, typer.Option("--pack", metavar="ID", help="The id of the repository's own pack of rules.")
]
System = Annotated[
    str,
    typer.Option("--ci", metavar="NAME", help=f"The CI system to write a job for: {', '.join(CI)} or none."),
]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def init(folder: Folder = ".", pack: PackName = "house", ci: System = "github") -> int:
    """Write what a repository of policies and change files starts with.

    A configuration, a pack with a rule, a sample of changes and of a snapshot, a CI job, and the schemas
    by which editors complete and check all these. Nothing that is there already is written over.

    \b
      prechange init
      prechange policy test
      prechange check changes.yaml
    """
    if not _ID.fullmatch(pack) or len(pack) > 80:
        raise InputError.one(
            f"`{pack}` cannot be the id of a pack", hint="small letters, digits and hyphens: `our-rules`"
        )
    if ci not in (*CI, "none"):
        near = did_you_mean(ci, [*CI, "none"])
        hint = f"did you mean `{near}`?" if near else f"one of {', '.join(CI)}, none"
        raise InputError.one(f"there is no job for the CI system `{ci}`", hint=hint)
    files = starter_files(pack, ci=None if ci == "none" else ci, version=__version__)
    write_new(Path(folder), files)
    schemas = [path for path in files if path.endswith(".schema.json")]
    lines = [f"  {path}" for path in files if path not in schemas]
    lines.append(f"  {Path(schemas[0]).parent.as_posix()}/ ({len(schemas)} schemas for editors)")
    go = [] if folder == "." else [f"  cd {folder}"]
    lines += [
        "next:",
        *go,
        "  prechange policy test",
        "  prechange check changes.yaml   # denied, as it must be",
    ]
    lines.append("  prechange policy new NAME")
    put_out("".join(f"{line}\n" for line in ["written:", *lines]), sys.stdout)
    return ExitCode.ALLOWED
