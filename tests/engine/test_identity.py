"""The root `identity`, its evidence, and intents that are confirmed, contested or left open."""

from typing import Any

import pytest

from linter.engine import check
from linter.model import Report
from tests.engine.conftest import Load
from tests.engine.world import NOW, account, change_set, snapshot

RULE = """
id: another-person
title: Nobody becomes another person
severity: error
match: {op: update}
deny: identity.verdict == "another-person"
message: "{{ identity.reason }}"
why: Because.
"""
ANNA = {"id": "u1", "full_name": "Anna Berg", "primary_email": "anna.berg@company.example"}
PETER = {"full_name": "Peter Lind", "primary_email": "peter.lind@company.example"}
MARRIED = {"full_name": "Anna Lind", "primary_email": "anna.lind@company.example"}
MISSPELT = {"full_name": "Ana Berg"}
MOVED = {"primary_email": "anna.berg@new-brand.example"}
UNCLEAR = {"primary_email": "x77120@company.example"}
STRANGERS = "`Anna Berg` and `Peter Lind` share nothing that tells people apart"


@pytest.fixture
def judge(load: Load) -> Any:
    def _judge(new: dict[str, Any], *, intent: str | None = None, known: Any = ANNA) -> Report:
        state = snapshot(account(users=[known])) if known else None
        said = {} if intent is None else {"intent": intent}
        changes = change_set({"op": "update", "user": "u1", "set": new}, **said)
        return check(changes, state, load(RULE), now=NOW)

    return _judge


def test_a_finding_shows_the_verdict_and_what_it_stands_on(judge: Any) -> None:
    (finding,) = judge(PETER).findings
    moved = (
        "`anna.berg@company.example` becomes `peter.lind@company.example`: the new one is made from the name"
    )
    assert finding.message == f"{STRANGERS}; {moved}"
    assert finding.evidence == {
        "identity.verdict": "another-person",
        "identity.signals": [f"another person: {STRANGERS}", f"another person: {moved}"],
    }


@pytest.mark.parametrize("new", [MARRIED, MISSPELT, MOVED, UNCLEAR, {"employee_id": "17"}])
def test_others_pass(judge: Any, new: dict[str, Any]) -> None:
    assert judge(new).verdict == "allowed"


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({"id": "u1", "primary_email": ANNA["primary_email"]}, ("before.name",)),
        ({"id": "u1", "full_name": "Anna Berg"}, ("before.primary_email",)),
        (None, ("before.name", "before.primary_email")),
    ],
)
def test_what_is_missing_is_named_and_not_the_verdict(
    judge: Any, known: Any, missing: tuple[str, ...]
) -> None:
    report = judge(PETER, known=known)
    assert report.verdict == "undecided"
    assert [case.missing for case in report.undecided if case.rule == "house/another-person"] == [missing]


@pytest.mark.parametrize(
    ("intent", "new", "found"),
    [
        ("rename", PETER, "another person"),
        ("Rename, after the wedding", PETER, "another person"),
        ("correction", PETER, "another person"),
        ("rebranding", MARRIED, "a rename"),
        ("correction", MARRIED, "a rename"),
        ("reassign", MARRIED, "a rename"),
        ("another-person", MOVED, "a rebranding"),
        ("rename", MARRIED, None),
        ("rename", MISSPELT, None),
        ("correction", MISSPELT, None),
        ("rebranding", MOVED, None),
        ("reassign", PETER, None),
        ("rename", UNCLEAR, None),
        ("rename", {"employee_id": "17"}, None),
        ("promotion", PETER, None),
        ("renamed by mistake", PETER, None),
        ("", PETER, None),
    ],
)
def test_an_intent_is_held_against_the_record(
    judge: Any, intent: str, new: dict[str, Any], found: str | None
) -> None:
    contested = [
        each for each in judge(new, intent=intent).findings if each.rule == "change-set/contested-intent"
    ]
    assert [each.message.split(":")[0] for each in contested] == (
        [f"`intent` says `{intent}`, and this looks like {found}"] if found else []
    )
    for finding in contested:
        assert finding.severity == "error"
        assert finding.evidence["change.intent"] == intent
        assert finding.evidence["identity.intent"] == "contested"
        assert finding.evidence["identity.signals"]


def test_an_intent_about_somebody_unknown_is_undecided(judge: Any) -> None:
    report = judge(PETER, intent="rename", known=None)
    (case,) = [case for case in report.undecided if case.rule == "change-set/contested-intent"]
    missing = "`before.name`, `before.primary_email`"
    assert case.reason == f"whether this is `rename`, as `intent` says, cannot be told without {missing}"
    assert case.supply == "give the current state with `--snapshot`"


def test_who_comes_to_be_became_nobody_else(load: Load) -> None:
    changes = change_set({"op": "create", "user": "u2", "set": PETER}, intent="rename")
    report = check(changes, snapshot(account(users=[ANNA])), load(RULE.replace("update", "create")), now=NOW)
    assert report.findings == ()
