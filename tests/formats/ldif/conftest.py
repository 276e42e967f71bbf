"""What the tests of the LDIF reader need."""

from collections.abc import Callable
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.ldif import read_changes, read_snapshot
from linter.formats.part import Part
from linter.model import UNSET, Account, Change, Snapshot, User

Told = dict[str, Any]


def told(change: Change) -> Told:
    """A change as a native file would have it, and its secrets."""
    said = {name: getattr(change, name) for name in ("op", "user", "set", "before", "group", "secrets")}
    return {name: value for name, value in said.items() if value is not UNSET and value not in ({}, ())}


@pytest.fixture
def part(write: Callable[..., str]) -> Callable[..., Part]:
    """Reads a text as changes, with the users of a snapshot where they are given."""

    def read(text: str | bytes, *users: User, name: str = "c.ldif") -> Part:
        baseline = Snapshot(accounts=(Account(id="acme", users=users),)) if users else None
        return read_changes(Content(write(name, text)), Given(baseline=baseline))

    return read


@pytest.fixture
def changes(part: Callable[..., Part]) -> Callable[..., list[Told]]:
    """Reads a text as changes; what they are."""

    def read(text: str | bytes, *users: User) -> list[Told]:
        found = part(text, *users)
        made = list(found.changes(0))
        counts: dict[str, int] = {}
        for change in made:
            counts[change.op] = counts.get(change.op, 0) + 1
        assert found.survey.counts == counts
        assert found.survey.changes == len(made)
        assert [change.index for change in made] == list(range(len(made)))
        return [told(change) for change in made]

    return read


@pytest.fixture
def unchecked(part: Callable[..., Part]) -> Callable[..., list[tuple[str, int, str]]]:
    """Reads a text as changes; what of it was not checked, with counts and first places."""

    def read(text: str | bytes, *users: User) -> list[tuple[str, int, str]]:
        return [
            (one.what, one.count, f"{one.location.line}:{one.location.column}" if one.location else "")
            for one in part(text, *users).survey.unchecked
        ]

    return read


@pytest.fixture
def snapshot(write: Callable[..., str]) -> Callable[[str | bytes], Snapshot]:
    """Reads a text as a snapshot."""

    def read(text: str | bytes) -> Snapshot:
        return read_snapshot(Content(write("s.ldif", text)), None)

    return read
