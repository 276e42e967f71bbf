"""Which user of one state is which of the other."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from linter.model import User, fold


class Pair(NamedTuple):
    """A user of the later state, and the same one in the earlier: `None` where there is none.

    `by_name`: they were joined by a sign-in or an address, which may have passed to another person.
    """

    old: User | None
    new: User
    by_name: bool = False


def join(before: Iterable[User], after: Iterable[User]) -> tuple[list[Pair], list[User]]:
    """The users of the later state in their order, each with the same one of the earlier; and who is gone."""
    left = {user.id: user for user in before}
    pairs = []
    for user in after:
        old = left.pop(user.id, None)
        pairs.append(Pair(old, user, by_name=old is not None and is_named(user)))
    if any(pair.old is None for pair in pairs):
        pairs = _by_name(pairs, left)
    return pairs, list(left.values())


def is_named(user: User) -> bool:
    """Whether a user's id is only a sign-in or an address: the source has no immutable ids."""
    return fold(user.id) in {
        fold(key) for key in (user.sign_in_id, user.primary_email) if isinstance(key, str)
    }


def _by_name(pairs: list[Pair], left: dict[str, User]) -> list[Pair]:
    """Joins by name those of `left` who have no immutable id on both sides, and takes them out of it."""
    times = Counter(_name(user) for user in left.values())
    named = {_name(user): user for user in left.values() if times[_name(user)] == 1}
    new = Counter(_name(pair.new) for pair in pairs if pair.old is None)
    joined = []
    for pair in pairs:
        name = _name(pair.new)
        old = named.get(name) if pair.old is None and name and new[name] == 1 else None
        if old is not None and (is_named(old) or is_named(pair.new)):
            pair = Pair(left.pop(old.id), pair.new, by_name=True)
        joined.append(pair)
    return joined


def _name(user: User) -> str:
    """The sign-in, else the address; empty where neither is known."""
    return fold(user.sign_in_id or user.primary_email or "")
