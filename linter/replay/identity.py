"""Which user a key means: never a guess, and compared without regard to case."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from linter.model import User, fold

# The same few keys are folded again and again while a user changes.
_folded = lru_cache(maxsize=4096)(fold)


def keys_of(user: User) -> frozenset[str]:
    """The folded keys by which a user can be named: id, sign-in, primary e-mail, aliases."""
    keys = {_folded(user.id)}
    if user.primary_email:
        keys.add(_folded(user.primary_email))
    if user.sign_in_id and user.sign_in_id != user.primary_email:
        keys.add(_folded(user.sign_in_id))
    if user.aliases:
        keys.update(map(_folded, user.aliases))
    return frozenset(keys)


def names_of(user: User) -> frozenset[str]:
    """The folded names that a user bears; they name nobody, but tell what was meant."""
    names = {user.full_name or "", f"{user.first_name or ''} {user.last_name or ''}"}
    return frozenset(map(fold, names)) - {""}


class Index:
    """Folded text -> ids of the users who bear it, in the order in which they came to bear it."""

    __slots__ = ("_ids", "_texts_of")

    def __init__(self, texts_of: Callable[[User], frozenset[str]], users: Iterable[User]) -> None:
        self._texts_of = texts_of
        self._ids: dict[str, tuple[str, ...]] = {}
        for user in users:
            self._add(texts_of(user), user.id)

    def shares(self, user: User) -> bool:
        """Whether anyone else, deleted or not, bears a text of this user."""
        for text in self._texts_of(user):
            ids = self._ids.get(text)
            if ids is not None and (len(ids) > 1 or ids[0] != user.id):
                return True
        return False

    def ids(self, folded: str) -> tuple[str, ...]:
        """The ids of those who bear this text."""
        return self._ids.get(folded, ())

    def replace(self, old: User | None, new: User) -> None:
        """Bear in mind that a record was written over, or came to be."""
        after = self._texts_of(new)
        if old is None:
            self._add(after, new.id)
            return
        before = self._texts_of(old)
        for text in before - after:
            left = tuple(user_id for user_id in self._ids[text] if user_id != new.id)
            if left:
                self._ids[text] = left
            else:
                del self._ids[text]
        self._add(after - before, new.id)

    def _add(self, texts: Iterable[str], user_id: str) -> None:
        ids = self._ids
        for text in texts:
            ids[text] = (*ids[text], user_id) if text in ids else (user_id,)
