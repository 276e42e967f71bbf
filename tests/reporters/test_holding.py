"""What is held is told by every form that people read, and the JSON forms hold all of it."""

import json

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from linter.model import ChangeRef, Finding, Held, Report, Run, Split, Summary, Trait
from linter.reporters import REPORTERS, Options
from linter.reporters.holding import holding
from linter.schemas import load

MANY = 30


def report(count: int = MANY, go: tuple[Run, ...] = (Run(0, 1), Run(MANY + 2, MANY + 2))) -> Report:
    held = tuple(
        Held(
            change=ChangeRef(index=n + 2, op="disable", account="acme", user=f"u{n}"),
            fingerprints=("f1",),
            depends_on=n + 1 if n == 1 else None,
        )
        for n in range(count)
    )
    finding = Finding(
        rule="house/mass",
        title="t",
        severity="error",
        message="too many",
        fingerprint="f1",
        on_exceed="hold_kind",
    )
    return Report(
        verdict="denied",
        summary=Summary(changes=count + 3, accounts=1, rules=1, rules_applied=1, errors=1),
        findings=(finding,),
        split=Split(go=go, held=held),
    )


def test_the_lines() -> None:
    assert list(holding(report(2))) == [
        "change 3: `disable` user `u0` of account `acme`",
        "change 4: `disable` user `u1` of account `acme`, which depends on change 3",
        "within the limits: 3 changes: 1 to 2, 33",
    ]
    assert list(holding(report(), 0)) == ["held: 30 changes", "within the limits: 3 changes: 1 to 2, 33"]
    assert list(holding(report(1, ())))[-1] == "within the limits: nothing"
    assert list(holding(Report(verdict="allowed"))) == []
    runs = tuple(Run(2 * n, 2 * n) for n in range(12))
    assert next(iter(holding(report(0, runs)))).endswith(", 19 and 2 more runs")


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_the_forms_for_people_tell_them(name: str) -> None:
    told = REPORTERS[name](report(), Options())
    for mark in ("<code>", "</code>"):
        told = told.replace(mark, "")
    told = " ".join(told.split())
    for word in ("prechange split", "u19", "within the limits: 3 changes: 1 to 2, 33", "30"):
        assert word in told, word
    assert ("u20" in told) is (name == "html")


@pytest.mark.parametrize("name", ["text", "markdown", "csv"])
def test_the_counts_are_in_the_summary(name: str) -> None:
    assert "30 changes held" in " ".join(REPORTERS[name](report(), Options()).split())


def test_verbosely_all_are_told_and_briefly_none() -> None:
    assert "`u29`" in REPORTERS["text"](report(), Options(verbosity=1))
    assert "held: 30 changes" in REPORTERS["text"](report(), Options(verbosity=-1))


def test_the_json_forms_hold_all() -> None:
    whole = json.loads(REPORTERS["json"](report(), Options()))
    assert list(Draft202012Validator(load("report")).iter_errors(whole)) == []
    assert len(whole["split"]["held"]) == MANY
    assert whole["split"]["go"] == [{"first": 0, "last": 1}, {"first": 32, "last": 32}]
    assert "split" not in json.loads(REPORTERS["json"](Report(verdict="allowed"), Options()))
    lines = [json.loads(line) for line in REPORTERS["jsonl"](report(), Options()).splitlines()]
    assert [each["type"] for each in lines] == ["finding", *["held"] * MANY, "summary"]
    assert lines[-1]["go"] == whole["split"]["go"]


@pytest.mark.parametrize("name", sorted({*REPORTERS} - {"json", "jsonl"}))
def test_every_form_says_what_a_mass_has_in_common(name: str) -> None:
    trait = Trait(
        field="attributes.department", what="empty", value="", count=412, of=430, others=3, of_others=1570
    )
    given = report()
    given = replace(given, findings=(replace(given.findings[0], common=(trait,)),))
    told = " ".join(REPORTERS[name](given, Options()).replace("<code>", "").replace("</code>", "").split())
    for word in ("412 of 430", "attributes.department", "3 of 1570 others"):
        assert word in told, word
