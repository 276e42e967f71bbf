"""What the columns of an export of users hold, by their display or logical names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linter.errors import InputError
from linter.formats.delimited import Table
from linter.formats.dialect import is_secret_column
from linter.formats.rows import Columns
from linter.formats.systemuser import LOGICAL
from linter.model import Problem, fold

_HIDDEN = "(do not modify)"
_USERS = frozenset({"user", "users", "system user", "systemuser"})
_HIDDEN_ROLES = {"row checksum": "checksum", "modified on": "modified_at"}
_ROLES: Mapping[str, str] = {
    **LOGICAL,
    "full name": "full_name",
    "first name": "first_name",
    "last name": "last_name",
    "primary email": "primary_email",
    "primary e-mail": "primary_email",
    "windows live id": "windows_live_id",
    "user name": "user_name",
    "domain name": "user_name",
    "employee": "employee_id",
    "employee id": "employee_id",
    "_parentsystemuserid_value": "manager_id",
    "status": "status",
    "is disabled": "status",
    "invitation status": "invitation",
    "user licensed": "licensed",
    "access mode": "access",
    "application id": "application",
    "modified on": "modified_on",
}
_FIELDS = frozenset({"first_name", "last_name", "primary_email", "sign_in_id", "employee_id", "manager_id"})
# Kept beside what they mean: two access modes are one kind, and which application it is tells something.
_ALSO_ATTRIBUTES = frozenset({"access", "application", "user_name", "windows_live_id", "modified_on"})
_LOGICAL = frozenset({"systemuserid", "internalemailaddress", "windowsliveid", "domainname", "isdisabled"})


@dataclass(frozen=True)
class Header:
    """The columns of an export: by what they mean, as fields and attributes, and those that hold secrets.

    `inverted` says that the column of the status tells who is disabled.
    """

    roles: Mapping[str, int]
    columns: Columns
    secrets: tuple[tuple[str, int], ...]
    inverted: bool

    @property
    def says_something(self) -> bool:
        """Whether every row has something to set."""
        return bool(self.columns.pointers)

    def cell(self, role: str, cells: Sequence[str]) -> str:
        """What a row says of something; empty where there is no such column."""
        number = self.roles.get(role)
        return "" if number is None else cells[number]


def shows(labels: Iterable[str]) -> bool:
    """Whether some labels are those of an export of users, or of the template to import them."""
    names = [fold(label) for label in labels]
    roles = {role for name in names if (role := _ROLES.get(name))}
    hidden = any(name.startswith(_HIDDEN) for name in names)
    logical = len(_LOGICAL.intersection(names)) > 1
    named = {"first_name", "last_name"} <= roles or "full_name" in roles
    return hidden or logical or ("primary_email" in roles and named)


def header(table: Table) -> Header:
    """What the columns of a table hold.

    Raises `InputError` for an export of something else than users, where two columns mean the same, and
    where no column tells which user a row is about.
    """
    shown = [(n, label) for n, label in enumerate(table.header) if label]
    roles: dict[str, int] = {}
    problems: list[Problem] = []
    for number, label in shown:
        role = _role(table, label, number, problems)
        if role and role in roles:
            message = f"the columns `{table.header[roles[role]]}` and `{label}` mean the same"
            problems.append(table.problem(message, table.header_line, number, "leave one of them out"))
        elif role:
            roles[role] = number
    _settle(roles)
    if not problems and not roles.keys() & {"id", "sign_in_id", "primary_email"}:
        message = "no column tells which user a row is about"
        hint = "an export has `(Do Not Modify) User`, `User Name` or `Primary Email`"
        problems.append(table.problem(message, table.header_line, None, hint))
    if problems:
        raise InputError(problems)
    meant = {number for role, number in roles.items() if role not in _ALSO_ATTRIBUTES}
    open_ = [(n, label) for n, label in shown if not is_secret_column(label)]
    columns = Columns(
        {number: role for role, number in roles.items() if role in _FIELDS},
        {n: label for n, label in open_ if n not in meant},
    )
    secrets = tuple((label, n) for n, label in shown if is_secret_column(label))
    inverted = "status" in roles and fold(table.header[roles["status"]]) != "status"
    return Header(roles, columns, secrets, inverted)


def _role(table: Table, label: str, number: int, problems: list[Problem]) -> str | None:
    """What a column means; `None` where it is an attribute."""
    name = fold(label)
    if not name.startswith(_HIDDEN):
        return _ROLES.get(name)
    what = name.removeprefix(_HIDDEN).strip()
    if what in _USERS:
        return "id"
    if what not in _HIDDEN_ROLES:
        entity = label[len(_HIDDEN) :].strip()
        message = f"this is an export of `{entity}`, not of users"
        hint = "of users, the hidden column is `(Do Not Modify) User`"
        problems.append(table.problem(message, table.header_line, number, hint))
    return _HIDDEN_ROLES.get(what)


def _settle(roles: dict[str, int]) -> None:
    """Chooses among columns of which two may mean one thing."""
    for role, first, second in (
        ("sign_in_id", "windows_live_id", "user_name"),
        ("modified_at", "modified_at", "modified_on"),
    ):
        if role not in roles and first in roles:
            roles[role] = roles.pop(first)
        elif role not in roles and second in roles:
            roles[role] = roles.pop(second)
