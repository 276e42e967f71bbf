"""States and changes as values: what the engine's tests are written in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from linter.model import Account, Change, ChangeSet, Envelope, Location, Snapshot, Survey

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def account(**fields: Any) -> Account:
    """An account `acme`; what is not given is unknown."""
    return msgspec.convert({"id": "acme", **fields}, Account)


def snapshot(*accounts: Account, complete: bool = True, **fields: Any) -> Snapshot:
    """A complete snapshot of the accounts, whose records stand at made-up places."""

    def locate(account_id: str, user: str | None) -> Location:
        return Location(path="snapshot.yaml", line=7, pointer=f"{account_id}/{user or ''}")

    return Snapshot(accounts=accounts, complete=complete, locate=locate, path="snapshot.yaml", **fields)


def change_set(*changes: Mapping[str, Any], **envelope: Any) -> ChangeSet:
    """A change set whose change N stands on line N + 1."""
    shared = Envelope(**{"account": "acme", **envelope})
    made = tuple(_change(index, each, shared) for index, each in enumerate(changes))
    counts: dict[str, int] = {}
    for each in made:
        counts[each.op] = counts.get(each.op, 0) + 1
    survey = Survey(changes=len(made), accounts=frozenset({"acme"}), counts=counts)
    return ChangeSet(changes=made, survey=survey, envelope=shared)


def _change(index: int, fields: Mapping[str, Any], envelope: Envelope) -> Change:
    def origin(pointer: str) -> Location:
        return Location(path="changes.yaml", line=index + 1, pointer=pointer)

    return Change(**{"index": index, "envelope": envelope, "origin": origin, **fields})
