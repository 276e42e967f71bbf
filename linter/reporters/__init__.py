"""Reports as text: one pure function `report(report, options) -> str` for each output format."""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import msgspec

from linter.model import Report
from linter.reporters.options import Options, Subject


class Reporter(msgspec.Struct, frozen=True):
    """An output format: its module, and whether it shows what became of users and accounts.

    The module is loaded when it is first used: a run writes one or two of the formats.
    Only where a format that `needs_trace` is asked for does the report hold `trace`.
    """

    module: Callable[[], ModuleType]
    needs_trace: bool = False

    def __call__(self, report: Report, options: Options) -> str:
        """The report as text."""
        written: str = self.module().report(report, options)
        return written


REPORTERS: dict[str, Reporter] = {
    "text": Reporter(lambda: import_module("linter.reporters.text")),
    "json": Reporter(lambda: import_module("linter.reporters.json")),
    "jsonl": Reporter(lambda: import_module("linter.reporters.jsonl")),
    "sarif": Reporter(lambda: import_module("linter.reporters.sarif")),
    "junit": Reporter(lambda: import_module("linter.reporters.junit")),
    "github": Reporter(lambda: import_module("linter.reporters.github")),
    "gitlab": Reporter(lambda: import_module("linter.reporters.gitlab")),
    "azure": Reporter(lambda: import_module("linter.reporters.azure")),
    "markdown": Reporter(lambda: import_module("linter.reporters.markdown"), needs_trace=True),
    "csv": Reporter(lambda: import_module("linter.reporters.csv")),
    "html": Reporter(lambda: import_module("linter.reporters.html"), needs_trace=True),
}
"""Every output format by the name that `--output` takes."""

__all__ = ["REPORTERS", "Options", "Reporter", "Subject"]
