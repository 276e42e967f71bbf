"""Addresses that a change gives and takes away, and whose they were before."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from linter.model import UNSET, Released, Unset, User, fold
from linter.replay.directory import Directory

ADDRESS_FIELDS = ("primary_email", "sign_in_id", "aliases")


class AddressChange(msgspec.Struct, frozen=True):
    """What a step does to the addresses of its user, as a `Step` tells it."""

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] | Unset = ()
    reused: tuple[Released, ...] | Unset = ()


class ReleasedAddresses:
    """The addresses that changes of this run have taken away from users, by folded address."""

    __slots__ = ("_given_up",)

    def __init__(self) -> None:
        self._given_up: dict[str, Released] = {}

    def give_up(self, before: User, after: User, moment: datetime) -> None:
        """Remember what a user bore before a change and does not bear afterwards."""
        kept = {fold(address) for address in addresses(after)}
        for address in addresses(before):
            if fold(address) not in kept:
                self._given_up[fold(address)] = Released(address=address, user=before.id, at=moment)

    def taken_by(self, user: User, keys: Iterable[str], directory: Directory) -> tuple[Released, ...]:
        """Of the folded keys that are new to a user, those that somebody else bore."""
        return tuple(found for key in keys for found in self._found(user, key, directory))

    def _found(self, user: User, key: str, directory: Directory) -> Iterator[Released]:
        """Who bore a key: who lost it to an earlier change, else the deleted user who went last."""
        earlier = self._given_up.get(key)
        if earlier is not None and earlier.user != user.id:
            yield earlier
            return
        others = (directory.records[user_id] for user_id in directory.keys.ids(key) if user_id != user.id)
        gone = [
            Released(address=address, user=other.id, at=other.deleted_at)
            for other in others
            for address in addresses(other)
            if other.deleted_at and fold(address) == key
        ]
        if gone:
            yield max(gone, key=lambda released: released.at)


def gained(before: User, after: User) -> tuple[str, ...]:
    """The addresses and sign-ins, as written, that a user has not been known to have before."""
    old = set(addresses(before))
    return tuple(dict.fromkeys(address for address in addresses(after) if address not in old))


def lost(before: User, after: User, touched: Iterable[str]) -> tuple[str, ...] | Unset:
    """The addresses and sign-ins that a user does not have any more, in whatever letter case.

    `UNSET` where what a touched field held is not known, or whether the address is kept in another.
    """
    if any(getattr(before, field) is UNSET for field in touched if field in ADDRESS_FIELDS):
        return UNSET
    kept = {fold(address) for address in addresses(after)}
    gone = tuple(dict.fromkeys(address for address in addresses(before) if fold(address) not in kept))
    return UNSET if gone and any(getattr(after, field) is UNSET for field in ADDRESS_FIELDS) else gone


def addresses(user: User) -> Iterator[str]:
    """Every address and sign-in of a user that is known, as written."""
    for address in (user.primary_email, user.sign_in_id, *(user.aliases or ())):
        if address:
            yield address
