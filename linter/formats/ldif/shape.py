"""The shapes of records: what those become that are alike in all but their values, found out once.

Only what makes up nearly all of a long file has a shape: entries of users with ordinary attributes, and
changes that delete users or replace single values. Any other record is left to the full reader, which is
never wrong, only slower; what is read here is what the full reader would make of it.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeAlias

from linter.formats.ldif.attribute import meaning_of
from linter.formats.ldif.entry import entry_of
from linter.formats.ldif.record import MODIFICATIONS, Line, Record, is_description
from linter.model import Op

Row: TypeAlias = tuple[str, ...]
"""A record without what its shape says: the name, and the values of the lines that differ."""

_SHAPES = 4096
_LONGEST = 256
VALUE = r"[^ \n][^\n]*+"
"""The pattern of a value that stands in a row as it is written."""


def _pick(numbers: Sequence[int]) -> Callable[[Row], Row]:
    """What takes some values out of a row, as quickly as may be."""
    first = numbers[0] if numbers else 0
    together = range(first, first + len(numbers))
    if list(numbers) == list(together):
        return itemgetter(slice(together.start, together.stop))
    return itemgetter(*numbers)


_NONE = _pick(())


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """What records that are alike become.

    `change`: whether they say what they change. `lines` are patterns of the lines after the name, of which
    those in `taken` hold the values of a row. `fields`, `attributes` and `several` name what of a row goes
    where; `classes` are the object classes of all of them.
    """

    op: Op
    change: bool
    lines: tuple[str, ...]
    taken: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    pick_fields: Callable[[Row], Row] = _NONE
    attributes: tuple[str, ...] = ()
    pick_attributes: Callable[[Row], Row] = _NONE
    several: tuple[tuple[str, Callable[[Row], Row]], ...] = ()
    classes: Any = None
    secrets: tuple[str, ...] = ()

    def fields_of(self, row: Row) -> dict[str, Any]:
        """The fields of a user that a record gives."""
        return dict(zip(self.fields, self.pick_fields(row)))  # noqa: B905 - as many, and quicker

    def attributes_of(self, row: Row) -> dict[str, Any]:
        """The attributes that a record gives; those of a whole entry with its name."""
        found: dict[str, Any] = dict(zip(self.attributes, self.pick_attributes(row)))  # noqa: B905
        return found if self.classes is None else self._completed(row, found)

    def _completed(self, row: Row, attributes: dict[str, Any]) -> dict[str, Any]:
        """The attributes of an entry, with those that have several values."""
        attributes["objectclass"] = self.classes
        for key, pick in self.several:
            attributes[key] = list(pick(row))
        return attributes

    def set_of(self, row: Row) -> dict[str, Any]:
        """What a change sets that a record asks for."""
        found = self.fields_of(row)
        if self.attributes:
            found["attributes"] = self.attributes_of(row)
        return found

    def all_fields(self, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
        """The fields of each of many records, as `fields_of` gives them."""
        return map(dict, map(zip, repeat(self.fields), map(self.pick_fields, rows)))

    def all_attributes(self, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
        """The attributes of each of many records, as `attributes_of` gives them."""
        found = map(dict, map(zip, repeat(self.attributes), map(self.pick_attributes, rows)))
        return found if self.classes is None else map(self._completed, rows, found)

    def all_sets(self, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
        """What is set by each of many records, as `set_of` gives it."""
        if self.fields:
            return map(self.set_of, rows)
        return ({"attributes": attributes} for attributes in self.all_attributes(rows))


def shape_of(block: str) -> tuple[Shape, Row] | None:
    """The shape of a record and what fills it; `None` for a record that has none."""
    head, _, body = block.partition("\n")
    if not head.startswith("dn: ") or ":  " in block:
        return None
    parts = [line.partition(": ") for line in body.split("\n")]
    if len(parts) > _LONGEST:
        return None
    names = tuple([part[0] for part in parts])
    layout = _layout(names)
    shape = _shape(layout, tuple([parts[number][2] for number in layout.fixed]))
    if shape is None:
        return None
    row = (head[4:], *[parts[number][2] for number in shape.taken])
    return None if "" in row else (shape, row)


@dataclass(frozen=True, eq=False, slots=True)
class _Layout:
    """The names that a record's lines have, and the numbers of those whose values its shape has, too."""

    names: tuple[str, ...]
    fixed: tuple[int, ...]


@functools.lru_cache(maxsize=_SHAPES)
def _layout(names: tuple[str, ...]) -> _Layout:
    """The layout with these names: the change type, what is modified, and the object classes are fixed."""
    if names[0] == "changetype" and names[1:2] and names[1] in MODIFICATIONS:
        return _Layout(names, (0, *(n for n in range(1, len(names)) if n == 1 or names[n - 1] == "-")))
    classes = [n for n, name in enumerate(names) if meaning_of(name[:_LONGEST]).special == "class"]
    return _Layout(names, (0, *classes) if names[0] == "changetype" else tuple(classes))


@functools.lru_cache(maxsize=_SHAPES)
def _shape(layout: _Layout, fixed: tuple[str, ...]) -> Shape | None:
    """The shape of records with a layout, and with these values on its fixed lines."""
    names = layout.names
    if not all(name == "-" or is_description(name) for name in names):
        return None
    if names[0] != "changetype":
        return _entry(names, fixed)
    if fixed[0] == "add" and len(names) > 1:
        found = _entry(names[1:], fixed[1:])
        return found and replace(
            found,
            change=True,
            lines=("changetype: add", *found.lines),
            taken=tuple(number + 1 for number in found.taken),
        )
    if fixed[0] == "modify":
        return _modify(names, fixed)
    return Shape("delete", True, ("changetype: delete",)) if (fixed, len(names)) == (("delete",), 1) else None


def _entry(names: tuple[str, ...], classes: tuple[str, ...]) -> Shape | None:
    """The shape of entries with these attributes, found out by reading one whose values are numbers."""
    meanings = [meaning_of(name) for name in names]
    if any(each.special not in ("", "class", "secret") or each.field == "manager_id" for each in meanings):
        return None
    if "-" in names or any(each.name in ("dn", "changetype", "control") for each in meanings):
        return None
    taken = [number for number, each in enumerate(meanings) if not each.special]
    of_rows = {number: str(n) for n, number in enumerate(taken, 1)}
    given = iter(classes)
    lines: list[Line] = [
        (name, ": ", next(given) if each.special == "class" else of_rows.get(number, ""))
        for number, (name, each) in enumerate(zip(names, meanings, strict=True))
    ]
    entry = entry_of(Record("", "content", lines, 0))
    if entry.kind != "user" or "" in classes:
        return None
    objectclass = entry.attributes.pop("objectclass")
    single = {key: int(value) for key, value in entry.attributes.items() if isinstance(value, str)}
    several = {key: value for key, value in entry.attributes.items() if isinstance(value, list)}
    return Shape(
        "create",
        False,
        tuple(
            re.escape(f"{name}: {value!s}") if each.special == "class" else _line(name, take=not each.special)
            for (name, _, value), each in zip(lines, meanings, strict=True)
        ),
        tuple(taken),
        tuple(entry.fields),
        _pick([int(value) for value in entry.fields.values()]),
        ("dn", *single),
        _pick([0, *single.values()]),
        tuple((key, _pick([int(value) for value in values])) for key, values in several.items()),
        objectclass,
        entry.secrets,
    )


def _modify(names: tuple[str, ...], fixed: tuple[str, ...]) -> Shape | None:
    """The shape of changes that replace the values of ordinary attributes by one each."""
    lines = ["changetype: modify"]
    fields: dict[str, int] = {}
    attributes: dict[str, int] = {}
    for number, written in enumerate(fixed[1:], 1):
        block = names[3 * number - 2 : 3 * number + 1]
        if block != ("replace", written, "-") and (block != ("replace", written) or number + 1 < len(fixed)):
            return None
        meaning = meaning_of(written)
        if meaning.special or meaning.field == "manager_id" or written == "-":
            return None
        into, key = (fields, meaning.field) if meaning.field else (attributes, meaning.name)
        if key in into:
            return None
        into[key] = number
        lines += [f"replace: {re.escape(written)}", _line(written, take=True), "-"][: len(block)]
    if len(names) != len(lines):
        return None
    return Shape(
        "update",
        True,
        tuple(lines),
        tuple(3 * number - 1 for number in range(1, len(fixed))),
        tuple(fields),
        _pick(list(fields.values())),
        tuple(attributes),
        _pick(list(attributes.values())),
    )


def _line(name: str, *, take: bool) -> str:
    """The pattern of a line with a value, which is taken or not."""
    return f"{re.escape(name)}: ({VALUE})" if take else f"{re.escape(name)}: {VALUE}"
