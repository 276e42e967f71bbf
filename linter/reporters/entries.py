"""Everything that a report holds as one list, gravest first, for the formats that have one kind of thing."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

import msgspec

from linter.model import (
    SEVERITIES,
    ChangeRef,
    Finding,
    Location,
    Problem,
    Related,
    Report,
    Severity,
    Undecided,
    Waiver,
)
from linter.reporters.options import Options
from linter.reporters.traits import traits
from linter.reporters.visible import visible

INVALID = "prechange/invalid-input"
"""Stands for the rule where an input could not be read."""


State: TypeAlias = Literal["open", "pre_existing", "unchanged", "waived", "resolved"]
"""Only what is open counts. `unchanged` is in the baseline, too; `resolved` in the baseline alone."""

SAID: Final[Mapping[State, str]] = {
    "open": "",
    "pre_existing": "pre-existing ",
    "unchanged": "known ",
    "waived": "waived ",
    "resolved": "resolved ",
}
"""What is said before the severity."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding, an undecided case, or an error in an input.

    `counts` tells whether it may be what keeps the verdict from `allowed`. `advice` is what to do, and
    `advised` the word before it. `source` is what the report holds.
    """

    source: Finding | Undecided | Problem
    kind: Literal["finding", "undecided", "invalid"]
    state: State = "open"
    counts: bool
    rule: str
    title: str = ""
    severity: Severity
    message: str
    why: str = ""
    advised: Literal["instead", "supply", "hint"]
    advice: str = ""
    change: ChangeRef | None = None
    account: str = ""
    user: str = ""
    location: Location | None = None
    related: tuple[Related, ...] = ()
    references: tuple[str, ...] = ()
    fingerprint: str

    @property
    def label(self) -> str:
        """What it is in a word or two: `error`, `waived warning`, `undecided error`, `invalid`."""
        if self.kind == "invalid":
            return "invalid"
        return f"{'undecided ' if self.kind == 'undecided' else SAID[self.state]}{self.severity}"


def entries(report: Report, options: Options) -> tuple[Entry, ...]:
    """Errors, what is open, what is undecided, then what does not count: each named once."""
    counted = _counted(report, options)
    found = [_finding(finding, counted, options) for finding in (*report.findings, *report.resolved)]
    known = [_problem(problem) for problem in report.errors]
    known += [entry for entry in found if entry.state == "open"]
    known += [_undecided(case, counted) for case in report.undecided]
    for state in list(SAID)[1:]:
        known += [entry for entry in found if entry.state == state]
    return tuple(_named_once(known))


def flat(text: str) -> str:
    """A text that may have lines of its own, as one line."""
    return " ".join(text.split())


def accepted(waiver: Waiver) -> str:
    """A waiver in one line."""
    about = f" ({waiver.reference})" if waiver.reference else ""
    return flat(f"{waiver.reason}{about}, approved by `{waiver.approved_by}`, until {waiver.expires}")


def told(entry: Entry, separator: str) -> str:
    """What is wrong, who accepted it, and what to do: visible."""
    parts = [visible(entry.message)]
    if isinstance(entry.source, Finding) and entry.source.waiver:
        parts.append(f"waiver: {visible(accepted(entry.source.waiver))}")
    if entry.advice:
        parts.append(f"{entry.advised}: {visible(flat(entry.advice))}")
    return separator.join(parts)


def _counted(report: Report, options: Options) -> frozenset[Severity]:
    """The severities that make the verdict: the fewest, gravest first, that explain it."""
    if report.verdict == "allowed":
        return frozenset()
    if report.verdict == "denied":
        still = [finding for finding in report.findings if state_of(finding, options) == "open"]
        present = {finding.severity for finding in still}
    else:
        present = {case.severity for case in report.undecided}
    gravest = next((rank for rank, severity in enumerate(SEVERITIES) if severity in present), 0)
    return frozenset(SEVERITIES[: gravest + 1])


def state_of(finding: Finding, options: Options) -> State:
    """How a finding stands. Of a snapshot judged alone, what was so before counts like anything else."""
    if finding.baseline_state == "absent":
        return "resolved"
    if finding.status == "waived":
        return "waived"
    if finding.origin == "pre_existing" and options.subject == "changes":
        return "pre_existing"
    return "unchanged" if finding.baseline_state == "unchanged" else "open"


def _finding(finding: Finding, counted: frozenset[Severity], options: Options) -> Entry:
    state = state_of(finding, options)
    return Entry(
        source=finding,
        kind="finding",
        state=state,
        counts=state == "open" and finding.severity in counted,
        rule=finding.rule,
        title=finding.title,
        severity=finding.severity,
        message="; ".join([finding.message, *traits(finding)]),
        why=finding.why,
        advised="instead",
        advice=finding.instead.text if finding.instead else "",
        change=finding.change,
        account=finding.account or (finding.change.account if finding.change else ""),
        user=finding.user or (finding.change.user if finding.change else ""),
        location=finding.location,
        related=finding.related,
        references=finding.references,
        fingerprint=finding.fingerprint,
    )


def _undecided(case: Undecided, counted: frozenset[Severity]) -> Entry:
    cases = f" ({case.count} cases, this is the first)" if case.count > 1 else ""
    unnamed = [name for name in case.missing if name not in case.reason]
    missing = f" ({', '.join(unnamed)})" if unnamed else ""
    return Entry(
        source=case,
        kind="undecided",
        counts=case.severity in counted,
        rule=case.rule,
        severity=case.severity,
        message=f"{case.reason}{missing}{cases}",
        advised="supply",
        advice=case.supply,
        change=case.change,
        account=case.account or (case.change.account if case.change else ""),
        user=case.change.user if case.change else "",
        location=case.location,
        fingerprint=_digest("undecided", case.rule, case.reason, *case.missing),
    )


def _problem(problem: Problem) -> Entry:
    return Entry(
        source=problem,
        kind="invalid",
        counts=True,
        rule=INVALID,
        title="An input must be readable",
        severity="error",
        message=problem.message,
        why="What cannot be read has not been checked.",
        advised="hint",
        advice=problem.hint,
        location=problem.location,
        fingerprint=_digest("invalid", problem.location.path if problem.location else "", problem.message),
    )


def _digest(*parts: str) -> str:
    import hashlib

    return hashlib.blake2b(msgspec.json.encode([ascii(part) for part in parts]), digest_size=8).hexdigest()


def _named_once(known: Iterable[Entry]) -> Iterable[Entry]:
    """Alike entries get fingerprints of their own: what comes later under the same one is not shown."""
    taken: set[str] = set()
    for entry in known:
        fingerprint, times = entry.fingerprint, 1
        while fingerprint in taken:
            times += 1
            fingerprint = f"{entry.fingerprint}-{times}"
        taken.add(fingerprint)
        yield entry if times == 1 else msgspec.structs.replace(entry, fingerprint=fingerprint)
