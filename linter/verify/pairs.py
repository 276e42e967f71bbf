"""Which user of the expected state is which of the state that came."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from linter.diff.join import join
from linter.diff.order import keys
from linter.model import User


class Pairs(NamedTuple):
    """Users as they should be, each with the one who came; who did not come, and who came unexpected.

    `ids` are the ids that users really got, by those they were expected under, where the two differ.
    """

    both: tuple[tuple[User, User], ...] = ()
    absent: tuple[User, ...] = ()
    unexpected: tuple[User, ...] = ()
    ids: Mapping[str, str] = {}


def pair(wanted: Iterable[User], came: Iterable[User], created: frozenset[str]) -> Pairs:
    """Pairs users by id, else by sign-in; those who were created get their ids later, and go by any key."""
    joined, gone = join(wanted, came)
    both = [(each.old, each.new) for each in joined if each.old is not None]
    strangers = [each.new for each in joined if each.old is None]
    times = Counter(key for user in strangers for key in keys(user))
    bearers = {key: user for user in strangers for key in keys(user) if times[key] == 1}
    absent = []
    for user in gone:
        found = {bearers[key].id: bearers[key] for key in keys(user) & bearers.keys()}
        if user.id in created and len(found) == 1:
            (other,) = found.values()
            both.append((user, other))
            bearers = {key: bearer for key, bearer in bearers.items() if bearer is not other}
        else:
            absent.append(user)
    taken = {other.id for _, other in both}
    unexpected = tuple(user for user in strangers if user.id not in taken)
    ids = {user.id: other.id for user, other in both if user.id != other.id}
    return Pairs(tuple(both), tuple(absent), unexpected, ids)
