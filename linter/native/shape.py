"""The shape of native records: which fields each operation takes, as structs that msgspec decodes into."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, Union, get_type_hints

import msgspec

from linter.model import (
    ENVELOPE_FIELDS,
    OP_FIELDS,
    OPS,
    SETTABLE_FIELDS,
    UNSET,
    Account,
    BillingAdmin,
    Op,
    User,
)
from linter.model.state import Moment, Text, Unset

MOST_SEATS = 2**31 - 1
"""The largest number of seats that is taken for one."""

Key: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MOST_SEATS)]
Aware: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]


def _struct(name: str, fields: list[Any], **options: Any) -> type[msgspec.Struct]:
    """A frozen struct that exists only while records are read."""
    return msgspec.defstruct(name, fields, frozen=True, kw_only=True, module=__name__, **options)


def _strict(hint: Any) -> Any:
    """A model type as files must fill it: every moment has an offset."""
    return Aware | None | Unset if hint == Moment else hint


_USER_HINTS = {name: _strict(hint) for name, hint in get_type_hints(User).items()}

Settable = _struct("Settable", [(name, _USER_HINTS[name], UNSET) for name in SETTABLE_FIELDS])
"""What `set` may hold by the types of the model; keys it does not know pass, for the replay to report."""

Before = _struct(
    "Before",
    [("id", Key | Unset, UNSET), *((name, _USER_HINTS[name], UNSET) for name in _USER_HINTS if name != "id")],
    forbid_unknown_fields=True,
)
"""What `before` may hold."""

_FIELD_TYPES: dict[str, Any] = {
    "user": Key,
    "set": dict[str, Any],
    "before": Before,
    "role": Key,
    "license": Key,
    "group": Key,
    "purchased_users": Count,
    "replaces": Key,
    **dict.fromkeys(ENVELOPE_FIELDS, Text),
    "account": Key,
    "effective_at": Aware | None,
}
ENVELOPE_HINTS = [(name, _FIELD_TYPES[name] | Unset, UNSET) for name in ENVELOPE_FIELDS]


class _Absent:
    """What a record answers for a field that its operation does not have."""

    __slots__ = ()
    user = before = role = license = group = purchased_users = replaces = UNSET
    set: Mapping[str, Any] = MappingProxyType({})


def _record(op: Op) -> type[msgspec.Struct]:
    """The struct of one operation."""
    needed, optional = OP_FIELDS[op]
    fields: list[Any] = [(name, _FIELD_TYPES[name]) for name in needed]
    fields += [(name, _FIELD_TYPES[name] | Unset, UNSET) for name in optional]
    return _struct(
        op,
        fields + ENVELOPE_HINTS,
        tag_field="op",
        tag=op,
        forbid_unknown_fields=True,
        bases=(_Absent, msgspec.Struct),
    )


RECORDS: dict[type[msgspec.Struct], Op] = {_record(op): op for op in OPS}
"""The struct of every operation."""

Record: Any = Union[tuple(RECORDS)]  # noqa: UP007 - `|` cannot join a computed list


Document = _struct("Document", [("changes", list[msgspec.Raw]), *ENVELOPE_HINTS], forbid_unknown_fields=True)
"""The top level of a change set, whose changes are decoded one by one."""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a snapshot says of itself."""

    taken_at: Aware | Unset = UNSET
    source: str | Unset = UNSET
    complete: bool | Unset = UNSET


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an account beside its users."""

    name: Text = UNSET
    purchased_users: Count | Unset = UNSET
    billing_admin: BillingAdmin | None | Unset = UNSET


class ManyAccounts(Head, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The top level of a snapshot with a list of accounts, which are decoded one by one."""

    accounts: list[msgspec.Raw]


class AccountLine(Account, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A snapshot of a single account: the account, and what the snapshot says of itself."""

    taken_at: Aware | Unset = UNSET
    source: str | Unset = UNSET
    complete: bool | Unset = UNSET


def head_of(record: ManyAccounts | AccountLine) -> Head:
    """What a snapshot says of itself."""
    return Head(taken_at=record.taken_at, source=record.source, complete=record.complete)
