"""What each of the other checks finds, and what it must leave alone."""

from pathlib import Path

import pytest

from linter.authoring.lint import CHECKS, RULES, lint
from linter.authoring.proof import Bench
from linter.policy import load_packs
from tests.authoring.lint.conftest import Found, rule, told

DELETE = "match: {op: delete}\ndeny: before.enabled"
USER = "{id: u1, enabled: true, primary_email: a@company.example}"


def examples(deny: str = "", allow: str = "") -> str:
    """Examples of the one user, each named after the change."""

    def listed(changes: str) -> str:
        return ", ".join(
            f'{{name: "{change}", given: {{users: [{USER}]}}, changes: [{{{change}}}]}}'
            for change in filter(None, changes.split(";"))
        )

    return f"examples:\n  deny: [{listed(deny)}]\n  allow: [{listed(allow)}]\n"


GOES, STAYS, ROLE = "op: delete, user: u1", "op: disable, user: u1", "op: grant_role, user: u1, role: Sales"


def test_a_pack_that_proves_itself_is_clean(found: Found) -> None:
    assert found({"r": rule("r", DELETE)}) == []


UNPROVED = {
    "no examples": ("", "r.yaml:1:5", "the rule has no examples, so nothing shows that it ever objects"),
    "allow alone": (
        examples(allow=GOES),
        "r.yaml:1:5",
        "the rule has no `deny` example, and objects in no other example or case",
    ),
    "a deny example that is none": (
        examples(deny=STAYS),
        "r.yaml:9:10",
        "the rule does not object in its `deny` example `op: disable, user: u1`, nor anywhere else",
    ),
}


@pytest.mark.parametrize("name", UNPROVED)
def test_rules_that_no_example_triggers(found: Found, name: str) -> None:
    text, place, message = UNPROVED[name]
    findings = found({"r": rule("r", DELETE, examples=text)})
    assert told(findings, "no-example-triggers") == [(place, message)]
    assert {each.severity for each in findings if each.rule.endswith("triggers")} == {"error"}


def test_a_case_may_trigger_a_rule(found: Found, tmp_path: Path) -> None:
    cases = tmp_path / "house" / "tests"
    cases.mkdir(parents=True)
    (cases / "a.yaml").write_text(
        f"cases:\n  - name: it goes\n    snapshot: {{id: acme, complete: true, users: [{USER}]}}\n"
        f"    changes: [{{{GOES}}}]\n    findings: [{{rule: r}}]\n"
    )
    assert told(found({"r": rule("r", DELETE, examples=examples())}), "no-example-triggers") == []


def test_allow_examples_must_come_near(found: Found) -> None:
    none = found({"r": rule("r", DELETE, examples=examples(GOES))})
    assert told(none, "no-allow-comes-near") == [
        ("r.yaml:1:5", "the rule has no `allow` example, so nothing shows that it lets anything pass")
    ]
    body = "match: {op: delete}\nwhen: before.kind == 'service'\ndeny: before.licensed == false"
    far = found({"r": rule("r", body, examples=examples(allow=ROLE))})
    assert told(far, "no-allow-comes-near") == [
        ("r.yaml:11:11", "none of its `allow` examples comes near to what the rule denies")
    ]


NEAR = {
    "only match keeps it": ("match: {op: delete}\ndeny: before.enabled", STAYS),
    "only when keeps it": ("match: {op: delete}\nwhen: before.kind == 'service'\ndeny: before.enabled", GOES),
    "only the condition keeps it": ("match: {op: delete}\nrequire: before.enabled", GOES),
    "all that is matched is denied": ('match: {op: delete}\ndeny: change.op == "delete"', ROLE),
    "a rule about users": ("subject: user\ndeny: '\"Boss\" in user.roles'", ROLE),
    "one about users, where it applies": (
        "subject: user\nwhen: user.enabled\ndeny: user.licensed",
        "op: assign_license, user: u1, license: CRM",
    ),
    "a limit that is kept": (
        "subject: change_set\nmatch: {op: delete}\nlimit: {max_count: 1}\non_exceed: reject_all",
        GOES,
    ),
}


@pytest.mark.parametrize("name", NEAR)
def test_what_comes_near(found: Found, name: str) -> None:
    body, change = NEAR[name]
    findings = found({"r": rule("r", body, examples=examples(allow=change))})
    assert told(findings, "no-allow-comes-near") == told(findings, "idle-example") == []


def test_a_far_example_beside_a_near_one_is_told_in_passing(found: Found) -> None:
    body = "match: {op: delete}\ndeny: before.enabled && change.user == 'u1'"
    findings = found({"r": rule("r", body, examples=examples(GOES, f"{STAYS};{ROLE};op: enable, user: u9"))})
    ((place, message),) = told(findings, "idle-example")
    assert place.startswith("r.yaml:10:")
    assert message == (
        "more than one thing keeps the rule from objecting in the `allow` example `op: enable, user: u9`"
    )


SHOWN = {
    "all attributes in the message": (
        "message: '{{ before.attributes }}'",
        "`message` would show `before.attributes`",
    ),
    "a whole user": ("message: '{{ before }}'", "`message` would show `before`"),
    "a list of users": ("message: 'x {{ account.users }}'", "`message` would show `account.users`"),
    "a user within a macro": (
        "message: '{{ account.users.filter(u, u.enabled) }}'",
        "`message` would show `account.users[]`",
    ),
    "a secret by its name": (
        "message: 'x {{ before.attributes.unicodePwd }}'",
        "`message` would show `before.attributes.unicodePwd`",
    ),
    "in the remedy": (
        "instead: {text: x, changes: [{op: disable, user: '{{ before.attributes[\"apiKey\"] }}'}]}",
        "`instead` would show `before.attributes.apiKey`",
    ),
    "in what is asked": (
        "instead: {text: x, ask: {who: W, message: '{{ after.attributes }}'}}\nmessage: x",
        "`instead` would show `after.attributes`",
    ),
    "in the evidence": (
        "when: before.attributes.password == 'x'",
        "the evidence of a finding would show `before.attributes.password`",
    ),
}
NOT_SHOWN = [
    "message: 'came with a secret: {{ change.secret }}'",
    "message: '{{ before.attributes.department }} {{ size(before.attributes) }}'",
    "message: '{{ before.name }} {{ account.users.map(u, u.id) }}'",
    "message: '{{ account.users.filter(u, u.enabled).map(u, u.id) }}'",
    "message: '{{ account.users.exists(u, u.enabled) }}'",
    "when: has(before.attributes.password)",
    "when: before.attributes.password != null",
    "message: '{{ [\"unit\"].map(name, before.attributes[name]) }}'",
]


@pytest.mark.parametrize("name", SHOWN)
def test_texts_that_could_show_a_secret(found: Found, name: str) -> None:
    body, message = SHOWN[name]
    findings = found({"r": rule("r", f"{DELETE}\n{body}")})
    ((place, text),) = told(findings, "secret-in-text")
    assert text.startswith(message)
    assert place.startswith("r.yaml:")


@pytest.mark.parametrize("body", NOT_SHOWN)
def test_texts_that_show_none(found: Found, body: str) -> None:
    assert told(found({"r": rule("r", f"{DELETE}\n{body}")}), "secret-in-text") == []


def test_the_place_of_a_name_in_a_text(found: Found) -> None:
    body = "message: >-\n  all of it:\n  {{ before.name }} {{ before.attributes }}\n" + DELETE
    ((place, _),) = told(found({"r": rule("r", body)}), "secret-in-text")
    assert place == "r.yaml:7:24"


def test_rules_that_say_the_same(found: Found) -> None:
    again = "match: {op: [delete]}\ndeny: (before.enabled)"
    findings = found(
        {"a": rule("a", DELETE), "b": rule("b", again), "c": rule("c", again + " && before.licensed")}
    )
    assert told(findings, "same-rule") == [
        ("b.yaml:1:5", "the rule objects to just what `house/a` objects to")
    ]
    assert told(findings, "always-together") == []


def test_titles_that_are_the_same(found: Found) -> None:
    other = rule("b", DELETE + " && before.licensed").replace("The rule b", "the rule A")
    assert told(found({"a": rule("a", DELETE), "b": other}), "same-title") == [
        ("b.yaml:1:5", "`house/a` has the same title")
    ]


def test_rules_that_always_object_together(found: Found) -> None:
    known = rule("b", 'match: {op: delete}\ndeny: before.enabled && before.primary_email != ""')
    third = rule("c", DELETE + " && before.id == 'u1'")
    rules = {"a": rule("a", DELETE), "b": known, "c": third}
    assert told(found(rules), "always-together") == [
        ("b.yaml:1:5", "the rule objects wherever `house/a` does, and nowhere else, in all 3 places"),
        ("c.yaml:1:5", "the rule objects wherever `house/a` does, and nowhere else, in all 3 places"),
        ("c.yaml:1:5", "the rule objects wherever `house/b` does, and nowhere else, in all 3 places"),
    ]
    rules |= {
        "c": third.replace("match:", "supersedes: [b]\nmatch:"),
        "b": known.replace("match:", "supersedes: [a]\nmatch:"),
    }
    assert told(found(rules), "always-together") == []


def test_a_place_in_which_only_one_objects_tells_two_rules_apart(found: Found) -> None:
    once_more = examples(f"{GOES};op: delete, user: u1, reason: x", STAYS)
    rules = {
        "a": rule("a", DELETE),
        "b": rule("b", DELETE + " && change.reason != 'x'"),
        "c": rule("c", DELETE + " && change.user == 'u1'", examples=once_more),
    }
    assert [text for place, text in told(found(rules), "always-together") if place.startswith("b")] == []


REMEDY = "instead: {text: x, changes: [{op: disable, user: '{{ before.id }}'}]}"
DENIES_REMEDY = rule("b", "match: {op: disable}\ndeny: before.enabled", examples=examples(STAYS, GOES))


def test_a_remedy_that_another_rule_denies(found: Found) -> None:
    findings = found({"a": rule("a", f"{DELETE}\n{REMEDY}"), "b": DENIES_REMEDY})
    assert told(findings, "dead-end") == [
        ("a.yaml:8:29", "the changes under `instead` would be denied by `house/b`: no")
    ]
    (finding,) = [each for each in findings if each.rule == "policy/dead-end"]
    assert [each.message for each in finding.related] == ["in `one that goes`", "`house/b`"]


NO_DEAD_END = {
    "the other only warns": {
        "a": rule("a", f"{DELETE}\n{REMEDY}"),
        "b": DENIES_REMEDY.replace("severity: error", "severity: warning"),
    },
    "only where it helps": {
        "a": rule("a", f"{DELETE}\n{REMEDY[:-1]}, when: before.licensed}}"),
        "b": DENIES_REMEDY,
    },
    "the other objects to the change as well": {
        "a": rule("a", f"{DELETE}\n{REMEDY}"),
        "b": rule("b", "match: {op: [disable, delete]}\ndeny: before.enabled"),
    },
}


@pytest.mark.parametrize("name", NO_DEAD_END)
def test_what_is_no_dead_end(found: Found, name: str) -> None:
    assert told(found(NO_DEAD_END[name]), "dead-end") == []


def test_a_remedy_that_its_own_rule_denies(found: Found) -> None:
    body = f"match: {{op: [delete, disable]}}\ndeny: before.enabled\n{REMEDY}"
    assert told(found({"a": rule("a", body)}), "dead-end") == [
        ("a.yaml:8:29", "the changes under `instead` would be denied by the rule itself: no")
    ]


def test_params_that_no_rule_reads(found: Found) -> None:
    one = "{type: int, default: 1, description: x}"
    params = f", params: {{\n  most: {one},\n  least: {one}}}"
    findings = found({"a": rule("a", DELETE + " && account.seats_used > params.most")}, pack=params)
    assert told(findings, "unread-param") == [
        ("pack.yaml:3:3", "no rule reads `params.least`, so to set it changes nothing")
    ]
    assert (
        told(
            found({"a": rule("a", DELETE + "\nmessage: '{{ params.least + params.most }}'")}, pack=params),
            "unread-param",
        )
        == []
    )


def test_a_rule_alone_says_nothing_of_the_params_of_its_pack(tmp_path: Path, found: Found) -> None:
    found({"a": rule("a", DELETE)}, pack=", params: {most: {type: int, default: 1, description: x}}")
    report = lint(Bench(lambda params: load_packs([str(tmp_path / "house" / "a.yaml")], params=params)))
    assert report.findings == ()


def test_supersedes_of_what_is_never_met(found: Found) -> None:
    other = rule("b", "match: {op: disable}\ndeny: before.enabled", examples=examples(STAYS, GOES))
    some = rule("c", DELETE + " && !before.licensed")
    rules = {"a": rule("a", DELETE + "\nsupersedes: [b, c]"), "b": other, "c": some}
    assert told(found(rules), "idle-supersedes") == [
        ("a.yaml:8:13", "`house/b` never objects to a change that this rule objects to")
    ]
    rules["c"] = rule("c", "match: {op: delete}\ndeny: before.enabled == false")
    assert len(told(found(rules), "idle-supersedes")) == 2


def test_a_pack_of_which_everything_is_off(tmp_path: Path, found: Found) -> None:
    found({"a": rule("a", DELETE)})
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "pack.yaml").write_text(
        "{id: ours, title: x, description: x, extends: [{pack: ../house, off: {a: not ours}}]}"
    )
    report = lint(Bench(lambda params: load_packs([str(tmp_path / "ours")], params=params)))
    assert report.verdict == "denied"
    assert [each.message for each in report.findings] == [
        "no rule of the pack `house` is in force: all of them are switched off",
        "no rule of the pack `ours` is in force: all of them are switched off",
    ]


def test_every_check_has_an_id_that_is_found_in_the_guide() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "policy-kit.md").read_text("utf-8")
    for name, texts in RULES.items():
        assert f"| `{name.partition('/')[2]}` | {texts.severity} |" in guide
    assert {f"policy/{name}" for name in CHECKS} == set(RULES)


@pytest.mark.parametrize("pack", sorted(path.parent.name for path in Path("policies").glob("*/pack.yaml")))
def test_the_packs_that_ship_are_clean(pack: str) -> None:
    report = lint(Bench(lambda params: load_packs([pack], params=params)), fail_on="warning")
    assert [
        f"{each.rule} {each.location} {each.message}" for each in report.findings if each.severity != "info"
    ] == []
    assert report.verdict == "allowed"
