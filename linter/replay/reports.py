"""Who has how many direct reports, kept step by step and never recounted."""

from collections.abc import Iterable

from linter.model import UNSET, User, fold
from linter.replay.totals import is_deleted
from linter.replay.versions import Versions


class Reports:
    """Running counts of the enabled users whom each key names as their manager.

    `view` holds them by folded key; what was handed out stays as it was.
    `unknown` counts the users of whom it is not known whether they are somebody's report.
    """

    __slots__ = ("unknown", "view")

    def __init__(self, users: Iterable[User]) -> None:
        counts: dict[str, int] = {}
        self.unknown = 0
        for user in users:
            key = _manager(user)
            if key is None:
                self.unknown += 1
            elif key:
                counts[key] = counts.get(key, 0) + 1
        self.view: Versions[int] = Versions(counts)

    def replace(self, old: User | None, new: User) -> None:
        """Count `new` where `old` was counted."""
        before, after = "" if old is None else _manager(old), _manager(new)
        if before == after:
            return
        self._count(before, -1)
        self._count(after, 1)

    def _count(self, key: str | None, sign: int) -> None:
        if key is None:
            self.unknown += sign
        elif key:
            self.view = self.view.having(key, self.view.get(key, 0) + sign)


def _manager(user: User) -> str | None:
    """The folded key of the manager whose report a user is; empty for nobody's, `None` where not known."""
    if user.enabled is False or is_deleted(user) or user.manager_id is None:
        return ""
    if user.manager_id is UNSET:
        return None
    key = fold(user.manager_id)
    return None if key and user.enabled is UNSET else key
