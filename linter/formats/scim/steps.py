"""From gathered fields to changes."""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from linter.document import Source
from linter.formats.scim.sheet import Sheet, Step
from linter.formats.scim.spot import Spot
from linter.model import UNSET, Change, Envelope, Location

_NO_ENVELOPE = Envelope()

Refer: TypeAlias = Callable[[Source, Spot, str], str]
"""Turns an id in a document into one that means something outside of it."""


def updates(sheet: Sheet, user: str, values: Mapping[str, Any], base: str) -> Iterator[Step]:
    """The changes that give a user new values: an update, and then whether the user is enabled."""
    values = dict(values)
    enabled = values.pop("enabled", None)
    secrets = tuple(sheet.secrets)
    if values or secrets:
        pointers = {"": base, **sheet.pointers}
        yield Step("update", user, values, {}, secrets, sheet.source, pointers)
    if enabled is not None:
        pointers = {"": sheet.pointers.get("set/enabled", base)}
        yield Step("enable" if enabled else "disable", user, {}, {}, (), sheet.source, pointers)


def change_of(step: Step, index: int, line: Location | None) -> Change:
    """The change that a step is. `line` is the place of a request whose body has no part in it."""
    return Change(
        index=index,
        op=step.op,
        user=step.user or UNSET,
        set=step.set,
        role=step.extra.get("role", UNSET),
        license=step.extra.get("license", UNSET),
        group=step.extra.get("group", UNSET),
        secrets=step.secrets,
        envelope=_NO_ENVELOPE,
        origin=functools.partial(_locate, step.source, step.pointers, line),
    )


def _locate(source: Source, pointers: Mapping[str, str], line: Location | None, pointer: str) -> Location:
    """The place of a part of a change, or of the nearest part above it."""
    if line is not None:
        return line
    pointer = pointer.removeprefix("/")
    while pointer and pointer not in pointers:
        pointer = pointer.rpartition("/")[0]
    return source.locate(pointers[pointer])
