"""What proves a rule, held against small changes to the rule: which of them would nobody notice?"""

from collections.abc import Callable, Sequence

import msgspec

from linter.authoring.proof.case import Case
from linter.authoring.proof.examples import run_example
from linter.authoring.proof.hold import hold
from linter.authoring.proof.run import Bench
from linter.authoring.proof.survivor import Mutation, Survivor
from linter.engine import check
from linter.policy import Policies, Rule
from linter.policy.mutants import Mutant, mutants


def mutate(
    bench: Bench,
    failing: frozenset[str] = frozenset(),
    say: Callable[[int, int], None] = lambda rules, done: None,
) -> Mutation:
    """Changes each condition of each rule of the own packs in small ways, and runs what proves the rule.

    `failing` are rules and packs, by their ids, of which an example or case fails as it is. `say` is told
    the number of rules, and how many of them are done.
    """
    count = 0
    survivors: list[Survivor] = []
    unproved: list[str] = []
    rules = bench.own.rules
    for number, rule in enumerate(rules):
        say(len(rules), number)
        if rule.id in failing or rule.pack in failing:
            unproved.append(rule.id)
            continue
        focused = [_focused(rule, case, bench.judges(case)) for case in bench.cases]
        cases = [(case, judges) for case, judges in focused if judges.rules]
        for mutant in mutants(rule, bench.policies):
            count += 1
            if not (_an_example_notices(mutant.rule, bench.policies) or _a_case_notices(mutant.rule, cases)):
                survivors.append(_survivor(rule, mutant))
    return Mutation(mutants=count, survivors=tuple(survivors), unproved=tuple(unproved))


def _an_example_notices(rule: Rule, policies: Policies) -> bool:
    alone = msgspec.structs.replace(policies, rules=(rule,))
    return any(not run_example(rule, example, alone).passed for example in rule.examples)


def _a_case_notices(rule: Rule, cases: Sequence[tuple[Case, Policies]]) -> bool:
    return any(_notices(rule, case, judges) for case, judges in cases)


def _notices(rule: Rule, case: Case, judges: Policies) -> bool:
    rules = tuple(rule if each.id == rule.id else each for each in judges.rules)
    names = {each.id for each in rules}
    changed = msgspec.structs.replace(judges, rules=rules)
    report = check(case.change_set, case.snapshot, changed, now=case.now)
    about = msgspec.structs.replace(
        report,
        findings=tuple(each for each in report.findings if each.rule in names),
        undecided=tuple(each for each in report.undecided if each.rule in names),
    )
    return bool(hold(case, about))


def _focused(rule: Rule, case: Case, policies: Policies) -> tuple[Case, Policies]:
    """What a case says of a rule and of those with which it silences others, and these rules."""
    near = {rule.id} & {each.id for each in policies.rules}
    while near:
        reached = near | {
            each.id
            for each in policies.rules
            if near & each.supersedes
            or any(each.id in other.supersedes for other in policies.rules if other.id in near)
        }
        if reached == near:
            break
        near = reached
    return (
        msgspec.structs.replace(
            case,
            verdict=None,
            findings=tuple(each for each in case.findings if each.rule in near),
            undecided=tuple(each for each in case.undecided if each.rule in near),
        ),
        msgspec.structs.replace(policies, rules=tuple(each for each in policies.rules if each.id in near)),
    )


def _survivor(rule: Rule, mutant: Mutant) -> Survivor:
    return Survivor(
        rule=rule.id,
        key=mutant.edit.key,
        was=" ".join(mutant.was.split()),
        now=" ".join(mutant.now.split()),
        location=rule.locate(mutant.edit.key, mutant.edit.span[0]),
    )
