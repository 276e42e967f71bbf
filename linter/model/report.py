"""What is said in the end: findings, what could not be decided, and the verdict."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from linter.model.change import Unchecked
from linter.model.text import Location

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Gravest first."""

Exceeding: TypeAlias = Literal["reject_all", "hold_excess", "hold_kind"]
"""What becomes of a change set that passes a limit: none of it may go, or some of its changes are held."""

TraitKind: TypeAlias = Literal["empty", "unknown", "value", "domain"]

Verdict: TypeAlias = Literal["allowed", "denied", "undecided", "invalid"]


class ChangeRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Names a change in a report: its place in the change set (from 0), its op, account and user."""

    index: int
    op: str
    account: str = ""
    user: str = ""


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Another place that a finding is about, and what is there."""

    message: str
    location: Location


Safety: TypeAlias = Literal["safe", "unsafe"]


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What only a person can do: who, where (`menu`), and what to tell them.

    `until` is how the account looks when it is done, as a snapshot writes it; empty where a snapshot does
    not show it.
    """

    who: str
    message: str
    menu: str = ""
    until: Mapping[str, Any] = {}


class Instead(msgspec.Struct, frozen=True, kw_only=True):
    """What to do instead, in words and, where it can be, as changes in the native format.

    `safety` tells whether the changes keep what the author asked for (`safe`), or change the intent.
    `ask` is what a person has to be asked for, beside the changes or in their place.
    """

    text: str
    changes: tuple[Mapping[str, Any], ...] = ()
    safety: Safety = "unsafe"
    ask: Ask | None = None


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """Why a finding is accepted for a time, and who accepted it.

    `expires` is a date (the last day, in UTC) or a moment, as it is written at `location`.
    """

    reason: str
    reference: str
    approved_by: str
    expires: str
    location: Location | None = None


class Trait(msgspec.Struct, frozen=True, kw_only=True):
    """Something that most of the users have whom a mass change hits, and fewer of the others.

    `field` is a field of the user, or `attributes.NAME`; it is `empty` or `unknown`, has the `value`, or is
    an address in the `domain` that `value` names. `count` of `of` users that are hit have it, and `others`
    of `of_others` others of the population, with whom they were compared.
    """

    field: str
    what: TraitKind
    value: str
    count: int
    of: int
    others: int
    of_others: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's objection at a place.

    `origin` tells what this change set brings about from what was so before; only the former
    can deny. `evidence` maps each name that the condition read to its value. The fingerprint
    stays the same when lines move. `waiver` is there where the status is `waived`.
    `baseline_state`, where the report was held against a baseline, tells what is `new` from what
    was in the baseline (`unchanged`, which does not count) and from what is gone (`absent`).
    `on_exceed` is there where a limit is passed, and says what becomes of the change set; `common` is what
    the users that it counts have in common.
    """

    rule: str
    title: str
    severity: Severity
    message: str
    fingerprint: str
    status: Literal["open", "waived"] = "open"
    origin: Literal["introduced", "pre_existing"] = "introduced"
    change: ChangeRef | None = None
    account: str = ""
    user: str = ""
    location: Location | None = None
    related: tuple[Related, ...] = ()
    evidence: Mapping[str, Any] = {}
    why: str = ""
    instead: Instead | None = None
    references: tuple[str, ...] = ()
    waiver: Waiver | None = None
    baseline_state: Literal["new", "unchanged", "absent"] | None = None
    on_exceed: Exceeding | None = None
    common: tuple[Trait, ...] = ()


class Undecided(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule could not decide, and how to supply what is missing.

    Alike cases are told once: `count` says how often, `change`, `account` and `location` are the first.
    """

    rule: str
    severity: Severity
    reason: str
    missing: tuple[str, ...] = ()
    supply: str = ""
    count: int = 1
    change: ChangeRef | None = None
    account: str = ""
    location: Location | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why something could not be read: the message, the place, and what to do now."""

    message: str
    location: Location | None = None
    hint: str = ""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts.

    `errors`, `warnings` and `infos` count open findings that were introduced; `pre_existing` those that were
    so before; `undecided` counts cases, `rules_applied` the rules that were held against at least one change
    or state, `rules_off` those that packs switched off. `unchanged` counts open findings that the baseline
    has, too, `resolved` those that only the baseline has. `unchecked` names what is in the change files and
    was not judged, because the model has no word for it.
    """

    changes: int = 0
    accounts: int = 0
    rules: int = 0
    rules_applied: int = 0
    rules_off: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    pre_existing: int = 0
    undecided: int = 0
    waived: int = 0
    unchanged: int = 0
    resolved: int = 0
    unchecked: tuple[Unchecked, ...] = ()


class UserTrace(msgspec.Struct, frozen=True, kw_only=True):
    """One user whom the changes touched, as it was before the first of them and is after the last.

    `before` and `after` hold plain data by field; an unknown field is not among them, so of a user
    of whom nothing is known there is the `id` alone, and a user who does not exist is empty.
    `changed` names the fields that the changes touched and left another than they were, or whose
    old value is unknown; `changes` are the places, from 0, of the changes that concern the user.
    """

    account: str
    user: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changed: tuple[str, ...]
    changes: tuple[int, ...]


class AccountPoint(msgspec.Struct, frozen=True, kw_only=True):
    """An account after a step; `index` is the change's place from 0, -1 (and no op) before any change.

    `None` is unknown. `billing_admin` is the person whom the billing record names, as `name <address>`,
    empty where it names nobody.
    """

    index: int
    op: str
    seats_used: int | None
    purchased_users: int | None
    billing_admin: str | None


class AccountTrace(msgspec.Struct, frozen=True, kw_only=True):
    """One account over the steps: how it was before them, and each point at which that became another."""

    account: str
    points: tuple[AccountPoint, ...]


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """What the changes do to users and accounts, objections aside. Both in the order of the changes."""

    users: tuple[UserTrace, ...] = ()
    accounts: tuple[AccountTrace, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A change that must not go because a limit is passed.

    `fingerprints` are those of the findings that hold it. `depends_on` is the place of an earlier held change
    that it depends on, where it would not be held by itself.
    """

    change: ChangeRef
    fingerprints: tuple[str, ...]
    depends_on: int | None = None


class Run(msgspec.Struct, frozen=True):
    """Changes that follow one another: their places in the change set, from 0, both included."""

    first: int
    last: int


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """What of the changes is held because limits are passed, and what may go as far as limits say.

    Every change is in one of the two. What may go has to be checked again: other rules may object to it.
    """

    go: tuple[Run, ...]
    held: tuple[Held, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer: the contract in `schemas/report.schema.json`.

    `trace` is there only where it was asked for. `resolved` holds what a baseline has and
    these findings do not have any more. `split` is there where limits are passed that hold some of the
    changes and let the others go.
    """

    schema: Literal["prechange/report/v1"] = "prechange/report/v1"
    verdict: Verdict
    summary: Summary = Summary()
    findings: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    errors: tuple[Problem, ...] = ()
    trace: Trace | None = None
    split: Split | None = None
