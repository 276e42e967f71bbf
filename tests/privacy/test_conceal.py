from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.model import (
    ChangeRef,
    Finding,
    Instead,
    Location,
    Problem,
    Related,
    Report,
    Trace,
    Trait,
    TraitKind,
    Undecided,
    UserTrace,
    Waiver,
)
from linter.privacy import Cipher, Names, conceal

pytest.importorskip("cryptography")

CIPHER = Cipher("0123456789abcdefghijklmnopqrstuv")
hide = CIPHER.hide
NAMES = Names(["F C", "name@company.example", "fc@company.example", "Roles", "jsmith"])
LINE = "  - {op: update, user: jsmith, full_name: F C}"
PLACE = Location(path="changes.yaml", line=3, column=32, end_column=41, text=LINE)
FINDING = Finding(
    rule="house/a",
    title="F C is in the title",
    severity="error",
    message="`F C` <name@company.example> would become fc@company.example",
    fingerprint="0123456789abcdef",
    change=ChangeRef(index=0, op="update", account="acme", user="jsmith"),
    account="acme",
    user="u1",
    location=PLACE,
    related=(Related(message="user `jsmith`", location=Location(path="F C.yaml", pointer="/users/F C")),),
    evidence={
        "before.full_name": "Nobody Knows",
        "after.name": "Nobody",
        "account.name": "Acme",
        "account.purchased_users": 3,
        "account.billing_admin": {"user_id": "u1", "full_name": "Un Known", "email": None},
        "before.aliases": ("x", "y"),
        "before.attributes": {"site": "Berlin"},
        "before.attributes.site": "Berlin",
        "change.requested_by": "u1",
        "change.approved_by": "somebody",
        "changed.full_name": True,
        "account.role_holders": {"Roles": 1, "roles": 2},
    },
    why="because of F C",
    instead=Instead(
        text="ask F C", changes=({"op": "create", "set": {"full_name": "Un Known", "roles": ("a",)}},)
    ),
    waiver=Waiver(
        reason="F C asked", reference="CASE-1", approved_by="Some Body", expires="2026-12-31", location=PLACE
    ),
)


def hidden(**fields: Any) -> Report:
    return conceal(Report(verdict="denied", **fields), NAMES, CIPHER, {"changes.yaml"})


def test_a_finding() -> None:
    (found,) = hidden(findings=(FINDING,)).findings
    assert found.message == (
        f"`{hide('F C')}` <{hide('name@company.example')}> would become {hide('fc@company.example')}"
    )
    assert found.fingerprint == hide("0123456789abcdef")
    assert found.change == ChangeRef(index=0, op="update", account="acme", user=hide("jsmith"))
    assert (found.account, found.user) == ("acme", "u1")
    assert (found.rule, found.title, found.why) == (FINDING.rule, FINDING.title, FINDING.why)
    assert found.related[0].message == f"user `{hide('jsmith')}`"
    assert found.related[0].location == Location(path="F C.yaml", pointer=f"/users/{hide('F C')}")
    assert found.evidence == {
        "before.full_name": hide("Nobody Knows"),
        "after.name": hide("Nobody"),
        "account.name": "Acme",
        "account.purchased_users": 3,
        "account.billing_admin": {"user_id": "u1", "full_name": hide("Un Known"), "email": None},
        "before.aliases": (hide("x"), hide("y")),
        "before.attributes": {"site": hide("Berlin")},
        "before.attributes.site": hide("Berlin"),
        "change.requested_by": "u1",
        "change.approved_by": hide("somebody"),
        "changed.full_name": True,
        "account.role_holders": {hide("Roles"): 1, "roles": 2},
    }
    assert found.instead == Instead(
        text=f"ask {hide('F C')}",
        changes=({"op": "create", "set": {"full_name": hide("Un Known"), "roles": ("a",)}},),
    )
    assert found.waiver is not None
    assert (found.waiver.reason, found.waiver.approved_by) == (hide("F C asked"), hide("Some Body"))
    assert (found.waiver.reference, found.waiver.expires) == ("CASE-1", "2026-12-31")


def test_the_marked_part_of_a_line_moves() -> None:
    (found,) = hidden(findings=(FINDING,)).findings
    place = found.location
    assert place is not None
    assert place.text == f"  - {{op: update, user: {hide('jsmith')}, full_name: {hide('F C')}}}"
    assert (place.column, place.end_column) == (32, 41)
    assert LINE[31:40] == "full_name" == place.text[place.text_column - 1 :][:9]


def test_what_was_not_decided_and_what_became_of_users() -> None:
    case = Undecided(rule="house/a", severity="error", reason="`jsmith` is not known", location=PLACE)
    user = UserTrace(
        account="acme",
        user="jsmith",
        before={"id": "jsmith", "full_name": "F C"},
        after={"full_name": None, "primary_email": "new@company.example"},
        changed=("full_name",),
        changes=(0,),
    )
    report = hidden(undecided=(case,), trace=Trace(users=(user,)))
    assert report.undecided[0].reason == f"`{hide('jsmith')}` is not known"
    assert report.trace is not None
    assert report.trace.users[0] == UserTrace(
        account="acme",
        user=hide("jsmith"),
        before={"id": hide("jsmith"), "full_name": hide("F C")},
        after={"full_name": None, "primary_email": hide("new@company.example")},
        changed=("full_name",),
        changes=(0,),
    )


def test_what_is_gone_may_be_about_anybody() -> None:
    (gone,) = hidden(resolved=(FINDING,)).resolved
    assert gone.message == hide(FINDING.message)
    assert (gone.rule, gone.account, gone.user, gone.title) == ("house/a", "acme", "u1", FINDING.title)
    assert gone.change == ChangeRef(index=0, op="update", account="acme", user=hide("jsmith"))
    assert gone.location == Location(path="changes.yaml", line=3, column=32, end_column=41)
    assert (gone.related, gone.evidence, gone.instead, gone.waiver) == ((), {}, None, None)


def test_of_a_file_about_people_that_cannot_be_read_no_line_is_shown() -> None:
    report = conceal(
        Report(
            verdict="invalid",
            errors=(
                Problem(
                    message="unknown key `Un Known` in a change, not `full_name`",
                    location=PLACE,
                    hint='quote it: "Un Known"',
                ),
                Problem(
                    message="unknown rule `x` of a@b.example",
                    location=Location(path="p.yaml", text="rule: x"),
                ),
                Problem(message="`F C` is missing"),
            ),
        ),
        NAMES,
        CIPHER,
        {"changes.yaml"},
    )
    first, second, third = report.errors
    assert first.message == f"unknown key `{hide('Un Known')}` in a change, not `full_name`"
    assert first.hint == f'quote it: "{hide("Un Known")}"'
    assert first.location == msgspec.structs.replace(PLACE, text="")
    assert second.message == f"unknown rule `x` of {hide('a@b.example')}"
    assert second.location == Location(path="p.yaml", text="rule: x")
    assert third.message == f"`{hide('F C')}` is missing"


def test_where_nobody_is_named_only_fingerprints_change() -> None:
    finding = Finding(rule="house/a", title="t", severity="error", message="m", fingerprint="f")
    report = hidden(findings=(finding,))
    assert report.findings[0] == msgspec.structs.replace(finding, fingerprint=hide("f"))


TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS, st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_everything_can_be_revealed(message: str, line: str, names: list[str]) -> None:
    """Also where a text looks like a pseudonym."""
    finding = Finding(
        rule="house/a",
        title="t",
        severity="error",
        message=f"{message} anon1abc {names}",
        fingerprint="f",
        location=Location(path="p", line=1, column=1, text=line),
    )
    report = conceal(Report(verdict="denied", findings=(finding,)), Names(names), CIPHER)
    (found,) = report.findings
    assert CIPHER.reveal(found.message) == finding.message
    assert found.location is not None
    assert CIPHER.reveal(found.location.text) == line


def test_what_a_mass_has_in_common_names_nobody() -> None:
    def shown(field: str, value: str, what: TraitKind = "value") -> str:
        trait = Trait(field=field, what=what, value=value, count=3, of=3, others=0, of_others=9)
        found = Finding(
            rule="house/a", title="t", severity="error", message="m", fingerprint="f", common=(trait,)
        )
        hidden = conceal(Report(verdict="denied", findings=(found,)), Names(["Anna Berg"]), CIPHER)
        return hidden.findings[0].common[0].value

    assert shown("roles", "Sales") == "Sales"
    assert shown("primary_email", "old.example", "domain") == "old.example"
    assert shown("manager_id", "u17") == "u17"
    for field, value in (("attributes.boss", "Boss"), ("manager_id", "anna"), ("groups", "of Anna Berg")):
        assert value not in shown(field, value)
