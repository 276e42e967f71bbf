"""What is proved of conditions, and what must not be claimed of them."""

import pytest

from tests.authoring.lint.conftest import Found, rule, told

DELETE = "match: {op: delete}\n"

NEVER = {
    "two texts": ('deny: before.kind == "person" && before.kind == "service"', "never so at once"),
    "two numbers": ("deny: size(before.roles) > 3 && size(before.roles) < 3", "never so at once"),
    "no whole number between": ("deny: account.seats_used > 3 && account.seats_used < 4", "never so at once"),
    "mirrored": ("deny: 3 < account.seats_used && account.seats_used <= 3", "never so at once"),
    "a length below nought": ("deny: size(before.roles) < 0", "`size(before.roles) < 0` is never so"),
    "more alike than can be": (
        "deny: similarity(before.name, after.name) > 1.0",
        "is never so",
    ),
    "and its opposite": ("deny: before.enabled && !before.enabled", "never so at once"),
    "false, and its field true": ("deny: before.enabled == false && before.enabled", "never so at once"),
    "when and deny": ("when: before.enabled\ndeny: '!before.enabled'", "never so at once"),
    "when and require": ("when: before.enabled\nrequire: before.enabled", "never so at once"),
    "both alternatives": (
        'when: before.kind == "person"\ndeny: before.kind == "service" || before.kind == "support"',
        "never so at once",
    ),
    "none of all values": (
        'deny: before.kind != "person" && !(before.kind in ["service", "application", "support"])',
        "never so at once",
    ),
    "null and a part of it": (
        'deny: account.billing_admin == null && account.billing_admin.email == "a@company.example"',
        "never so at once",
    ),
    "null and a text": (
        'deny: before.manager_id == null && before.manager_id == "u1"',
        "never so at once",
    ),
    "null where that fails": (
        'deny: before.manager_id == null && before.manager_id.startsWith("u")',
        "never so at once",
    ),
    "not known, and read": (
        "deny: \"!has(before.attributes.unit) && before.attributes.unit == 'a'\"",
        "never so at once",
    ),
    "folded text has no capitals": (
        'deny: fold(before.primary_email) == "Admin@company.example"',
        "is never so",
    ),
    "a text that does not begin so": (
        'deny: before.id == "x1" && before.id.startsWith("y")',
        "never so at once",
    ),
    "two names apart, and the same": (
        "deny: before.id == after.id && after.id != before.id",
        "never so at once",
    ),
    "more and less": (
        "deny: account.seats_used > account.purchased_users && account.purchased_users >= account.seats_used",
        "never so at once",
    ),
    "both answers": (
        "when: before.enabled\ndeny: 'before.licensed ? !before.enabled : before.enabled == false'",
        "never so at once",
    ),
    "a macro and its opposite": (
        "deny: before.roles.exists(r, r == 'a') && !before.roles.exists(r, r == 'a')",
        "never so at once",
    ),
}
SO = {
    "two numbers": "deny: size(before.roles) > 3 && size(before.roles) < 5",
    "with a fraction": (
        "deny: similarity(before.name, after.name) > 0.3 && similarity(before.name, after.name) < 0.4"
    ),
    "of two users": 'deny: before.kind == "person" && after.kind == "service"',
    "null, else a part of it": "deny: account.billing_admin == null || account.billing_admin.email == null",
    "null guards": 'deny: before.manager_id != null && before.manager_id.startsWith("u")',
    "known guards": "deny: has(before.attributes.unit) && before.attributes.unit == 'a'",
    "null or small": "deny: change.purchased_users == null || change.purchased_users > 3",
    "a param is any": "deny: size(params.domains) > 3 && domain(before.primary_email) in params.domains",
    "letter case": 'deny: before.primary_email == "Admin@company.example"',
    "exactly one": "deny: (before.enabled || before.licensed) && !(before.enabled && before.licensed)",
    "another macro": "deny: before.roles.exists(r, r == 'a') && !before.roles.exists(r, r == 'b')",
}


@pytest.mark.parametrize("name", NEVER)
def test_what_can_never_be(found: Found, name: str) -> None:
    body, message = NEVER[name]
    messages = told(found({"r": rule("r", DELETE + body)}), "unreachable")
    assert len(messages) in (1, 2)
    assert all(message in text and text.startswith("the rule can never object: ") for _, text in messages)


@pytest.mark.parametrize("name", SO)
def test_what_can_be(found: Found, name: str) -> None:
    params = "params: {domains: {type: strings, default: [company.example], description: Ours.}}"
    findings = found(
        {"r": rule("r", DELETE.replace("delete", "[delete, update, set_purchased_users]") + SO[name])},
        pack=f", {params}",
    )
    for check in ("unreachable", "dead-alternative", "idle-condition"):
        assert not told(findings, check)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            'match: {op: [disable, update]}\ndeny: change.op == "disable" && changed.full_name',
            '`change.op == "disable"` and `changed.full_name` are never so at once',
        ),
        (
            'match: {op: [disable, grant_role]}\ndeny: change.role == "Owner" && change.op == "disable"',
            '`change.role == "Owner"` and `change.op == "disable"` are never so at once',
        ),
        (
            'match: {op: [disable, delete]}\ndeny: change.op != "disable" && change.op != "delete"',
            '`change.op != "disable"` and `change.op != "delete"` are never so at once',
        ),
    ],
)
def test_operations_are_told_from_match(found: Found, body: str, message: str) -> None:
    ((place, text),) = told(found({"r": rule("r", body)}), "unreachable")
    assert text == f"the rule can never object: {message}"
    assert place.startswith("r.yaml:7:")


def test_the_last_part_is_the_place_and_the_others_are_related(found: Found) -> None:
    body = f"{DELETE}when: before.enabled\ndeny: >-\n  before.licensed &&\n  !before.enabled"
    (finding,) = [each for each in found({"r": rule("r", body)}) if each.rule == "policy/unreachable"]
    assert (finding.location and finding.location.line, finding.severity) == (10, "error")
    assert [(each.message, each.location.line) for each in finding.related] == [("`before.enabled`", 7)]
    assert (
        finding.message
        == "the rule can never object: `before.enabled` and `!before.enabled` are never so at once"
    )


PARTS = {
    "an alternative that cannot be": (
        "deny: before.enabled && (before.licensed || !before.enabled)",
        "dead-alternative",
        "`!before.enabled` can never hold here",
    ),
    "an alternative within another": (
        "deny: size(before.roles) > 2 || size(before.roles) > 3",
        "dead-alternative",
        "`size(before.roles) > 3` adds nothing: where it holds, another alternative does",
    ),
    "written twice": (
        "deny: before.enabled && before.licensed && before.enabled",
        "idle-condition",
        "`before.enabled` always holds here",
    ),
    "said by when": (
        "when: size(before.roles) > 3\ndeny: before.enabled && size(before.roles) > 2",
        "idle-condition",
        "`size(before.roles) > 2` always holds here",
    ),
    "said by match": (
        'deny: change.op == "delete" && before.enabled',
        "idle-condition",
        '`change.op == "delete"` always holds here',
    ),
    "capitals in a folded text": (
        'deny: before.enabled && fold(before.name) != "Admin"',
        "idle-condition",
        '`fold(before.name) != "Admin"` always holds here',
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_that_decide_nothing(found: Found, name: str) -> None:
    body, check, message = PARTS[name]
    findings = found({"r": rule("r", DELETE + body)})
    assert [text for _, text in told(findings, check)] == [message]
    assert not told(findings, "unreachable")


def test_nothing_is_claimed_of_what_is_too_much_to_look_at(found: Found) -> None:
    wide = " && ".join(f"(before.id == 'a{number}' || before.name == 'b{number}')" for number in range(12))
    assert not told(found({"r": rule("r", f"{DELETE}deny: {wide}")}), "unreachable")
