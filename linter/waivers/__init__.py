"""Waiver files and baselines: what was accepted, and what was there before."""

from linter.waivers.read import parse_moment, parse_waivers, read_waivers
from linter.waivers.report import parse_report, read_report
from linter.waivers.write import with_entries

__all__ = [
    "parse_moment",
    "parse_report",
    "parse_waivers",
    "read_report",
    "read_waivers",
    "with_entries",
]
