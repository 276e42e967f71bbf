"""What a file cannot say itself, in a file beside it: `FILE.prechange.yaml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.document import STDIN, Source, check, given_path, parse_yaml, plain, read_text
from linter.errors import InputError
from linter.formats.given import Column, columns_of
from linter.model import ENVELOPE_FIELDS, Envelope, Op
from linter.native.shape import Facts, Head
from linter.schemas import load

SUFFIX = ".prechange.yaml"

_HINTS = {
    "changes": "changes stand in the file itself",
    "accounts": "this is about one file, which is about one account: `account`",
    "id": "the account is named by `account`",
}


class Sidecar(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one file: its format, evidence, columns; of a snapshot, also when and how it was
    taken, and what the account records beside its users.
    """

    format: str | None = None
    envelope: Envelope = Envelope()
    columns: Mapping[str, Column] = {}
    op: Op | None = None
    head: Head = Head()
    facts: Facts = Facts()


def read_sidecar(path: str) -> Sidecar:
    """What the sidecar of a file says; nothing where it has none, as standard input has not.

    Raises `InputError` with everything that is wrong with it.
    """
    given = given_path(path)
    if given == STDIN or not Path(given + SUFFIX).exists():
        return Sidecar()
    name = given + SUFFIX
    text = read_text(name)
    source = Source(name, text, parse_yaml(text, name))
    problems = check(source, load("sidecar"), hints=_HINTS)
    if problems:
        raise InputError(problems)
    return _sidecar(plain(source.root))


def _sidecar(data: Mapping[str, Any]) -> Sidecar:
    """The values of a document that fits the schema."""
    return Sidecar(
        format=data.get("format"),
        envelope=msgspec.convert({key: data[key] for key in ENVELOPE_FIELDS if key in data}, Envelope),
        columns=columns_of(data.get("columns", {})),
        op=data.get("op"),
        head=msgspec.convert({key: data[key] for key in Head.__struct_fields__ if key in data}, Head),
        facts=msgspec.convert({key: data[key] for key in Facts.__struct_fields__ if key in data}, Facts),
    )
