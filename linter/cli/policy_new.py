"""`prechange policy new`: a rule to start from."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from linter.authoring.scaffold import rule_file
from linter.authoring.scaffold.files import SCHEMAS, schema_files
from linter.cli import options as opt
from linter.cli.console import put_out
from linter.cli.judging import configured
from linter.cli.outputs import write_new
from linter.config import YAML_NAME, Config
from linter.errors import ExitCode, InputError
from linter.model import Location
from linter.policy import PACK_FILE

Name = Annotated[
    str,
    typer.Argument(metavar="ID", show_default=False, help="The name of the rule: `no-shared-mailboxes`."),
]
Home = Annotated[
    str | None,
    typer.Option(
        "--in",
        metavar="FOLDER",
        show_default=False,
        help="The folder of the pack. By default the one that the configuration names.",
    ),
]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new(name: Name, home: Home = None, config: opt.Config = None) -> int:
    """Write a rule to start from: it loads, and its examples fail until it is written.

    \b
      prechange policy new no-shared-mailboxes --in policies/our-pack
      prechange policy test policies/our-pack/no-shared-mailboxes.yaml
    """
    if not _ID.fullmatch(name) or len(name) > 80:
        hint = "small letters, digits and hyphens: `no-shared-mailboxes`"
        raise InputError.one(f"`{name}` cannot be the id of a rule", hint=hint)
    pack = Path(home) if home is not None else _pack_folder(configured(config))
    if not (pack / PACK_FILE).is_file():
        hint = "name the folder of a pack with `--in`, or make one with `prechange init`"
        raise InputError.one(f"there is no `{PACK_FILE}` in this folder", Location(path=str(pack)), hint)
    top = _top(pack)
    path = (pack / f"{name}.yaml").resolve().relative_to(top).as_posix()
    missing = {} if (top / SCHEMAS).is_dir() else schema_files()
    write_new(top, {path: rule_file(name, path), **missing})
    shown = os.path.relpath(pack / f"{name}.yaml")
    put_out(f"written: {shown}\nnext: write it, and run `prechange policy test {shown}`\n", sys.stdout)
    return ExitCode.ALLOWED


def _pack_folder(config: Config) -> Path:
    """The only pack of the configuration that is a folder of its own."""
    folders = [Path(spec) for spec in config.policies if (Path(spec) / PACK_FILE).is_file()]
    if len(folders) != 1:
        message = (
            "the configuration names no pack folder" if not folders else "there are several pack folders"
        )
        raise InputError.one(message, hint="say which with `--in FOLDER`, or make one with `prechange init`")
    return folders[0]


def _top(pack: Path) -> Path:
    """The top of the repository that a pack is in: where the configuration or `.git` is, else the pack."""
    here = pack.resolve()
    for each in (here, *here.parents):
        if (each / YAML_NAME).is_file() or (each / ".git").exists():
            return each
    return here
