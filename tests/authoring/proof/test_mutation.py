"""Changes to rules that nothing notices, and those that examples or cases notice."""

from linter.authoring.proof import Mutation, mutate
from tests.authoring.proof.conftest import RULE, Write, bench

CASE = """\
snapshot:
  id: acme
  complete: true
  users: [{id: u1, enabled: true}, {id: u2, enabled: false}, {id: u3, enabled: true, kind: service}]
cases:
  - name: a
    changes: [{op: delete, user: u1}, {op: delete, user: u2}, {op: delete, user: u3}]
    findings: [{rule: no-deletion, change: 0}]
"""


def survived(mutation: Mutation) -> set[tuple[str, str, str]]:
    return {(each.key, each.was, each.now) for each in mutation.survivors}


def test_what_nothing_notices_is_told_with_its_place(pack: Write) -> None:
    mutation = mutate(bench(pack()))
    found = survived(mutation)
    assert ("deny", "before.enabled", "true") in found
    assert ("deny", ">", ">=") not in found
    place = next(each.location for each in mutation.survivors if each.was == "before.enabled")
    assert (place.line, place.column) == (7, 7)
    assert mutation.noticed == mutation.mutants - len(mutation.survivors)


def test_cases_notice_what_examples_do_not(pack: Write) -> None:
    by_examples = survived(mutate(bench(pack())))
    by_cases = survived(mutate(bench(pack({"a.yaml": CASE}))))
    assert by_cases < by_examples
    assert ("deny", "before.enabled", "true") not in by_cases


def test_a_case_of_other_rules_notices_nothing(pack: Write) -> None:
    case = CASE.replace("findings: [{rule: no-deletion, change: 0}]", "params: {house: {most: 9}}")
    case = case.replace(", {op: delete, user: u2}, {op: delete, user: u3}", "")
    assert survived(mutate(bench(pack({"a.yaml": case})))) == survived(mutate(bench(pack())))


def test_a_rule_that_does_not_hold_as_it_is_is_left_out(pack: Write) -> None:
    home = pack(
        rule=RULE.replace(
            "name: one goes, given: {users: [{id: u1", "name: one goes, given: {users: [{id: u2"
        )
    )
    mutation = mutate(bench(home), frozenset({"house/no-deletion"}))
    assert (mutation.mutants, mutation.unproved) == (0, ("house/no-deletion",))


def test_the_rules_that_are_done_are_told(pack: Write) -> None:
    said: list[tuple[int, int]] = []
    mutate(bench(pack()), say=lambda rules, done: said.append((rules, done)))
    assert said == [(1, 0)]
