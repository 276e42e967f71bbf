from collections.abc import Callable

import pytest

from linter.policy import Policies
from tests.policy.conftest import HEAD, Refusals

GOOD: list[str] = [
    "deny: before.enabled",
    "require: before.enabled",
    "deny: true\nmatch: {op: delete}",
    "deny: true\nwhen: before.enabled",
    "require: false\nmatch: {op: [delete, disable]}",
    "deny: changed.full_name\nmatch: {op: update, fields: [full_name, first_name]}",
    "deny: changed.full_name\nmatch: {fields: full_name}",
    "subject: account\neach_step: true\n"
    "deny: account.seats_used > account.purchased_users\nexcess: account.seats_used - "
    "account.purchased_users",
    "subject: user\ndeny: fold(user.sign_in_id) != fold(user.primary_email)",
    "subject: change_set\ndeny: change_set.changes > 500",
    "subject: snapshot\nrequire: snapshot.complete",
    # A test for null in `when` holds in the condition, too.
    "when: successor != null\ndeny: successor.enabled",
    "deny: changed.enabled\nsupersedes: []",
]


@pytest.mark.parametrize("rest", GOOD)
def test_good(rest: str, load: Callable[..., Policies]) -> None:
    (rule,) = load(HEAD + rest).rules
    assert rule.id == "local/trial"


def test_a_rule_is_read_whole(load: Callable[..., Policies]) -> None:
    (rule,) = load(
        """\
id: trial
title: A trial
severity: warning
subject: change
match: {op: [update, create], fields: [full_name]}
when: account.purchased_users > 1
require: before.enabled
message: >-
  {{ before.id }} changes
why: Because.
instead:
  text: Disable {{ before.id }}.
  changes: [{op: disable, user: "{{ before.id }}"}]
references: [https://example.com/a, A book]
examples:
  deny:
    - name: one
      given: {purchased_users: 3, users: [{id: u1, roles: [Sales]}]}
      changes: [{op: update, user: u1, set: {full_name: X, aliases: [a, b], password: hunter2}}]
"""
    ).rules
    assert (rule.name, rule.pack, rule.title, rule.severity) == ("trial", "local", "A trial", "warning")
    assert (rule.ops, rule.fields) == ({"update", "create"}, {"full_name"})
    assert rule.when is not None
    assert rule.when.reads == {("account", "purchased_users")}
    assert rule.condition.reads == {("before", "enabled")}
    assert rule.objects_when is False
    assert rule.message.reads == {("before", "id")}
    assert rule.instead is not None
    assert rule.references == ("https://example.com/a", "A book")
    assert (rule.location.line, rule.location.column) == (1, 5)
    assert rule.missing_examples == ("allow",)


# What a rule file has beside its head (five lines), and everything that is said to it.
BAD: list[tuple[str, list[str]]] = [
    (
        "deny: before.enabled\nrequire: before.enabled",
        ["7:1: a rule has either `deny` or `require`, not both (remove one of them)"],
    ),
    (
        "match: {op: delete}",
        [
            "1:1: the rule has neither `deny` nor `require` "
            "(write `deny:` with what must not be, or `require:` with what must be)"
        ],
    ),
    ("denny: before.enabled", ["6:1: unknown key `denny` in a rule (did you mean `deny`?)"]),
    (
        "deny: before.enabled\nseverty: error\nmatch: {op: updte, feild: [a]}",
        [
            "7:1: unknown key `severty` in a rule (did you mean `severity`?)",
            "8:13: unknown op `updte` (did you mean `update`?)",
            "8:20: unknown key `feild` in `match` (did you mean `fields`?)",
        ],
    ),
    (
        "deny: before.enabled\nmatch: {op: [update, delte]}",
        ["7:22: unknown op `delte` (did you mean `delete`?)"],
    ),
    ("deny: before.enabled\nsubject: users", ["7:10: unknown subject `users` (did you mean `user`?)"]),
    (
        "deny: before.enabled\nreferences: x\neach_step: 'yes'",
        [
            "7:13: `references` must be a list, not text (write it as a list: [...])",
            "8:12: `each_step` must be true or false, not text (write true or false, without quotes)",
        ],
    ),
    # Places inside every style of text.
    (
        "deny: before.enbled",
        ["6:14: `before.enbled`: a user has no field `enbled` (did you mean `enabled`?)"],
    ),
    (
        "deny: >-\n  before.enabled &&\n  before.enbled",
        ["8:10: `before.enbled`: a user has no field `enbled` (did you mean `enabled`?)"],
    ),
    (
        "deny: >-\n\n  befor.enabled",
        ["8:3: unknown name `befor` (did you mean `before`?)"],
    ),
    (
        "when: |\n  before.enabled ||\n\n    befor.enabled\ndeny: changed.name",
        ["9:5: unknown name `befor` (did you mean `before`?)"],
    ),
    (
        "deny: 'before.id == ''x'' && before.enbled'",
        ["6:37: `before.enbled`: a user has no field `enbled` (did you mean `enabled`?)"],
    ),
    (
        'deny: "before.id == \\"\\u00e9\\" && before.enbled"',
        ["6:42: `before.enbled`: a user has no field `enbled` (did you mean `enabled`?)"],
    ),
    (
        "deny: before.id ==\n  before.enbled",
        ["7:10: `before.enbled`: a user has no field `enbled` (did you mean `enabled`?)"],
    ),
    # What is wrong is told at once, top to bottom.
    (
        "when: before.full_name > 3\ndeny: after.enbled\nsupersedes: []\nexcess: '1'",
        [
            "6:24: `>` cannot take (text, int) (the two sides must be of one type)",
            "7:13: `after.enbled`: a user has no field `enbled` (did you mean `enabled`?)",
            "9:1: `excess` has no meaning in a rule about `change` "
            "(only rules about a user or an account are held against states)",
        ],
    ),
    # What can never be.
    ("deny: false", ["6:7: `deny` is always false, so the rule can never object"]),
    (
        "require: 1 == 1\nmatch: {op: delete}",
        ["6:10: `require` is always true, so the rule can never object"],
    ),
    ("deny: before.enabled && false", ["6:7: `deny` is always false, so the rule can never object"]),
    (
        "deny: true",
        [
            "6:7: `deny` is always true, so the rule objects to everything (say with `match` or "
            "`when` what it is about)"
        ],
    ),
    ("deny: 1 / 0 == 1", ["6:7: `deny` always fails: divide by zero"]),
    ("when: false\ndeny: before.enabled", ["6:7: `when` is always false (the rule could never apply)"]),
    ("when: 1 < 2\ndeny: before.enabled", ["6:7: `when` is always true (remove it)"]),
    (
        "match: {op: disable, fields: [full_name]}\ndeny: before.enabled",
        [
            "6:22: only `create` and `update` set fields, so this can never match "
            "(leave `fields` out, or match `create` or `update`)"
        ],
    ),
    (
        "match: {op: update, fields: [roles]}\ndeny: before.enabled",
        [
            "6:30: `roles` is changed by ops of its own, so this can never match (match the op "
            "`grant_role` or `revoke_role`)"
        ],
    ),
    (
        "match: {fields: name}\ndeny: before.enabled",
        [
            "6:17: `name` is made of other fields, so this can never match "
            "(list `full_name`, `first_name` and `last_name`)"
        ],
    ),
    (
        "match: {fields: [fullname]}\ndeny: before.enabled",
        ["6:18: unknown field `fullname` (did you mean `full_name`?)"],
    ),
    (
        "match: {op: update}\ndeny: changed.enabled",
        [
            "7:7: `changed.enabled` is always false with `update` (it can be another with `disable` "
            "or `enable`)"
        ],
    ),
    (
        "match: {op: update}\ndeny: before.invitation == 'acepted'",
        ["7:28: `before.invitation` is never `acepted` (did you mean `accepted`?)"],
    ),
    (
        "match: {op: update}\nsubject: account\ndeny: account.total_users > 3",
        [
            "6:1: `match` has no meaning in a rule about `account` "
            "(only rules about changes select by op and field; use `when` here)"
        ],
    ),
    (
        "each_step: true\ndeny: before.enabled",
        [
            "6:1: `each_step` has no meaning in a rule about `change` "
            "(only rules about a user or an account are held against states)"
        ],
    ),
    # Conditions that are none.
    (
        "deny: before.full_name",
        ["6:7: this is neither true nor false, and a condition is one of both (compare it with something)"],
    ),
    (
        "deny: before.attributes.vip",
        ["6:7: this can be anything, and a condition is one of both (compare it with something)"],
    ),
    ("deny: 3", ['6:7: `deny` must be text or true or false, not a number (quote it: "3")']),
    (
        "subject: account\ndeny: account.total_users > 3\nexcess: account.name",
        ["8:9: `excess` must be a number (how far the limit is passed)"],
    ),
    # Names of another subject.
    (
        "subject: account\ndeny: before.enabled",
        [
            "7:7: `before` is not there in a rule about `account` "
            "(it is there with `subject: change`; here: account, change_set, snapshot, params, now)"
        ],
    ),
    # Nulls.
    (
        "deny: before.full_name.contains('x')",
        [
            "6:7: `before.full_name` may be null (write `before.full_name != null && ...`, "
            "or `fold(before.full_name)`, which is empty text for null)"
        ],
    ),
    # Texts.
    (
        "deny: before.enabled\ninstead: {text: '{{ before.enbled }}'}",
        ["7:28: `before.enbled`: a user has no field `enbled` (did you mean `enabled`?)"],
    ),
    (
        "deny: before.enabled\ninstead:\n  text: >-\n    do {{ before.id }}\n    and {{ before.id",
        ["10:9: `{{` is not closed (write `}}` after the expression)"],
    ),
    (
        "deny: before.enabled\ninstead: {changes: []}",
        ["7:10: the key `text` is missing in `instead` (say it in words: `text: ...`)"],
    ),
    # Examples.
    (
        "deny: before.enabled\nexamples: {denies: []}",
        ["7:12: unknown key `denies` in `examples` (known keys: allow, deny, undecided)"],
    ),
]


@pytest.mark.parametrize(("rest", "said"), BAD, ids=[case[0] for case in BAD])
def test_bad(rest: str, said: list[str], refusals: Refusals) -> None:
    assert refusals(HEAD + rest) == [f"rule.yaml:{each}" for each in said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: the file is empty (was it written completely?)"),
        ("- 1", "1:1: this must be a mapping, not a list"),
        (
            HEAD + "id: again\ndeny: before.enabled",
            "6:1: the key `id` is here twice (it is first set in line 1)",
        ),
        (
            HEAD.replace("id: trial", "id: A Trial") + "deny: before.enabled",
            "1:5: `id` does not have the right form (The name of the rule in its pack: small "
            "letters, digits and hyphens, "
            "such as `rename-existing-user`)",
        ),
        (HEAD.replace("why: w\n", "") + "deny: before.enabled", "1:1: the key `why` is missing in a rule"),
        (
            HEAD.replace("message: m", "message: 'a {{ b'") + "deny: before.enabled",
            "4:13: `{{` is not closed (write `}}` after the expression)",
        ),
        (
            HEAD.replace("message: m", "message: a {{ before.id }} and {{ before.nme }}")
            + "deny: before.enabled",
            "4:42: `before.nme`: a user has no field `nme` (did you mean `name`?)",
        ),
    ],
)
def test_bad_file(text: str, said: str, refusals: Refusals) -> None:
    assert refusals(text) == [f"rule.yaml:{said}"]
