"""What a format reader makes of one file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from linter.model import UNSET, Change, Envelope, Location, Survey, Unchecked
from linter.native.shape import RECORDS

Keep: TypeAlias = frozenset[str] | None
"""The ids of the accounts to keep of a snapshot; `None` keeps all."""


@dataclass(frozen=True)
class Part:
    """The changes of one file. `changes` yields them anew at each call, numbered from the number given."""

    envelope: Envelope
    survey: Survey
    changes: Callable[[int], Iterator[Change]]


class Tally:
    """Counts records in a first reading."""

    def __init__(self) -> None:
        self._accounts: set[Any] = set()
        self._types: Counter[type[msgspec.Struct]] = Counter()

    def add(self, records: Iterable[Any]) -> None:
        """Counts some records."""
        for record in records:
            self._accounts.add(record.account)
            self._types[type(record)] += 1

    def survey(self, envelope: Envelope) -> Survey:
        """What was counted, for changes of a file with this envelope."""
        named = {account for account in self._accounts if account is not UNSET}
        if UNSET in self._accounts:
            named.add(envelope.account if isinstance(envelope.account, str) else "")
        counts: dict[str, int] = {RECORDS[kind]: number for kind, number in self._types.items()}
        return Survey(changes=sum(counts.values()), accounts=frozenset(named), counts=counts)


class Census:
    """Counts changes in a first reading, and what has to be left unchecked."""

    def __init__(self) -> None:
        self._accounts: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._unchecked: dict[str, Unchecked] = {}

    def add(self, change: Change) -> None:
        """Counts a change."""
        account = change.envelope.account
        self._accounts.add(account if isinstance(account, str) else "")
        self._counts[change.op] += 1

    def set_aside(
        self, what: str, location: Location | None = None, count: int = 1, *, rule: str = ""
    ) -> None:
        """Notes an operation that the model has no word for; of alike ones the first place is kept.

        `what` names one in words that can be counted: `mailbox rule`, `creation of a group`. `rule` is the
        built-in rule that it leaves undecided in any case.
        """
        known = self._unchecked.get(what)
        self._unchecked[what] = (
            msgspec.structs.replace(known, count=known.count + count)
            if known
            else Unchecked(what=what, count=count, location=location, rule=rule)
        )

    def survey(self) -> Survey:
        """What was counted."""
        return Survey(
            changes=self._counts.total(),
            accounts=frozenset(self._accounts),
            counts=dict(self._counts),
            unchecked=tuple(self._unchecked.values()),
        )
