"""What an Entra file is for, and what its columns hold, by the properties that its header names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from linter.errors import InputError
from linter.formats.delimited import Table
from linter.formats.dialect import header_of, is_secret_column
from linter.model import Location

Kind: TypeAlias = Literal["create", "invite", "restore", "members", "delete", "download"]
"""What a file is for."""

USER_NAME, OBJECT_ID, MEMBER = "userPrincipalName", "objectId", "memberObjectIdOrUpn"
INVITEE = "inviteeEmail"
ENABLED = "accountEnabled"
GROUP = "group"

FIELDS: Mapping[str, str] = {
    USER_NAME: "sign_in_id",
    "displayName": "full_name",
    "givenName": "first_name",
    "surname": "last_name",
    "mail": "primary_email",
    "employeeId": "employee_id",
}
"""The fields of a user that properties are."""

_KINDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("members", frozenset({MEMBER})),
    ("invite", frozenset({INVITEE})),
    ("create", frozenset({USER_NAME, "displayName", "passwordProfile"})),
)
_PROPERTY = re.compile(r"\[\s*([A-Za-z][A-Za-z0-9_]*)\s*\]")
_DOWNLOAD = frozenset({USER_NAME, "displayName"})
_DOWNLOAD_IDS = frozenset({OBJECT_ID, "id"})


@dataclass(frozen=True)
class Header:
    """What a file is for, the columns of its properties, and of the labels that name none."""

    kind: Kind
    columns: Mapping[str, int]
    others: Mapping[str, int]

    @property
    def secrets(self) -> tuple[str, ...]:
        """The properties and labels that hold secrets."""
        return tuple(name for name in (*self.columns, *self.others) if is_secret_column(name))

    def fields(self, *without: str) -> dict[int, str]:
        """The columns that are fields of a user, by their numbers."""
        return {
            self.columns[name]: field
            for name, field in FIELDS.items()
            if name in self.columns and name not in without
        }

    def attributes(self, *without: str) -> dict[int, str]:
        """The columns that prechange has no field for, by their numbers."""
        named = {**self.columns, **self.others}
        known = {*FIELDS, *self.secrets, *without}
        return {number: name for name, number in named.items() if name not in known}


def recognises(sample: bytes, name: str) -> bool:
    """Whether the header names properties as the files of one of the operations do."""
    return _kind(header_of(sample)) is not None


def header(table: Table) -> Header:
    """What the header says. Raises `InputError` where it is of no file that Entra knows, or says it twice."""
    kind = _kind(table.header)
    if kind is None:
        raise InputError.one(
            "no bulk operation of Entra has this header",
            Location(path=table.name, line=table.header_line, column=1),
            "keep the properties in brackets, such as `[userPrincipalName]`, as the template has them",
        )
    columns: dict[str, int] = {}
    others: dict[str, int] = {}
    for number, label in enumerate(table.header):
        name = label if kind == "download" else property_of(label)
        if name in columns:
            raise InputError(
                [
                    table.problem(
                        f"the property `{name}` is here twice",
                        table.header_line,
                        number,
                        f"it is first in `{table.header[columns[name]]}`",
                    )
                ]
            )
        if name:
            columns[name] = number
        elif label:
            others[label] = number
    return Header(kind, columns, others)


def property_of(label: str) -> str:
    """The property in brackets in a label; empty where there is none."""
    found = _PROPERTY.findall(label)
    return str(found[-1]) if found else ""


def _kind(labels: Sequence[str]) -> Kind | None:
    """What a file with this header is for."""
    names = {property_of(label) for label in labels} - {""}
    for kind, needed in _KINDS:
        if needed <= names:
            return kind
    if names == {USER_NAME}:
        return "delete"
    if names == {OBJECT_ID}:
        return "restore"
    plain = frozenset(labels)
    return "download" if plain >= _DOWNLOAD and plain & _DOWNLOAD_IDS else None
