"""Another order of changes that are allowed, where the one they have is not."""

from linter.remedy.order.arrange import EXACT, Conflict, Reordered, reorder
from linter.remedy.order.relations import step_policies

__all__ = ["EXACT", "Conflict", "Reordered", "reorder", "step_policies"]
