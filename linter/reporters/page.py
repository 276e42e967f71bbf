"""What stands on the HTML page, in order: the report as its templates read it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from linter.model import SEVERITIES, Finding, Location, Related, Report, Severity, Undecided
from linter.reporters.card import Card, card, find
from linter.reporters.encode import encode
from linter.reporters.entries import State, accepted, state_of
from linter.reporters.excerpt import excerpt
from linter.reporters.holding import holding
from linter.reporters.layout import Bucket, Chart, Group, Item, Page, Place, Remedy
from linter.reporters.native import native_lines
from linter.reporters.options import Options
from linter.reporters.plot import axis, persons, plot
from linter.reporters.traits import traits
from linter.reporters.verdict import scope

MOST_FINDINGS = 5_000
MOST_USERS = 1_000
MOST_ACCOUNTS = 200
MOST_POINTS = 200
MOST_HELD = 500
"""How much of each a page shows; what is left out is said. A browser stutters where there is more."""

_CODE_WIDTH = 88

_SENTENCES = {
    ("changes", "allowed"): "Go ahead: nothing objects to these changes.",
    ("changes", "denied"): "Do not apply these changes: what is denied below must be put right first.",
    ("changes", "undecided"): "Do not apply these changes yet: supply what is missing, then check again.",
    ("changes", "invalid"): "Do not apply these changes: they were not checked. Correct the input first.",
    ("snapshot", "allowed"): "In order: nothing objects to this snapshot.",
    ("snapshot", "denied"): "Not in order: what is denied below must be put right.",
    ("snapshot", "undecided"): "Not known to be in order: supply what is missing, then audit again.",
    ("snapshot", "invalid"): "Not known to be in order: nothing was checked. Correct the input first.",
    ("outcome", "allowed"): "As expected: the changes came about, and nothing else changed.",
    ("outcome", "denied"): "Not as expected: look after what stands below.",
    ("outcome", "undecided"): "Not known to be as expected: supply what is missing, then verify again.",
    ("outcome", "invalid"): "Not known to be as expected: nothing was compared. Correct the input first.",
    ("policies", "allowed"): "In order: nothing that counts is wrong with these policies.",
    ("policies", "denied"): "Not in order: what counts below must be put right.",
    ("policies", "invalid"): "Not known to be in order: nothing was looked at. Correct the policies first.",
}


def page(report: Report, options: Options) -> Page:
    """Arranges a report for reading: what counts first, users and accounts with findings before others."""
    cards, cards_left_out = _cards(report)
    charts, charts_left_out = _charts(report)
    buckets = tuple(_buckets(report, options, {(each.account, each.user): each for each in cards}))
    shown = [item.finding for bucket in buckets for group in bucket.groups for item in group.items]
    return Page(
        report=report,
        subject=options.subject,
        version=options.version,
        inputs=tuple("standard input" if path == "-" else path for path in options.inputs),
        sentence=_sentence(report, options),
        scope=_scope(report, options),
        tiles=tuple(_tiles(report, options)),
        severities=_counted_severities(shown),
        rules=tuple(sorted(Counter(each.rule for each in shown).items())),
        keys=_keys(shown, cards),
        buckets=buckets,
        undecided=_remedies(report.undecided),
        held=tuple(holding(report, MOST_HELD)),
        problems=tuple((problem, _place(problem.location)) for problem in report.errors),
        cards=cards,
        cards_left_out=cards_left_out,
        charts=charts,
        charts_left_out=charts_left_out,
    )


def _sentence(report: Report, options: Options) -> str:
    if report.verdict == "undecided" and options.subject != "snapshot" and not report.summary.changes:
        return "Do not go ahead: there was nothing to check."
    return _SENTENCES[options.subject, report.verdict]


def _scope(report: Report, options: Options) -> str:
    if report.verdict == "invalid":
        return "Nothing was checked"
    return scope(report.summary, options)


def _tiles(report: Report, options: Options) -> Iterator[tuple[str, int, str]]:
    """The counts, each with the name of its colour; those that are nought only where that says something."""
    summary = report.summary
    if report.verdict == "invalid":
        yield "errors in the input", len(report.errors), "error"
        return
    yield "error" if summary.errors == 1 else "errors", summary.errors, "error" if summary.errors else "plain"
    if summary.warnings:
        yield "warning" if summary.warnings == 1 else "warnings", summary.warnings, "warning"
    if summary.infos:
        yield "for information", summary.infos, "info"
    yield "not decided", summary.undecided, "undecided" if summary.undecided else "plain"
    if report.split:
        yield "held", len(report.split.held), "error"
    if summary.pre_existing:
        yield "so before", summary.pre_existing, "plain"
    if summary.unchanged:
        yield "in the baseline already", summary.unchanged, "plain"
    if summary.waived:
        yield "waived", summary.waived, "plain"
    if summary.resolved:
        yield "resolved", summary.resolved, "allowed"


def _counted_severities(findings: Iterable[Finding]) -> tuple[tuple[Severity, int], ...]:
    counts = Counter(finding.severity for finding in findings)
    return tuple((severity, counts[severity]) for severity in SEVERITIES if counts[severity])


def _keys(findings: Iterable[Finding], cards: Iterable[Card]) -> tuple[str, ...]:
    """What to offer where a user is asked for: those with findings first."""
    users = [finding.user for finding in findings if finding.user]
    return tuple(dict.fromkeys([*users, *(each.user for each in cards)]))[:500]


def _buckets(report: Report, options: Options, cards: Mapping[tuple[str, str], Card]) -> Iterator[Bucket]:
    """What counts, then what does not."""
    found: dict[State, list[Finding]] = {}
    for finding in (*report.findings, *report.resolved):
        found.setdefault(state_of(finding, options), []).append(finding)
    room = MOST_FINDINGS
    for state, (title, note) in _BUCKETS.items():
        if state in found:
            shown = sorted(found[state], key=lambda each: SEVERITIES.index(each.severity))[:room]
            room -= len(shown)
            yield Bucket(
                anchor=f"findings-{state}",
                title=title,
                note=note,
                groups=_groups(shown, cards),
                count=len(found[state]),
                left_out=len(found[state]) - len(shown),
            )


_BUCKETS: Mapping[State, tuple[str, str]] = {
    "open": ("Findings", ""),
    "pre_existing": (
        "So before these changes",
        "Not brought about by them, and not counted against them.",
    ),
    "unchanged": ("In the baseline already", "Found before, and not counted again."),
    "waived": ("Waived", "Accepted by somebody for a time, and not counted."),
    "resolved": ("Resolved", "In the baseline, and found no more."),
}


def _groups(findings: Iterable[Finding], cards: Mapping[tuple[str, str], Card]) -> tuple[Group, ...]:
    """By rule, the gravest first. A rule that failed says another reason, so it stands apart."""
    grouped: dict[tuple[int, str, str, str], list[Finding]] = {}
    for finding in findings:
        key = (SEVERITIES.index(finding.severity), finding.rule, finding.title, finding.why)
        grouped.setdefault(key, []).append(finding)
    order = sorted(grouped, key=lambda key: key[0])
    return tuple(
        Group(
            rule=found[0].rule,
            title=found[0].title,
            severity=found[0].severity,
            why=_paragraphs(found[0].why),
            references=tuple((each, _is_web(each)) for each in found[0].references),
            items=tuple(_item(each, cards.get((each.account, each.user))) for each in found),
        )
        for found in (grouped[key] for key in order)
    )


def _item(finding: Finding, user: Card | None) -> Item:
    instead = finding.instead
    change = finding.change
    keys = (finding.user, finding.account, change.user if change else "")
    return Item(
        finding=finding,
        place=_place(finding.location),
        related=tuple(_related(each) for each in finding.related),
        evidence=tuple((name, encode(value)) for name, value in finding.evidence.items()),
        waiver=accepted(finding.waiver) if finding.waiver else "",
        common=tuple(traits(finding)),
        instead=_paragraphs(instead.text) if instead else (),
        changes=tuple(native_lines(instead.changes, _CODE_WIDTH)) if instead else (),
        find=user.find if user else find(*keys),
        card=user.anchor if user else "",
    )


def _is_web(text: str) -> bool:
    """Whether a reference may become a link: anything but a web address could run when it is followed."""
    return text.lower().startswith(("https://", "http://"))


def _paragraphs(text: str) -> tuple[str, ...]:
    """The author's own lines, without those that are empty."""
    return tuple(" ".join(line.split()) for line in text.strip().split("\n") if line.strip())


def _place(location: Location | None, note: str = "") -> Place | None:
    if location is None or not (location.path or location.text):
        return None
    return Place(str(location), excerpt(location), note)


def _related(related: Related) -> Place:
    return Place(str(related.location), excerpt(related.location), related.message)


def _remedies(cases: Iterable[Undecided]) -> tuple[Remedy, ...]:
    """The cases that the same values would decide stand together."""
    groups: dict[str, list[Undecided]] = {}
    for case in cases:
        groups.setdefault(case.supply, []).append(case)
    return tuple(Remedy(supply, tuple(group)) for supply, group in groups.items())


def _cards(report: Report) -> tuple[tuple[Card, ...], int]:
    """The touched users, those with findings first; and how many are left out."""
    if report.trace is None:
        return (), 0
    about: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        about.setdefault((finding.account, finding.user), []).append(finding)
    users = sorted(report.trace.users, key=lambda user: (user.account, user.user) not in about)
    shown = tuple(
        card(user, f"user-{number}", about.get((user.account, user.user), ()))
        for number, user in enumerate(users[:MOST_USERS], 1)
    )
    return shown, len(users) - len(shown)


def _charts(report: Report) -> tuple[tuple[Chart, ...], int]:
    """The touched accounts, those with findings first; and how many are left out."""
    if report.trace is None:
        return (), 0
    objected = {finding.account for finding in report.findings}
    accounts = sorted(report.trace.accounts, key=lambda account: account.account not in objected)
    charts = []
    for account in accounts[:MOST_ACCOUNTS]:
        along = axis(account.points, report.summary.changes, alone=len(accounts) == 1)
        numbers = [
            (each.index, each.op, each.seats_used, each.purchased_users, each.billing_admin)
            for each in account.points[:MOST_POINTS]
        ]
        charts.append(
            Chart(
                account=account.account,
                plot=plot(account.points, along),
                axis=along,
                persons=persons(account.points, along),
                points=tuple(numbers),
                left_out=len(account.points) - len(numbers),
            )
        )
    return tuple(charts), len(accounts) - len(charts)
