"""Who asked for what a finding is about, and whether two names are one person."""

import re
from collections.abc import Collection, Iterable

from linter.model import Account, ChangeSet, Finding, Snapshot, User, fold
from linter.replay.identity import keys_of, names_of

_NAME_AND_ADDRESS = re.compile(r"(.*)<(.+)>\s*")


class Requests:
    """The requesters of a change set, read only where somebody asks; an audit has none."""

    def __init__(self, change_set: ChangeSet | None, snapshot: Snapshot | None) -> None:
        self._change_set = change_set
        self._snapshot = snapshot
        self._alike: dict[tuple[str, str, str], bool] = {}

    @property
    def accounts(self) -> frozenset[str]:
        """The folded ids of the accounts that were judged."""
        named = self._change_set.survey.accounts if self._change_set else frozenset({""})
        given = self._snapshot.accounts if self._snapshot and "" in named else ()
        return frozenset(fold(account) for account in (*named, *(account.id for account in given)))

    def requesters(self, findings: Collection[Finding]) -> list[frozenset[str] | None]:
        """Who asked, for each finding: nobody named is an empty set; `None` where nothing was asked for.

        What is about the change set as a whole was asked for by all who asked for any of it.
        """
        if self._change_set is None:
            return [None] * len(findings)
        wanted = {finding.change.index if finding.change else None for finding in findings}
        by_index: dict[int | None, str] = {}
        everyone = set[str]()
        for change in self._change_set.changes if wanted else ():
            if None in wanted or change.index in wanted:
                asked = change.envelope.requested_by or ""
                everyone.add(asked)
                if change.index in wanted:
                    by_index[change.index] = asked
        return [
            _named([by_index.get(finding.change.index, "")] if finding.change else everyone)
            for finding in findings
        ]

    def same_person(self, account: str, one: str, other: str) -> bool:
        """Whether two texts name one person: alike, or keys or names of one user of the account."""
        key = (fold(account), one, other)
        if key not in self._alike:
            self._alike[key] = self._compare(*key)
        return self._alike[key]

    def _compare(self, account: str, one: str, other: str) -> bool:
        first, second = _forms(one), _forms(other)
        return not first.isdisjoint(second) or any(
            not (first.isdisjoint(texts) or second.isdisjoint(texts))
            for texts in (keys_of(user) | names_of(user) for user in self._users(account))
        )

    def _users(self, account: str) -> Iterable[User]:
        accounts: Iterable[Account] = self._snapshot.accounts if self._snapshot else ()
        for each in accounts:
            if not account or fold(each.id) == account:
                yield from each.users or ()


def _named(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text for text in texts if text.strip())


def _forms(text: str) -> frozenset[str]:
    """A text, folded; of `Name <address>` both parts, too."""
    parts = _NAME_AND_ADDRESS.fullmatch(text)
    return frozenset(fold(part) for part in (text, *(parts.groups() if parts else ()))) - {""}
