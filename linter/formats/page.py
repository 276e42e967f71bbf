"""The page about formats, made from the registry and the docstrings of the readers."""

import inspect
from collections.abc import Iterator, Mapping

from linter.formats.registry import Format

_HEAD = """# Formats

<!-- made from `linter/formats`; a test holds it, and PRECHANGE_GOLDEN=write writes it anew -->

`prechange check` takes the file that is about to be applied, imported or uploaded, as it is; `--snapshot`
takes an export the same way. The format is recognised by the content, else by the name; `--format NAME` and
`--snapshot-format NAME` take the place of both. What a format does not carry comes from the command line
(`--account`, `--requested-by`, `--approved-by`, `--reference`, `--reason`, `--intent`), or from
`FILE.prechange.yaml` beside FILE. Beside a snapshot that may also say `taken_at`, `complete`, and what a
table of users has no column for: the account's `name`, `purchased_users` and `billing_admin`. What prechange
has no word for is counted as *not checked*; with `--strict` it makes the verdict undecided.

`prechange convert CHANGES --to NAME -o FILE` writes a change set in those formats that are *written* below.
What a format cannot say is refused with its place, and nothing is written; `--without changes`, `details`,
`evidence` or `unchecked` leaves it out and names it. Evidence without a place in a format goes to
`FILE.prechange.yaml`. Before it is delivered the file is read again as `check` would read it, and has to give
the same changes, in the form that the format has for them (below). The value of a secret was dropped when the
changes were read: it is missing in what is written, and that is said.
"""


def page(formats: Mapping[str, Format], written: Mapping[str, str]) -> str:
    """The page in Markdown: a table, and a section for each format.

    `written` are those that changes can be written in, each with the docstring of its writer.
    """
    sections = (
        line for name, form in formats.items() for line in _section(name, form, written.get(name, ""))
    )
    return "\n".join([_HEAD, *_table(formats, written), "", *sections])


def holds(form: Format) -> str:
    """What files of a format hold."""
    kinds = [("changes", form.reads_changes), ("a snapshot", form.reads_snapshot)]
    return " or ".join(kind for kind, reader in kinds if reader)


def _table(formats: Mapping[str, Format], written: Mapping[str, str]) -> Iterator[str]:
    yield "| `--format` | what it is | holds | written | names that tell it |"
    yield "|---|---|---|---|---|"
    for name, form in formats.items():
        suffixes = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
        yes = "yes" if name in written else ""
        yield f"| [`{name}`](#{name}) | {form.title} | {holds(form)} | {yes} | {suffixes} |"


def _section(name: str, form: Format, written: str) -> Iterator[str]:
    """A format's page: the docstring of its module, and that of its writer."""
    yield f"## {name}"
    yield inspect.cleandoc(form.module().__doc__ or "")
    yield ""
    if written:
        yield f"### {name}, as it is written"
        yield inspect.cleandoc(written)
        yield ""
