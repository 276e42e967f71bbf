"""Examples in rules: both an unmet expectation and a missing kind fail, and say why."""

from pathlib import Path

import pytest

from linter.engine import run_examples
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
    assert [(each.kind, each.passed, each.message) for each in results] == expected
    assert all(each.location is not None for each in results)
