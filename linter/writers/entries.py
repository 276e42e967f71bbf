"""Where the users of a change set stand in a directory."""

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

from linter.formats import Given
from linter.formats.baseline import Baseline
from linter.formats.ldif.directory import standing
from linter.formats.ldif.dn import BadName, Name, looks_like_name, name_of
from linter.model import User, fold


class Entry(NamedTuple):
    """A user by the id that a reader gives, the name now, and what the snapshot knows."""

    identity: str
    name: Name
    user: User | None


class Entries:
    """Finds users by their keys, and follows them through creations and renames."""

    def __init__(self, given: Given) -> None:
        self._account = given.account
        self._baseline = Baseline(given.account)
        self._created: dict[str, Name] = {}
        self._now: dict[str, Name] = {}

    def create(self, key: str, name: Name) -> None:
        """A user is created, whom later changes name by a key."""
        self._created[key] = self._created[name.text] = name

    def find(self, key: str) -> Entry | None:
        """A user; `None` where it cannot be told where the user stands."""
        name = self._created.get(key)
        user = None if name else self._baseline.find(key) or self._standing.get(_key(key))
        if user is not None:
            name = standing(user)
        elif name is None:
            name = dn_of(key)
        if name is None or not name.key:
            return None
        identity = user.id if user else name.text
        return Entry(identity, self._now.get(identity, name), user)

    def move(self, entry: Entry, name: Name) -> None:
        """A user gets another name."""
        self._now[entry.identity] = name

    def attributes(self, entry: Entry) -> Mapping[str, Any]:
        """The attributes that the snapshot knows of a user."""
        return (entry.user.attributes if entry.user else None) or {}

    def knows(self, entry: Entry, field: str, old: str) -> bool:
        """Whether the snapshot has an old value already."""
        now = getattr(entry.user, field) if entry.user else None
        return isinstance(now, str) and fold(now) == fold(old)

    @functools.cached_property
    def _standing(self) -> dict[str, User]:
        users = (self._account.users if self._account else None) or ()
        names = ((standing(user), user) for user in users)
        return {name.key: user for name, user in names if name is not None}


def dn_of(text: Any) -> Name | None:
    """The DN that a text is; `None` where it is none."""
    if not isinstance(text, str) or "=" not in text or not looks_like_name(text):
        return None
    try:
        return name_of(text)
    except BadName:
        return None


def _key(text: str) -> str:
    name = dn_of(text)
    return name.key if name else ""
