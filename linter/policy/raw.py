"""The shapes of policy files, for reading them fast; what does not fit is explained by the schemas."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from linter.model import UNSET, Account, Exceeding, Op, Safety, Severity, Unset
from linter.model.state import Moment, Text
from linter.native import Record
from linter.policy.types import Join, Population, Subject

Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", max_length=80)]
RuleId: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^([a-z][a-z0-9]*(-[a-z0-9]+)*/)?[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
]
Name: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=80)]
Words: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\S")]
Key: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]

Share: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100)] | Annotated[float, msgspec.Meta(ge=0, le=100)]

ParamType: TypeAlias = Literal["int", "number", "bool", "string", "strings", "duration"]


class RawMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`match` of a rule."""

    op: Op | Annotated[list[Op], msgspec.Meta(min_length=1)] | Unset = UNSET
    fields: Key | Annotated[list[Key], msgspec.Meta(min_length=1)] | Unset = UNSET


class RawBillingAdmin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`billing_admin` of `until`."""

    user_id: str | Unset = UNSET
    full_name: str | Unset = UNSET
    email: str | Unset = UNSET


class RawUntil(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`until` of what is asked for. Its values may be templates."""

    purchased_users: int | str | Unset = UNSET
    billing_admin: RawBillingAdmin | Unset = UNSET


class RawAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`ask` of `instead`. Its texts may be templates."""

    who: Words
    message: Words
    menu: Words | Unset = UNSET
    until: RawUntil = RawUntil()


class RawLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`limit` of a rule. Numbers may be expressions."""

    max_count: Count | Words | Unset = UNSET
    max_percent: Share | Words | Unset = UNSET
    of: Population | Unset = UNSET
    min_population: Count | Words | Unset = UNSET
    joined: Join | Unset = UNSET
    where: Words | Unset = UNSET


class RawInstead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`instead` of a rule. The values in its changes may be templates."""

    text: Words
    when: str | bool | Unset = UNSET
    safety: Safety = "unsafe"
    changes: list[dict[str, Any]] = []
    ask: RawAsk | Unset = UNSET


class RawAccount(Account, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The account of an example, which needs no id."""

    id: Key = "example"


class RawExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example of a rule."""

    name: Words
    changes: list[Record]
    given: RawAccount | Unset = UNSET
    now: datetime | Unset = UNSET
    taken_at: datetime | Unset = UNSET
    complete: bool = True
    params: dict[Name, Any] = {}
    account: Key | Unset = UNSET
    requested_by: Text = UNSET
    approved_by: Text = UNSET
    reference: Text = UNSET
    reason: Text = UNSET
    intent: Text = UNSET
    effective_at: Moment = UNSET


class RawExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The examples of a rule, by what must come out."""

    deny: list[RawExample] = []
    allow: list[RawExample] = []
    undecided: list[RawExample] = []


class RawRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule file."""

    id: Id
    title: Words
    severity: Severity
    subject: Subject = "change"
    match: RawMatch | Unset = UNSET
    when: str | bool | Unset = UNSET
    deny: str | bool | Unset = UNSET
    require: str | bool | Unset = UNSET
    excess: str | Unset = UNSET
    limit: RawLimit | Unset = UNSET
    on_exceed: Exceeding | Unset = UNSET
    each_step: bool = False
    supersedes: list[RuleId] = []
    message: Words
    why: Words
    instead: RawInstead | Unset = UNSET
    references: list[Words] = []
    examples: RawExamples = RawExamples()


class RawParam(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A param that a pack declares."""

    type: ParamType
    default: Any
    description: Words
    binds: Literal["seat_days"] | Unset = UNSET


class RawExtension(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pack that another extends, and what that one says of it."""

    pack: Key
    params: dict[Name, Any] = {}
    severities: dict[Id, Severity] = {}
    off: dict[Id, Words] = {}


class RawPack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`pack.yaml`."""

    id: Id
    title: Words
    description: Words
    version: Words | Unset = UNSET
    params: dict[Name, RawParam] = {}
    extends: list[RawExtension] = []
    menus: dict[Op, Words] = {}
