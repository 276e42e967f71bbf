"""Asking a person at a terminal about each remedy."""

import sys

from linter.cli.console import put_out
from linter.errors import InputError
from linter.model import Finding
from linter.remedy import Item
from linter.reporters import Options
from linter.reporters.native import native_lines
from linter.reporters.sheet import Sheet

_QUESTION = "  replace it? y (yes), n (no), q (no, and no more questions): "
_KEPT = "its remedy was not wanted"


def need_terminal() -> None:
    """Raises `InputError` where there is nobody to ask."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise InputError.one(
            "`--interactive` asks at a terminal, and standard input is none", hint="leave it away in scripts"
        )


class Asking:
    """Asks once about each change and rule; the questions go to standard error."""

    def __init__(self, options: Options) -> None:
        self._sheet = Sheet(options.width, options.colour)
        self._answers: dict[tuple[int, str], bool] = {}
        self._over = False

    def refuse(self, finding: Finding, item: Item) -> str:
        """Why a remedy is not applied; nothing where it is wanted."""
        pair = (item.source, finding.rule)
        if pair not in self._answers:
            self._answers[pair] = not self._over and self._ask(finding, item)
        return "" if self._answers[pair] else _KEPT

    def _ask(self, finding: Finding, item: Item) -> bool:
        put_out("".join(f"{line}\n" for line in self._shown(finding, item)), sys.stderr)
        while True:
            put_out(_QUESTION, sys.stderr)
            line = sys.stdin.readline()
            answer = line.strip().lower() if line else "q"
            if answer in ("y", "yes"):
                return True
            self._over = answer in ("q", "quit")
            if self._over or answer in ("n", "no"):
                return False

    def _shown(self, finding: Finding, item: Item) -> list[str]:
        """The finding, and what would stand in the place of the change."""
        assert finding.instead is not None
        place = item.change.origin("")
        start = f"{place}:" if place.path else "-"
        lines = self._sheet.flow([(start, "strong"), (f"{finding.message} ({finding.rule})", "")])
        changes = native_lines(finding.instead.changes, self._sheet.width - 4)
        return [*lines, *("    " + self._sheet.put(line) for line in changes)]
