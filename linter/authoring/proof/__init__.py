"""The proof of policies: the examples in rules and the cases beside them, run and measured."""

from linter.authoring.proof.case import Case, read_cases
from linter.authoring.proof.examples import run_examples
from linter.authoring.proof.result import Proof, Result
from linter.authoring.proof.run import Bench, run_case

__all__ = ["Bench", "Case", "Proof", "Result", "read_cases", "run_case", "run_examples"]
