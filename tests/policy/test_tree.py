import pytest

from linter.policy.checker import Checker
from linter.policy.tree import EACH, Call, Constant, Operand
from linter.policy.types import Field

CHECKER = Checker("change", {"limit": Field("int"), "names": Field("string", "list")})

READS: list[tuple[str, set[str]]] = [
    ("account.purchased_users > 1", {"account.purchased_users"}),
    ("now > snapshot.taken_at", {"now", "snapshot.taken_at"}),
    ('account.billing_admin.email == "x"', {"account.billing_admin.email"}),
    ("account.users.exists(u, u.enabled)", {"account.users"}),
    ("account.users.map(u, u.roles).exists(r, 'x' in r)", {"account.users"}),
    ("account.users.filter(u, u.enabled)[0].id == before.id", {"account.users", "before.id"}),
    ("account.users[0].full_name == 'x'", {"account.users"}),
    ("before.attributes.desk.room == 3", {"before.attributes.desk.room"}),
    ('before.attributes["desk"] == 3', {"before.attributes.desk"}),
    ("before.roles[size(after.roles)] == 'x'", {"before.roles", "after.roles"}),
    ("count(account.role_holders, 'x') > params.limit", {"account.role_holders", "params.limit"}),
    ("account.role_holders.exists(r, r in params.names)", {"account.role_holders", "params.names"}),
    ("before == after", {"before", "after"}),
    ("has(before.full_name)", {"before.full_name"}),
    ("changed.name ? before.id == 'x' : [after.id] == ['y']", {"changed.name", "before.id", "after.id"}),
    ('{"a": before.id} == {"a": after.id}', {"before.id", "after.id"}),
    # A macro's variable may be named as a root is.
    ("account.users.exists(before, before.enabled)", {"account.users"}),
    ("true", set()),
]


@pytest.mark.parametrize(("source", "reads"), READS, ids=[source for source, _ in READS])
def test_reads(source: str, reads: set[str]) -> None:
    assert {".".join(path) for path in CHECKER.check(source).reads} == reads


def test_paths_go_into_lists() -> None:
    tree = CHECKER.check("account.users.exists(u, u.billing_record.email == before.id)").tree
    assert ("account", "users", EACH, "billing_record", "email") in tree.paths


def test_what_has_asks_for_is_not_needed() -> None:
    tree = CHECKER.check("has(before.full_name) || after.enabled").tree
    assert tree.needed == {("after", "enabled")}


def test_calls_are_told_with_their_arguments() -> None:
    tree = CHECKER.check('change.op in ["create"] && before.full_name != null').tree
    shapes = {
        (call.function, tuple((o.path, o.constant, len(o.items)) for o in call.operands))
        for call in tree.calls
    }
    assert shapes == {
        ("@in", ((("change", "op"), None, 0), ((), None, 1))),
        ("_!=_", ((("before", "full_name"), None, 0), ((), Constant(None), 0))),
    }


def test_a_method_has_its_receiver_first() -> None:
    tree = CHECKER.check('before.id.contains("x")').tree
    (call,) = tree.calls
    assert isinstance(call, Call)
    assert [type(operand) for operand in call.operands] == [Operand, Operand]
    assert call.operands[0].path == ("before", "id")


def test_a_node_knows_its_offset_in_characters() -> None:
    source = '"é€" != before.id'
    tree = CHECKER.check(source).tree
    (use,) = tree.uses
    assert source[tree.offset(use.node) :] == "before.id"
