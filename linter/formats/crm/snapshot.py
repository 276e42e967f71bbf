"""An export of users as a snapshot."""

import functools
from typing import Any

from linter.formats.crm.header import header
from linter.formats.crm.record import Reader
from linter.formats.delimited import Row, Table, Watch
from linter.formats.rows import Cells, or_none, snapshot_of, users_made
from linter.model import Snapshot, User


def users_of(table: Table) -> Snapshot:
    """The users that a table lists. Raises `InputError` with all that is wrong with it."""
    found = header(table)
    reader = Reader(table, found)
    keys = [found.roles[role] for role in ("id", "sign_in_id", "primary_email") if role in found.roles]
    key = keys[0]
    # Only a record that an edited export is to create has no id; it goes by the next best key.
    tried = keys if "id" in found.roles else keys[:1]

    def record(row: Row, watch: Watch) -> User | None:
        line, cells = row
        if not reader.sound(row, watch):
            return None
        named = reader.identity(row) or next(filter(None, map(cells.__getitem__, tried)), "")
        if not named:
            message = f"the cell `{table.header[key]}` is empty"
            watch.refuse(functools.partial(table.problem, message, line, key, "each user needs it"))
            return None
        values: dict[str, Any] = {**found.columns.every(cells), **reader.coded(row)}
        if "full_name" in found.roles:
            values["full_name"] = found.cell("full_name", cells) or None
        when = reader.modified_at(row)
        if when is not None:
            values["modified_at"] = when[0]
        elif told := found.cell("modified_at", cells):
            label = table.header[found.roles["modified_at"]]
            values["attributes"] = {**values.get("attributes", {}), label: told}
        return User(id=named, **values)

    def together(rows: Cells) -> list[User] | None:
        if not reader.all_sound(rows):
            return None
        cells = [*zip(*rows, strict=True)]
        coded = reader.coded_of(cells)
        if coded is None:
            return None
        values = {**found.columns.every_of(cells), **coded}
        if "full_name" in found.roles:
            values["full_name"] = or_none(cells[found.roles["full_name"]])
        return users_made(values)

    return snapshot_of(table, record, key, together)
