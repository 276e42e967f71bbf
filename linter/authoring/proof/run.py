"""Everything that proves some policies, run: the examples of their rules, and the cases of their packs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from linter.authoring.proof.case import Case, Params, read_cases
from linter.authoring.proof.examples import examples_of
from linter.authoring.proof.hold import hold
from linter.authoring.proof.result import Result
from linter.document import did_you_mean
from linter.engine import check
from linter.engine.builtin import BUILTIN_RULES
from linter.errors import InputError
from linter.model import Problem
from linter.policy import Pack, Policies

Load = Callable[[Params], Policies]
"""Loads the policies anew, with further values of params. Raises `InputError`."""


class Bench:
    """Some policies with all that proves them, read once; `notes` say where nothing is run.

    The cases of a pack are about the pack as it is, so they are not run where another pack extends it, and
    nobody can measure the pack by the rest: `own` are the policies with the rules of all other packs.
    """

    def __init__(self, load: Load) -> None:
        """Raises `InputError` with everything that is wrong with the policies or the case files."""
        self._load = load
        self._loaded: dict[bytes, Policies] = {}
        self.policies = load({})
        extended = {name: pack.id for pack in self.policies.packs for name in pack.extends}
        self.extended = frozenset(extended)
        own = tuple(rule for rule in self.policies.rules if rule.pack not in extended)
        self.own = msgspec.structs.replace(self.policies, rules=own)
        self._packs = [pack for pack in self.policies.packs if pack.id not in extended]
        self.notes = tuple(_notes(self.policies.packs, extended))
        self.cases = tuple(self._cases())

    def results(self, watch: Callable[[Policies], Policies] = lambda policies: policies) -> Iterator[Result]:
        """Runs every example and every case. `watch` may put watched rules in place of the others."""
        policies = watch(self.policies)
        for rule in policies.rules:
            yield from examples_of(rule, policies)
        for case in self.cases:
            yield run_case(case, watch(self.judges(case)))

    def judges(self, case: Case) -> Policies:
        """The policies that a case is judged by: those of its pack, and of the packs that it extends."""
        key = msgspec.json.encode(case.params, order="sorted")
        if key not in self._loaded:
            try:
                self._loaded[key] = self._load(case.params) if case.params else self.policies
            except InputError as error:
                raise InputError(
                    [each if each.location else _at(each, case) for each in error.problems]
                ) from error
        return of_pack(case.pack, self._loaded[key])

    def _cases(self) -> Iterator[Case]:
        """The cases of all packs."""
        problems: list[Problem] = []
        cases: list[Case] = []
        for pack in self._packs:
            try:
                found = read_cases(pack)
            except InputError as error:
                problems += error.problems
                continue
            cases += found
            for case in found:
                try:
                    problems += _unknown_rules(case, self.judges(case))
                except InputError as error:
                    problems += error.problems
        if problems:
            raise InputError(problems)
        return iter(cases)


def run_case(case: Case, policies: Policies) -> Result:
    """Judges a case and holds what is said against what must be said."""
    report = check(case.change_set, case.snapshot, policies, now=case.now)
    return Result(
        subject=case.pack,
        kind="case",
        name=case.name,
        problems=hold(case, report),
        location=case.location,
    )


def of_pack(name: str, policies: Policies) -> Policies:
    """The policies of one pack, and of the packs that it extends."""
    packs = {pack.id: pack for pack in policies.packs}
    kept = _reach(name, packs)
    return msgspec.structs.replace(
        policies,
        rules=tuple(rule for rule in policies.rules if rule.pack in kept),
        packs=tuple(pack for pack in policies.packs if pack.id in kept),
    )


def _reach(name: str, packs: Mapping[str, Pack]) -> set[str]:
    found: set[str] = set()
    left = [name]
    while left:
        each = left.pop()
        if each not in found and each in packs:
            found.add(each)
            left += packs[each].extends
    return found


def _notes(packs: Iterable[Pack], extended: Mapping[str, str]) -> Iterator[str]:
    """What a person may take for proved and is not."""
    for pack in packs:
        if pack.cases == ():
            yield f"the folder `tests` of `{pack.id}` holds no cases"
        elif pack.cases and pack.id in extended:
            other = extended[pack.id]
            unsaid = f"the cases of `{pack.id}` are not run, nor are its rules measured"
            yield f"{unsaid}, because `{other}` extends it; name it alone"


def _at(problem: Problem, case: Case) -> Problem:
    """A problem with the params of a case, at the case."""
    return msgspec.structs.replace(problem, location=case.location)


def _unknown_rules(case: Case, policies: Policies) -> Iterator[Problem]:
    """Expectations of rules that do not exist, which nothing could ever meet."""
    known = {*(rule.id for rule in policies.rules), *BUILTIN_RULES}
    each: Any
    for each in (*case.findings, *case.undecided):
        if each.rule not in known:
            meant = did_you_mean(each.rule, known)
            hint = f"did you mean `{meant.removeprefix(f'{case.pack}/')}`?" if meant else ""
            yield Problem(message=f"there is no rule `{each.rule}`", location=each.location, hint=hint)
