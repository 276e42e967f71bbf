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
"""


def page(formats: Mapping[str, Format]) -> str:
    """The page in Markdown: a table, and a section for each format."""
    return "\n".join(
        [_HEAD, *_table(formats), "", *(line for entry in formats.items() for line in _section(*entry))]
    )


def holds(form: Format) -> str:
    """What files of a format hold."""
    kinds = [("changes", form.reads_changes), ("a snapshot", form.reads_snapshot)]
    return " or ".join(kind for kind, reader in kinds if reader)


def _table(formats: Mapping[str, Format]) -> Iterator[str]:
    yield "| `--format` | what it is | holds | names that tell it |"
    yield "|---|---|---|---|"
    for name, form in formats.items():
        suffixes = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
        yield f"| [`{name}`](#{name}) | {form.title} | {holds(form)} | {suffixes} |"


def _section(name: str, form: Format) -> Iterator[str]:
    """A format's page: the docstring of its module."""
    yield f"## {name}"
    yield inspect.cleandoc(form.module().__doc__ or "")
    yield ""
