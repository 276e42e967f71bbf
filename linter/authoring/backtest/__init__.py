"""The policies at hand held against past change files: which verdicts would be others, and by which rules."""

from linter.authoring.backtest.replayed import Past, Replayed, RuleFlips, flips_by_rule, replay_past
from linter.authoring.backtest.sweep import Observations, Threshold, observe, thresholds

__all__ = [
    "Observations",
    "Past",
    "Replayed",
    "RuleFlips",
    "Threshold",
    "flips_by_rule",
    "observe",
    "replay_past",
    "thresholds",
]
