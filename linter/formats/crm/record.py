"""What a row of an export says, in the terms of the model; what it does not say rightly is refused."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from linter.formats.crm.header import Header
from linter.formats.delimited import Row, Table, Watch
from linter.formats.flag import as_flag
from linter.formats.rows import Cells, distinct
from linter.formats.systemuser import all_ids, as_enabled, as_id, as_invitation, as_kind, as_moment
from linter.model import UNSET

_LOCAL_TIME = "time of modification in a local form (not compared)"


class Reader:
    """Reads the cells of a table that mean something else than what they say."""

    def __init__(self, table: Table, found: Header) -> None:
        self._table = table
        enabled = functools.partial(as_enabled, inverted=found.inverted)
        coded: Mapping[str, tuple[str, Callable[[str], Any], str]] = {
            "status": ("enabled", enabled, "write Enabled or Disabled"),
            "invitation": ("invitation", as_invitation, "write a label as `Invited`"),
            "licensed": ("licensed", as_flag, "write Yes or No"),
            "access": ("kind", as_kind, "write a label as `Read-Write` or `Non-interactive`"),
        }
        present = [(found.roles[role], *how) for role, how in coded.items() if role in found.roles]
        self._coded: tuple[tuple[int, str, Callable[[str], Any], str], ...] = tuple(present)
        self._id = found.roles.get("id")
        self._modified = found.roles.get("modified_at")
        self._first = found.roles.get("first_name")
        self._application = found.roles.get("application")

    def sound(self, row: Row, watch: Watch) -> bool:
        """Whether a row can be read; notes why not."""
        line, cells = row
        good = True
        key = "" if self._id is None else cells[self._id]
        if self._id is not None and key and as_id(key) is None:
            self._refuse(
                watch, line, self._id, f"`{key}` is not the id of a record", "hidden columns stay as they are"
            )
            good = False
        for number, _, meaning, hint in self._coded:
            cell = cells[number]
            if cell and meaning(cell) is None:
                label = self._table.header[number]
                self._refuse(watch, line, number, f"`{cell}` is no value of `{label}`", hint)
                good = False
        when = self._modified
        if when is not None and cells[when] and as_moment(cells[when]) is None:
            watch.set_aside(_LOCAL_TIME, functools.partial(self._table.place, line, when))
        return good

    def all_sound(self, rows: Cells) -> bool:
        """Whether some rows surely can be read, each about a record that there is."""
        if self._id is None or not all_ids(map(itemgetter(self._id), rows)):
            return False
        if self._modified is not None and None in map(as_moment, distinct(rows, self._modified)):
            return False
        return not any(None in map(meaning, distinct(rows, number)) for number, _, meaning, _ in self._coded)

    def coded_of(self, columns: Sequence[Sequence[str]]) -> dict[str, Iterable[Any]] | None:
        """What the cells of rows say of which all are sound, by field: `id`, what labels and codes say, and
        `modified_at`; `None` where one may be about an application."""
        if self._id is None or (self._first is not None and "#" in columns[self._first]):
            return None
        if self._application is not None and any(columns[self._application]):
            return None
        said: dict[str, Iterable[Any]] = {"id": map(str.lower, columns[self._id])}
        for number, field, meaning, _ in self._coded:
            said[field] = _meant(columns[number], meaning)
        if self._modified is not None:
            said["modified_at"] = _meant(
                columns[self._modified], lambda text: (as_moment(text) or (UNSET,))[0]
            )
        return said

    def identity(self, row: Row) -> str:
        """The id of a row's record; empty where there is none."""
        return "" if self._id is None else as_id(row[1][self._id]) or ""

    def coded(self, row: Row) -> dict[str, Any]:
        """What labels and codes say: `enabled`, `invitation`, `licensed`, `kind`."""
        cells = row[1]
        said = {field: meaning(cells[n]) for n, field, meaning, _ in self._coded if cells[n]}
        named = self._first is not None and cells[self._first] == "#"
        if named or (self._application is not None and cells[self._application]):
            said["kind"] = "application"
        return said

    def modified_at(self, row: Row) -> tuple[datetime, bool] | None:
        """When a row's record was modified, and whether that time has its offset."""
        return None if self._modified is None else as_moment(row[1][self._modified])

    def _refuse(self, watch: Watch, line: int, column: int, message: str, hint: str) -> None:
        watch.refuse(functools.partial(self._table.problem, message, line, column, hint))


def _meant(column: Sequence[str], meaning: Callable[[str], Any]) -> Iterable[Any]:
    """What each cell of a column means; an empty one says nothing."""
    known = {text: meaning(text) if text else UNSET for text in set(column)}
    return map(known.__getitem__, column)
