"""Findings to the change set that should have been written. Pure: it judges, and reads and writes nothing."""

from linter.remedy.fix import Conflict, Fix, Left, fix
from linter.remedy.plan import Heir, Item, LeftOut, Part, Plan, Remedy
from linter.remedy.search import Judge, Refuse
from linter.remedy.seats import Shortage, shortages

__all__ = [
    "Conflict",
    "Fix",
    "Heir",
    "Item",
    "Judge",
    "Left",
    "LeftOut",
    "Part",
    "Plan",
    "Refuse",
    "Remedy",
    "Shortage",
    "fix",
    "shortages",
]
