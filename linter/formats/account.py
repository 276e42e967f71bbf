"""From decoded accounts to snapshots: what the decoder cannot judge, and how a snapshot is put together."""

import functools
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from linter.document import Node, Source, at, join, key_at
from linter.formats.part import Keep
from linter.model import UNSET, Account, Location, Problem, Snapshot, User
from linter.native.record import Unsound, tame, without_secrets
from linter.native.shape import MOST_SEATS, Head


def examine_account(account: Account) -> None:
    """Raises `Unsound` where values that the decoder let pass are not right, or a user is there twice."""
    seats = account.purchased_users
    if not account.id or (isinstance(seats, int) and not 0 <= seats <= MOST_SEATS):
        raise Unsound
    if not account.users:
        return
    for user in account.users:
        examine_user(user)
    if len({user.id for user in account.users}) < len(account.users):
        raise Unsound


def examine_user(user: User) -> None:
    """Raises `Unsound` for a moment without an offset, an empty id, or free values that are not right."""
    if not user.id:
        raise Unsound
    for moment in (user.invited_at, user.modified_at, user.deleted_at):
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise Unsound
    if user.attributes is not UNSET:
        tame(user.attributes, 0)


def clean(account: Account) -> Account:
    """An account as the model has it, without secrets in its users' attributes."""
    values = {name: getattr(account, name) for name in Account.__struct_fields__}
    if account.users and any(user.attributes is not UNSET for user in account.users):
        values["users"] = tuple(_without_secrets(user) for user in account.users)
    return Account(**values)


def _without_secrets(user: User) -> User:
    """A user whose attributes hold no secrets."""
    if user.attributes is UNSET:
        return user
    attributes, names = without_secrets(user.attributes)
    return msgspec.structs.replace(user, attributes=attributes) if names else user


def duplicates(source: Source, pointer: str, what: str) -> list[Problem]:
    """A problem for each record of a list whose `id` an earlier record has, with both places."""
    first: dict[str, Node] = {}
    found = []
    node = at(source.root, pointer)
    for number, record in enumerate(node.value if node and node.kind == "list" else ()):
        identity = at(record, "/id")
        if identity is None or identity.kind != "text":
            continue
        if identity.value in first:
            where = source.locate(join(pointer, number, "id"))
            earlier = first[identity.value]
            there = f"line {earlier.line}, column {earlier.column}"
            found.append(duplicate(what, identity.value, where, there))
        first.setdefault(identity.value, identity)
    return found


def duplicate(what: str, identity: str, where: Location, first: str) -> Problem:
    """The refusal of a second record with one id."""
    return Problem(
        message=f"the {what} `{identity}` is here twice",
        location=where,
        hint=f"it is first listed in {first}; every id is unique",
    )


LocateIn: TypeAlias = Callable[[Any, int | None], Location]
"""Finds the `id` of an account, or of its n-th user, from the account's place."""

_SOURCES = 64
"""How many parsed accounts stay at hand."""


class Gathering:
    """The accounts of a snapshot as they are read; those that nobody asked for are dropped at once."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._lines: dict[str, int] = {}
        self._kept: dict[str, tuple[Account, Any]] = {}

    def add(self, account: Account, place: Any, line: int = 0) -> int | None:
        """Takes an account in; where one with its id is in already, returns the line of that one instead."""
        if account.id in self._lines:
            return self._lines[account.id]
        self._lines[account.id] = line
        if self._keep is None or account.id in self._keep:
            self._kept[account.id] = (clean(account), place)
        return None

    def snapshot(self, head: Head, path: str, locate_in: LocateIn) -> Snapshot:
        """The snapshot. `locate_in` finds what is asked for from an account's place."""
        return Snapshot(
            accounts=tuple(account for account, _ in self._kept.values()),
            taken_at=head.taken_at,
            source=head.source,
            complete=head.complete,
            path=path,
            locate=_locator(self._kept, locate_in),
        )


def in_tree(source_of: Callable[[Any], Source]) -> LocateIn:
    """Finds records in parsed documents; what was parsed for one question serves the next."""
    sources = functools.lru_cache(maxsize=_SOURCES)(source_of)

    def locate(place: Any, number: int | None) -> Location:
        source = sources(place)
        if number is None:
            return source.locate("/id" if key_at(source.root, "/id") else "")
        return source.locate(join("/users", number, "id"))

    return locate


def _locator(
    kept: Mapping[str, tuple[Account, Any]], locate_in: LocateIn
) -> Callable[[str, str | None], Location | None]:
    """Finds accounts and users by their ids."""

    @functools.lru_cache(maxsize=_SOURCES)
    def ordinals(account: str) -> dict[str, int]:
        users = kept[account][0].users
        return {user.id: number for number, user in enumerate(users or ())}

    def locate(account: str, user: str | None) -> Location | None:
        if account not in kept:
            return None
        if user is None:
            return locate_in(kept[account][1], None)
        number = ordinals(account).get(user)
        return None if number is None else locate_in(kept[account][1], number)

    return locate
