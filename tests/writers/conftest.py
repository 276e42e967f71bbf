"""What the tests of writing need: change sets, and the reading of what was written."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from linter.cli.proof import sidecar_text
from linter.formats import Given, read_changes
from linter.formats.sidecar import SUFFIX
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
    """Reads what was written as a file of a name, with its sidecar, as plain data."""
    folder = tmp_path_factory.mktemp("written")

    def read(written: Written, name: str, **given: Any) -> list[dict[str, Any]]:
        path: Path = folder / name
        path.write_bytes(written.text.encode())
        path.with_name(f"{name}{SUFFIX}").unlink(missing_ok=True)
        if written.beside:
            path.with_name(f"{name}{SUFFIX}").write_text(sidecar_text(written.beside), encoding="utf-8")
        return plain(read_changes([str(path)], given=Given(**given)))

    return read


def lost(written: Written) -> list[str]:
    """What is left out, but for secrets and notes."""
    return [each.what for each in written.unsaid if each.kind in ("change", "detail", "evidence")]


def without_nothing(changes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes without `before` and `attributes` that are empty, which say nothing."""
    return [_pruned(change) for change in changes]


def _pruned(change: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in change.items() if name != "before" or value}
    for part in ("set", "before"):
        if part in kept:
            kept[part] = {name: value for name, value in kept[part].items() if name != "attributes" or value}
    return {name: value for name, value in kept.items() if name != "before" or value}
