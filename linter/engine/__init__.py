"""Rules held against steps and states: a report. It knows neither files nor output."""

from linter.engine.builtin import BUILTINS, PACK, Builtin
from linter.engine.run import audit, check

__all__ = ["BUILTINS", "PACK", "Builtin", "audit", "check"]
