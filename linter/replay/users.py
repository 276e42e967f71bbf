"""The users of an account as a view that stays true while replay goes on."""

from collections.abc import Iterator, Mapping

from linter.model import User


class Users(Mapping[str, User]):
    """Records by id, deleted ones too, as they were when this view was taken.

    All views of an account share one dict, which holds the newest records. An older view keeps
    only what has since been written over, so taking a view costs the same however many users
    there are, and a view that nobody holds keeps nothing alive. Users come and never go: a
    deleted one stays as a record with `deleted_at`.
    """

    __slots__ = ("_newer", "_newest", "_overwritten")

    def __init__(self, newest: dict[str, User]) -> None:
        self._newest = newest
        self._newer: Users | None = None
        self._overwritten: dict[str, User | None] = {}

    def having(self, user: User) -> "Users":
        """The next view, in which `user` is the record of its id. Only the newest view can be continued."""
        if self._newer is not None:
            raise ValueError("only the newest view of an account's users can be continued")
        newer = Users(self._newest)
        self._overwritten = {user.id: self._newest.get(user.id)}
        self._newer = newer
        self._newest[user.id] = user
        return newer

    def _catch_up(self) -> dict[str, User | None]:
        """What the newest dict holds otherwise than this view; `None` is a user who came later."""
        newer = self._newer
        while newer is not None and newer._newer is not None:
            for user_id, user in newer._overwritten.items():
                self._overwritten.setdefault(user_id, user)
            newer = newer._newer
            self._newer = newer
        return self._overwritten

    def __getitem__(self, user_id: str) -> User:
        if self._newer is None:
            return self._newest[user_id]
        overwritten = self._catch_up()
        user = overwritten[user_id] if user_id in overwritten else self._newest[user_id]
        if user is None:
            raise KeyError(user_id)
        return user

    def __iter__(self) -> Iterator[str]:
        overwritten = self._catch_up()
        later = {user_id for user_id, user in overwritten.items() if user is None}
        return iter([user_id for user_id in self._newest if user_id not in later])

    def __len__(self) -> int:
        return len(self._newest) - sum(1 for user in self._catch_up().values() if user is None)

    def __eq__(self, other: object) -> bool:
        # Steps share views: comparing two states must not walk all users for nothing.
        return self is other or super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Users({dict(self)!r})"
