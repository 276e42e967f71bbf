"""Microsoft 365: the file of *Add multiple users*.

Where to get it: Microsoft 365 admin center, *Users > Active users > Add multiple users*, download the
template. The columns are known by their order, so that the labels may be in any language: user name, first
name, last name, display name, job title, department, office number, office phone, mobile phone, fax, (newer
templates: alternate email address,) address, city, state or province, ZIP or postal code, country or region.

As changes, each row creates a user, because that is all this file can do. The user name is the sign-in; what
is not a name becomes an attribute under its English label. An empty cell says nothing.

As a snapshot, each row is a user whose id is the user name, and an empty cell says that there is no value.

Not understood: licences, roles and whether sign-in is allowed. The assistant asks for them, no column
has them.
"""

import functools
from collections.abc import Iterator, Sequence

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.delimited import Row, Table, Watch, open_table
from linter.formats.dialect import header_of, sample_rows
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.formats.rows import Cells, Columns, Counts, filled, origins, part_of, snapshot_of, users_made
from linter.model import Change, Op, Problem, Snapshot, User, fold

LABELS = (
    "User Name",
    "First Name",
    "Last Name",
    "Display Name",
    "Job Title",
    "Department",
    "Office Number",
    "Office Phone",
    "Mobile Phone",
    "Fax",
    "Address",
    "City",
    "State or Province",
    "ZIP or Postal Code",
    "Country or Region",
)
_EXTRA = "Alternate Email Address"
_AFTER = LABELS.index("Fax") + 1
_LONGER = (*LABELS[:_AFTER], _EXTRA, *LABELS[_AFTER:])
_KNOWN = frozenset(map(fold, _LONGER))
_FIELDS = {0: "sign_in_id", 1: "first_name", 2: "last_name", 3: "full_name"}
_CREATE: tuple[Op, ...] = ("create",)
_USER_NAME, _FIRST_NAME, _LAST_NAME, _DISPLAY_NAME = range(4)
_ENGLISH = len(LABELS) // 2
"""So many labels in English, and all of them are."""


def recognises(sample: bytes, name: str) -> bool:
    """Whether the columns are these, by their labels, or in another language by what they hold."""
    header = header_of(sample)
    if _in_english(header):
        return True
    strange = _labels(len(header)) is None or not all(header) or any("[" in label for label in header)
    return not strange and _looks_alike(sample_rows(sample))


def read_changes(content: Content, given: Given) -> Part:
    """The users that a file creates."""
    table = open_table(content)
    columns = _columns(table)
    origin = origins(table, {"user": _USER_NAME, **columns.pointers})

    def made(row: Row, index: int, watch: Watch | None) -> tuple[Change, ...]:
        line, cells = row
        return (Change(index=index, op="create", set=columns.filled(cells), origin=origin(line)),)

    def judged(row: Row, watch: Watch) -> tuple[Op, ...]:
        return _CREATE if _examined(table, row, watch) else ()

    def sure(rows: Cells) -> Counts | None:
        return {_CREATE: len(rows)} if filled(rows, _USER_NAME, _DISPLAY_NAME) else None

    return part_of(table, made, judged, sure)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users that a file lists."""
    table = open_table(content)
    columns = _columns(table)

    def record(row: Row, watch: Watch) -> User | None:
        if not _examined(table, row, watch):
            return None
        return User(id=row[1][_USER_NAME], **columns.every(row[1]))

    def together(rows: Cells) -> list[User] | None:
        if not filled(rows, _USER_NAME, _DISPLAY_NAME):
            return None
        cells = [*zip(*rows, strict=True)]
        return users_made({"id": cells[_USER_NAME], **columns.every_of(cells)})

    return snapshot_of(table, record, _USER_NAME, together)


def _columns(table: Table) -> Columns:
    """The columns by their order. Raises `InputError` where there are not so many, or in another order."""
    labels = _labels(len(table.header))
    if labels is None:
        raise InputError(
            [
                table.problem(
                    f"this table has {len(table.header)} columns; `Add multiple users` takes 15 or 16",
                    table.header_line,
                    hint="columns may not be left out, added or moved",
                )
            ]
        )
    if _in_english(table.header):
        problems = list(_misplaced(table, labels))
        if problems:
            raise InputError(problems)
    return Columns(_FIELDS, {n: label for n, label in enumerate(labels) if n not in _FIELDS})


def _misplaced(table: Table, labels: Sequence[str]) -> Iterator[Problem]:
    """The columns that the template does not have; where there are none, those that were moved."""
    added = [n for n, label in enumerate(table.header) if fold(label) not in _KNOWN]
    for n in added:
        message = f"`Add multiple users` has no column `{table.header[n]}`"
        yield table.problem(message, table.header_line, n, "columns may not be left out, added or moved")
    for n, label in enumerate(table.header):
        if not added and fold(label) != fold(labels[n]):
            message = f"the column `{label}` stands where `{labels[n]}` must be"
            yield table.problem(message, table.header_line, n, "the file is read by the order of its columns")


def _labels(width: int) -> Sequence[str] | None:
    """The labels of a file with so many columns."""
    return {len(LABELS): LABELS, len(_LONGER): _LONGER}.get(width)


def _in_english(header: Sequence[str]) -> bool:
    """Whether the labels are those of the English template, in whatever order."""
    return sum(fold(label) in _KNOWN for label in header) >= _ENGLISH


def _looks_alike(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every row begins with a sign-in, and display names are made of the names beside them."""
    alike = 0
    for row in rows[:-1] or rows:
        if len(row) <= _DISPLAY_NAME or "@" not in row[_USER_NAME] or not row[_DISPLAY_NAME]:
            return False
        names = [row[n] for n in (_FIRST_NAME, _LAST_NAME) if row[n]]
        alike += bool(names) and all(name in row[_DISPLAY_NAME] for name in names)
    return alike * 2 >= len(rows) > 0


def _examined(table: Table, row: Row, watch: Watch) -> bool:
    """Whether a row has what it must have; notes what it has not."""
    line, cells = row
    if cells[_USER_NAME] and cells[_DISPLAY_NAME]:
        return True
    for number in (_USER_NAME, _DISPLAY_NAME):
        if not cells[number]:
            message = f"the {LABELS[number].lower()} is empty"
            hint = "every user needs a user name and a display name"
            watch.refuse(functools.partial(table.problem, message, line, number, hint))
    return False
