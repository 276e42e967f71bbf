"""Conditions in plain words."""

import pytest

from linter.policy import TABLES, load_packs
from linter.policy.checker import Checker
from linter.policy.names import ABSENCES, FIELDS, MAPS, OWNERS, PREDICATES
from linter.policy.types import ROOTS, Field
from linter.policy.words import Clause, in_words

CHECKER = Checker("change", {"most": Field("int"), "strict": Field("bool"), "names": Field("string", "list")})


def told(clause: Clause) -> str:
    """A clause on one line."""
    if clause.kind == "one":
        return clause.text
    return f"{clause.kind}({', '.join(map(told, clause.clauses))})"


WORDS: list[tuple[str, str, str]] = [
    ("before.enabled", "the user is enabled", "the user is not enabled"),
    ("after.enabled", "the user is enabled after the change", "the user is not enabled after the change"),
    ("changed.primary_email", "the primary e-mail changes", "the primary e-mail does not change"),
    ("params.strict", "`params.strict` is true", "`params.strict` is false"),
    ("change.op == 'delete'", "the operation is `delete`", "the operation is not `delete`"),
    ("before.enabled == false", "the user is not enabled", "the user is enabled"),
    ("before.full_name != ''", "the user's full name is not empty", "the user's full name is empty"),
    ("before.full_name == null", "the user's full name is empty", "the user's full name is not empty"),
    ("before.manager_id == null", "the user has no manager", "the user has a manager"),
    ("before.deleted_at != null", "the user is deleted", "the user is not deleted"),
    ("successor == null", "there is no successor", "there is a successor"),
    (
        "account.billing_user != null",
        "the account has a billing user",
        "the account has no billing user",
    ),
    (
        "account.seats_used > account.purchased_users",
        "the account's number of seats in use is more than the account's number of purchased users",
        "the account's number of seats in use is at most the account's number of purchased users",
    ),
    (
        "account_after.purchased_users - account.purchased_users >= params.most",
        "the account's number of purchased users after the change less the account's number of purchased "
        "users is at least `params.most`",
        "the account's number of purchased users after the change less the account's number of purchased "
        "users is less than `params.most`",
    ),
    (
        "fold(before.primary_email) != fold(after.primary_email)",
        "the user's primary e-mail becomes another (letter case aside)",
        "the user's primary e-mail stays (letter case aside)",
    ),
    (
        "fold(change.role) == 'owner'",
        "the role is `owner` (letter case aside)",
        "the role is not `owner` (letter case aside)",
    ),
    (
        "domain(after.primary_email) in params.names",
        "the domain of the user's primary e-mail after the change is among `params.names`",
        "the domain of the user's primary e-mail after the change is not among `params.names`",
    ),
    (
        "change.op in ['disable', 'delete']",
        "the operation is among `disable` or `delete`",
        "the operation is not among `disable` or `delete`",
    ),
    (
        "count(account_after.role_holders, 'Owner') < 2",
        "the number of enabled users with the role `Owner` after the change is less than 2",
        "the number of enabled users with the role `Owner` after the change is at least 2",
    ),
    (
        "size(after.licenses) == 0",
        "the number of the user's licences after the change is 0",
        "the number of the user's licences after the change is not 0",
    ),
    (
        "size(before.id) > 3",
        "the length of the user's id is more than 3",
        "the length of the user's id is at most 3",
    ),
    (
        "resembles(before.name, after.name)",
        "the user's name resembles the user's name after the change",
        "the user's name does not resemble the user's name after the change",
    ),
    (
        "identity.verdict == 'another-person'",
        "what the change looks like is `another-person`",
        "what the change looks like is not `another-person`",
    ),
    (
        "before.id.startsWith('ext-')",
        "the user's id begins with `ext-`",
        "the user's id does not begin with `ext-`",
    ),
    (
        "before.attributes.department == 'Sales'",
        "the user's attribute `department` is `Sales`",
        "the user's attribute `department` is not `Sales`",
    ),
    (
        "before.roles.exists(role, role == 'x')",
        "`before.roles.exists(role, role == 'x')`",
        "`before.roles.exists(role, role == 'x')` is false",
    ),
    ("before.id == 'a`b'", "`before.id == 'a'b'`", "`before.id == 'a'b'` is false"),
    (
        "before.enabled && changed.name",
        "all(the user is enabled, the name changes)",
        "any(the user is not enabled, the name does not change)",
    ),
    (
        "!(before.enabled || changed.name)",
        "all(the user is not enabled, the name does not change)",
        "any(the user is enabled, the name changes)",
    ),
    (
        "before.enabled ? changed.name : changed.id",
        "any(all(the user is enabled, the name changes), all(the user is not enabled, the id changes))",
        "any(all(the user is enabled, the name does not change), "
        "all(the user is not enabled, the id does not change))",
    ),
]


@pytest.mark.parametrize(("source", "yes", "no"), WORDS, ids=[case[0] for case in WORDS])
def test_words(source: str, yes: str, no: str) -> None:
    expression = CHECKER.check(source)
    assert (told(in_words(expression)), told(in_words(expression, holds=False))) == (yes, no)


def test_every_name_of_the_model_has_words() -> None:
    fields = [(name, field) for table in TABLES.values() for name, field in table.items()]
    assert {*FIELDS, *ABSENCES, *MAPS, *PREDICATES} <= {name for name, _ in fields}
    assert {*OWNERS, "changed", "params", "limit"} == ROOTS.keys()
    flags = {name for name, field in fields if field.type == "bool"}
    assert flags - set(TABLES["Changed"]) <= PREDICATES.keys()
    assert {name for name, field in fields if (field.type, field.shape) == ("int", "map")} == MAPS.keys()


def test_the_rules_of_the_first_pack_are_words() -> None:
    rules = load_packs(["crm-online"]).rules
    expressions = [each for rule in rules for each in (rule.when, rule.condition) if each is not None]
    assert expressions
    assert [text for text in map(told, map(in_words, expressions)) if "`before." in text] == []
