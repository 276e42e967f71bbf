"""What is wrong with policies that can be read: rules that do nothing, prove nothing, or lead nowhere."""

from linter.authoring.lint.registry import CHECKS, RULES
from linter.authoring.lint.run import lint

__all__ = ["CHECKS", "RULES", "lint"]
