"""What an account has by key as views that stay true while replay goes on."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class Versions(Mapping[str, V]):
    """Values by key, as they were when this view was taken.

    All views share one dict, which holds the newest values. An older view keeps only what has since
    been written over, so taking a view costs the same however many values there are, and a view that
    nobody holds keeps nothing alive. Keys come and never go: a deleted user stays as a record with
    `deleted_at`, a count goes down to 0.
    """

    __slots__ = ("_newer", "_newest", "_overwritten")

    def __init__(self, newest: dict[str, V]) -> None:
        self._newest = newest
        self._newer: Versions[V] | None = None
        self._overwritten: dict[str, V | None] = {}

    def having(self, key: str, value: V) -> "Versions[V]":
        """The next view, in which `key` has this value. Only the newest view can be continued."""
        if self._newer is not None:
            raise ValueError("only the newest view can be continued")
        newer = Versions(self._newest)
        self._overwritten = {key: self._newest.get(key)}
        self._newer = newer
        self._newest[key] = value
        return newer

    def _catch_up(self) -> dict[str, V | None]:
        """What the newest dict holds otherwise than this view; `None` is a key that came later."""
        newer = self._newer
        while newer is not None and newer._newer is not None:
            for key, value in newer._overwritten.items():
                self._overwritten.setdefault(key, value)
            newer = newer._newer
            self._newer = newer
        return self._overwritten

    def __getitem__(self, key: str) -> V:
        if self._newer is None:
            return self._newest[key]
        overwritten = self._catch_up()
        value = overwritten[key] if key in overwritten else self._newest[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        overwritten = self._catch_up()
        later = {key for key, value in overwritten.items() if value is None}
        return iter([key for key in self._newest if key not in later])

    def __len__(self) -> int:
        return len(self._newest) - sum(1 for value in self._catch_up().values() if value is None)

    def __eq__(self, other: object) -> bool:
        # Steps share views: comparing two states must not walk everything for nothing.
        return self is other or super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Versions({dict(self)!r})"
