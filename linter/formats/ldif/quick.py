"""The records that make up nearly all of a long file, read without looking at every part of them.

Whatever is not of the plainest form is left to the full reader: `None` is never wrong, only slower. What
is read here is what the full reader would make of it.
"""

import functools
from typing import Any, NamedTuple

from linter.formats.ldif.attribute import CONTAINERS, kind_of, meaning_of
from linter.formats.ldif.directory import Directory
from linter.formats.ldif.dn import BadName, Name, name_of
from linter.formats.ldif.draft import Draft
from linter.formats.ldif.entry import entry_of
from linter.formats.ldif.record import Line, Record, is_description

_SHAPES = 4096
_LONGEST_SHAPE = 256
_kind_of = functools.lru_cache(maxsize=_SHAPES)(kind_of)


@functools.lru_cache(maxsize=_SHAPES)
def _list(values: tuple[str, ...]) -> list[str]:
    """A list, which users share who have the same values: object classes, nearly always."""
    return list(values)


class Plain(NamedTuple):
    """An entry of a user with ordinary attributes only."""

    name: Name
    fields: dict[str, Any]
    attributes: dict[str, Any]
    secrets: tuple[str, ...]


def draft_of(block: str, directory: Directory) -> tuple[bool, Draft] | None:
    """Whether a block is a change, and what it does; `None` for all but the plainest ones."""
    head, between, body = block.partition("\nchangetype: ")
    if not between or not head.startswith("dn: ") or "\n" in head:
        entry = plain_entry(block)
        return None if entry is None else (False, _create(entry, directory))
    if body.startswith("add\n"):
        entry = plain_entry(f"{head}\n{body[4:]}")
        return None if entry is None else (True, _create(entry, directory))
    name = _user_name(head[4:])
    if name is None:
        return None
    user = name.text if directory.pristine else directory.user_at(name)
    if user is None:
        return None
    if body == "delete":
        directory.moves.leave(name)
        return True, Draft("delete", user)
    values = _replaced(body[7:], fields=not directory.baseline.given) if body.startswith("modify\n") else None
    return None if values is None else (True, Draft("update", user, values))


def plain_entry(block: str) -> Plain | None:
    """The entry of a user, if it has ordinary attributes only, each value on a line after `: `."""
    head, _, body = block.partition("\n")
    if not head.startswith("dn: ") or ":  " in block:
        return None
    parts = [line.partition(": ") for line in body.split("\n")]
    shape = _shape(tuple([part[0] for part in parts])) if len(parts) < _LONGEST_SHAPE else None
    if shape is None:
        return None
    values = [part[2] for part in parts]
    if "" in values or _kind_of(tuple([values[number] for number in shape.classes])) != "user":
        return None
    name = _user_name(head[4:])
    if name is None:
        return None
    return Plain(
        name,
        {field: values[number] for field, number in shape.fields},
        {
            "dn": name.text,
            **{key: values[number] for key, number in shape.single},
            **{key: _list(tuple([values[number] for number in numbers])) for key, numbers in shape.several},
        },
        shape.secrets,
    )


class _Shape(NamedTuple):
    """Which of the lines of an entry become what, by their numbers."""

    fields: tuple[tuple[str, int], ...]
    single: tuple[tuple[str, int], ...]
    several: tuple[tuple[str, tuple[int, ...]], ...]
    classes: tuple[int, ...]
    secrets: tuple[str, ...]


@functools.lru_cache(maxsize=_SHAPES)
def _shape(names: tuple[str, ...]) -> _Shape | None:
    """What entries with these attributes become, found out by reading one whose values are their numbers."""
    if names[0].lower() in ("changetype", "control") or not all(map(is_description, names)):
        return None
    meanings = [meaning_of(name) for name in names]
    if any(each.special not in ("", "class", "secret") or each.field == "manager_id" for each in meanings):
        return None
    if any(each.name in ("dn", "changetype", "control") for each in meanings):
        return None
    lines: list[Line] = [(name, ": ", str(number)) for number, name in enumerate(names)]
    entry = entry_of(Record("", "content", lines, 0))
    several = {key: value for key, value in entry.attributes.items() if isinstance(value, list)}
    return _Shape(
        tuple((field, int(number)) for field, number in entry.fields.items()),
        tuple((key, int(number)) for key, number in entry.attributes.items() if key not in several),
        tuple((key, tuple(map(int, numbers))) for key, numbers in several.items()),
        tuple(number for number, each in enumerate(meanings) if each.special == "class"),
        entry.secrets,
    )


def _create(entry: Plain, directory: Directory) -> Draft:
    values = {**entry.fields, "attributes": entry.attributes}
    return Draft("create", directory.create(entry.name, "user"), values, secrets=entry.secrets)


def _user_name(text: str) -> Name | None:
    """The name that a text gives; `None` for none, and for those of containers."""
    try:
        name = name_of(text)
    except BadName:
        return None
    return None if not name.key or name.text.partition("=")[0] in CONTAINERS else name


def _replaced(body: str, *, fields: bool) -> dict[str, Any] | None:
    """What the blocks of a modify set, if each replaces the values of an ordinary attribute by one.

    Without `fields`, an attribute that may fill a field of a user is not ordinary.
    """
    values: dict[str, Any] = {}
    attributes: dict[str, Any] = {}
    for block in body.removesuffix("\n-").split("\n-\n"):
        head, _, line = block.partition("\n")
        plan = _plan(head)
        if plan is None:
            return None
        start, field, name = plan
        if not line.startswith(start) or "\n" in line:
            return None
        value = line[len(start) :]
        if not value or value[0] == " ":
            return None
        if not field:
            if name in attributes:
                return None
            attributes[name] = value
        elif field in values or not fields:
            return None
        else:
            values[field] = value
    if attributes:
        values["attributes"] = attributes
    return values


@functools.lru_cache(maxsize=_SHAPES)
def _plan(head: str) -> tuple[str, str, str] | None:
    """How the value after a block's first line begins, which field it fills, and the attribute's name."""
    op, _, written = head.partition(": ")
    if op != "replace" or not is_description(written):
        return None
    meaning = meaning_of(written)
    if meaning.special or meaning.field == "manager_id":
        return None
    return f"{written}: ", meaning.field, meaning.name
