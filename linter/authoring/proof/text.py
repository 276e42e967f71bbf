"""The proof of policies for a person at a terminal."""

from collections.abc import Iterator

from linter.authoring.proof.result import Proof, Result
from linter.model import Problem
from linter.model.text import counted
from linter.reporters.sheet import Sheet


def report(proof: Proof, sheet: Sheet, *, verbose: bool = False) -> str:
    """What does not hold, with `verbose` also what does, and what was measured."""
    lines = [line for result in proof.results for line in _told(result, sheet, verbose)]
    lines += [line for note in proof.notes for line in sheet.flow([("note:", "warning"), (note, "")])]
    lines.append(_summary(proof, sheet))
    return "".join(f"{line}\n" for line in lines)


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


def _summary(proof: Proof, sheet: Sheet) -> str:
    """The last line: whether everything holds."""
    if not proof.results:
        return sheet.put("failed: there are no examples to run", "error")
    failed = sum(not result.passed for result in proof.results)
    if failed:
        return sheet.put(f"failed: {failed} of {scope(proof)}", "error")
    return sheet.put(f"passed: {scope(proof)}", "allowed")


def scope(proof: Proof) -> str:
    """How much was run, in words."""
    cases = sum(result.kind == "case" for result in proof.results)
    examples = counted(len(proof.results) - cases, "example")
    and_cases = f" and {counted(cases, 'case')}" if cases else ""
    return f"{examples}{and_cases} of {counted(proof.rules, 'rule')}"
