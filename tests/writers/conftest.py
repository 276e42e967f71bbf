"""What the tests of writing need: change sets, and the reading of what was written."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from linter.formats import Given, read_changes
from linter.model import ChangeSet, Envelope, Survey
from linter.native import native_change, read_change
from linter.writers import Written

Back = Callable[..., list[dict[str, Any]]]


def change_set(changes: Iterable[dict[str, Any]], envelope: Envelope = Envelope()) -> ChangeSet:  # noqa: B008
    """A change set of plain data."""
    made = tuple(read_change(data, index, envelope) for index, data in enumerate(changes))
    survey = Survey(changes=len(made), accounts=frozenset(), counts={})
    return ChangeSet(changes=made, survey=survey, envelope=envelope)


def plain(changes: ChangeSet) -> list[dict[str, Any]]:
    """The changes as plain data with all of their evidence, in order."""
    return [native_change(change) for change in changes.changes]


@pytest.fixture(scope="session")
def back(tmp_path_factory: pytest.TempPathFactory) -> Back:
    """Reads what was written as a file of a name, as plain data."""
    folder = tmp_path_factory.mktemp("written")

    def read(written: Written, name: str, **given: Any) -> list[dict[str, Any]]:
        path: Path = folder / name
        path.write_bytes(written.text.encode())
        return plain(read_changes([str(path)], given=Given(**given)))

    return read
