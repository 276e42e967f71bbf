from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from linter.model import Ask, Instead
from linter.policy import Activation, Failure, InsteadTemplate, Unknown
from linter.policy.checker import Checker, ExpressionError
from linter.policy.template import AskTemplate, Template, as_text, duration_text, parse_template

CHECKER = Checker("change", {})
DATA = Activation(
    {
        "before": {
            "id": "u1",
            "full_name": "F C",
            "first_name": None,
            "roles": ["Sales", "Owner"],
            "groups": [],
        },
        "account": {"purchased_users": 3, "billing_user": None},
        "after": {"enabled": True},
    }
)


def render(source: str) -> str:
    return parse_template(source, CHECKER.check).render(DATA)


RENDERED: list[tuple[str, str]] = [
    ("plain text", "plain text"),
    ("", ""),
    ("{{ before.full_name }}", "F C"),
    ("{{before.full_name}}", "F C"),
    ("a {{ before.id }} and {{ after.enabled }}!", "a u1 and true!"),
    ("{{ before.last_name }}", "unknown"),
    ("{{ account_after.name }}", "unknown"),
    ("{{ before.first_name }}", "none"),
    ("{{ before.groups }}", "none"),
    ("{{ before.roles }}", "Sales, Owner"),
    ("{{ account.purchased_users }} users", "3 users"),
    # A value that failed to evaluate is not known either; a message must never fail.
    ("{{ account.billing_user.full_name }}", "unknown"),
    ('{{ "}}" + before.id }}', "}}u1"),
    ("{{ {'a': {'b': before.id}}.a.b }}", "u1"),
    ("{ before.id }", "{ before.id }"),
    ("{{ type(before.id) }}", "STRING"),
    ("{{ {1: 'a', 'b': 2} }}", "1: a, b: 2"),
    (r'{{ "\"}}" }}', '"}}'),
    ("{{ before.roles.map(r, r + '!') }}", "Sales!, Owner!"),
]


@pytest.mark.parametrize(("source", "text"), RENDERED, ids=[source for source, _ in RENDERED])
def test_render(source: str, text: str) -> None:
    assert render(source) == text


BROKEN: list[tuple[str, str, str]] = [
    ("a {{ before.id", "{{ before.id", "`{{` is not closed"),
    ("a {{ before.id }", "{{ before.id }", "`{{` is not closed"),
    ("a }} b", "}} b", "`}}` closes nothing"),
    ("a {{ before.id }} }} b", "}} b", "`}}` closes nothing"),
    ("a {{ }} b", "}} b", "there is no expression here"),
    ("a {{  before.idd }} b", "idd }} b", "`before.idd`: a user has no field `idd`"),
    ("{{ 'x }}", "{{ 'x }}", "`{{` is not closed"),
]


@pytest.mark.parametrize(("source", "rest", "message"), BROKEN, ids=[case[0] for case in BROKEN])
def test_broken(source: str, rest: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_template(source, CHECKER.check)
    assert [(source[slip.offset :], slip.message) for slip in caught.value.slips] == [(rest, message)]


def test_all_that_is_broken_is_told_at_once() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_template("{{ before.idd }} {{ before.nam }} }}", CHECKER.check)
    assert len(caught.value.slips) == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "none"),
        (True, "true"),
        (2.0, "2"),
        (0.25, "0.25"),
        (["a", None], "a, none"),
        ({"b": 1, "a": ["x"]}, "a: x, b: 1"),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), "2026-11-20T09:00:00Z"),
        (timedelta(days=14), "14d"),
        (Unknown(("x",)), "unknown"),
        (Failure("x"), "unknown"),
    ],
)
def test_value_as_text(value: Any, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(), "0s"),
        (timedelta(hours=36), "1d 12h"),
        (timedelta(minutes=90, seconds=1), "1h 30m 1s"),
        (timedelta(days=-1), "-1d"),
    ],
)
def test_duration_as_text(span: timedelta, text: str) -> None:
    assert duration_text(span) == text


def remedy(*changes: dict[str, Any]) -> InsteadTemplate:
    def fill(value: Any) -> Any:
        if isinstance(value, str):
            return parse_template(value, CHECKER.check)
        if isinstance(value, dict):
            return {key: fill(each) for key, each in value.items()}
        return [fill(each) for each in value] if isinstance(value, list) else value

    filled = tuple(
        {"op": change["op"], **fill({k: v for k, v in change.items() if k != "op"})} for change in changes
    )
    return InsteadTemplate(parse_template("Disable {{ before.id }}.", CHECKER.check), filled)


def test_a_remedy_is_filled_and_keeps_types() -> None:
    given = remedy(
        {
            "op": "create",
            "user": "{{ before.id }}-2",
            "set": {
                "full_name": "{{ before.full_name }}",
                "roles": "{{ before.roles }}",
                "tags": ["{{ before.id }}", "{{ before.first_name }}"],
                "enabled": "{{ after.enabled }}",
                "first_name": "{{ before.first_name }}",
                "last_name": "{{ before.last_name }}",
                "manager_id": None,
            },
        },
        {"op": "set_purchased_users", "purchased_users": "{{ account.purchased_users + 1 }}"},
    )
    assert given.render(DATA) == Instead(
        text="Disable u1.",
        changes=(
            {
                "op": "create",
                "user": "u1-2",
                "set": {
                    "full_name": "F C",
                    "roles": ["Sales", "Owner"],
                    "tags": ["u1"],
                    "enabled": True,
                    "manager_id": None,
                },
            },
            {"op": "set_purchased_users", "purchased_users": 4},
        ),
    )


@pytest.mark.parametrize(
    ("when", "changes"), [("after.enabled", 1), ("!after.enabled", 0), ("before.licensed", 0)]
)
def test_changes_are_a_remedy_only_where_they_apply(when: str, changes: int) -> None:
    """In the last case it is not known whether they do."""
    template = msgspec.structs.replace(remedy({"op": "disable", "user": "u1"}), when=CHECKER.check(when))
    assert len(template.render(DATA).changes) == changes


def test_what_is_asked_for_is_filled() -> None:
    def parse(text: str) -> Template:
        return parse_template(text, CHECKER.check)

    asked = AskTemplate(
        who=parse("Support"),
        message=parse("Look at {{ before.id }}, {{ before.last_name }}."),
        until={
            "purchased_users": parse("{{ account.purchased_users }}"),
            "billing_admin": {"email": parse("{{ before.first_name }}")},
        },
    )
    template = msgspec.structs.replace(remedy(), ask=asked, safety="safe")
    given = template.render(DATA)
    assert (given.safety, given.ask) == (
        "safe",
        Ask(who="Support", message="Look at u1, unknown.", until={"purchased_users": 3, "billing_admin": {}}),
    )
    assert ("before", "first_name") in template.reads


def test_what_texts_read() -> None:
    given = remedy({"op": "disable", "user": "{{ after.id }}"})
    assert given.reads == {("before", "id"), ("after", "id")}
