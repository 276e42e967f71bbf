"""Rules held against steps and states: a report. It knows neither files nor output."""

from linter.engine.builtin import BUILTINS, PACK, Builtin
from linter.engine.run import audit, check
from linter.engine.trust import Trust

__all__ = ["BUILTINS", "PACK", "Builtin", "Trust", "audit", "check"]
