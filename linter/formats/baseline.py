"""How things are, for formats whose records say how things shall be: what of a record is new."""

from collections.abc import Iterable, Mapping
from typing import Any

from linter.model import UNSET, Account, User, fold

_AMBIGUOUS = User(id="")


class Baseline:
    """The users of an account that are not deleted, by each of their keys."""

    def __init__(self, account: Account | None) -> None:
        """`None`, or an account of whose users nothing is known, finds nobody."""
        self.given = account is not None and account.users is not UNSET
        self._users: dict[str, User] = {}
        for user in (account.users or ()) if account and self.given else ():
            if not user.deleted_at:
                self._add(user)

    def find(self, key: str) -> User | None:
        """The user whom a key means; `None` where there is none, or more than one."""
        user = self._users.get(fold(key))
        return None if user is _AMBIGUOUS else user

    def holds(self, key: str) -> bool:
        """Whether a key means one or several users."""
        return fold(key) in self._users

    def _add(self, user: User) -> None:
        for key in (user.id, user.sign_in_id, user.primary_email, *(user.aliases or ())):
            if key:
                other = self._users.setdefault(fold(key), user)
                if other is not user:
                    self._users[fold(key)] = _AMBIGUOUS


def differing(user: User, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some new values of a user that differ from what is known; what is not known differs."""
    found = {}
    for field, value in values.items():
        old = getattr(user, field)
        if field == "attributes":
            new = value if old is UNSET else _differing_attributes(old, value)
            if new:
                found[field] = new
        elif not _same(old, value):
            found[field] = value
    return found


def _differing_attributes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes that differ; one that is not there and one that is empty are alike."""
    return {key: value for key, value in new.items() if (old.get(key) or None) != (value or None)}


def _same(old: Any, new: Any) -> bool:
    """Whether two values of a field are the same; the order of a list says nothing."""
    if old is UNSET:
        return False
    if isinstance(old, tuple) or isinstance(new, tuple):
        return _folded(old) == _folded(new)
    return bool(old == new or (old in (None, "") and new in (None, "")))


def _folded(names: Iterable[str] | None) -> frozenset[str]:
    return frozenset(map(fold, names or ()))
