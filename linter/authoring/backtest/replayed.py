"""Past change sets, judged again."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from linter import engine
from linter.engine.verdict import Scale
from linter.model import ChangeSet, Finding, Report, Severity, Snapshot, Verdict
from linter.policy import Policies


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A run of the past: what was proposed, the state it met, and what was said to it, if that is known.

    `now` is the moment to judge at.
    """

    name: str
    change_set: ChangeSet
    snapshot: Snapshot | None
    report: Report | None
    now: datetime


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """A past run and what the policies at hand say to it.

    `gained` are the rules that now object and did not, `lost` those that no longer do, each with the number
    of findings; only findings count that make verdicts. `earlier` is `None` where no report is there.
    """

    name: str
    earlier: Verdict | None
    verdict: Verdict
    gained: Mapping[str, int]
    lost: Mapping[str, int]

    @property
    def flips(self) -> bool:
        """Whether the verdict is known to be another."""
        return self.earlier is not None and self.earlier != self.verdict


class RuleFlips(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one rule over all runs: in how many it newly objects, in how many it no longer does, and
    how many of these runs have another verdict."""

    rule: str
    gained: int
    lost: int
    flips: int


def replay_past(past: Past, policies: Policies, *, fail_on: Severity = "error") -> Replayed:
    """Judges a past run again. What was waived then is waived still: that was a person's decision."""
    scale = Scale(fail_on=fail_on)
    report = engine.check(past.change_set, past.snapshot, policies, now=past.now, fail_on=fail_on)
    if past.report is not None:
        report = scale.settle(_with_waivers(report, past.report))
    now = _objections(report, scale)
    then = _objections(past.report, scale) if past.report is not None else now
    return Replayed(
        name=past.name,
        earlier=past.report.verdict if past.report is not None else None,
        verdict=report.verdict,
        gained=_counted(each.rule for key, each in now.items() if key not in then),
        lost=_counted(each.rule for key, each in then.items() if key not in now),
    )


def flips_by_rule(runs: Iterable[Replayed]) -> tuple[RuleFlips, ...]:
    """The rules that come to another result somewhere, those that flip the most verdicts first."""
    gained: dict[str, int] = {}
    lost: dict[str, int] = {}
    flips: dict[str, int] = {}
    for run in runs:
        for rule in run.gained:
            gained[rule] = gained.get(rule, 0) + 1
        for rule in run.lost:
            lost[rule] = lost.get(rule, 0) + 1
        for rule in {**run.gained, **run.lost} if run.flips else ():
            flips[rule] = flips.get(rule, 0) + 1
    found = [
        RuleFlips(rule=rule, gained=gained.get(rule, 0), lost=lost.get(rule, 0), flips=flips.get(rule, 0))
        for rule in gained | lost
    ]
    return tuple(sorted(found, key=lambda each: (-each.flips, -each.gained - each.lost, each.rule)))


def _with_waivers(report: Report, earlier: Report) -> Report:
    """The report with everything waived that was waived in an earlier one."""
    waived = {each.fingerprint: each.waiver for each in earlier.findings if each.status == "waived"}
    findings = tuple(
        msgspec.structs.replace(each, status="waived", waiver=waived[each.fingerprint])
        if each.fingerprint in waived
        else each
        for each in report.findings
    )
    return msgspec.structs.replace(report, findings=findings)


def _objections(report: Report, scale: Scale) -> dict[tuple[str, str], Finding]:
    """The findings that make the verdict, by rule and fingerprint."""
    return {(each.rule, each.fingerprint): each for each in report.findings if scale.denies(each)}


def _counted(rules: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for rule in rules:
        counts[rule] = counts.get(rule, 0) + 1
    return counts
