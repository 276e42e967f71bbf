"""What replay yields: each change with the world before and after it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from linter.model.change import Change
from linter.model.state import UNSET, BillingAdmin, Text, Unset, User


class AccountState(msgspec.Struct, frozen=True, kw_only=True):
    """An account between two steps: what is recorded, and what follows from its users.

    A total is `UNSET` where any user it would have to count is not known well enough.
    `role_holders` counts the enabled users that hold each role, by the role's name as written, or by
    the name of a built-in role of Entra where its template id is written. `kinds` counts the enabled
    users of each kind. `domains` are those of the addresses and sign-ins of users, folded and in order,
    as far as these are known. `reports` counts, by the folded key that names the manager, the enabled
    users whom somebody manages.
    `billing_user` is the user whom the billing record names: by `user_id` where it has one, else
    by e-mail; `None` where there is no such user. `users` maps ids to records (deleted ones
    too) as they are at this step; `UNSET` where the snapshot has none. `changes` counts, for each
    operation, the elementary changes of the account that have happened so far.
    """

    id: str
    name: Text = UNSET
    purchased_users: int | Unset = UNSET
    billing_admin: BillingAdmin | None | Unset = UNSET
    billing_user: User | None | Unset = UNSET
    total_users: int | Unset = UNSET
    enabled_users: int | Unset = UNSET
    disabled_users: int | Unset = UNSET
    seats_used: int | Unset = UNSET
    role_holders: Mapping[str, int] | Unset = UNSET
    kinds: Mapping[str, int] | Unset = UNSET
    domains: tuple[str, ...] | Unset = UNSET
    reports: Mapping[str, int] | Unset = UNSET
    users: Mapping[str, User] | Unset = UNSET
    changes: Mapping[str, int] = {}


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something about a change that does not fit the world it meets; a built-in `change-set` rule reports it.

    `rule` is the built-in rule's id without its pack, `pointer` the part of the change at fault,
    `other` the id of another user who is concerned. `undecided` marks a fault that is not an
    objection but something that could not be known.
    """

    rule: str
    message: str
    pointer: str = ""
    other: str | None = None
    undecided: bool = False


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """An address that somebody gave up: who, by id, and when."""

    address: str
    user: str
    at: datetime


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change after replay.

    `before` is `None` where the user did not exist, `User(id=...)` with nothing else where the
    user is not known; `after` is `None` where no user is concerned or none came to be.
    `changed` maps each user field that the step touched to whether its value differs; a field it
    touched whose old value is unknown maps to `UNSET`; fields that are not in it did not change.
    `change` is the elementary change: one change of the file that sets several kinds of things
    (an update that also disables) becomes several steps with the same index.
    `earlier` holds the earlier elementary changes of this change set that named the same user, in
    order, of each operation only the latest.
    `successor` is the user created in this change set to replace this one, `replaced` the user
    whom a created one replaces, `replaced_earlier` that user's earlier changes.
    `new_addresses` are the addresses and sign-ins, as written, that the user was not known to have
    before; `lost_addresses` those that it does not have any more, `UNSET` where that is not known.
    `reused` are the addresses that the step gives to the user and that somebody else gave up: a deleted
    user, or one who lost it to an earlier change; `UNSET` where it cannot be known.
    `requester` is the record, before the step, of the user whom `requested_by` names in this
    account: `None` where a complete snapshot has no such user, `UNSET` where nobody is named or
    it cannot be known. `effective` says whether anything may differ afterwards: false for a change
    that cannot happen, and for one that leaves everything as it was.
    """

    change: Change
    before: User | None
    after: User | None
    changed: Mapping[str, bool | Unset]
    account: AccountState
    account_after: AccountState
    earlier: tuple[Change, ...] = ()
    successor: User | None = None
    replaced: User | None = None
    replaced_earlier: tuple[Change, ...] = ()
    requester: User | None | Unset = UNSET
    new_addresses: tuple[str, ...] = ()
    lost_addresses: tuple[str, ...] | Unset = ()
    reused: tuple[Released, ...] | Unset = ()
    faults: tuple[Fault, ...] = ()
    effective: bool = True
