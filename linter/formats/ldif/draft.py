"""A change on its way from a record, and what all makers of such changes need."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from linter.formats.ldif.attribute import CONTAINERS
from linter.formats.ldif.dn import BadName, Name, name_of
from linter.formats.ldif.entry import Entry
from linter.formats.ldif.record import Fault, Record, base_of
from linter.model import Op


class NeedsTracking(Exception):  # noqa: N818 - a signal to begin again, never an error that anyone sees
    """A tree delete: which users the file has created below it must be known."""


class Draft(NamedTuple):
    """A change before it is one. `line` is the line of the record it comes from, 0 for the whole record."""

    op: Op
    user: str
    set: Mapping[str, Any] = MappingProxyType({})
    before: Mapping[str, Any] = MappingProxyType({})
    group: str = ""
    secrets: tuple[str, ...] = ()
    line: int = 0


def kind_at(name: Name, entry: Entry) -> str:
    """What kind of entry is created: by its object classes, else by what it holds and its name."""
    kind = entry.kind
    if kind is None:
        kind = "group" if entry.members else "user"
    if kind != "group" and name.parts[0].partition("=")[0] in CONTAINERS:
        return "user" if entry.kind == "user" else "container"
    return kind


def named(text: str, line: int) -> Name:
    """The name that a value gives. Raises `Fault`."""
    try:
        return name_of(text)
    except BadName as error:
        raise Fault(
            f"this is no distinguished name: {error}", line, error.offset, _NAME_HINT, inside=True
        ) from error


_NAME_HINT = "such as `uid=jane,ou=People,dc=example,dc=com`"


def line_of(record: Record, attribute: str) -> int:
    """The line of a record on which an attribute stands first; the line of its name where it does not."""
    return next((n for n, line in enumerate(record.lines) if base_of(line[0]) == attribute), 0)
