"""Waivers held against a report: which findings they cover, and what is wrong with the waivers themselves.

A waiver can only close an open finding. What could not be decided, what could not be read and a rule
that failed stay as they are, whoever approved what.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from linter.engine.builtin import WAIVER_RULES, WAIVERS
from linter.engine.findings import digest, is_failure
from linter.engine.ledger import unique
from linter.engine.requests import Requests
from linter.engine.verdict import Scale
from linter.model import Finding, Instead, Report, Severity, WaiverEntry, fold

WARN_BEFORE = timedelta(days=14)
"""How long before its end a waiver is reported, unless the user says otherwise."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """By what waivers are judged: the moment, aware of its time zone, and the user's settings.

    `severities` are other severities for the rules of the pack `waivers`, by full id.
    """

    now: datetime
    scale: Scale = Scale()
    warn_before: timedelta = WARN_BEFORE
    allow_self_approval: bool = False
    severities: Mapping[str, Severity] = {}


def waive(
    report: Report, entries: Sequence[WaiverEntry], terms: Terms, requests: Requests | None = None
) -> Report:
    """The report with what the entries cover waived, what is wrong with them found, and the verdict anew."""
    if report.verdict == "invalid" or not entries:
        return report
    covering = _Covering(entries, terms, requests or Requests(None, None))
    findings = covering.findings(report.findings)
    about = unique(list(covering.about_entries()))
    return terms.scale.settle(msgspec.structs.replace(report, findings=(*findings, *about)))


def waivable(finding: Finding) -> bool:
    """Whether any waiver may cover a finding."""
    return finding.status == "open" and not is_failure(finding) and not finding.rule.startswith(f"{WAIVERS}/")


class _Covering:
    """One run of entries over findings, and what comes to light about the entries."""

    def __init__(self, entries: Sequence[WaiverEntry], terms: Terms, requests: Requests) -> None:
        self._entries = entries
        self._terms = terms
        self._requests = requests
        self._by_name: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            self._by_name.setdefault(entry.rule.rpartition("/")[2], []).append(number)
        self._meant: Counter[int] = Counter()
        self._used: Counter[int] = Counter()
        self._beyond: Counter[int] = Counter()
        self._self_approved: dict[int, str] = {}
        self._unasked: set[int] = set()

    def findings(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings in their order, waived where an entry covers them: the first that may."""
        named = {place: self._naming(finding) for place, finding in enumerate(findings) if waivable(finding)}
        places = [place for place, numbers in named.items() if numbers]
        asked = self._requests.requesters([findings[place] for place in places])
        covered = list(findings)
        for place, who in zip(places, asked, strict=True):
            number = self._first(findings[place], named[place], who)
            if number is not None:
                waiver = self._entries[number].waiver
                covered[place] = msgspec.structs.replace(findings[place], status="waived", waiver=waiver)
        return covered

    def _naming(self, finding: Finding) -> list[int]:
        """The entries about a finding, in the order of the files."""
        numbers = self._by_name.get(finding.rule.rpartition("/")[2], ())
        return [number for number in numbers if self._entries[number].names(finding)]

    def _first(self, finding: Finding, numbers: list[int], asked: frozenset[str] | None) -> int | None:
        """The first entry that holds now, was approved by somebody else, and is not used up."""
        used_up = []
        for number in numbers:
            entry = self._entries[number]
            self._meant[number] += 1
            if not self._holds(entry):
                continue
            if self._approves_own(number, finding, asked):
                continue
            if entry.max_uses is not None and self._used[number] >= entry.max_uses:
                used_up.append(number)
                continue
            self._used[number] += 1
            if asked == frozenset() and not self._terms.allow_self_approval:
                self._unasked.add(number)
            return number
        self._beyond.update(used_up)
        return None

    def _holds(self, entry: WaiverEntry) -> bool:
        begun = entry.begins is None or entry.begins <= self._terms.now
        return begun and self._terms.now < entry.ends

    def _approves_own(self, number: int, finding: Finding, asked: frozenset[str] | None) -> bool:
        if self._terms.allow_self_approval:
            return False
        approver = self._entries[number].waiver.approved_by
        for who in sorted(asked or ()):
            if self._requests.same_person(finding.account, who, approver):
                self._self_approved[number] = who
                return True
        return False

    def about_entries(self) -> Iterator[Finding]:
        """What is wrong with the entries, or soon will be."""
        judged = self._requests.accounts | {""}
        for number, entry in enumerate(self._entries):
            fault = self._fault(number, entry, fold(entry.account) in judged)
            if fault is not None:
                yield self._finding(entry, *fault)
            if number in self._unasked:
                message = f"{_subject(entry)} is used, and nobody is named as the requester of the change"
                yield self._finding(entry, "requester-unknown", message)

    def _fault(self, number: int, entry: WaiverEntry, judged: bool) -> tuple[str, str] | None:
        """The rule that an entry breaks, and how; at most one, the gravest."""
        subject, now = _subject(entry), self._terms.now
        meant = self._meant[number]
        would = f"; it would cover {_many(meant)}" if meant else ""
        if now >= entry.ends:
            return "expired", f"{subject} has expired: it held until {entry.waiver.expires}{would}"
        if entry.begins is not None and now < entry.begins:
            return "not-yet-valid", f"{subject} does not hold before {entry.begins.isoformat()}{would}"
        if number in self._self_approved:
            approver, who = entry.waiver.approved_by, self._self_approved[number]
            return "self-approved", f"{subject} is approved by `{approver}`, and asked for by `{who}`"
        if self._beyond[number]:
            return "used-up", f"{subject} fits {_many(meant)} of this run and covers {entry.max_uses} of them"
        if judged and not self._used[number]:
            return "unused", f"{subject} covers no finding of this run"
        if entry.ends - now <= self._terms.warn_before:
            return "expires-soon", f"{subject} holds only until {entry.waiver.expires}"
        return None

    def _finding(self, entry: WaiverEntry, name: str, message: str) -> Finding:
        rule = f"{WAIVERS}/{name}"
        texts = WAIVER_RULES[name]
        parts = [rule, entry.rule, entry.account, entry.user, entry.op, entry.fingerprint]
        return Finding(
            rule=rule,
            title=texts.title,
            severity=self._terms.severities.get(rule, texts.severity),
            message=message,
            fingerprint=digest([*parts, entry.waiver.reference]),
            account=entry.account,
            user=entry.user or "",
            location=entry.location,
            why=texts.why,
            instead=Instead(text=texts.instead),
        )


def _subject(entry: WaiverEntry) -> str:
    """The entry in words: `the waiver of ... for ...`."""
    who = [f"user `{entry.user}`"] if entry.user else []
    where = [f"account `{entry.account}`"] if entry.account else []
    about = f" for {' of '.join(who + where)}" if who or where else ""
    return f"the waiver of `{entry.rule}`{about}"


def _many(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"
