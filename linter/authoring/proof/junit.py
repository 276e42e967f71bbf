"""The proof of policies for what shows test results: a test case for each example and case."""

from collections.abc import Iterator

from linter.authoring.proof.coverage import Point
from linter.authoring.proof.result import Result
from linter.authoring.proof.survivor import Survivor
from linter.authoring.proof.text import survived, unseen
from linter.authoring.proof.whole import Proof
from linter.model import Problem
from linter.reporters.junit import Outcome, TestCase, class_name, suite


def report(proof: Proof) -> str:
    """A test case for the whole, and one for each example and case.

    What was measured and not seen, or not noticed, is skipped: only a limit that was given makes the whole
    fail. So the tests pass if, and only if, the command does.
    """
    cases = [_whole(proof), *map(_result, proof.results)]
    cases += [_skipped(point.rule, unseen(point), point) for point in proof.unseen]
    cases += [_skipped(each.rule, survived(each), each) for each in proof.survivors]
    return suite(cases)


def _whole(proof: Proof) -> TestCase:
    outcome: Outcome = "" if proof.holds else "failure"
    return TestCase("prechange", "policy test", outcome, "failed", "; ".join(proof.shortfalls))


def _result(result: Result) -> TestCase:
    return TestCase(
        classname=f"{class_name(result.subject)}.{result.kind}",
        name=result.name or f"without an example of `{result.kind}`",
        outcome="" if result.passed else "failure",
        type="failed",
        message="; ".join(problem.message for problem in result.problems),
        body="".join(f"{line}\n" for problem in result.problems for line in _lines(problem)),
    )


def _lines(problem: Problem) -> Iterator[str]:
    """A problem with its place, and what to do."""
    yield f"{problem.location}: {problem.message}" if problem.location else problem.message
    if problem.hint:
        yield f"  hint: {problem.hint}"


def _skipped(rule: str, said: str, what: Point | Survivor) -> TestCase:
    return TestCase(class_name(rule), said, "skipped", "not proved", f"{what.location}: {said}")
