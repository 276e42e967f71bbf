"""Whether conditions can hold together: what is proved, and never a guess."""

from linter.authoring.lint.logic.clash import Holds, TooManyWaysError, clashes, parts_of
from linter.authoring.lint.logic.tree import shape

__all__ = ["Holds", "TooManyWaysError", "clashes", "parts_of", "shape"]
