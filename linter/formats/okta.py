"""Okta: the CSV import of users.

Where to get it: Okta Admin Console, *Directory > People > More actions > Import users from CSV*, download
the template. The columns are variable names of the organisation's user profile; `login`, `firstName`,
`lastName` and `email` are always there.

As changes, each row says how the user with its login shall be: with a snapshot, a user whom it has is
updated with what differs, and one whom it has not is created; without one, every row is an update. An empty
cell clears the value, so a row may not leave cells out.

As a snapshot, each row is a user; the id is the column `id` where there is one, else the login. `status`
tells who is enabled.

Not understood: groups, roles and whether users are activated, which is asked for after the upload. Variables
that prechange has no field for become attributes.
"""

import functools
from collections.abc import Mapping
from typing import Any

from linter.errors import InputError
from linter.formats.baseline import Baseline, differing
from linter.formats.content import Content
from linter.formats.delimited import Row, Table, Watch, open_table
from linter.formats.dialect import header_of, is_secret_column
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.formats.rows import Cells, Columns, Counts, filled, origins, part_of, snapshot_of
from linter.model import Change, Location, Op, Snapshot, User, fold

_REQUIRED = ("login", "firstName", "lastName", "email")
_FIELDS: Mapping[str, str] = {
    "login": "sign_in_id",
    "firstName": "first_name",
    "lastName": "last_name",
    "email": "primary_email",
    "displayName": "full_name",
    "employeeNumber": "employee_id",
    "managerId": "manager_id",
}
_UPDATE: tuple[Op, ...] = ("update",)
_ENABLED = {
    **dict.fromkeys(("ACTIVE", "PASSWORD_EXPIRED", "LOCKED_OUT", "RECOVERY"), True),
    **dict.fromkeys(("SUSPENDED", "DEPROVISIONED"), False),
}


def recognises(sample: bytes, name: str) -> bool:
    """Whether the header has the four variables that every user has."""
    return frozenset(_REQUIRED) <= frozenset(header_of(sample))


def read_changes(content: Content, given: Given) -> Part:
    """The users that a file creates or updates."""
    table = open_table(content)
    login = _login(table)
    baseline = Baseline(given.account)
    columns, of_known = _columns(table, "id"), _columns(table, "id", "login")
    secrets = [(label, n) for n, label in enumerate(table.header) if is_secret_column(label)]
    origin = origins(table, {"user": login, **columns.pointers})

    def made(row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        line, cells = row
        if watch is not None and not _is_named(table, row, login, watch):
            return ()
        key = cells[login]
        hidden = tuple([label for label, number in secrets if cells[number]]) if secrets else ()
        known = baseline.find(key) if baseline.given else None
        if baseline.given and not _has_login(known, key, baseline):
            values = columns.filled(cells)
            return (Change(index=index, op="create", set=values, secrets=hidden, origin=origin(line)),)
        values = of_known.every(cells)
        if known is not None:
            values = differing(known, values)
            if not values and not hidden:
                return ()
        return (Change(index=index, op="update", user=key, set=values, secrets=hidden, origin=origin(line)),)

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        return _UPDATE if _is_named(table, row, login, watch) else ()

    def sure(rows: Cells) -> Counts | None:
        return {_UPDATE: len(rows)} if not baseline.given and filled(rows, login) else None

    return part_of(table, made, None if baseline.given else judged, sure, whole=True)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users that a file lists."""
    table = open_table(content)
    login = _login(table)
    named = {label: number for number, label in enumerate(table.header)}
    key, status = named.get("id", login), named.get("status")
    columns = _columns(table, "id")

    def record(row: Row, watch: Watch) -> User | None:
        _, cells = row
        if not _is_named(table, row, login, watch) or not _is_named(table, row, key, watch):
            return None
        values: dict[str, Any] = columns.every(cells)
        if status is not None and cells[status].upper() in _ENABLED:
            values["enabled"] = _ENABLED[cells[status].upper()]
        return User(id=cells[key], **values)

    return snapshot_of(table, record, key)


def _login(table: Table) -> int:
    """The column of the login. Raises `InputError` where a variable that every user has is missing."""
    missing = [name for name in _REQUIRED if name not in table.header]
    if missing:
        raise InputError.one(
            f"the columns {', '.join(f'`{name}`' for name in missing)} are missing",
            Location(path=table.name, line=table.header_line, column=1),
            "the header has the variable names of the user profile, as the template has them",
        )
    return table.header.index("login")


def _has_login(known: User | None, login: str, baseline: Baseline) -> bool:
    """Whether a login is somebody's already, as far as is known; Okta compares nothing else."""
    if known is None:
        return baseline.holds(login)
    return not known.sign_in_id or fold(known.sign_in_id) == fold(login)


def _columns(table: Table, *without: str) -> Columns:
    """What the columns hold; secrets are left out."""
    shown = {
        number: label
        for number, label in enumerate(table.header)
        if label and label not in without and not is_secret_column(label)
    }
    fields = {number: _FIELDS[label] for number, label in shown.items() if label in _FIELDS}
    return Columns(fields, {number: label for number, label in shown.items() if number not in fields})


def _is_named(table: Table, row: Row, number: int, watch: Watch) -> bool:
    """Whether a row says which user it is about."""
    if row[1][number]:
        return True
    message = f"the {table.header[number]} is empty"
    watch.refuse(functools.partial(table.problem, message, row[0], number, "each row needs it"))
    return False
