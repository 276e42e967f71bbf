import pytest

from linter.policy import sense
from linter.policy.checker import Checker
from linter.policy.expression import Failure
from linter.policy.types import Field

CHECKER = Checker("change", {"limit": Field("int"), "names": Field("string", "list")})


def objections(source: str, ops: str = "", guards: str = "") -> list[tuple[str, str, str]]:
    matched = frozenset(ops.split()) or None
    held = frozenset(tuple(path.split(".")) for path in guards.split())
    found = sense.slips(CHECKER.check(source), CHECKER, matched, held)
    return [(source[slip.offset :], slip.message, slip.hint) for slip in found]


GOOD: list[tuple[str, str]] = [
    ('before.invitation == "accepted"', ""),
    ('change.op == "update"', ""),
    ('change.op == "update" || change.op == "create"', "create update"),
    ('"grant_role" in change.earlier_ops', ""),
    ("changed.enabled", ""),
    ("changed.enabled || changed.roles", "disable update"),
    ("changed.full_name", "update"),
    ('fold(change.role) == "x"', ""),
    ('change.role.contains("x")', "grant_role revoke_role"),
    ("change.purchased_users > 3", "set_purchased_users"),
    ('before.full_name != null && before.full_name.contains("x")', ""),
    ('before.full_name == null || before.full_name.contains("x")', ""),
    ('before.id.contains("x")', ""),
    ('fold(before.full_name).contains("x")', ""),
    ('before.full_name == "x"', ""),
    ("before.full_name in params.names", ""),
    ("account.users.exists(u, u.full_name != null && u.full_name.matches('^A'))", ""),
    ("successor != null && successor.enabled", ""),
    ("account.billing_user == null || account.billing_user.enabled", ""),
    ("account.role_holders.exists(r, r == 'x')", ""),
    ("count(account.role_holders, 'x') > 1", ""),
    ('before.attributes.desk.room == 3 || before.attributes["x"] > 3', ""),
    ("before.full_name != null && before.full_name.matches('^[a-z]+$')", ""),
    ("now > timestamp('2026-01-01T00:00:00Z') + duration('36h')", ""),
]


@pytest.mark.parametrize(("source", "ops"), GOOD, ids=[source for source, _ in GOOD])
def test_good(source: str, ops: str) -> None:
    assert objections(source, ops) == []


BAD: list[tuple[str, str, str, str, str]] = [
    (
        'before.invitation == "acepted"',
        "",
        '"acepted"',
        "`before.invitation` is never `acepted`",
        "did you mean `accepted`?",
    ),
    (
        '"robot" == before.kind',
        "",
        '"robot" == before.kind',
        "`before.kind` is never `robot`",
        "one of: person, service, application, support",
    ),
    (
        'change.op in ["update", "creat"]',
        "",
        '"creat"]',
        "`change.op` is never `creat`",
        "did you mean `create`?",
    ),
    (
        '"grant_rol" in change.earlier_ops',
        "",
        '"grant_rol" in change.earlier_ops',
        "`change.earlier_ops` is never `grant_rol`",
        "did you mean `grant_role`?",
    ),
    (
        'change.op == "delete"',
        "disable enable",
        '"delete"',
        "`change.op` is never `delete` in what this rule matches",
        "one of: disable, enable",
    ),
    (
        "changed.enabled",
        "update",
        "changed.enabled",
        "`changed.enabled` is always false with `update`",
        "it can be another with `disable` or `enable`",
    ),
    ("changed.id", "", "changed.id", "`changed.id` is always false after any change", ""),
    (
        'change.role == "x"',
        "create update",
        'change.role == "x"',
        "`change.role` is always empty with `create` or `update`",
        "it can be another with `grant_role` or `revoke_role`",
    ),
    (
        'change.role.contains("x")',
        "",
        'change.role.contains("x")',
        "`change.role` may be null",
        "write `change.role != null && ...`, or `fold(change.role)`, which is empty text for null",
    ),
    (
        "now - before.invited_at > duration('1h')",
        "",
        "before.invited_at > duration('1h')",
        "`before.invited_at` may be null",
        "write `before.invited_at != null && ...`",
    ),
    (
        "account.users.exists(u, u.full_name.matches('x'))",
        "",
        "u.full_name.matches('x'))",
        "`account.users[].full_name` may be null",
        "write `account.users[].full_name != null && ...`, or `fold(account.users[].full_name)`, "
        "which is empty text for null",
    ),
    (
        "successor.enabled",
        "",
        "successor.enabled",
        "`successor` may be null",
        "write `successor != null && ...`",
    ),
    (
        "account.billing_user.enabled",
        "",
        "account.billing_user.enabled",
        "`account.billing_user` may be null",
        "write `account.billing_user != null && ...`",
    ),
    (
        "before == null",
        "",
        "before == null",
        "`before` is never null",
        'a user who is not there has everything empty; test `change.op`, or `.id == ""`',
    ),
    (
        "snapshot.taken_at == null",
        "",
        "snapshot.taken_at == null",
        "`snapshot.taken_at` is never null",
        "what is not known makes the rule undecided by itself; `has()` asks whether it is known",
    ),
    (
        'account.role_holders["x"] > 1',
        "",
        'account.role_holders["x"] > 1',
        "`account.role_holders` has no value for a key that is not there",
        "write `count(account.role_holders, ...)`, which is 0 where there is none",
    ),
    (
        "change_set.counts[change.op] > 1",
        "",
        "change_set.counts[change.op] > 1",
        "`change_set.counts` has no value for a key that is not there",
        "write `count(change_set.counts, ...)`, which is 0 where there is none",
    ),
    ("before.id.matches('(')", "", "'(')", "`(` is not a pattern", "missing ): ("),
    ("now > timestamp('2026')", "", "'2026')", "`2026` is not a timestamp", "such as `2026-11-20T09:00:00Z`"),
    ("snapshot.age > duration('14d')", "", "'14d')", "`14d` is not a duration", "such as `36h` or `90m`"),
]


@pytest.mark.parametrize(("source", "ops", "rest", "message", "hint"), BAD, ids=[case[0] for case in BAD])
def test_bad(source: str, ops: str, rest: str, message: str, hint: str) -> None:
    assert objections(source, ops) == [(rest, message, hint)]


def test_another_condition_may_hold_the_test_for_null() -> None:
    assert objections("successor.enabled", guards="successor") == []
    tests = sense.null_tests(CHECKER.check("successor != null && null != before.full_name").tree)
    assert tests == {("successor",), ("before", "full_name")}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("true", True),
        ("1 + 1 == 3", False),
        ("before.enabled && false", False),
        ("before.enabled || true", True),
        ("1 / 0 == 1", Failure("divide by zero")),
        ("before.enabled", None),
        ("has(before.enabled)", None),
        ("now > timestamp('2026-01-01T00:00:00Z')", None),
    ],
)
def test_constant(source: str, value: object) -> None:
    assert sense.constant(CHECKER.check(source)) == value
