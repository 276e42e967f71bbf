"""Google Workspace: the file of *Bulk update users*, and the download of users.

Where to get it: Google Admin console, *Directory > Users > Bulk update users*, download the template or the
users; *Directory > Users > Download users* for a snapshot. A column is known by its label without the words
in brackets (`[Required]`, `[UPLOAD ONLY]`, `[READ ONLY]`).

As changes, each row says how the user with its e-mail address shall be: with a snapshot, a user whom it has
is updated with what differs, and one whom it has not is created; without one, every row is an update. An
empty cell says nothing. `New Primary Email` is the rename (address and sign-in), `New Status` enables or
disables (`Archived` is disabled, and an attribute), each of the `New Licenses` is assigned. What is marked
`[READ ONLY]` changes nothing; `Status` is held against the snapshot as the state that the file was made
from. A password other than `****` is dropped and counts as set.

As a snapshot, each row is a user whose id is the e-mail address; an empty cell says that there is no value. A
row that says what is new (`New Primary Email`, `New Status`, `New Licenses`) is refused.

Not understood: aliases, groups and administrator roles, which no column has. Columns that prechange has no
field for become attributes under their label without the brackets.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linter.document import did_you_mean
from linter.errors import InputError
from linter.formats.baseline import Baseline, differing
from linter.formats.content import Content
from linter.formats.delimited import Row, Table, Watch, open_table
from linter.formats.dialect import header_of, is_secret_column
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.formats.rows import (
    Cells,
    Columns,
    Counts,
    distinct,
    filled,
    origins,
    part_of,
    snapshot_of,
    users_made,
)
from linter.model import UNSET, Change, Location, Op, Snapshot, User, fold

_MARK = re.compile(r"\s*\[([^\]]*)\]\s*$")
_EMAIL, _NEW_EMAIL, _PASSWORD = "email address", "new primary email", "password"
_STATUS, _NEW_STATUS, _NEW_LICENSES = "status", "new status", "new licenses"
_NEEDED = frozenset({_EMAIL, "first name", "last name"})
_FIELDS: Mapping[str, str] = {
    "first name": "first_name",
    "last name": "last_name",
    "employee id": "employee_id",
}
_OWN = frozenset({_EMAIL, _NEW_EMAIL, _PASSWORD, _STATUS, _NEW_STATUS, _NEW_LICENSES})
_STATUSES = {"active": True, "suspended": False, "archived": False}
_BEFORE = {name: {"enabled": enabled} for name, enabled in _STATUSES.items()}
_UPDATE: tuple[Op, ...] = ("update",)
_ASSIGN: tuple[Op, ...] = ("assign_license",)
_ARCHIVED = {"Status": "Archived"}
_UNCHANGED_PASSWORD = frozenset({"", "****"})


@dataclass(frozen=True)
class _Header:
    """The columns by their labels without marks, in lower case; the labels; and those that only tell."""

    columns: Mapping[str, int]
    labels: Mapping[str, str]
    told: frozenset[str]

    def read(self, *, every: bool) -> Columns:
        """What the columns hold that are no more than values; with `every`, also those that only tell."""
        fields = {n: _FIELDS[name] for name, n in self.columns.items() if name in _FIELDS}
        attributes = {
            n: self.labels[name]
            for name, n in self.columns.items()
            if name not in _FIELDS
            and name not in _OWN
            and (every or name not in self.told)
            and not is_secret_column(name)
        }
        return Columns(fields, attributes)

    def cell(self, cells: list[str], name: str) -> str:
        """What a row has in a column; nothing where there is no such column."""
        number = self.columns.get(name)
        return "" if number is None else cells[number]


_AS_CHANGES = "give this file as changes: `prechange check FILE --snapshot EXPORT`"


def recognises(sample: bytes, name: str) -> bool:
    """Whether the header has Google's labels, at least one of them marked as Google marks them."""
    labels = header_of(sample)
    return frozenset(map(_bare, labels)) >= _NEEDED and any(_MARK.search(label) for label in labels)


def read_changes(content: Content, given: Given) -> Part:
    """The users that a file creates or updates."""
    table = open_table(content)
    uploaded = _Uploaded(table, Baseline(given.account))
    return part_of(table, uploaded.made, uploaded.judged, uploaded.sure)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users that a file lists."""
    table = open_table(content)
    header = _header(table)
    columns = header.read(every=True)
    key = header.columns[_EMAIL]
    new = [
        header.columns[name] for name in (_NEW_EMAIL, _NEW_STATUS, _NEW_LICENSES) if name in header.columns
    ]

    def record(row: Row, watch: Watch) -> User | None:
        cells = row[1]
        if not _has_address(table, row, key, watch):
            return None
        for number in new:
            if cells[number]:
                message = f"`{table.header[number]}` says how things shall be, a snapshot how they are"
                watch.refuse(functools.partial(table.problem, message, row[0], number, _AS_CHANGES))
        values = columns.every(cells)
        status = header.cell(cells, _STATUS).lower()
        enabled = _STATUSES.get(status)
        if enabled is not None:
            values["enabled"] = enabled
        if status == "archived":
            values["attributes"] = {**values.get("attributes", {}), **_ARCHIVED}
        return User(id=cells[key], primary_email=cells[key], sign_in_id=cells[key], **values)

    def together(rows: Cells) -> list[User] | None:
        if not filled(rows, key) or any(distinct(rows, number) for number in new):
            return None
        cells = [*zip(*rows, strict=True)]
        values = columns.every_of(cells)
        if _STATUS in header.columns:
            words = [word.lower() for word in cells[header.columns[_STATUS]]]
            if "archived" in words:
                return None
            values["enabled"] = [_STATUSES.get(word, UNSET) for word in words]
        return users_made({"id": cells[key], "primary_email": cells[key], "sign_in_id": cells[key], **values})

    return snapshot_of(table, record, key, together)


class _Uploaded:
    """Makes changes from the rows of an upload."""

    def __init__(self, table: Table, baseline: Baseline) -> None:
        self._table = table
        self._baseline = baseline
        header = _header(table)
        self._columns = header.read(every=False)
        # A column that the file has not is the one after the last, where each row gets an empty cell.
        self._none = none = len(table.header)
        self._email, self._first_name = header.columns[_EMAIL], header.columns["first name"]
        self._new_email, self._status, self._new_status, self._new_licenses = (
            header.columns.get(name, none) for name in (_NEW_EMAIL, _STATUS, _NEW_STATUS, _NEW_LICENSES)
        )
        self._secrets = [
            (header.labels[name], n) for name, n in header.columns.items() if is_secret_column(name)
        ]
        self._telling = [*self._columns.pointers.values(), self._new_email, self._new_status]
        address = {"set/primary_email": self._new_email, "set/sign_in_id": self._new_email}
        others = {
            "user": self._email,
            "set/enabled": self._new_status,
            "set/licenses": self._new_licenses,
            "license": self._new_licenses,
            "before/enabled": self._status,
        }
        self._origin = origins(table, {**self._columns.pointers, **others, **address})
        same = dict.fromkeys(address, self._email)
        self._origin_of_new = origins(table, {**self._columns.pointers, **others, **same})

    def sure(self, rows: Cells) -> Counts | None:
        """What some rows bring about that set a name, and assign nothing."""
        if self._baseline.given or not filled(rows, self._email, self._first_name):
            return None
        if self._new_licenses < self._none and distinct(rows, self._new_licenses):
            return None
        if self._new_status < self._none and not _are_statuses(distinct(rows, self._new_status)):
            return None
        return {_UPDATE: len(rows)}

    def judged(self, row: Row, watch: Watch) -> tuple[Op, ...]:
        """The operations that a row brings about."""
        line, cells = row
        if not _has_address(self._table, row, self._email, watch):
            return ()
        if self._baseline.given:
            ops = tuple([change.op for change in self.made(row, 0, None)])
            self._examine_status(line, cells, watch)
            return ops
        cells.append("")
        self._examine_status(line, cells, watch)
        licenses = cells[self._new_licenses]
        assigned = _ASSIGN * len(_listed(licenses)) if licenses else ()
        for number in self._telling:
            if cells[number]:
                return assigned + _UPDATE
        return assigned + _UPDATE if self._hidden(cells) else assigned

    def made(self, row: Row, index: int, watch: Watch | None) -> list[Change]:
        """The changes of a row: a new user, or licences assigned to a known one and then what differs."""
        line, cells = row
        cells.append("")
        email = cells[self._email]
        values = self._columns.filled(cells)
        status = cells[self._new_status]
        if status:
            values |= _settings(status, values)
        secrets = self._hidden(cells)
        licenses = cells[self._new_licenses]
        assigned = _listed(licenses) if licenses else ()
        known = None
        if self._baseline.given:
            if not self._baseline.holds(email):
                return [self._created(row, index, values, assigned, secrets)]
            known = self._baseline.find(email)
            held = frozenset(map(fold, (known.licenses or ()) if known else ()))
            assigned = tuple(name for name in assigned if fold(name) not in held)
        origin = self._origin(line)
        changes = (
            [
                Change(index=index + n, op="assign_license", user=email, license=name, origin=origin)
                for n, name in enumerate(assigned)
            ]
            if assigned
            else []
        )
        if new := cells[self._new_email]:
            values["primary_email"] = values["sign_in_id"] = new
        if known is not None:
            values = differing(known, values)
        if values or secrets:
            changes.append(
                Change(
                    index=index + len(assigned),
                    op="update",
                    user=email,
                    set=values,
                    before=_BEFORE.get(cells[self._status].lower(), UNSET),
                    secrets=secrets,
                    origin=origin,
                )
            )
        return changes

    def _created(
        self,
        row: Row,
        index: int,
        values: dict[str, Any],
        licenses: tuple[str, ...],
        secrets: tuple[str, ...],
    ) -> Change:
        """The creation of the user of a row."""
        line, cells = row
        address = cells[self._new_email] or cells[self._email]
        values |= {"primary_email": address, "sign_in_id": address}
        if licenses:
            values["licenses"] = licenses
        origin = (self._origin if cells[self._new_email] else self._origin_of_new)(line)
        return Change(index=index, op="create", set=values, secrets=secrets, origin=origin)

    def _hidden(self, cells: list[str]) -> tuple[str, ...]:
        """The names of the secrets that a row sets."""
        return tuple([label for label, n in self._secrets if cells[n] not in _UNCHANGED_PASSWORD])

    def _examine_status(self, line: int, cells: list[str], watch: Watch) -> None:
        """Notes a new status that there is not."""
        said = cells[self._new_status]
        if said and not _are_statuses([said]):
            meant = did_you_mean(said, ("Active", "Suspended", "Archived"))
            hint = f"did you mean `{meant}`?" if meant else "one of: Active, Suspended, Archived"
            message = f"`{said}` is no status"
            watch.refuse(functools.partial(self._table.problem, message, line, self._new_status, hint))


def _are_statuses(words: Iterable[str]) -> bool:
    """Whether there is a status of each name."""
    return all(word.lower() in _STATUSES for word in words)


def _settings(status: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a new status sets."""
    enabled = _STATUSES.get(status.lower())
    if enabled is None:
        return {}
    if status.lower() != "archived":
        return {"enabled": enabled}
    return {"enabled": enabled, "attributes": {**values.get("attributes", {}), **_ARCHIVED}}


def _header(table: Table) -> _Header:
    """What the header says. Raises `InputError` where it is not Google's."""
    columns: dict[str, int] = {}
    for number, label in enumerate(table.header):
        if label and columns.setdefault(_bare(label), number) != number:
            first = table.header[columns[_bare(label)]]
            message = f"the columns `{first}` and `{label}` are the same"
            raise InputError([table.problem(message, table.header_line, number, "keep one of them")])
    columns.pop("", None)
    missing = sorted(_NEEDED - columns.keys())
    if missing:
        raise InputError.one(
            f"the columns {', '.join(f'`{name.title()}`' for name in missing)} are missing",
            Location(path=table.name, line=table.header_line, column=1),
            "keep the header of the template as it is",
        )
    labels = {name: _MARK.sub("", table.header[number]) for name, number in columns.items()}
    marks = {name: _MARK.search(table.header[number]) for name, number in columns.items()}
    told = frozenset(name for name, mark in marks.items() if mark and fold(mark[1]) == "read only")
    return _Header(columns, labels, told)


def _bare(label: str) -> str:
    """A label without its mark, in lower case."""
    return fold(_MARK.sub("", label))


def _listed(cell: str) -> tuple[str, ...]:
    """The values that a cell lists."""
    return tuple(dict.fromkeys(name.strip() for name in cell.split(",") if name.strip()))


def _has_address(table: Table, row: Row, number: int, watch: Watch) -> bool:
    """Whether a row says which user it is about."""
    if row[1][number]:
        return True
    watch.refuse(functools.partial(table.problem, "the e-mail address is empty", row[0], number))
    return False
