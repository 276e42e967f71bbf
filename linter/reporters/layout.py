"""The parts of the HTML page, as values: what is shown, with nothing left to decide."""

import msgspec

from linter.model import Finding, Problem, Report, Severity, Undecided
from linter.reporters.card import Card
from linter.reporters.excerpt import Excerpt
from linter.reporters.plot import Axis, Plot, Span


class Place(msgspec.Struct, frozen=True):
    """A place in a file, with its line; `note` says what is there."""

    where: str
    excerpt: Excerpt | None
    note: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A finding. `find` is what the filter by user looks in, `card` the anchor of the user's card."""

    finding: Finding
    place: Place | None
    related: tuple[Place, ...]
    evidence: tuple[tuple[str, str], ...]
    waiver: str
    common: tuple[str, ...]
    instead: tuple[str, ...]
    changes: tuple[str, ...]
    find: str
    card: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one rule, whose texts stand above them once."""

    rule: str
    title: str
    severity: Severity
    why: tuple[str, ...]
    references: tuple[tuple[str, bool], ...]
    items: tuple[Item, ...]


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """The findings that count, or were so before, or are waived. `left_out` are not on the page."""

    anchor: str
    title: str
    note: str
    groups: tuple[Group, ...]
    count: int
    left_out: int


class Remedy(msgspec.Struct, frozen=True):
    """How to supply what is missing, and the cases that this decides."""

    supply: str
    cases: tuple[Undecided, ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """An account over the steps, as a plot, as persons, and as numbers."""

    account: str
    plot: Plot | None
    axis: Axis
    persons: tuple[Span, ...]
    points: tuple[tuple[int, str, int | None, int | None, str | None], ...]
    left_out: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """All that the templates read."""

    report: Report
    subject: str
    version: str
    inputs: tuple[str, ...]
    sentence: str
    scope: str
    tiles: tuple[tuple[str, int, str], ...]
    severities: tuple[tuple[Severity, int], ...]
    rules: tuple[tuple[str, int], ...]
    keys: tuple[str, ...]
    buckets: tuple[Bucket, ...]
    undecided: tuple[Remedy, ...]
    held: tuple[str, ...]
    problems: tuple[tuple[Problem, Place | None], ...]
    cards: tuple[Card, ...]
    cards_left_out: int
    charts: tuple[Chart, ...]
    charts_left_out: int
