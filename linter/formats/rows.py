"""From the rows of a table to changes and users: read twice or once, with places, and values by column."""

import functools
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, TypeAlias

import msgspec

from linter.document import join
from linter.formats.account import duplicate
from linter.formats.delimited import Batch, Row, Table, Watch
from linter.formats.fault import Problems
from linter.formats.part import Census, Part
from linter.model import Account, Change, Envelope, Location, Op, Origin, Snapshot, User

Made: TypeAlias = Callable[[Row, int, Watch | None], Iterable[Change]]
"""The changes that a row proposes, numbered from an index on; what is wrong with it goes to the watch."""

Judged: TypeAlias = Callable[[Row, Watch], tuple[Op, ...]]
"""The operations of the changes that a row proposes; what is wrong with it goes to the watch."""

Cells: TypeAlias = Sequence[list[str]]
"""The cells of some rows."""

Counts: TypeAlias = Mapping[tuple[Op, ...], int]
"""How many rows bring about the same operations."""

Sure: TypeAlias = Callable[[Cells], Counts | None]
"""What some rows bring about, where a look at all of them together shows that nothing is wrong or odd with
any; `None` where that is not sure."""

Record: TypeAlias = Callable[[Row, Watch], User | None]
"""The user whom a row describes; `None` where something is wrong with it, which goes to the watch."""

MadeTogether: TypeAlias = Callable[[Batch, int], Sequence[Change] | None]
"""The changes that some rows propose, none of them wrong, numbered from an index on, where they can be made
together; `None` where each row has to be looked at."""

Together: TypeAlias = Callable[[Cells], list[User] | None]
"""The users whom some rows describe, where a look at all of them together shows that nothing is wrong or odd
with any; `None` where that is not sure."""

_ENVELOPE = Envelope()
_VALUES_SHARED = 1 << 16


class Columns:
    """What the columns of a table hold: fields of a user, and attributes by their names.

    `pointers` tells in which column each part of `set` is.
    """

    def __init__(self, fields: Mapping[int, str], attributes: Mapping[int, str]) -> None:
        self._fields = tuple(fields.items())
        self._attributes = tuple(attributes.items())
        named = {join("set", name): number for number, name in fields.items()}
        self.pointers = named | {join("set/attributes", name): n for n, name in attributes.items()}

    def filled(self, cells: Sequence[str]) -> dict[str, Any]:
        """What a row says; an empty cell says nothing."""
        values: dict[str, Any] = {name: cells[n] for n, name in self._fields if cells[n]}
        attributes = {name: cells[n] for n, name in self._attributes if cells[n]}
        if attributes:
            values["attributes"] = attributes
        return values

    def every(self, cells: Sequence[str]) -> dict[str, Any]:
        """What a row says; an empty cell says that there is no value."""
        values: dict[str, Any] = {name: cells[n] or None for n, name in self._fields}
        if self._attributes:
            values["attributes"] = {name: cells[n] or None for n, name in self._attributes}
        return values

    def every_of(self, columns: Sequence[Sequence[str]]) -> dict[str, Iterable[Any]]:
        """What some rows say, by field and in the order of the rows, as `every` tells it of one."""
        values: dict[str, Iterable[Any]] = {name: or_none(columns[n]) for n, name in self._fields}
        if self._attributes:
            values["attributes"] = records({name: or_none(columns[n]) for n, name in self._attributes})
        return values


def or_none(column: Sequence[str]) -> Sequence[str | None]:
    """The cells of a column; an empty one says that there is no value."""
    return [cell or None for cell in column] if "" in column else column


def records(fields: Mapping[str, Iterable[Any]]) -> Iterator[dict[str, Any]]:
    """What each row says, from the values of at least one field in the order of the rows."""
    return map(dict, map(zip, repeat(tuple(fields)), zip(*fields.values(), strict=True)))


def users_made(fields: Mapping[str, Iterable[Any]]) -> list[User]:
    """The users whose fields these are, each in the order of the rows; `UNSET` where a row says nothing."""
    return [User(**values) for values in records(fields)]


def origins(table: Table, pointers: Mapping[str, int]) -> Callable[[int], Origin]:
    """Makes what finds the parts of a change of the row that begins on a line, by the columns they are in."""

    def find(line: int, pointer: str) -> Location:
        while pointer and pointer not in pointers:
            pointer = pointer.rpartition("/")[0]
        return table.place(line, pointers.get(pointer))

    return functools.partial(functools.partial, find)


def filled(rows: Cells, *columns: int) -> bool:
    """Whether some columns hold something in every row."""
    return all(all(map(itemgetter(column), rows)) for column in columns)


def distinct(rows: Cells, column: int) -> set[str]:
    """The values that a column holds in some rows; an empty cell holds none."""
    return set(map(itemgetter(column), rows)) - {""}


def _unsure(rows: Cells) -> None:
    """Rows that have to be looked at one by one."""


def _alone(batch: Batch, first: int) -> None:
    """Rows whose changes have to be made one by one."""


def part_of(
    table: Table,
    made: Made,
    judged: Judged | None = None,
    sure: Sure = _unsure,
    *,
    together: MadeTogether = _alone,
    whole: bool = False,
) -> Part:
    """The changes that the rows of a table propose.

    `judged` is for formats that can tell more quickly than by making them which changes a row proposes,
    `sure` for those that can tell it of many rows at once, and `together` for those that make the changes of
    many rows at once. A row may have fewer cells than the header, unless
    each must be `whole` because an empty cell means something. Raises `InputError` with all that is wrong
    with the rows.
    """
    watch = Watch(Problems(table.name), Census())
    judge = judged or functools.partial(_judged, made)
    counts: Counter[tuple[Op, ...]] = Counter()
    for batch in table.batches(watch, whole=whole):
        alike = sure(batch.cells)
        if alike is not None:
            counts.update(alike)
        else:
            counts.update(judge(row, watch) for row in batch)
    watch.problems.raise_any()
    found = _totals(counts)
    survey = msgspec.structs.replace(
        watch.census.survey(),
        changes=sum(found.values()),
        counts=found,
        accounts=frozenset({""} if found else ()),
    )
    return Part(_ENVELOPE, survey, functools.partial(_changes, table, made, together))


def _judged(made: Made, row: Row, watch: Watch) -> tuple[Op, ...]:
    """The operations of the changes that a row proposes."""
    return tuple([change.op for change in made(row, 0, watch)])


def _totals(counts: Counts) -> dict[str, int]:
    """How many changes of each operation there are in rows of which some are alike."""
    totals: dict[str, int] = {}
    for ops, rows in counts.items():
        for op in ops:
            totals[op] = totals.get(op, 0) + rows
    return totals


def _changes(table: Table, made: Made, together: MadeTogether, first: int) -> Iterator[Change]:
    """The changes of a table that was checked before."""
    return chain.from_iterable(_by_batch(table, made, together, first))


def _by_batch(table: Table, made: Made, together: MadeTogether, index: int) -> Iterator[Sequence[Change]]:
    """The changes of a table, those of some rows at a time."""
    for batch in table.batches():
        changes = together(batch, index)
        if changes is None:
            changes = []
            for row in batch:
                changes.extend(made(row, index + len(changes), None))
        yield changes
        index += len(changes)


def snapshot_of(table: Table, record: Record, key: int, together: Together = _unsure) -> Snapshot:
    """The users whom the rows of a table describe, in an account that it does not name.

    `key` is the column that holds their ids; `together` is for formats that can tell the users of many rows
    at once. Raises `InputError` with all that is wrong with the rows.
    """
    watch = Watch(Problems(table.name), Census())
    users: list[User] = []
    lines = array("I")
    shared: dict[str, str] = {}
    for batch in table.batches(watch):
        rows = _sharing(batch.cells, shared)
        sure = together(rows) if rows else None
        if sure is not None:
            users.extend(sure)
            lines.extend(batch.lines)
            continue
        for row in zip(batch.lines, rows, strict=True):
            user = record(row, watch)
            if user is not None:
                users.append(user)
                lines.append(row[0])
    _refuse_duplicates(table, users, lines, key, watch)
    watch.problems.raise_any()
    return Snapshot(
        accounts=(Account(id="", users=tuple(users)),),
        path=table.name,
        locate=_locator(table, tuple(user.id for user in users), lines, key),
    )


def _sharing(rows: Cells, shared: dict[str, str]) -> list[list[str]]:
    """Rows whose equal cells are one object in columns that hold the same values again and again.

    So a million users need little memory.
    """
    share: Callable[[str, str], str] = shared.setdefault if len(shared) < _VALUES_SHARED else shared.get
    columns = zip(*rows, strict=True)
    thrifty = (map(share, cells, cells) if 2 * len(set(cells)) < len(cells) else cells for cells in columns)
    return [*map(list, zip(*thrifty, strict=True))]


def _refuse_duplicates(
    table: Table, users: Sequence[User], lines: "array[int]", key: int, watch: Watch
) -> None:
    """Notes every user whose id an earlier one has."""
    if len({user.id for user in users}) == len(users):
        return
    first: dict[str, int] = {}
    for user, line in zip(users, lines, strict=True):
        earlier = first.setdefault(user.id, line)
        if earlier != line:

            def problem(identity: str = user.id, line: int = line, earlier: int = earlier) -> Any:
                return duplicate("user", identity, table.place(line, key), f"line {earlier}")

            watch.refuse(problem)


def _locator(
    table: Table, ids: Sequence[str], lines: "array[int]", key: int
) -> Callable[[str, str | None], Location | None]:
    """Finds users by their ids; the account itself has no place."""

    @functools.cache
    def numbers() -> dict[str, int]:
        return {identity: number for number, identity in enumerate(ids)}

    def locate(account: str, user: str | None) -> Location | None:
        if account or user is None or user not in numbers():
            return None
        return table.place(lines[numbers()[user]], key)

    return locate
