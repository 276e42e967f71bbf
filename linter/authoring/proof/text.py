"""The proof of policies for a person at a terminal."""

from collections.abc import Iterator

from linter.authoring.proof.coverage import Point
from linter.authoring.proof.result import Result
from linter.authoring.proof.survivor import Survivor
from linter.authoring.proof.whole import Proof
from linter.model import Problem
from linter.model.text import counted
from linter.reporters.sheet import Sheet


def report(proof: Proof, sheet: Sheet, *, verbose: bool = False) -> str:
    """What does not hold, with `verbose` also what does, and what was measured."""
    lines = [line for result in proof.results for line in _told(result, sheet, verbose)]
    for point in proof.unseen:
        lines += _measured("not seen", point, unseen(point), sheet)
    for survivor in proof.survivors:
        lines += _measured("not noticed", survivor, survived(survivor), sheet)
    lines += closing(proof, sheet)
    return "".join(f"{line}\n" for line in lines)


def unseen(point: Point) -> str:
    """What of a rule or condition was not seen, in words."""
    never = " and ".join(point.missing)
    if not point.text:
        said = {"objects": "objects", "does not object": "applies without objecting"}
        return "the rule never " + " and never ".join(said[each] for each in point.missing)
    return f"in `{point.key}`: `{point.text}` is never {never}"


def survived(survivor: Survivor) -> str:
    """A change that was not noticed, in words."""
    return f"in `{survivor.key}`: `{survivor.was}` may be `{survivor.now}`"


def _measured(label: str, what: Point | Survivor, said: str, sheet: Sheet) -> list[str]:
    return sheet.flow([(f"{what.location}:", ""), (f"{label}[{what.rule}]", "undecided"), (said, "")])


def _notes(proof: Proof) -> Iterator[str]:
    """What was not run."""
    yield from proof.notes
    if proof.mutation is not None and proof.mutation.unproved:
        names = ", ".join(f"`{name}`" for name in proof.mutation.unproved)
        yield f"not changed, because an example or case of them fails as it is: {names}"


def _measures(proof: Proof) -> Iterator[str]:
    """How much was seen and noticed; never rounded up."""
    if proof.coverage is not None:
        of = f"{proof.coverage.seen} of {counted(proof.coverage.outcomes, 'outcome')} seen"
        yield f"coverage: {proof.coverage.percent}% ({of})"
    if proof.mutation is not None:
        of = f"{proof.mutation.noticed} of {counted(proof.mutation.mutants, 'change')} noticed"
        yield f"mutation: {proof.mutation.percent}% ({of})"


def _told(result: Result, sheet: Sheet, verbose: bool) -> Iterator[str]:
    """An example or a case: each thing that came out differently, at its place."""
    if result.passed and verbose:
        yield from _line(result, Problem(message="", location=result.location), sheet)
    for problem in result.problems:
        yield from _line(result, problem, sheet)
        if problem.location:
            yield from sheet.source(problem.location, "error")
        if problem.hint:
            yield from sheet.field("hint", problem.hint)
        yield ""


def _line(result: Result, problem: Problem, sheet: Sheet) -> list[str]:
    label, style = ("passed", "allowed") if result.passed else ("failed", "error")
    place = f"{problem.location}:" if problem.location else ""
    message = f"{result.kind} `{result.name}`" + (f": {problem.message}" if problem.message else "")
    pieces = [(place, ""), (f"{label}[{result.subject}]", style), (message, "")]
    return sheet.flow([piece for piece in pieces if piece[0]])


def closing(proof: Proof, sheet: Sheet) -> list[str]:
    """The last lines: what was not run, what was measured, and whether everything holds."""
    notes = [line for note in _notes(proof) for line in sheet.flow([("note:", "warning"), (note, "")])]
    lines = [line for each in _measures(proof) for line in sheet.flow([(each, "")])]
    return [*notes, *lines, _summary(proof, sheet)]


def _summary(proof: Proof, sheet: Sheet) -> str:
    failed = sum(not result.passed for result in proof.results)
    if failed:
        return sheet.put(f"failed: {failed} of {_scope(proof)}", "error")
    if not proof.holds:
        return sheet.put(f"failed: {'; '.join(proof.shortfalls)}", "error")
    return sheet.put(f"passed: {_scope(proof)}", "allowed")


def _scope(proof: Proof) -> str:
    """How much was run, in words."""
    cases = sum(result.kind == "case" for result in proof.results)
    examples = counted(len(proof.results) - cases, "example")
    and_cases = f" and {counted(cases, 'case')}" if cases else ""
    return f"{examples}{and_cases} of {counted(proof.rules, 'rule')}"
