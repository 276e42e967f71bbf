"""Entra's download of all users as a snapshot."""

import functools
from typing import Any

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.delimited import Row, Watch, open_table
from linter.formats.entra.header import ENABLED, OBJECT_ID, header
from linter.formats.flag import as_flag
from linter.formats.part import Keep
from linter.formats.rows import Columns, snapshot_of
from linter.model import Location, Snapshot, User

_INVITATION = "invitationState"
_INVITATIONS = {"accepted": "accepted", "pendingacceptance": "sent"}


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users of a download. Raises `InputError` for the file of a bulk operation."""
    table = open_table(content)
    found = header(table)
    if found.kind != "download":
        raise InputError.one(
            "this is the file of a bulk operation, which does not say how things are",
            Location(path=table.name, line=table.header_line, column=1),
            "a snapshot is the file of `Download users`",
        )
    key = found.columns.get("id", found.columns.get(OBJECT_ID, 0))
    enabled, invitation = found.columns.get(ENABLED), found.columns.get(_INVITATION)
    columns = Columns(found.fields(), found.attributes(ENABLED, OBJECT_ID, "id"))

    def record(row: Row, watch: Watch) -> User | None:
        line, cells = row
        if not cells[key]:
            watch.refuse(functools.partial(table.problem, "the object id is empty", line, key))
            return None
        values: dict[str, Any] = columns.every(cells)
        flag = as_flag(cells[enabled]) if enabled is not None else None
        if flag is not None:
            values["enabled"] = flag
        if invitation is not None and cells[invitation].lower() in _INVITATIONS:
            values["invitation"] = _INVITATIONS[cells[invitation].lower()]
        return User(id=cells[key], **values)

    return snapshot_of(table, record, key)
