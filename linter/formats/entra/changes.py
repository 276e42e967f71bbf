"""Entra's bulk operations as changes."""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from linter.errors import InputError
from linter.formats.baseline import Baseline
from linter.formats.content import Content
from linter.formats.delimited import Row, Table, Watch, open_table
from linter.formats.entra.header import ENABLED, GROUP, INVITEE, MEMBER, OBJECT_ID, USER_NAME, Header, header
from linter.formats.flag import as_flag
from linter.formats.given import Given
from linter.formats.part import Part
from linter.formats.rows import Cells, Columns, Counts, Judged, Made, Sure, distinct, filled, origins, part_of
from linter.model import Change, Location, Op, fold

EXAMPLE = "example row of the template (left out)"

_Ways: TypeAlias = tuple[Made, Judged, Sure]
"""How the changes of rows are made, and how they are counted."""

_EXAMPLE = "example:"
_CREATE: tuple[Op, ...] = ("create",)


def read_changes(content: Content, given: Given) -> Part:
    """The changes that a bulk operation makes. Raises `InputError` for the download of users."""
    table = open_table(content)
    found = header(table)
    if found.kind == "download":
        raise InputError.one(
            "this is the download of users, which changes nothing",
            Location(path=table.name, line=table.header_line, column=1),
            "give it with `--snapshot`, or two of them with `prechange diff`",
        )
    made, judged, sure = _MAKERS[found.kind](table, found, given)
    return part_of(table, made, judged, sure)


def _create(table: Table, found: Header, given: Given) -> _Ways:
    blocked = found.columns.get(ENABLED)
    columns = Columns(found.fields(), found.attributes(ENABLED))
    pointers = {**columns.pointers, **({} if blocked is None else {"set/enabled": blocked})}
    secrets = [(name, {**found.columns, **found.others}[name]) for name in found.secrets]
    origin = origins(table, {**pointers, "user": found.columns[USER_NAME]})
    usable = _Usable(table, found.columns[USER_NAME], found.columns["displayName"])
    inverted = blocked is not None and _is_block(table.header[blocked])

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        line, cells = row
        if not usable(row, watch):
            return ()
        if blocked is not None and cells[blocked] and as_flag(cells[blocked]) is None:
            message = f"`{cells[blocked]}` is neither yes nor no"
            watch.refuse(functools.partial(table.problem, message, line, blocked, "write Yes or No"))
        return _CREATE

    def made(row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        line, cells = row
        if line in usable.examples:
            return ()
        values = columns.filled(cells)
        if blocked is not None and cells[blocked]:
            values["enabled"] = as_flag(cells[blocked]) is not inverted
        hidden = tuple([name for name, number in secrets if cells[number]])
        return (Change(index=index, op="create", set=values, secrets=hidden, origin=origin(line)),)

    def sure(rows: Cells) -> Counts | None:
        said = set() if blocked is None else distinct(rows, blocked)
        return {_CREATE: len(rows)} if usable.all(rows) and None not in map(as_flag, said) else None

    return made, judged, sure


def _invite(table: Table, found: Header, given: Given) -> _Ways:
    baseline = Baseline(given.account)
    address = found.columns[INVITEE]
    usable = _Usable(table, address)
    columns = Columns({address: "primary_email"}, found.attributes(INVITEE))
    origin = origins(table, {"user": address, **columns.pointers})

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        if not usable(row, watch):
            return ()
        return ("invite",) if baseline.holds(row[1][address]) else ("create", "invite")

    def made(row: Row, index: int, watch: Watch | None) -> Iterator[Change]:
        line, cells = row
        if line in usable.examples:
            return
        if not baseline.holds(cells[address]):
            yield Change(index=index, op="create", set=columns.filled(cells), origin=origin(line))
            index += 1
        yield Change(index=index, op="invite", user=cells[address], origin=origin(line))

    def sure(rows: Cells) -> Counts | None:
        return {("create", "invite"): len(rows)} if not baseline.given and usable.all(rows) else None

    return made, judged, sure


def _named(op: Op, name: str, table: Table, found: Header, given: Given) -> _Ways:
    """Changes that need nothing but the user's key."""
    key = found.columns[name]
    usable = _Usable(table, key)
    origin = origins(table, {"user": key})

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        return (op,) if usable(row, watch) else ()

    def made(row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        line, cells = row
        if line in usable.examples:
            return ()
        return (Change(index=index, op=op, user=cells[key], origin=origin(line)),)

    return made, judged, usable.sure_of(op)


def _members(table: Table, found: Header, given: Given) -> _Ways:
    key = found.columns[MEMBER]
    group = next((number for label, number in found.others.items() if fold(label) == GROUP), None)
    if group is None:
        raise InputError.one(
            "the file does not say which group the members are of",
            Location(path=table.name, line=table.header_line, column=1),
            "add a column `group` with the group's name; Entra ignores it",
        )
    usable = _Usable(table, key, group)
    op: Op = "remove_group" if given.op == "remove_group" else "add_group"
    origin = origins(table, {"user": key, "group": group})

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        return (op,) if usable(row, watch) else ()

    def made(row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        line, cells = row
        if line in usable.examples:
            return ()
        change = Change(index=index, op=op, user=cells[key], group=cells[group], origin=origin(line))
        return (change,)

    return made, judged, usable.sure_of(op)


_MAKERS: Mapping[str, Callable[[Table, Header, Given], _Ways]] = {
    "create": _create,
    "invite": _invite,
    "delete": functools.partial(_named, "delete", USER_NAME),
    "restore": functools.partial(_named, "restore", OBJECT_ID),
    "members": _members,
}


class _Usable:
    """Tells whether a row is a change: not the template's example, and with all that it needs.

    `examples` are the lines of the rows that are examples.
    """

    def __init__(self, table: Table, *needed: int) -> None:
        self.examples: set[int] = set()
        self._table = table
        self._needed = needed

    def all(self, rows: Cells) -> bool:
        """Whether each of some rows is a change."""
        return filled(rows, *self._needed) and not any(
            _EXAMPLE in "\n".join(distinct(rows, number)).lower() for number in self._needed
        )

    def sure_of(self, op: Op) -> Sure:
        """What is sure of rows each of which is a change of one operation."""
        return lambda rows: {(op,): len(rows)} if self.all(rows) else None

    def __call__(self, row: Row, watch: Watch) -> bool:
        """Whether a row is a change; notes why not."""
        line, cells = row
        for number in self._needed:
            cell = cells[number]
            if not cell:
                message = f"the required cell `{self._table.header[number]}` is empty"
                watch.refuse(functools.partial(self._table.problem, message, line, number))
                return False
            if cell[0] in "Ee" and cell[: len(_EXAMPLE)].lower() == _EXAMPLE:
                self.examples.add(line)
                watch.set_aside(EXAMPLE, functools.partial(self._table.place, line))
                return False
        return True


def _is_block(label: str) -> bool:
    """Whether a yes means that sign-in is blocked, as in every template, whatever its language."""
    words = fold(label)
    return "block" in words or "enabled" not in words.replace(fold(f"[{ENABLED}]"), "")
