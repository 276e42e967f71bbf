"""Coverage: every outcome of rules and operands, none rounded up."""

from typing import Any

import pytest

from linter.authoring.proof import Coverage, Watch
from tests.authoring.proof.conftest import RULE, Write, bench

OF_RULE = """\
id: trial
title: t
severity: error
{expressions}
message: m
why: w
examples:
"""
GIVEN = "given: {users: [{id: u1, enabled: %s, kind: %s}]}, changes: [{op: %s, user: u1}]"


def covered(home: Any) -> Coverage:
    proof, watch = bench(home), Watch()
    assert [each.name for each in proof.results(watch.over) if each.kind != "case" and not each.passed] == []
    return watch.close(proof.policies)


def missing(coverage: Coverage) -> dict[str, tuple[str, ...]]:
    return {f"{each.key} {each.text}".strip(): each.missing for each in coverage.points if each.missing}


def test_every_outcome_that_was_not_seen(pack: Write) -> None:
    coverage = covered(pack())
    assert missing(coverage) == {
        'when before.kind == "person"': ("false",),
        "deny before.enabled": ("false",),
    }
    assert (coverage.outcomes, coverage.seen, coverage.percent) == (8, 6, 75)
    places = {each.text: (each.location.line, each.location.column) for each in coverage.points}
    assert places['before.kind == "person"'] == (6, 7)
    assert places["change_set.changes > params.most"] == (7, 25)


def test_cases_count_too(pack: Write) -> None:
    case = """\
snapshot: {id: acme, complete: true, users: [{id: u1, enabled: false}, {id: u2, kind: service}]}
cases:
  - name: a
    params: {house: {most: 5}}
    changes: [{op: delete, user: u1}, {op: delete, user: u2}]
"""
    coverage = covered(pack({"a.yaml": case}))
    assert missing(coverage) == {}
    assert coverage.percent == 100


def test_a_rule_that_never_objects(pack: Write) -> None:
    case = "cases:\n  - name: a\n    changes: [{op: delete, user: u1}]\n"
    home = pack({"a.yaml": case}, rule=RULE[: RULE.index("examples:")])
    watch, proof = Watch(), bench(home)
    list(proof.results(watch.over))
    found = missing(watch.close(proof.policies))
    # Without a snapshot nothing is known of the user, and the single change decides.
    assert found["deny"] == ("objects",)
    assert found["deny before.enabled"] == ("true", "false")


CONDITIONS = [
    # A negation comes to what it negates; of a choice only the answer that is taken is seen.
    (
        'deny: "!before.enabled"',
        {"deny before.enabled": ()},
    ),
    (
        "deny: \"change.op == 'delete' ? before.enabled : before.id == 'u1'\"",
        {
            "deny change.op == 'delete'": ("false",),
            "deny before.enabled": (),
            "deny before.id == 'u1'": ("true", "false"),
        },
    ),
    # What is always so has no other outcome.
    ("match: {op: delete}\nwhen: before.enabled\ndeny: true", {"when before.enabled": (), "deny": ()}),
]


@pytest.mark.parametrize(("expressions", "expected"), CONDITIONS, ids=range(len(CONDITIONS)))
def test_what_is_counted(pack: Write, expressions: str, expected: dict[str, tuple[str, ...]]) -> None:
    denied, allowed = ("false", "true") if "!" in expressions else ("true", "false")
    examples = (
        f"  deny: [{{name: a, {GIVEN % (denied, 'person', 'delete')}}}]\n"
        f"  allow: [{{name: b, {GIVEN % (allowed, 'person', 'delete')}}}]\n"
    )
    coverage = covered(pack(rule=OF_RULE.format(expressions=expressions) + examples))
    found = {f"{each.key} {each.text}".strip(): each.missing for each in coverage.points}
    assert {**found, **expected} == found
    assert not any(each.text.startswith("!") for each in coverage.points)


LIMIT = """\
id: trial
title: t
severity: error
subject: account
limit: {max_count: 1}
on_exceed: reject_all
message: m
why: w
examples:
  allow: [{name: b, given: {users: [{id: u1, enabled: true}]}, changes: [{op: delete, user: u1}]}]
"""


def test_a_limit_objects_and_lets_pass(pack: Write) -> None:
    proof, watch = bench(pack(rule=LIMIT)), Watch()
    results = list(proof.results(watch.over))
    coverage = watch.close(proof.policies, results)
    assert missing(coverage) == {"limit": ("objects",)}
    assert (coverage.outcomes, coverage.seen) == (2, 1)


@pytest.mark.parametrize(
    ("seen", "outcomes", "percent", "reached"),
    [(999, 1000, 99, 99.9), (1000, 1000, 100, 100), (0, 3, 0, 0), (2, 3, 66, 66.6), (0, 0, 0, 0)],
)
def test_nothing_is_rounded_up(seen: int, outcomes: int, percent: int, reached: float) -> None:
    coverage = Coverage(points=(), outcomes=outcomes, seen=seen)
    assert coverage.percent == percent
    assert coverage.reaches(reached)
    assert not coverage.reaches(reached + 0.1)
