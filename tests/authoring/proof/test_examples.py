"""Examples in rules: both an unmet expectation and a missing kind fail, and say why."""

from pathlib import Path

import pytest

from linter.authoring.proof import run_examples
from linter.errors import InputError
from linter.policy import load_packs

RULE = """
id: rule
title: No deletions
severity: error
match: {op: delete}
deny: before.enabled
message: "{{ before.id }}"
why: Because.
"""
GIVEN = "given: {users: [{id: u1, enabled: %s}]}, changes: [{op: delete, user: u1}]"
UNKNOWN = "given: {users: [{id: u1}]}, changes: [{op: delete, user: u1}]"
DENY, ALLOW = GIVEN % "true", GIVEN % "false"


@pytest.mark.parametrize(
    ("examples", "expected"),
    [
        (
            f"deny: [{{name: a, {DENY}}}]\n  allow: [{{name: b, {ALLOW}}}]\n"
            f"  undecided: [{{name: c, {UNKNOWN}}}]",
            [("deny", True, ""), ("allow", True, ""), ("undecided", True, "")],
        ),
        (
            f"deny: [{{name: a, {ALLOW}}}]\n  allow: [{{name: b, {DENY}}}, {{name: c, {UNKNOWN}}}]",
            [
                ("deny", False, "the rule does not object"),
                ("allow", False, "the rule objects: u1"),
                ("allow", False, "the rule is undecided: unknown: `before.enabled`"),
            ],
        ),
        (
            f"deny: [{{name: a, {DENY}}}]",
            [("deny", True, ""), ("allow", False, "the rule has no `allow` example")],
        ),
    ],
    ids=["met", "unmet", "missing"],
)
def test_outcomes(tmp_path: Path, examples: str, expected: list[tuple[str, bool, str]]) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(f"{RULE}examples:\n  {examples}\n")
    results = run_examples(load_packs([str(path)]))
    assert [
        (each.kind, each.passed, "".join(problem.message for problem in each.problems)) for each in results
    ] == expected
    assert all(each.location is not None for each in results)


PACK = """
id: house
title: House
description: For a test.
params:
  most: {type: int, default: 1, description: How many.}
  names: {type: strings, default: [], description: Whose.}
"""
WITH_PARAMS = """
id: rule
title: Not too many
severity: error
subject: account
deny: account.total_users > params.most && "u1" in params.names
message: "{{ params.most }}"
why: Because.
examples:
  deny:
    - {name: a, params: {names: [u1]}, given: {users: []}, changes: [
        {op: create, user: u1, set: {}}, {op: create, user: u2, set: {}}]}
  allow:
    - {name: b, params: {names: [u1], most: 2}, given: {users: []}, changes: [
        {op: create, user: u1, set: {}}, {op: create, user: u2, set: {}}]}
    - {name: c, given: {users: []}, changes: [
        {op: create, user: u1, set: {}}, {op: create, user: u2, set: {}}]}
"""


def test_an_example_may_have_other_params(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    (tmp_path / "rule.yaml").write_text(WITH_PARAMS)
    results = run_examples(load_packs([str(tmp_path)]))
    assert [(each.name, each.problems) for each in results] == [("a", ()), ("b", ()), ("c", ())]


def test_examples_hold_whatever_the_params_are_set_to(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    (tmp_path / "rule.yaml").write_text(WITH_PARAMS)
    set_otherwise = load_packs([str(tmp_path)], params={"house": {"most": 9, "names": ["u1"]}})
    assert [result.problems for result in run_examples(set_otherwise)] == [(), (), ()]


def test_the_params_of_an_example_are_checked(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    wrong = WITH_PARAMS.replace("most: 2", "most: few").replace("{names: [u1]}", "{name: [u1]}")
    (tmp_path / "rule.yaml").write_text(wrong)
    with pytest.raises(InputError) as refused:
        load_packs([str(tmp_path)])
    assert [problem.message for problem in refused.value.problems] == [
        "this pack has no param `name`",
        "param `most` must be a whole number",
    ]
