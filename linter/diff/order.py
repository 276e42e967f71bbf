"""In which order the changes between two states can be made."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from linter.model import Change, User, fold


class Row(NamedTuple):
    """The changes of one user, and the keys (sign-ins, addresses) that they give up and take."""

    changes: tuple[Change, ...]
    frees: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()


def keys(user: User | None) -> frozenset[str]:
    """The keys that nobody else can have while this user has them."""
    if user is None or user.deleted_at:
        return frozenset()
    aliases = user.aliases or ()
    return frozenset(
        fold(key) for key in (user.sign_in_id, user.primary_email, *aliases) if isinstance(key, str)
    )


def in_order(rows: Sequence[Row]) -> Iterable[Change]:
    """All changes: as they come, but a key is given up before another takes it.

    Where that goes round in a circle, somewhere in it the order stays as it comes.
    """
    freed = {key: number for number, row in enumerate(rows) for key in row.frees}
    begun: set[int] = set()
    done: set[int] = set()
    for first in range(len(rows)):
        waiting = [first]
        while waiting:
            number = waiting[-1]
            fresh = number not in begun
            begun.add(number)
            earlier = _earlier(rows[number], freed, begun) if fresh else []
            if earlier:
                waiting += earlier
                continue
            waiting.pop()
            if number not in done:
                done.add(number)
                yield from rows[number].changes


def _earlier(row: Row, freed: dict[str, int], begun: set[int]) -> list[int]:
    """The rows that give up what a row takes, and have not begun."""
    return sorted({freed[key] for key in row.takes if key in freed} - begun, reverse=True)
