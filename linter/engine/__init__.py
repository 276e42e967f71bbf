"""Rules held against steps and states: a report. It knows neither files nor output."""

from linter.engine.builtin import BUILTINS, PACK, Builtin
from linter.engine.examples import ExampleResult, run_examples
from linter.engine.run import audit, check

__all__ = ["BUILTINS", "PACK", "Builtin", "ExampleResult", "audit", "check", "run_examples"]
