"""What a condition can name: the roots of each subject, and the fields of every value, built from the model.

A field may be null only where the model says that it can be known to be empty. Lists are never null.
"""

import types as pytypes
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec

from linter.model import (
    OP_FIELDS,
    OPS,
    SETTABLE_FIELDS,
    AccountState,
    BillingAdmin,
    BillingRecord,
    Envelope,
    Kind,
    Released,
    User,
)
from linter.resemblance import STANDINGS, VERDICTS

Subject: TypeAlias = Literal["change", "user", "account", "change_set", "snapshot"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)

Population: TypeAlias = Literal["total_users", "enabled_users", "disabled_users"]
POPULATIONS: tuple[Population, ...] = get_args(Population)
"""What a limit can be a share of."""

Join: TypeAlias = Literal["any", "all"]

Scalar: TypeAlias = Literal["string", "bool", "int", "number", "timestamp", "duration", "anything"]
Shape: TypeAlias = Literal["one", "list", "map"]


class Field(msgspec.Struct, frozen=True):
    """The type of a field: a scalar or the name of a table, alone, in a list, or as the values of a map.

    `nullable` says that the value may be known to be empty; `values` lists all that a text can be.
    """

    type: str
    shape: Shape = "one"
    nullable: bool = False
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The type as the documentation writes it."""
        text = self.type.lower() if self.type in TABLES else self.type
        shaped = {"one": text, "list": f"list of {text}", "map": f"map of {text}"}[self.shape]
        return f"{shaped} or null" if self.nullable else shaped


Table: TypeAlias = Mapping[str, Field]

_SCALARS: Mapping[Any, Scalar] = {
    str: "string",
    bool: "bool",
    int: "int",
    float: "number",
    datetime: "timestamp",
    timedelta: "duration",
}


def _field(hint: Any) -> Field:
    """The field for a type hint of the model."""
    if get_origin(hint) not in (Union, pytypes.UnionType):
        return _plain_field(hint)
    parts = [part for part in get_args(hint) if part not in (type(None), msgspec.UnsetType)]
    found = _plain_field(parts[0])
    return Field(found.type, found.shape, found.shape == "one" and type(None) in get_args(hint), found.values)


def _plain_field(hint: Any) -> Field:
    """The field for a type hint that is no union."""
    if hint in _SCALARS:
        return Field(_SCALARS[hint])
    if get_origin(hint) is Literal:
        return Field("string", values=get_args(hint))
    if get_origin(hint) is tuple:
        return Field(_plain_field(get_args(hint)[0]).type, "list")
    if get_origin(hint) is None:
        return Field(hint.__name__)
    value = get_args(hint)[1]
    return Field("anything" if value is Any else _plain_field(value).type, "map")


def _struct(struct: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a struct of the model."""
    hints = get_type_hints(struct)
    return {name: _field(hints[name]) for name in struct.__struct_fields__}


_TEXT = Field("string", nullable=True)
_USER: Table = _struct(User) | {
    "kind": Field("string", values=get_args(Kind)),
    "name": _TEXT,
    "billing_admin": Field("bool"),
    "guest": Field("bool"),
    "direct_reports": Field("int"),
}
_FOLLOWING = frozenset({"billing_admin", "guest", "direct_reports"})
"""What follows from more than the user's own record: no change is said to set it."""
_ENVELOPE: Table = _struct(Envelope) | {"account": _TEXT}

TABLES: Mapping[str, Table] = {
    "User": _USER,
    "BillingRecord": _struct(BillingRecord),
    "Account": {name: field for name, field in _struct(AccountState).items() if name != "reports"}
    | {"users": Field("User", "list"), "billing_user": Field("User", nullable=True)},
    "Released": _struct(Released),
    "BillingAdmin": _struct(BillingAdmin),
    "Changed": {name: Field("bool") for name in _USER if name not in _FOLLOWING},
    "Change": {
        "index": Field("int"),
        "op": Field("string", values=OPS),
        "user": _TEXT,
        "role": _TEXT,
        "license": _TEXT,
        "group": _TEXT,
        "purchased_users": Field("int", nullable=True),
        "replaces": _TEXT,
        "secret": Field("bool"),
        "earlier_ops": Field("string", "list", values=OPS),
        "replaced_ops": Field("string", "list", values=OPS),
        "new_addresses": Field("string", "list"),
        "lost_addresses": Field("string", "list"),
        "reused": Field("Released", "list"),
        **_ENVELOPE,
    },
    "ChangeSet": {
        **_ENVELOPE,
        "changes": Field("int"),
        "counts": Field("int", "map"),
        "users_touched": Field("int"),
        "population": Field("int"),
    },
    "Limit": {
        "count": Field("int"),
        "allowed": Field("int"),
        "population": Field("int"),
        "percent": Field("number"),
        "max_count": Field("int"),
        "max_percent": Field("number"),
        "min_population": Field("int"),
    },
    "Identity": {
        "verdict": Field("string", values=VERDICTS),
        "reason": Field("string"),
        "signals": Field("string", "list"),
        "intent": Field("string", values=STANDINGS),
    },
    "Snapshot": {
        "given": Field("bool"),
        "taken_at": Field("timestamp"),
        "age": Field("duration"),
        "complete": Field("bool"),
        "source": Field("string"),
        "accounts": Field("int"),
    },
}
"""The fields of every value, by the name of its table. `Params` is added for each pack."""

PARAMS = "Params"
"""The table of a pack's params."""

ROOTS: Mapping[str, Field] = {
    "change": Field("Change"),
    "before": Field("User"),
    "after": Field("User"),
    "changed": Field("Changed"),
    "identity": Field("Identity"),
    "user": Field("User"),
    "account": Field("Account"),
    "account_after": Field("Account"),
    "requester": Field("User", nullable=True),
    "successor": Field("User", nullable=True),
    "replaced": Field("User", nullable=True),
    "limit": Field("Limit"),
    "change_set": Field("ChangeSet"),
    "snapshot": Field("Snapshot"),
    "params": Field(PARAMS),
    "now": Field("timestamp"),
}
"""Every name that a condition can begin with."""

LIMIT = "limit"
"""The root that only the texts of a rule with a limit have: how far it was used."""

_ALWAYS = ("snapshot", "params", "now")

SUBJECT_ROOTS: Mapping[Subject, tuple[str, ...]] = {
    "change": tuple(root for root in ROOTS if root not in ("user", LIMIT)),
    "user": ("user", "account", "change_set", *_ALWAYS),
    "account": ("account", "change_set", *_ALWAYS),
    "change_set": ("change_set", *_ALWAYS),
    "snapshot": _ALWAYS,
}
"""The names that the rules about each subject can use."""

_REPLAYED_APART = frozenset({"enabled", "roles", "licenses", "groups"})
"""What replay splits off an update or a creation, as changes of their own ops."""

SET_FIELDS = tuple(name for name in SETTABLE_FIELDS if name not in _REPLAYED_APART)
"""The fields that a replayed `create` or `update` still sets."""

SETTING_OPS: Mapping[str, tuple[str, ...]] = {
    "enabled": ("enable", "disable"),
    "roles": ("grant_role", "revoke_role"),
    "licenses": ("assign_license", "remove_license"),
    "groups": ("add_group", "remove_group"),
}
"""The ops that change what `create` and `update` leave to them."""

OP_PARTS: Mapping[str, frozenset[str]] = {
    part: frozenset(op for op, (required, optional) in OP_FIELDS.items() if part in (*required, *optional))
    for part in ("user", "role", "license", "group", "purchased_users", "replaces")
}
"""The ops whose changes can have a part that `change` shows."""

GIVEN_PARTS: Mapping[str, frozenset[str]] = {
    part: frozenset(op for op, (required, _) in OP_FIELDS.items() if part in required) for part in OP_PARTS
}
"""The ops whose changes always have it."""

CHANGING_OPS: Mapping[str, frozenset[str]] = {
    **{name: frozenset() for name in ("id", "billing_record", "modified_at")},
    **{name: frozenset({"create", "update"}) for name in (*SET_FIELDS, "name")},
    # An update that replaces a list that is not known settles what it becomes.
    **{name: frozenset({*ops, "update"}) for name, ops in SETTING_OPS.items()},
    "enabled": frozenset(SETTING_OPS["enabled"]),
    "licensed": frozenset({*SETTING_OPS["licenses"], "update"}),
    "invitation": frozenset({"invite"}),
    "invited_at": frozenset({"invite"}),
    "deleted_at": frozenset({"delete", "restore"}),
}
"""For each field of a user the ops that can change it."""
