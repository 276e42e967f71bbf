"""The proof of policies: the examples in rules and the cases beside them, run and measured."""

from linter.authoring.proof.case import Case, read_cases
from linter.authoring.proof.coverage import Coverage, Watch
from linter.authoring.proof.examples import run_examples
from linter.authoring.proof.mutation import mutate
from linter.authoring.proof.result import Result
from linter.authoring.proof.run import Bench, run_case
from linter.authoring.proof.survivor import Mutation, Survivor
from linter.authoring.proof.whole import Proof

__all__ = [
    "Bench",
    "Case",
    "Coverage",
    "Mutation",
    "Proof",
    "Result",
    "Survivor",
    "Watch",
    "mutate",
    "read_cases",
    "run_case",
    "run_examples",
]
