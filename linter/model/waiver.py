"""Findings that somebody accepts for a time: the entries of a waiver file."""

from datetime import datetime

import msgspec

from linter.model.report import Finding, Waiver
from linter.model.text import Location, fold


class WaiverEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Which findings are waived, and from when until when.

    `rule` is a full id or a rule's bare name; `user`, `op` and `fingerprint` narrow the entry down where
    they are given. It holds from `begins` until before `ends`, at most `max_uses` times a run.
    `waiver` is what reports show of it.
    """

    rule: str
    account: str
    ends: datetime
    waiver: Waiver
    user: str | None = None
    op: str | None = None
    fingerprint: str | None = None
    begins: datetime | None = None
    max_uses: int | None = None

    @property
    def location(self) -> Location | None:
        """Where the entry stands."""
        return self.waiver.location

    def names(self, finding: Finding) -> bool:
        """Whether the entry is about a finding, whenever it holds."""
        op = finding.change.op if finding.change else None
        return (
            self.rule in (finding.rule, finding.rule.partition("/")[2])
            and fold(self.account) == fold(finding.account)
            and (self.user is None or fold(self.user) == fold(finding.user))
            and (self.op is None or self.op == op)
            and (self.fingerprint is None or self.fingerprint == finding.fingerprint)
        )
