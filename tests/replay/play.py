"""Short ways to say a snapshot and changes, for the tests of replay."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from linter.model import Account, Change, Envelope, Fault, Snapshot, Step, User
from linter.replay import replay

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

ANN = User(
    id="u1",
    full_name="Ann Lee",
    primary_email="ann@acme.example",
    sign_in_id="ann@acme.example",
    aliases=(),
    enabled=True,
    licensed=True,
    invitation="accepted",
    invited_at=None,
    roles=("Sales",),
    licenses=("Pro",),
    groups=("Staff",),
    manager_id=None,
    attributes={"city": "Bern"},
)
BO = User(
    id="u2",
    full_name="Bo Fox",
    primary_email="bo@acme.example",
    sign_in_id="bo@acme.example",
    aliases=("fox@acme.example",),
    enabled=False,
    licensed=False,
    invitation="none",
    roles=(),
    licenses=(),
    groups=(),
)
GONE = User(
    id="u3", full_name="Cy Old", primary_email="cy@acme.example", enabled=True, roles=(), deleted_at=NOW
)


def snapshot(*users: User, complete: bool = True, **account: Any) -> Snapshot:
    return Snapshot(
        accounts=(Account(id="acme", users=users or (ANN, BO, GONE), **account),), complete=complete
    )


def play(changes: Iterable[dict[str, Any]], snap: Snapshot | None, **envelope: Any) -> list[Step]:
    listed = [
        Change(index=index, envelope=Envelope(**envelope), **fields) for index, fields in enumerate(changes)
    ]
    return list(replay(snap, listed, now=NOW))


def faults(steps: Iterable[Step]) -> list[Fault]:
    return [fault for step in steps for fault in step.faults]
