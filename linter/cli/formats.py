"""`prechange formats`: what can be read, and what can be written."""

import sys
from collections.abc import Iterator

from linter.cli import options as opt
from linter.cli.console import put_out, terminal
from linter.formats import FORMATS, Format
from linter.formats.page import holds
from linter.model import ENVELOPE_FIELDS
from linter.reporters.sheet import Sheet
from linter.writers import WRITERS


def formats(no_color: opt.NoColor = False) -> int:
    """List the formats that prechange reads and writes, and what each can carry.

    The format of a file is recognised by its content, else by its name; `--format NAME` takes the
    place of both. What a format does not carry comes from options such as `--account`, or from
    FILE.prechange.yaml beside FILE.
    """
    options = terminal(sys.stdout, no_color=no_color)
    sheet = Sheet(options.width, options.colour)
    lines = [line for name, form in FORMATS.items() for line in _entry(name, form, sheet)]
    put_out("".join(f"{line}\n" for line in lines), sys.stdout)
    return 0


def _entry(name: str, form: Format, sheet: Sheet) -> Iterator[str]:
    """A format: its name, its title, what it carries."""
    written = [("is written, too;", "")] if name in WRITERS else []
    yield from sheet.flow([(name, "strong"), (form.title, "")], indent="    ")
    yield from sheet.flow(
        [(f"holds {holds(form)};", ""), *written, (f"says {_says(form)}", "")], indent="    ", first="    "
    )


def _says(form: Format) -> str:
    """The evidence that files of a format carry."""
    if set(form.evidence) == set(ENVELOPE_FIELDS):
        return "all evidence itself"
    return ", ".join(f"`{field}`" for field in form.evidence) or "no account and no evidence"
