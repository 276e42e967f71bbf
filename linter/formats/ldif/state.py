"""Content records as a snapshot: the users, and the groups that other records put them into."""

import functools
import re
from array import array
from typing import Any

import msgspec

from linter.formats.content import Content
from linter.formats.ldif.block import Extent
from linter.formats.ldif.directory import group_key
from linter.formats.ldif.dn import Name
from linter.formats.ldif.draft import kind_at, line_of, named
from linter.formats.ldif.entry import Entry, entry_of
from linter.formats.ldif.place import Finder
from linter.formats.ldif.quick import plain_entry
from linter.formats.ldif.reading import Walk
from linter.formats.ldif.record import Fault, Record, record_of
from linter.model import UNSET, Account, Location, Problem, Snapshot, Unset, User, fold

_RESULT = re.compile(r"^result: *(\d+)", re.MULTILINE)


@functools.lru_cache(maxsize=16384)
def _shared(text: str) -> str:
    """A text, one and the same for users who have the same: titles, departments."""
    return text


class Population:
    """The users as they are read, where each of them stands, and who is in which group."""

    def __init__(self) -> None:
        self.users: list[User] = []
        self.ordinals: dict[str, int] = {}
        self.extents: list[Extent] = []
        self.places = array("L")
        self.complete: bool | Unset = UNSET
        self._managers: set[str] = set()
        self._members: dict[str, list[str]] = {}

    def read(self, block: str, extent: Extent, ordinal: int) -> None:
        """Takes in one record. Raises `Fault`."""
        plain = plain_entry(block)
        if plain is not None:
            self._add("", plain.name, plain.fields, plain.attributes, extent, ordinal)
            return
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
            self._add_entry(entry, name, record, extent, ordinal)
        elif kind == "group":
            for base, value, line in entry.members:
                key = fold(value) if base == "memberuid" else named(value.partition("#'")[0], line).key
                self._members.setdefault(key, []).append(name.text)

    def _add_entry(self, entry: Entry, name: Name, record: Record, extent: Extent, ordinal: int) -> None:
        """Takes in a user of whom the record says more than ordinary attributes."""
        fields = entry.fields
        if entry.groups:
            line = line_of(record, "memberof")
            fields["groups"] = tuple(named(group, line).text for group in entry.groups)
        if fields.get("manager_id"):
            manager = named(fields["manager_id"], line_of(record, "manager"))
            fields["manager_id"] = manager.text
            self._managers.add(manager.key)
        self._add(entry.id, name, fields, {"dn": name.text, **entry.attributes}, extent, ordinal)

    def _add(
        self,
        key: str,
        name: Name,
        fields: dict[str, Any],
        attributes: dict[str, Any],
        extent: Extent,
        ordinal: int,
    ) -> None:
        """Takes in a user, by name where there is no key."""
        key = key or name.text
        if key in self.ordinals:
            raise _Twice(key, self.ordinals[key])
        self.ordinals[key] = len(self.users)
        shared = {name: _shared(value) if type(value) is str else value for name, value in attributes.items()}
        self.users.append(User(id=key, attributes=shared, **fields))
        if not self.extents or self.extents[-1] is not extent:
            self.extents.append(extent)
        self.places.append(len(self.extents) - 1)
        self.places.append(ordinal)

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
        return self.extents[self.places[2 * ordinal]], self.places[2 * ordinal + 1]


class _Twice(Exception):  # noqa: N818 - becomes a problem
    """A user that an earlier record holds already: the id, and which user that is."""

    def __init__(self, key: str, earlier: int) -> None:
        super().__init__(key)
        self.key = key
        self.earlier = earlier


def snapshot_of(content: Content) -> Snapshot:
    """The snapshot of a file. Raises `InputError` with everything that is wrong."""
    finder = Finder(content)
    walk = Walk(content, finder)
    population = Population()
    for extent, ordinal, block in walk:
        try:
            population.read(block, extent, ordinal)
        except Fault as fault:
            walk.refuse(functools.partial(finder.problem, extent, ordinal, fault))
        except _Twice as twice:
            walk.refuse(functools.partial(_duplicate, finder, population, twice, extent, ordinal))
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


def _duplicate(
    finder: Finder, population: Population, twice: _Twice, extent: Extent, ordinal: int
) -> Problem:
    earlier = finder.line(*population.place(twice.earlier), 0)
    return Problem(
        message=f"the user `{twice.key}` is here twice",
        location=finder.line(extent, ordinal, 0),
        hint=f"it is first listed in line {earlier.line}; every id is unique",
    )


def _standing(user: User) -> str:
    attributes = user.attributes or {}
    return str(attributes["dn"])
