"""Who is meant by a name: what the file has said so far, and what the snapshot knows."""

import functools
from bisect import bisect_left
from collections.abc import Iterator

from linter.formats.ldif.attribute import CONTAINERS
from linter.formats.ldif.dn import BadName, Name, avas, looks_like_name, name_of
from linter.formats.ldif.moves import Moves
from linter.model import Snapshot, User, fold

PLACES = ("dn", "distinguishedname", "distinguishedName", "onPremisesDistinguishedName")
"""The attributes under which a snapshot may hold where a user stands in a directory."""

_NAMING = frozenset({"uid", "samaccountname", "userprincipalname", "mail"})
"""The types of names whose value is a sign-in or address, so that it can name a user by itself."""


class Baseline:
    """The users of a snapshot, by name in the directory, and the groups that they are in."""

    def __init__(self, snapshot: Snapshot | None) -> None:
        self.given = snapshot is not None
        self._users = [user for each in (snapshot.accounts if snapshot else ()) for user in each.users or ()]

    @functools.cached_property
    def users(self) -> dict[str, User]:
        """The users by id."""
        return {user.id: user for user in self._users}

    @functools.cached_property
    def ids(self) -> dict[str, str]:
        """The ids of the users by the keys of their names."""
        found = {}
        for user in self._users:
            name = standing(user)
            if name is not None:
                found[name.key] = user.id
        return found

    @functools.cached_property
    def groups(self) -> dict[str, dict[str, None]]:
        """The ids of those in a group, by the key of the group's name."""
        found: dict[str, dict[str, None]] = {}
        for user in self._users:
            for group in user.groups or ():
                found.setdefault(group_key(group), {})[user.id] = None
        return found

    def signing_in_as(self, folded: str) -> str | None:
        """The id of the only user with a sign-in or address; `None` where there is none, or several."""
        ids = self._by_address.get(folded, ())
        return ids[0] if len(ids) == 1 else None

    def below(self, name: Name) -> Iterator[str]:
        """The keys of the users' names at and below a name."""
        if name.key in self.ids:
            yield name.key
        prefix = _upside_down(name.key) + ","
        number = bisect_left(self._sorted, prefix)
        while number < len(self._sorted) and self._sorted[number].startswith(prefix):
            yield _upside_down(self._sorted[number])
            number += 1

    @functools.cached_property
    def _sorted(self) -> list[str]:
        return sorted(map(_upside_down, self.ids))

    @functools.cached_property
    def _by_address(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for user in self._users:
            keys = {fold(text) for text in (user.sign_in_id, user.primary_email) if text}
            for key in keys:
                found[key] = (*found.get(key, ()), user.id)
        return found


class Directory:
    """The entries as they are at some point of the file.

    `tracked`: users that the file creates are remembered one by one, which only a tree delete needs.
    `addresses` are the values of `proxyAddresses` of those users whose the file has changed, by id.
    """

    def __init__(self, baseline: Baseline, *, tracked: bool) -> None:
        self.baseline = baseline
        self.tracked = tracked
        self.moves = Moves()
        self._ids: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._members: dict[str, dict[str, None]] = {}
        self.addresses: dict[str, list[str]] = {}

    @property
    def pristine(self) -> bool:
        """Whether everybody is a user under the name that was there all the time, as far as is known."""
        return not (self._ids or self._kinds or self.moves.any or self.baseline.given)

    def first_name(self, name: Name) -> Name:
        """The name that the entry at a name had first; the name itself where nobody is there."""
        return self.moves.first_name(name) or name

    def user_id(self, name: Name) -> str:
        """The id of the user at a name: as the file or the snapshot has it, else the user's first name."""
        return self._id(self.first_name(name))

    def user_at(self, name: Name) -> str | None:
        """The id of the user at a name; `None` where no user is there."""
        first = self.first_name(name)
        return self._id(first) if self._kind(first) == "user" else None

    def user(self, user_id: str) -> User | None:
        """What the snapshot knows of a user."""
        return self.baseline.users.get(user_id) if self.baseline.given else None

    def kind(self, name: Name) -> str:
        """What kind of entry is at a name: `user`, `group`, `container` or `other`."""
        return self._kind(self.first_name(name))

    def create(self, name: Name, kind: str, own_id: str = "") -> str:
        """An entry is created. Returns its id."""
        first = self.moves.arrive(name)
        if kind == "user":
            if own_id or self.tracked or name.parts[0].partition("=")[0] in CONTAINERS:
                self._ids[first.key] = own_id or first.text
            if self.tracked:
                self.moves.stay(name, first)
        else:
            self._kinds[first.key] = kind
            if kind == "group":
                self._members[group_key(first.text)] = {}
        return own_id or first.text

    def learn(self, name: Name, kind: str) -> None:
        """What is done to an entry tells what kind it is."""
        self._kinds[self.first_name(name).key] = kind

    def users_below(self, name: Name) -> list[str]:
        """The ids of the users at and below a name, those of one container together."""
        found: dict[str, None] = {}
        for here, first in self.moves.below(name):
            if first.key in self._ids:
                found[self._ids[first.key]] = None
            for key in self.baseline.below(first) if self.baseline.given else ():
                inner = key[: len(key) - len(first.key)] + here.key
                now = self.moves.first_name(Name(inner, inner))
                if now is not None and now.key == key:
                    found[self._ids.get(key, self.baseline.ids[key])] = None
        return list(found)

    def members(self, group: str) -> dict[str, None] | None:
        """The ids of those in a group; `None` where that is not known. A dict for its order, and kept."""
        key = group_key(group)
        known = self._members.get(key)
        if known is None and self.baseline.given:
            known = self._members[key] = dict(self.baseline.groups.get(key, {}))
        return known

    def _id(self, first: Name) -> str:
        """The id of the user with a first name."""
        known = self._ids.get(first.key)
        if known is None and self.baseline.given and first.key not in self._kinds:
            known = self.baseline.ids.get(first.key) or self._by_part(first)
        return first.text if known is None else known

    def _kind(self, first: Name) -> str:
        """What kind of entry has a first name."""
        known = self._kinds.get(first.key)
        if known is not None:
            return known
        if first.key in self._ids or (self.baseline.given and first.key in self.baseline.ids):
            return "user"
        if not first.key or first.text.partition("=")[0] in CONTAINERS:
            return "container"
        return "group" if self.baseline.given and first.key in self.baseline.groups else "user"

    def _by_part(self, name: Name) -> str | None:
        """The id of the user whose sign-in or address is the first part of a name."""
        if name.parts[:1] and name.parts[0].partition("=")[0] in _NAMING:
            values = avas(name.texts[0])
            return self.baseline.signing_in_as(fold(values[0][1])) if len(values) == 1 else None
        return None


def group_key(group: str) -> str:
    """A group's name as it is compared."""
    name = _name(group)
    return fold(group) if name is None else name.key


def standing(user: User) -> Name | None:
    """Where a user of a snapshot stands in the directory; `None` where it does not say."""
    attributes = user.attributes or {}
    for place in PLACES:
        text = attributes.get(place)
        if isinstance(text, str) and text:
            return _name(text)
    return _name(user.id)


def _name(text: str) -> Name | None:
    if "=" not in text or not looks_like_name(text):
        return None
    try:
        return name_of(text)
    except BadName:
        return None


def _upside_down(key: str) -> str:
    """A name's key with its parts the other way round, so that those below another one sort together."""
    return ",".join(reversed(key.split(",")))
