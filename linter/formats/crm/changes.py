"""An edited export of users as changes."""

import functools
from typing import Any

from linter.formats.baseline import Baseline, differing
from linter.formats.crm.header import Header, header
from linter.formats.crm.record import Reader
from linter.formats.delimited import Row, Table, Watch
from linter.formats.given import Given
from linter.formats.part import Part
from linter.formats.rows import Cells, Counts, distinct, origins, part_of
from linter.formats.systemuser import FULL_NAME_EDIT, is_full_name, is_same_moment
from linter.model import UNSET, Change, Op, User

_READ_ONLY = ("invitation", "licensed")
_SET_ASIDE = {
    "invitation": "invitation status that an import would set",
    "licensed": "licence that an import would set",
    "full_name": FULL_NAME_EDIT,
}
_CREATE: tuple[Op, ...] = ("create",)
_UPDATE: tuple[Op, ...] = ("update",)
_ROLES = {"enabled": "status", "kind": "access"}


def changes_of(table: Table, given: Given) -> Part:
    """The users that a table creates or updates. Raises `InputError` with all that is wrong with it."""
    found = header(table)
    reader = Reader(table, found)
    baseline = Baseline(given.account)
    aside = _Aside(table, found)
    key = next(found.roles[role] for role in ("id", "sign_in_id", "primary_email") if role in found.roles)
    pointers = {"user": key, **found.columns.pointers}
    for field, role in _ROLES.items():
        if role in found.roles:
            pointers[f"set/{field}"] = found.roles[role]
    if "application" in found.roles:
        pointers.setdefault("set/kind", found.roles["application"])
    if "modified_at" in found.roles:
        pointers["before/modified_at"] = found.roles["modified_at"]
    origin = origins(table, pointers)

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        if not reader.sound(row, watch):
            return ()
        aside.note(watch, row, None, reader.coded(row) if aside.read_only else {})
        return _UPDATE if reader.identity(row) else _CREATE

    def made(row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        line, cells = row
        if watch is not None and not reader.sound(row, watch):
            return ()
        user = reader.identity(row)
        coded = reader.coded(row)
        hidden = tuple([label for label, number in found.secrets if cells[number]]) if found.secrets else ()
        known = baseline.find(user) if user and baseline.given else None
        if watch is not None:
            aside.note(watch, row, known, coded)
        for field in aside.read_only:
            coded.pop(field, None)
        if not user:
            values = {**found.columns.filled(cells), **coded}
            return (Change(index=index, op="create", set=values, secrets=hidden, origin=origin(line)),)
        values = found.columns.every(cells)
        values.update(coded)
        if known is not None:
            values = _new(known, values)
        if not values and not hidden:
            return ()
        return (
            Change(
                index=index,
                op="update",
                user=user,
                set=values,
                before=_before(reader, row, known),
                secrets=hidden,
                origin=origin(line),
            ),
        )

    quick = not baseline.given and found.says_something

    def sure(rows: Cells) -> Counts | None:
        return {_UPDATE: len(rows)} if quick and reader.all_sound(rows) and aside.none(rows) else None

    return part_of(table, made, judged if quick else None, sure, whole="id" in found.roles)


def _new(known: User, values: dict[str, Any]) -> dict[str, Any]:
    """What of a row differs from what is known; a user of an unknown kind is a person."""
    found = differing(known, values)
    if known.kind is UNSET and found.get("kind") == "person":
        del found["kind"]
    return found


def _before(reader: Reader, row: Row, known: User | None) -> Any:
    """The time of the record that a row was made from, where it is not the one that is known."""
    told = reader.modified_at(row)
    if told is None:
        return UNSET
    moment, exact = told
    if known is None or not known.modified_at:
        return {"modified_at": moment} if exact else UNSET
    return UNSET if is_same_moment(known.modified_at, moment, exact) else {"modified_at": moment}


class _Aside:
    """Notes what a row says that no change can carry."""

    def __init__(self, table: Table, found: Header) -> None:
        self._table = table
        self._found = found
        self.read_only = tuple(field for field in _READ_ONLY if field in found.roles)

    def none(self, rows: Cells) -> bool:
        """Whether some rows surely say nothing that a change of a user cannot carry."""
        if any(distinct(rows, self._found.roles[field]) for field in self.read_only):
            return False
        if "full_name" not in self._found.roles:
            return True
        name, first, last = (self._found.roles.get(role) for role in ("full_name", "first_name", "last_name"))
        if name is None or first is None or last is None:
            return False
        return all(row[name] == f"{row[first]} {row[last]}" or not row[name] for row in rows)

    def note(self, watch: Watch, row: Row, known: User | None, coded: dict[str, Any]) -> None:
        """Notes it, where the row does not say what is known already."""
        for field in self.read_only:
            usual = "none" if field == "invitation" else False
            is_new = not self._found.cell("id", row[1])
            old = usual if is_new else getattr(known, field, UNSET)
            if field in coded and coded[field] != old:
                self._set_aside(watch, row, field)
        name = self._found.cell("full_name", row[1])
        first, last = (self._found.cell(role, row[1]) for role in ("first_name", "last_name"))
        if name and not is_full_name(name, known.full_name or None if known else None, first, last):
            self._set_aside(watch, row, "full_name")

    def _set_aside(self, watch: Watch, row: Row, field: str) -> None:
        place = functools.partial(self._table.place, row[0], self._found.roles[field])
        watch.set_aside(_SET_ASIDE[field], place)
