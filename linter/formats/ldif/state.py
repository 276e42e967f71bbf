"""Content records as a snapshot: the users, and the groups that other records put them into."""

import functools
import re
from array import array
from collections.abc import Callable
from typing import Any

import msgspec

from linter.formats.content import Content
from linter.formats.ldif.block import Extent
from linter.formats.ldif.directory import group_key
from linter.formats.ldif.dn import Name
from linter.formats.ldif.draft import kind_at, line_of, named
from linter.formats.ldif.entry import Entry, entry_of
from linter.formats.ldif.place import Finder
from linter.formats.ldif.reading import Walk
from linter.formats.ldif.record import Fault, Record, record_of
from linter.formats.ldif.runs import Run, user_name
from linter.formats.ldif.shape import Shape
from linter.model import UNSET, Account, Location, Problem, Snapshot, Unset, User, fold

_NAMES = ("first_name", "last_name")
_RESULT = re.compile(r"^result: *(\d+)", re.MULTILINE)


@functools.lru_cache(maxsize=16384)
def _shared(text: str) -> str:
    """A text, one and the same for users who have the same: titles, departments, parts of names."""
    return text


class Twice(Exception):  # noqa: N818 - becomes a problem
    """A user that an earlier record holds already: the id, and which user that is."""

    def __init__(self, key: str, earlier: int) -> None:
        super().__init__(key)
        self.key = key
        self.earlier = earlier


class Population:
    """The users as they are read, where each of them stands, and who is in which group."""

    def __init__(self) -> None:
        self.users: list[User] = []
        self.ordinals: dict[str, int] = {}
        self.extents: list[Extent] = []
        self.places = array("Q")
        self.complete: bool | Unset = UNSET
        self._managers: set[str] = set()
        self._members: dict[str, list[str]] = {}

    def read(self, run: Run, extent: Extent, refuse: Callable[[int, Fault | Twice], None]) -> None:
        """Takes in some records. What is wrong with one is told with its number in the piece."""
        if not self.extents or self.extents[-1] is not extent:
            self.extents.append(extent)
        if run.pattern is not None and _is_entry(run.pattern.shape):
            self._read_alike(run.pattern.shape, run, refuse)
            return
        for ordinal, shape, row, block in run.records:
            name = user_name(row[0]) if shape and _is_entry(shape) else None
            try:
                if shape is None or name is None:
                    self._read(block, ordinal)
                else:
                    row = (name.text, *row[1:])
                    self._add(name.text, shape.fields_of(row), shape.attributes_of(row), ordinal)
            except (Fault, Twice) as error:
                refuse(ordinal, error)

    def _read_alike(self, shape: Shape, run: Run, refuse: Callable[[int, Fault | Twice], None]) -> None:
        """Takes in users of one shape."""
        rows = run.rows
        found = zip(rows, shape.all_fields(rows), shape.all_attributes(rows), strict=True)
        for ordinal, (row, fields, attributes) in enumerate(found, run.first):
            try:
                self._add(row[0], fields, attributes, ordinal)
            except Twice as twice:
                refuse(ordinal, twice)

    def _read(self, block: str, ordinal: int) -> None:
        """Takes in one record. Raises `Fault`."""
        record = record_of(block)
        if record is None:
            result = _RESULT.search(block)
            if result is not None and int(result[1]) != 0:
                # Whoever searched got an error such as a size limit with the entries.
                self.complete = False
            return
        if record.kind != "content":
            message = "this is a change, not how things are"
            raise Fault(
                message, record.first - 1, 0, "give a file of changes as CHANGES, not as the snapshot"
            )
        name = named(record.dn, line_of(record, "dn"))
        entry = entry_of(record)
        kind = kind_at(name, entry) if name.key else "container"
        if kind == "user":
            self._add_entry(entry, name, record, ordinal)
        elif kind == "group":
            for base, value, line in entry.members:
                key = fold(value) if base == "memberuid" else named(value.partition("#'")[0], line).key
                self._members.setdefault(key, []).append(name.text)

    def _add_entry(self, entry: Entry, name: Name, record: Record, ordinal: int) -> None:
        """Takes in a user of whom the record says more than ordinary attributes."""
        fields = entry.fields
        if entry.groups:
            line = line_of(record, "memberof")
            fields["groups"] = tuple(named(group, line).text for group in entry.groups)
        if fields.get("manager_id"):
            manager = named(fields["manager_id"], line_of(record, "manager"))
            fields["manager_id"] = manager.text
            self._managers.add(manager.key)
        self._add(entry.id or name.text, fields, {"dn": name.text, **entry.attributes}, ordinal)

    def _add(self, key: str, fields: dict[str, Any], attributes: dict[str, Any], ordinal: int) -> None:
        """Takes in a user. Raises `Twice`."""
        if key in self.ordinals:
            raise Twice(key, self.ordinals[key])
        self.ordinals[key] = len(self.users)
        for name, value in attributes.items():
            if name != "dn" and type(value) is str:
                attributes[name] = _shared(value)
        for name in _NAMES:
            if name in fields:
                fields[name] = _shared(fields[name])
        self.users.append(User(id=key, attributes=attributes, **fields))
        self.places.append((len(self.extents) - 1) << 32 | ordinal)

    def settled(self) -> tuple[User, ...]:
        """The users, with the groups that group records name, and managers by their ids."""
        if not self._members and not self._managers:
            return tuple(self.users)
        managers: dict[str, str] = {}
        for number, user in enumerate(self.users):
            standing = group_key(_standing(user))
            if standing in self._managers:
                managers[standing] = user.id
            groups = self._members.get(standing, [])
            if user.sign_in_id:
                groups = groups + self._members.get(fold(user.sign_in_id), [])
            if groups:
                together = tuple(dict.fromkeys([*(user.groups or ()), *groups]))
                self.users[number] = msgspec.structs.replace(user, groups=together)
        for number, user in enumerate(self.users):
            if user.manager_id:
                manager = managers.get(group_key(user.manager_id), user.manager_id)
                if manager != user.manager_id:
                    self.users[number] = msgspec.structs.replace(user, manager_id=manager)
        return tuple(self.users)

    def place(self, ordinal: int) -> tuple[Extent, int]:
        """Where the record of the n-th user stands."""
        place = self.places[ordinal]
        return self.extents[place >> 32], place & 0xFFFFFFFF


def snapshot_of(content: Content) -> Snapshot:
    """The snapshot of a file. Raises `InputError` with everything that is wrong."""
    finder = Finder(content)
    walk = Walk(content, finder)
    population = Population()
    for extent, run in walk:
        population.read(run, extent, functools.partial(_refuse, walk, finder, population, extent))
    walk.problems.raise_any()
    users = population.settled()
    population.users = []

    def locate(account: str, user: str | None) -> Location | None:
        number = 0 if user is None else population.ordinals.get(user)
        if number is None or not users:
            return None
        return finder.line(*population.place(number), 0)

    return Snapshot(
        accounts=(Account(id="", users=users),),
        complete=population.complete,
        path=content.name,
        locate=locate,
    )


def _is_entry(shape: Shape) -> bool:
    return shape.op == "create" and not shape.change


def _refuse(
    walk: Walk, finder: Finder, population: Population, extent: Extent, ordinal: int, fault: Fault | Twice
) -> None:
    if isinstance(fault, Fault):
        walk.refuse(functools.partial(finder.problem, extent, ordinal, fault))
    else:
        walk.refuse(functools.partial(_duplicate, finder, population, fault, extent, ordinal))


def _duplicate(finder: Finder, population: Population, twice: Twice, extent: Extent, ordinal: int) -> Problem:
    earlier = finder.line(*population.place(twice.earlier), 0)
    return Problem(
        message=f"the user `{twice.key}` is here twice",
        location=finder.line(extent, ordinal, 0),
        hint=f"it is first listed in line {earlier.line}; every id is unique",
    )


def _standing(user: User) -> str:
    attributes = user.attributes or {}
    return str(attributes["dn"])
