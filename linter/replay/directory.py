"""The records of one account while it is replayed, and how users in it are found."""

from datetime import datetime

from linter.model import User, fold
from linter.replay.domains import Domains
from linter.replay.identity import Index, keys_of, names_of
from linter.replay.reports import Reports
from linter.replay.totals import Totals, is_deleted
from linter.replay.versions import Versions


class Directory:
    """Every record by id, with the totals over them and the indexes that find them.

    The indexes are built when they are first needed: many change sets name users by id alone.
    """

    def __init__(self, users: tuple[User, ...], oldest_invitation: datetime) -> None:
        self.records = {user.id: user for user in users}
        self.view: Versions[User] = Versions(self.records)
        self.totals = Totals(self.records.values(), oldest_invitation)
        self.reports = Reports(self.records.values())
        self.domains = Domains(self.records.values())
        self._keys: Index | None = None
        self._names: Index | None = None

    @property
    def keys(self) -> Index:
        """Who bears which key."""
        if self._keys is None:
            self._keys = Index(keys_of, self.records.values())
        return self._keys

    @property
    def names(self) -> Index:
        """Who bears which name."""
        if self._names is None:
            self._names = Index(names_of, self.records.values())
        return self._names

    def find(self, key: str, *, deleted_first: bool = False) -> tuple[User, ...]:
        """Those whom a key means: by id as written, else by any folded key.

        Where both deleted users and others bear it, the others are meant, or with
        `deleted_first` the deleted ones.
        """
        exact = self.records.get(key)
        if exact is not None:
            return (exact,)
        bearers = tuple(self.records[user_id] for user_id in sorted(self.keys.ids(fold(key))))
        if len(bearers) < 2:
            return bearers
        return tuple(user for user in bearers if is_deleted(user) is deleted_first) or bearers

    def named(self, key: str) -> tuple[User, ...]:
        """Those whose name is the key; this identifies nobody."""
        return tuple(self.records[user_id] for user_id in sorted(self.names.ids(fold(key))))

    def store(self, old: User | None, new: User) -> None:
        """Write a record over the one of its id, or add it."""
        self.view = self.view.having(new.id, new)
        self.totals.replace(old, new)
        self.reports.replace(old, new)
        if (
            old is None
            or old.primary_email is not new.primary_email
            or old.sign_in_id is not new.sign_in_id
            or old.aliases is not new.aliases
            or old.deleted_at is not new.deleted_at
        ):
            self.domains.replace(old, new)
            if self._keys is not None:
                self._keys.replace(old, new)
        if self._names is not None:
            self._names.replace(old, new)
