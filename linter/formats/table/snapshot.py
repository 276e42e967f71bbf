"""A table of users as a snapshot."""

import functools
from typing import Any

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.delimited import Row, Watch, open_table
from linter.formats.given import Given
from linter.formats.part import Keep
from linter.formats.rows import Cells, filled, snapshot_of, users_made
from linter.formats.table.layout import Layout
from linter.formats.table.row import Reader
from linter.formats.table.values import KEYS
from linter.model import UNSET, Snapshot, User

_KNOWN_TO_BE_EMPTY = frozenset(
    {
        *("full_name", "first_name", "last_name", "primary_email", "sign_in_id", "manager_id", "employee_id"),
        *("aliases", "roles", "licenses", "groups", "tags"),
    }
)


def read_snapshot(content: Content, keep: Keep, given: Given) -> Snapshot:
    """The users of a table, in an account that it does not name."""
    table = open_table(content)
    layout = Layout(table, given.columns)
    key = layout.key
    if key is None:
        raise InputError.one(
            "no column names the users",
            table.place(table.header_line),
            f"say under `columns` which holds {', '.join(f'`{name}`' for name in KEYS[1:])}",
        )
    if "op" in layout.numbers:
        raise InputError.one(
            "these are changes, not a snapshot: a column holds `op`",
            table.place(table.header_line, layout.numbers["op"]),
        )
    reader = Reader(table, layout)
    fields = {column.field for column in layout.fields.values()}
    empty = dict.fromkeys(fields & _KNOWN_TO_BE_EMPTY)
    of_no_user = fields.difference(User.__struct_fields__)

    def record(row: Row, watch: Watch) -> User | None:
        values = reader.values(row, watch)
        if values is None:
            return None
        if not row[1][key]:
            watch.refuse(functools.partial(table.problem, "this row names no user", row[0], key))
            return None
        known: dict[str, Any] = {**empty, **values, "id": row[1][key], "attributes": reader.attributes(row)}
        for field in of_no_user:
            known.pop(field, None)
        return User(**known)

    def together(rows: Cells) -> list[User] | None:
        if not filled(rows, key) or not reader.all_right(rows):
            return None
        cells = [*zip(*rows, strict=True)]
        values = reader.values_of(cells)
        known = {field: values[field] for field in values if field not in of_no_user}
        for field in empty:
            known[field] = [None if value is UNSET else value for value in values[field]]
        return users_made({**known, "id": cells[key], "attributes": reader.attributes_of(cells)})

    return snapshot_of(table, record, key, together)
