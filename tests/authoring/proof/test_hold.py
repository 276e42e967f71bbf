"""Reports held against cases: what is not met, what differs and what is too much, with the nearest thing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.authoring.proof.case import ExpectedFinding
from linter.authoring.proof.hold import differences, pairs
from linter.model import Location
from tests.authoring.proof.conftest import Write, bench

HEAD = """\
snapshot:
  id: acme
  complete: true
  users: [{id: u1, enabled: true}, {id: u2, enabled: true}, {id: u3}]
cases:
  - name: a
    changes: [{op: delete, user: u1}, {op: delete, user: u2}]
"""
BOTH = "    findings: [{rule: no-deletion, change: 0}, {rule: no-deletion, change: 1}]\n"
OPEN = """\
snapshot: {id: acme, complete: true, users: [{id: u1}, {id: u2, enabled: false}]}
cases:
  - name: a
    changes: [{op: delete, user: u1}, {op: delete, user: u2}]
"""


def expects(findings: str) -> str:
    return f"{HEAD}    findings: [{findings}]\n"


HELD = [
    HEAD + BOTH,
    HEAD + "    verdict: denied\n" + BOTH,
    # An expectation that either could meet leaves the first to the one that only it meets.
    expects("{rule: no-deletion}, {rule: no-deletion, change: 0}"),
    expects("{rule: house/no-deletion, user: u2}, {rule: no-deletion, message: '`u1` would go'}"),
    expects("{rule: no-deletion, pointer: op}, {rule: no-deletion, at: 'a.yaml:7'}"),
    expects("{rule: no-deletion, at: 'a.yaml:7:16'}, {rule: no-deletion, severity: error}"),
    OPEN + "    undecided: [{rule: no-deletion, missing: [before.enabled], count: 1}]\n",
]

FAILED = [
    (
        HEAD + "    verdict: allowed\n" + BOTH,
        [("6:11", "the verdict is `denied`, not `allowed`", "")],
    ),
    (
        expects("{rule: no-deletion, change: 0}"),
        [
            (
                "6:11",
                "there is a finding of `house/no-deletion` that is not expected: `u2` would go",
                "where it is right, add it to `findings`: {rule: no-deletion, change: 1}",
            )
        ],
    ),
    (
        HEAD
        + "    findings: [{rule: no-deletion, change: 0}, {rule: no-deletion, change: 1, severity: info}]\n",
        [
            (
                "8:48",
                "the finding of `house/no-deletion` is another: its `severity` is `error`, not `info`",
                "it says: `u2` would go",
            )
        ],
    ),
    (
        HEAD + BOTH.replace("]", ", {rule: change-set/unknown-user, change: 1}]"),
        [("8:80", "there is no finding of `change-set/unknown-user`", "there is no other finding")],
    ),
    (
        expects("{rule: change-set/unknown-user, change: 1}, {rule: no-deletion, change: 0}"),
        [
            (
                "8:16",
                "there is no finding of `change-set/unknown-user`",
                "there is one of `house/no-deletion`: `u2` would go",
            ),
            (
                "6:11",
                "there is a finding of `house/no-deletion` that is not expected: `u2` would go",
                "where it is right, add it to `findings`: {rule: no-deletion, change: 1}",
            ),
        ],
    ),
    (
        OPEN,
        [
            (
                "3:11",
                "there is an undecided case of `house/no-deletion` that is not expected: "
                "unknown: `before.enabled`",
                "where it is right, add it to `undecided`: {rule: no-deletion, change: 0}",
            )
        ],
    ),
    (
        OPEN + "    undecided: [{rule: no-deletion, missing: [before.roles]}]\n",
        [
            (
                "5:17",
                "the undecided case of `house/no-deletion` is another: what is unknown is "
                "`before.enabled`, not `before.roles`",
                "it says: unknown: `before.enabled`",
            )
        ],
    ),
]


@pytest.mark.parametrize("text", HELD, ids=range(len(HELD)))
def test_a_case_holds(pack: Write, text: str) -> None:
    result = next(each for each in bench(pack({"a.yaml": text})).results() if each.kind == "case")
    assert result.problems == ()
    assert result.subject == "house"


@pytest.mark.parametrize(("text", "expected"), FAILED, ids=range(len(FAILED)))
def test_a_case_fails_and_says_why(pack: Write, text: str, expected: list[tuple[str, str, str]]) -> None:
    result = next(each for each in bench(pack({"a.yaml": text})).results() if each.kind == "case")
    assert not result.passed
    assert [
        (str(each.location).rpartition("a.yaml:")[2], each.message, each.hint) for each in result.problems
    ] == expected


def test_params_of_a_case_go_first(pack: Write) -> None:
    text = HEAD + "    params: {house: {most: 2}}\n    verdict: allowed\n"
    result = next(each for each in bench(pack({"a.yaml": text})).results() if each.kind == "case")
    assert result.problems == ()


@given(
    st.lists(st.tuples(*[st.sampled_from([None, 0, 1])] * 3), max_size=4),
    st.lists(st.tuples(*[st.sampled_from([0, 1])] * 3), max_size=4),
)
def test_as_many_are_met_as_can_be(wanted: list[tuple[Any, ...]], there: list[tuple[int, ...]]) -> None:
    """Against trying every assignment."""
    expected = [
        ExpectedFinding(rule="r", location=Location(path="p"), change=change, account=account, user=user)
        for change, account, user in wanted
    ]
    actual = [
        {"rule": "r", "change": change, "account": account, "user": user} for change, account, user in there
    ]
    found = pairs(expected, actual)
    assert all(not differences(expected[number], actual[place]) for number, place in found.items())
    assert len(set(found.values())) == len(found)

    def most(number: int, left: frozenset[int]) -> int:
        if number == len(expected):
            return 0
        fits = [place for place in left if not differences(expected[number], actual[place])]
        return max(
            [most(number + 1, left), *(1 + most(number + 1, left - {place}) for place in fits)],
        )

    assert len(found) == most(0, frozenset(range(len(actual))))
