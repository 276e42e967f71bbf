"""The operands of conditions: their texts, and that they come to what the evaluator says of the whole."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.policy import Activation, Failure, Unknown, load_packs
from linter.policy.checker import Checker
from linter.policy.condition import Condition, condition_of, conditions_in
from linter.policy.types import Field

CHECKER = Checker("change", {"limit": Field("int")})
ACCOUNTS = Checker("account", {})

Shape = str | tuple[Any, ...]


def shape(condition: Condition) -> Shape:
    """A leaf's text, or the kind with the shapes of the operands."""
    if not condition.operands:
        return condition.source
    head = (condition.kind, condition.source) if condition.kind == "leaf" else (condition.kind,)
    return (*head, *map(shape, condition.operands))


SHAPES: list[tuple[str, Shape]] = [
    ("changed.name", "changed.name"),
    ("((true))", "true"),
    ("!before.enabled", ("not", "before.enabled")),
    ("!!before.enabled", "before.enabled"),
    ("!(!before.enabled)", ("not", ("not", "before.enabled"))),
    (
        "changed.name && before.enabled && changed.id",
        ("and", "changed.name", "before.enabled", "changed.id"),
    ),
    (
        "changed.name && (before.enabled && changed.id)",
        ("and", "changed.name", "before.enabled", "changed.id"),
    ),
    (
        "changed.name || before.enabled && changed.id",
        ("or", "changed.name", ("and", "before.enabled", "changed.id")),
    ),
    (
        "(changed.name||before.enabled)&&changed.id",
        ("and", ("or", "changed.name", "before.enabled"), "changed.id"),
    ),
    (
        "before.enabled ? changed.name : !changed.id",
        ("choice", "before.enabled", "changed.name", ("not", "changed.id")),
    ),
    ('fold(before.name) != "a" || true', ("or", 'fold(before.name) != "a"', "true")),
    (
        "(account.seats_used + 1) * 2 > 3 && (((1 + 1))) < 3",
        ("and", "(account.seats_used + 1) * 2 > 3", "(((1 + 1))) < 3"),
    ),
    ("-account.seats_used > 1 || 2 > -(1 + 1)", ("or", "-account.seats_used > 1", "2 > -(1 + 1)")),
    (
        'before.tags[0] == "x" && [[1]].size() == size([])',
        ("and", 'before.tags[0] == "x"', "[[1]].size() == size([])"),
    ),
    (
        "has(before.name) && has(before.attributes.desk.room)",
        ("and", "has(before.name)", "has(before.attributes.desk.room)"),
    ),
    ('{"a": 1} == {"a": 1} || true', ("or", '{"a": 1} == {"a": 1}', "true")),
    # What stands in a macro depends on its variable.
    (
        'before.tags.all(t, t == "x" || t in [")"]) || true',
        ("or", 'before.tags.all(t, t == "x" || t in [")"])', "true"),
    ),
    # Operators, brackets and quotes in texts and comments are none.
    (
        """before.tags[0] == "&& (" // ) || "
        && '"' != r'\\d' && '''a'b''' != "\\"" """,
        ("and", 'before.tags[0] == "&& ("', """'"' != r'\\d'""", """'''a'b''' != "\\"\""""),
    ),
    ('"é🙂" != "ü" && changed.name', ("and", '"é🙂" != "ü"', "changed.name")),
    # Conditions among the arguments of what is no operator of logic.
    (
        "(changed.name || before.enabled) == (changed.id ? true : before.enabled)",
        (
            "leaf",
            "(changed.name || before.enabled) == (changed.id ? true : before.enabled)",
            ("or", "changed.name", "before.enabled"),
            ("choice", "changed.id", "true", "before.enabled"),
        ),
    ),
    (
        "(changed.id ? 1 : changed.name && before.enabled ? 2 : 3) > 2",
        (
            "leaf",
            "(changed.id ? 1 : changed.name && before.enabled ? 2 : 3) > 2",
            "changed.id",
            ("and", "changed.name", "before.enabled"),
        ),
    ),
    ("before.enabled == after.enabled", "before.enabled == after.enabled"),
]


@pytest.mark.parametrize(("source", "expected"), SHAPES, ids=[source for source, _ in SHAPES])
def test_operands_with_their_own_texts(source: str, expected: Shape) -> None:
    condition = condition_of(CHECKER.check(source))
    assert shape(condition) == expected
    for each in condition.walk():
        assert source[slice(*each.span)] == each.source


def test_conditions_within_a_number() -> None:
    found = conditions_in(ACCOUNTS.check("account.seats_used - (account.seats_used > 3 ? 1 : 2)"))
    assert [each.source for each in found] == ["account.seats_used > 3"]
    assert conditions_in(ACCOUNTS.check("account.seats_used")) == ()
    assert [each.source for each in conditions_in(ACCOUNTS.check("true"))] == ["true"]


def combined(condition: Condition, activation: Activation) -> bool | None:
    """What the operands come to by three-valued logic; `None` where that is neither true nor false."""
    if condition.kind == "leaf":
        value = condition.expression.evaluate(activation)
        return value if isinstance(value, bool) else None
    outcomes = [combined(each, activation) for each in condition.operands]
    if condition.kind == "not":
        return None if outcomes[0] is None else not outcomes[0]
    if condition.kind == "choice":
        question, then, otherwise = outcomes
        return None if question is None else then if question else otherwise
    decides = condition.kind == "or"
    return decides if decides in outcomes else None if None in outcomes else not decides


ATOMS = [
    "true",
    "false",
    "changed.name",
    "before.enabled",
    'before.full_name == "a"',
    "fold(after.full_name).matches('^a')",
    "account.seats_used > params.limit",
    "has(before.enabled)",
    "before.tags.exists(t, t != '' && t < 'b')",
    "after.attributes.vip",
    "1 / account.seats_used > 0",
]
SOURCES = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda text: f"!({text})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(
            lambda parts: "({}) {} ({})".format(*parts)
        ),
        st.tuples(inner, inner, inner).map(lambda parts: "({}) ? ({}) : ({})".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "({}) == ({})".format(*parts)),
    ),
    max_leaves=8,
)
DATA = st.fixed_dictionaries(
    {
        "changed": st.fixed_dictionaries({}, optional={"name": st.booleans()}),
        "before": st.fixed_dictionaries(
            {},
            optional={
                "enabled": st.booleans(),
                "full_name": st.sampled_from([None, "a", "b"]),
                "tags": st.lists(st.sampled_from(["a", "b"]), max_size=2),
            },
        ),
        "after": st.fixed_dictionaries(
            {},
            optional={
                "full_name": st.sampled_from([None, "ab", "ba"]),
                "attributes": st.fixed_dictionaries(
                    {}, optional={"vip": st.sampled_from([True, False, 1, None])}
                ),
            },
        ),
        "account": st.fixed_dictionaries({}, optional={"seats_used": st.integers(0, 2)}),
        "params": st.just({"limit": 1}),
    }
)


@settings(max_examples=300, deadline=None)
@given(SOURCES, DATA)
def test_operands_come_to_what_the_evaluator_says(source: str, data: dict[str, Any]) -> None:
    whole = CHECKER.check(source)
    if whole.type != "BOOL":
        return
    condition = condition_of(whole)
    activation = Activation(data)
    for each in condition.walk():
        value = each.expression.evaluate(activation)
        assert combined(each, activation) == (value if isinstance(value, bool) else None), each.source
    assert condition.expression.evaluate(activation) == whole.evaluate(activation)


def test_an_operand_tells_what_is_missing_to_it_alone() -> None:
    condition = condition_of(CHECKER.check("before.enabled && (changed.name || 1 / account.seats_used > 0)"))
    activation = Activation({"before": {"enabled": True}, "changed": {}, "account": {"seats_used": 0}})
    enabled, either = condition.operands
    name, division = either.operands
    assert enabled.expression.evaluate(activation) is True
    assert name.expression.evaluate(activation) == Unknown(("changed.name",))
    assert isinstance(division.expression.evaluate(activation), Failure)


RULE = """\
id: trial
title: A trial
severity: error
when: '!before.enabled || "it''s" == before.id'
deny: >-
  changed.name &&

    (changed.tags ||
  before.enabled)
message: m
why: w
examples:
  deny: []
"""


def test_an_operand_is_found_in_the_rule_file(tmp_path: Path) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(RULE, "utf-8")
    (rule,) = load_packs([str(file)]).rules
    placed = {}
    for key, expression in rule.expressions.items():
        for each in condition_of(expression).walk():
            place = rule.locate(key, each.span[0])
            placed[key, each.source.split("\n")[0]] = (place.line, place.column)
    assert placed == {
        ("when", """!before.enabled || "it's" == before.id"""): (4, 8),
        ("when", "!before.enabled"): (4, 8),
        ("when", "before.enabled"): (4, 9),
        ("when", '"it\'s" == before.id'): (4, 27),
        ("deny", "changed.name &&"): (6, 3),
        ("deny", "changed.name"): (6, 3),
        ("deny", "changed.tags ||"): (8, 6),
        ("deny", "changed.tags"): (8, 6),
        ("deny", "before.enabled"): (9, 3),
    }
