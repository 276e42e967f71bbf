"""What the tests of the SCIM reader need."""

from collections.abc import Callable
from typing import Any

import pytest

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.part import Part
from linter.formats.scim import read_changes, read_snapshot
from linter.model import Account, Snapshot, User
from linter.native.data import native_change

Told = dict[str, Any]


@pytest.fixture
def part(write: Callable[..., str]) -> Callable[..., Part]:
    """Reads a text as changes, with the users of a snapshot where they are given."""

    def read(text: str | bytes, *users: User) -> Part:
        baseline = Snapshot(accounts=(Account(id="acme", users=users),)) if users else None
        return read_changes(Content(write("c.txt", text)), Given(baseline=baseline))

    return read


@pytest.fixture
def changes(part: Callable[..., Part]) -> Callable[..., list[Told]]:
    """Reads a text as changes; what they are, with nothing left unchecked."""

    def read(text: str | bytes, *users: User) -> list[Told]:
        found = part(text, *users)
        assert found.survey.unchecked == ()
        made = list(found.changes(0))
        assert found.survey.changes == len(made)
        return [native_change(change) for change in made]

    return read


@pytest.fixture
def patched(changes: Callable[..., list[Told]]) -> Callable[..., list[Told]]:
    """What operations on the user `u` change, each without `user`."""

    def read(operations: str, *users: User) -> list[Told]:
        made = changes(f'PATCH /Users/u\n\n{{"Operations": [{operations}]}}', *users)
        return [{key: value for key, value in one.items() if key != "user"} for one in made]

    return read


@pytest.fixture
def unchecked(part: Callable[..., Part]) -> Callable[..., list[tuple[str, str]]]:
    """Reads a text as changes; what of it was not checked, with first places."""

    def read(text: str | bytes, *users: User) -> list[tuple[str, str]]:
        return [
            (str(one), f"{one.location.line}:{one.location.column}" if one.location else "")
            for one in part(text, *users).survey.unchecked
        ]

    return read


@pytest.fixture
def snapshot(write: Callable[..., str]) -> Callable[[str | bytes], Snapshot]:
    """Reads a text as a snapshot."""

    def read(text: str | bytes) -> Snapshot:
        return read_snapshot(Content(write("s.json", text)), None)

    return read
