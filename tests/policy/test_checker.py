import pytest

from linter.policy.checker import Checker, ExpressionError
from linter.policy.types import SUBJECTS, Field, Subject

PARAMS = {"limit": Field("int"), "names": Field("string", "list")}
CHECKER = Checker("change", PARAMS)

GOOD: list[tuple[str, str]] = [
    ("account.purchased_users > params.limit", "BOOL"),
    ("account.seats_used - account.purchased_users", "INT"),
    ("before.full_name == null", "BOOL"),
    ("before.full_name.lowerAscii().startsWith('a')", "BOOL"),
    ("before.roles.exists(r, fold(r) in params.names)", "BOOL"),
    ("changed.name || changed.primary_email", "BOOL"),
    ("now - before.invited_at > duration('336h')", "BOOL"),
    ("before.attributes.desk.room == 3", "BOOL"),
    ("before.attributes.desk", "DYN"),
    ("successor != null && successor.invitation != 'accepted'", "BOOL"),
    ("requester.billing_admin", "BOOL"),
    ("change_set.changes * 100 > change_set.population", "BOOL"),
    ("count(change_set.counts, 'delete') > 5", "BOOL"),
    ("account.users.filter(u, u.enabled).size() > 3", "BOOL"),
    ("'%s has %d' .format([before.id, account.total_users])", "STRING"),
]


@pytest.mark.parametrize(("source", "result"), GOOD, ids=[source for source, _ in GOOD])
def test_good(source: str, result: str) -> None:
    assert CHECKER.check(source).type == result


# The expression, what the error is about, the message and the hint.
BAD: list[tuple[str, str, str, str]] = [
    (
        "account.purchased_userz > 1",
        "purchased_userz > 1",
        "`account.purchased_userz`: an account has no field `purchased_userz`",
        "did you mean `purchased_users`?",
    ),
    (
        "account.billing_admin.mail == ''",
        "mail == ''",
        "`account.billing_admin.mail`: a billing admin has no field `mail`",
        "did you mean `email`?",
    ),
    (
        "account.billing_admin.phone == ''",
        "phone == ''",
        "`account.billing_admin.phone`: a billing admin has no field `phone`",
        "known: user_id, full_name, email",
    ),
    (
        "account.users.exists(u, u.enbled)",
        "enbled)",
        "`u.enbled`: a user has no field `enbled`",
        "did you mean `enabled`?",
    ),
    (
        '"é€" == before.fullname',
        "fullname",
        "`before.fullname`: a user has no field `fullname`",
        "did you mean `full_name`?",
    ),
    ("params.limt > 1", "limt > 1", "`params.limt`: this pack has no such param", "did you mean `limit`?"),
    ("accout.name == ''", "accout.name == ''", "unknown name `accout`", "did you mean `account`?"),
    ("foldd(before.id) == ''", "foldd(before.id) == ''", "unknown function `foldd`", "did you mean `fold`?"),
    (
        "before.id.lowrAscii() == ''",
        "lowrAscii() == ''",
        "unknown function `lowrAscii`",
        "did you mean `lowerAscii`?",
    ),
    (
        "count(account.role_holders) > 1",
        "count(account.role_holders) > 1",
        "`count` cannot be called like this",
        "it takes (a map of numbers, text)",
    ),
    ("timestamp(1, 2) < now", "timestamp(1, 2) < now", "`timestamp` cannot be called like this", ""),
    ("fold(3) == ''", "(3) == ''", "`fold` cannot take (int)", "it takes (text)"),
    ("before.full_name > 3", "> 3", "`>` cannot take (text, int)", "the two sides must be of one type"),
    (
        "before.enabled ? 1 : 'x'",
        "? 1 : 'x'",
        "`? :` cannot take (bool, int, text)",
        "the two sides must be of one type",
    ),
    ("now > 'x'", "> 'x'", "`>` cannot take (timestamp, text)", "the two sides must be of one type"),
    ("'x' in before.full_name", "in before.full_name", "`in` cannot take (text, text)", ""),
    ("!before.full_name", "!before.full_name", "`!` cannot take (text)", ""),
    (
        "before['id'] == ''",
        "['id'] == ''",
        "a field is not read with `[ ]`",
        "write `.` and the field's name",
    ),
    ("before.enabled and true", "and true", "`and` cannot stand here", "write `&&`"),
    ("before.id = 'x'", "= 'x'", "`=` cannot be read", "write `==`"),
    ("before.enabled & true", "& true", "`&` cannot be read", "write `&&`"),
    ("before.id == 'x", "'x", "`'x` cannot be read", "a closing quote is missing"),
    ("before.id ==", "", "the expression ends too early", "a value or a closing bracket is missing"),
    ("[before.id", "", "the expression ends too early", "a value or a closing bracket is missing"),
    ("  ", "  ", "there is no expression here", ""),
    ("has(before)", "before)", "has() argument must be a field selection", ""),
]


@pytest.mark.parametrize(("source", "rest", "message", "hint"), BAD, ids=[case[0] for case in BAD])
def test_bad(source: str, rest: str, message: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        CHECKER.check(source)
    assert [(source[slip.offset :], slip.message, slip.hint) for slip in caught.value.slips] == [
        (rest, message, hint)
    ]


def test_all_type_errors_are_told_at_once_over_several_lines() -> None:
    source = "before.id == 1 &&\n  before.nme == 'x'"
    with pytest.raises(ExpressionError) as caught:
        CHECKER.check(source)
    assert [source[slip.offset :].split()[0] for slip in caught.value.slips] == ["==", "nme"]


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(ExpressionError, match="recursion limit"):
        CHECKER.check("(" * 500 + "true" + ")" * 500)


@pytest.mark.parametrize(
    ("subject", "source", "where"),
    [
        ("account", "before.enabled", "`subject: change`"),
        ("account", "user.enabled", "`subject: user`"),
        ("change", "user.enabled", "`subject: user`"),
        ("change_set", "account.id == ''", "`subject: change` or `subject: user` or `subject: account`"),
        (
            "snapshot",
            "change_set.changes > 1",
            "`subject: change` or `subject: user` or `subject: account` or `subject: change_set`",
        ),
    ],
)
def test_a_name_of_another_subject(subject: Subject, source: str, where: str) -> None:
    name = source.split(".")[0]
    with pytest.raises(ExpressionError) as caught:
        Checker(subject, PARAMS).check(source)
    (slip,) = caught.value.slips
    assert slip.message == f"`{name}` is not there in a rule about `{subject}`"
    assert slip.hint.startswith(f"it is there with {where}; here: ")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_every_subject_has(subject: Subject) -> None:
    checker = Checker(subject, PARAMS)
    assert checker.check("snapshot.given && now > snapshot.taken_at && params.limit > 1").type == "BOOL"
