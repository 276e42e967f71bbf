from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.engine.builtin import WAIVER_RULES
from linter.engine.requests import Requests
from linter.engine.verdict import Scale
from linter.engine.waive import Terms, waivable, waive
from linter.model import ChangeRef, Finding, Location, Report, Undecided, Waiver, WaiverEntry
from tests.engine.world import NOW, account, change_set, snapshot

TERMS = Terms(now=NOW)


def entry(**fields: Any) -> WaiverEntry:
    """A waiver of `house/a` for `acme` that holds now."""
    shown = {"reason": "r", "reference": "CASE-1", "approved_by": "boss", "expires": "2027-03-01"}
    waiver = Waiver(
        **{name: fields.pop(name, value) for name, value in shown.items()},
        location=Location(path="waivers.yaml", line=3),
    )
    given = {"rule": "house/a", "account": "acme", "ends": NOW + timedelta(days=100), **fields}
    return WaiverEntry(waiver=waiver, **given)


def finding(index: int | None = 0, **fields: Any) -> Finding:
    change = None if index is None else ChangeRef(index=index, op="update", account="acme", user="u1")
    given = {
        "rule": "house/a",
        "title": "t",
        "severity": "error",
        "message": "m",
        "fingerprint": "f1",
        "account": "acme",
        "user": "u1",
        "change": change,
        **fields,
    }
    return Finding(**given)


def report(*findings: Finding, **fields: Any) -> Report:
    return Scale().settle(Report(verdict="allowed", findings=findings, **fields))


def asked_by(*requesters: str | None) -> Requests:
    """A change set in which each change was asked for by one of these."""
    changes = change_set(*({"op": "disable", "user": "u1"} for _ in requesters))
    who = [{} if name is None else {"requested_by": name} for name in requesters]
    made = tuple(
        msgspec.structs.replace(change, envelope=msgspec.structs.replace(change.envelope, **fields))
        for change, fields in zip(changes.changes, who, strict=True)
    )
    known = snapshot(
        account(
            users=[
                {"id": "u1", "full_name": "F C", "primary_email": "name@company.example"},
                {"id": "u2", "full_name": "Ann Other", "aliases": ["ann@company.example"]},
            ]
        )
    )
    return Requests(msgspec.structs.replace(changes, changes=made), known)


def about(settled: Report) -> list[str]:
    return [each.rule for each in settled.findings if each.rule.startswith("waivers/")]


MATCHING: list[dict[str, Any]] = [
    {},
    {"rule": "a"},
    {"account": "ACME"},
    {"user": "u1"},
    {"user": "U1"},
    {"op": "update"},
    {"fingerprint": "f1"},
    {"begins": NOW},
    {"ends": NOW + timedelta(seconds=1)},
    {"max_uses": 1},
]
OTHERS: list[dict[str, Any]] = [
    {"rule": "house/b"},
    {"rule": "other/a"},
    {"rule": "b"},
    {"rule": "house"},
    {"account": "globex"},
    {"account": ""},
    {"user": "u2"},
    {"op": "create"},
    {"fingerprint": "f2"},
    {"begins": NOW + timedelta(seconds=1)},
    {"ends": NOW},
    {"ends": NOW - timedelta(days=1)},
]


@pytest.mark.parametrize("fields", MATCHING, ids=repr)
def test_what_a_waiver_covers(fields: dict[str, Any]) -> None:
    given = entry(**fields)
    settled = waive(report(finding()), [given], TERMS, asked_by("u2"))
    assert settled.verdict == "allowed"
    assert settled.findings[0].status == "waived"
    assert settled.findings[0].waiver == given.waiver
    assert (settled.summary.errors, settled.summary.waived) == (0, 1)


@pytest.mark.parametrize("fields", OTHERS, ids=repr)
def test_what_it_does_not(fields: dict[str, Any]) -> None:
    before = report(finding())
    settled = waive(before, [entry(**fields)], TERMS, asked_by("u2"))
    assert settled.verdict == "denied"
    assert settled.findings[0] == before.findings[0]


def test_one_for_an_operation_covers_no_state() -> None:
    settled = waive(report(finding(None)), [entry(op="update")], TERMS)
    assert settled.verdict == "denied"


def test_what_is_about_no_account_is_named_so() -> None:
    settled = waive(report(finding(None, account="", user="")), [entry(account="")], TERMS)
    assert settled.verdict == "allowed"


FAILED = "this rule could not be evaluated: division by zero"


@pytest.mark.parametrize(
    "fields",
    [{"message": FAILED}, {"status": "waived"}, {"rule": "waivers/self-approved"}],
    ids=repr,
)
def test_what_cannot_be_waived(fields: dict[str, Any]) -> None:
    assert not waivable(finding(**fields))


def test_a_failed_rule_is_never_waived() -> None:
    settled = waive(report(finding(message=FAILED)), [entry()], TERMS)
    assert settled.verdict == "denied"
    assert settled.findings[0].status == "open"


def test_uses_are_counted_in_order() -> None:
    findings = [finding(number, fingerprint=f"f{number}") for number in range(3)]
    settled = waive(report(*findings), [entry(max_uses=2)], TERMS, asked_by("u2", "u2", "u2"))
    assert [each.status for each in settled.findings[:3]] == ["waived", "waived", "open"]
    assert about(settled) == ["waivers/used-up"]
    assert settled.findings[3].message == (
        "the waiver of `house/a` for account `acme` fits 3 findings of this run and covers 2 of them"
    )


def test_the_next_waiver_takes_over() -> None:
    findings = [finding(number, fingerprint=f"f{number}") for number in range(2)]
    entries = [entry(max_uses=1), entry(reference="CASE-2")]
    settled = waive(report(*findings), entries, TERMS, asked_by("u2", "u2"))
    assert [each.waiver and each.waiver.reference for each in settled.findings] == ["CASE-1", "CASE-2"]


@pytest.mark.parametrize(
    ("requester", "approver"),
    [
        ("u1", "u1"),
        ("u1", "U1 "),
        ("u1", "Name@Company.example"),
        ("u1", "F C"),
        ("u1", "F C <name@company.example>"),
        ("ann@company.example", "u2"),
        ("Ann Other", "u2"),
        ("someone@else.example", "Some One <SOMEONE@else.example>"),
    ],
)
def test_nobody_approves_their_own(requester: str, approver: str) -> None:
    before = report(finding())
    settled = waive(before, [entry(approved_by=approver)], TERMS, asked_by(requester))
    assert settled.verdict == "denied"
    assert settled.findings[0] == before.findings[0]
    assert about(settled) == ["waivers/self-approved"]
    assert settled.findings[1].severity == "error"
    assert settled.findings[1].message == (
        "the waiver of `house/a` for account `acme` "
        f"is approved by `{approver}`, and asked for by `{requester}`"
    )
    allowed = msgspec.structs.replace(TERMS, allow_self_approval=True)
    assert waive(before, [entry(approved_by=approver)], allowed, asked_by(requester)).verdict == "allowed"


@pytest.mark.parametrize(("requester", "approver"), [("u1", "u2"), ("u1", "u11"), ("ann", "u2")])
def test_somebody_else_does(requester: str, approver: str) -> None:
    settled = waive(report(finding()), [entry(approved_by=approver)], TERMS, asked_by(requester))
    assert (settled.verdict, about(settled)) == ("allowed", [])


def test_each_change_has_its_own_requester() -> None:
    findings = [finding(0), finding(1, fingerprint="f2")]
    settled = waive(report(*findings), [entry(approved_by="u2")], TERMS, asked_by("u1", "u2"))
    assert [each.status for each in settled.findings[:2]] == ["waived", "open"]


def test_what_is_about_all_changes_was_asked_for_by_all() -> None:
    whole = finding(None, account="", user="")
    settled = waive(report(whole), [entry(account="", approved_by="u2")], TERMS, asked_by("u1", "u2"))
    assert about(settled) == ["waivers/self-approved"]


def test_a_requester_who_is_not_named_is_said() -> None:
    settled = waive(report(finding()), [entry()], TERMS, asked_by(None))
    assert (settled.verdict, about(settled)) == ("allowed", ["waivers/requester-unknown"])
    assert settled.summary.warnings == 1


def test_an_audit_has_no_requester() -> None:
    settled = waive(report(finding(None)), [entry()], TERMS)
    assert about(settled) == []


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "rule", "message"),
    [
        ({"ends": NOW}, "expired", "has expired: it held until 2027-03-01; it would cover 1 finding"),
        (
            {"ends": NOW, "user": "u7"},
            "expired",
            "has expired: it held until 2027-03-01",
        ),
        (
            {"begins": NOW + DAY},
            "not-yet-valid",
            "does not hold before 2026-11-21T12:00:00+00:00; it would cover 1 finding",
        ),
        ({"rule": "house/b"}, "unused", "covers no finding of this run"),
        ({"ends": NOW + 14 * DAY}, "expires-soon", "holds only until 2027-03-01"),
    ],
)
def test_what_is_wrong_with_a_waiver(fields: dict[str, Any], rule: str, message: str) -> None:
    given = entry(**fields)
    settled = waive(report(finding()), [given], TERMS, asked_by("u2"))
    (told,) = settled.findings[1:]
    assert told.rule == f"waivers/{rule}"
    who = f"user `{given.user}` of " if given.user else ""
    assert told.message == f"the waiver of `{given.rule}` for {who}account `acme` {message}"
    assert told.severity == WAIVER_RULES[rule].severity
    assert str(told.location) == "waivers.yaml:3"
    assert told.origin == "introduced"


def test_a_waiver_far_from_its_end_is_not_reported() -> None:
    settled = waive(report(finding()), [entry(ends=NOW + 15 * DAY)], TERMS, asked_by("u2"))
    assert about(settled) == []
    longer = msgspec.structs.replace(TERMS, warn_before=16 * DAY)
    assert about(waive(report(finding()), [entry(ends=NOW + 15 * DAY)], longer, asked_by("u2"))) == [
        "waivers/expires-soon"
    ]


def test_a_waiver_of_another_account_is_not_unused() -> None:
    settled = waive(report(finding()), [entry(account="globex")], TERMS, asked_by("u2"))
    assert about(settled) == []


def test_severities_can_be_set() -> None:
    terms = msgspec.structs.replace(TERMS, severities={"waivers/expired": "error"})
    settled = waive(report(), [entry(ends=NOW)], terms)
    assert settled.verdict == "denied"


def test_fingerprints_are_told_apart_and_stay() -> None:
    entries = [entry(ends=NOW), entry(ends=NOW), entry(ends=NOW, user="u7")]
    first = [each.fingerprint for each in waive(report(), entries, TERMS).findings]
    assert len(set(first)) == 3
    assert first == [each.fingerprint for each in waive(report(), entries, TERMS).findings]


RULES = st.sampled_from(["house/a", "house/b", "other/a", "change-set/unknown-user"])
FINDINGS = st.builds(
    # A rule that failed is always an error.
    lambda index, message, severity, **rest: finding(
        index, message=message, severity="error" if message == FAILED else severity, **rest
    ),
    st.one_of(st.none(), st.integers(0, 2)),
    rule=RULES,
    severity=st.sampled_from(["error", "warning", "info"]),
    message=st.sampled_from(["m", FAILED]),
    account=st.sampled_from(["acme", "globex", ""]),
    user=st.sampled_from(["u1", "u2", ""]),
    origin=st.sampled_from(["introduced", "pre_existing"]),
    fingerprint=st.sampled_from(["f1", "f2", "f3"]),
)
CASES = st.builds(
    Undecided, rule=RULES, severity=st.sampled_from(["error", "warning", "info"]), reason=st.just("unknown")
)
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 15), timezones=st.just(UTC))
ENTRIES = st.builds(
    entry,
    rule=st.sampled_from(["house/a", "a", "b", "unknown-user", "waivers/unused"]),
    account=st.sampled_from(["acme", "globex", ""]),
    user=st.sampled_from([None, "u1", "u2"]),
    op=st.sampled_from([None, "update", "create"]),
    begins=st.one_of(st.none(), MOMENTS),
    ends=MOMENTS,
    max_uses=st.sampled_from([None, 1, 2]),
    approved_by=st.sampled_from(["u1", "u2", "boss"]),
)
REPORTS = st.builds(
    lambda findings, cases, scale: scale.settle(
        Report(verdict="allowed", findings=tuple(findings), undecided=tuple(cases))
    ),
    st.lists(FINDINGS, max_size=5),
    st.lists(CASES, max_size=2),
    st.just(Scale()),
)
REQUESTERS = st.lists(st.sampled_from(["u1", "u2", None]), min_size=3, max_size=3)


@given(REPORTS, st.lists(ENTRIES, max_size=4), REQUESTERS)
def test_a_waiver_only_closes_findings(
    before: Report, entries: list[WaiverEntry], requesters: list[str | None]
) -> None:
    """Nothing undecided or failed becomes allowed, and no finding goes away or changes otherwise."""
    after = waive(before, entries, TERMS, asked_by(*requesters))
    if before.verdict == "undecided":
        assert after.verdict != "allowed"
    if any(each.message == FAILED and Scale().counts(each) for each in before.findings):
        # What is wrong with an entry may deny by itself.
        assert after.verdict in (before.verdict, "denied")
    assert after.undecided == before.undecided
    kept = after.findings[: len(before.findings)]
    reopened = [msgspec.structs.replace(each, status="open", waiver=None) for each in kept]
    assert tuple(reopened) == before.findings
    assert all(each.rule.startswith("waivers/") for each in after.findings[len(before.findings) :])


@given(REPORTS, st.lists(ENTRIES, max_size=4), REQUESTERS)
def test_without_a_waiver_that_fits_the_report_stays(
    before: Report, entries: list[WaiverEntry], requesters: list[str | None]
) -> None:
    others = [each for each in entries if not any(each.names(finding) for finding in before.findings)]
    after = waive(before, others, TERMS, asked_by(*requesters))
    assert after.verdict == before.verdict
    assert after.findings[: len(before.findings)] == before.findings
    assert set(about(after)) <= {
        f"waivers/{name}" for name in ("expired", "not-yet-valid", "unused", "expires-soon")
    }
    assert waive(before, [], TERMS, asked_by(*requesters)) is before


def test_what_could_not_be_read_cannot_be_waived() -> None:
    invalid = Report(verdict="invalid")
    assert waive(invalid, [entry()], TERMS) is invalid
