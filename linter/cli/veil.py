"""`--privacy keyed`: what is printed and written names nobody."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from linter.document import did_you_mean, shown_path
from linter.errors import InputError
from linter.model import ChangeSet, Report, Snapshot, WaiverEntry

if TYPE_CHECKING:
    from linter.privacy import Cipher

MODES = ("keyed",)


class Veil:
    """Hides everybody in the reports of one run, where that is wanted."""

    def __init__(self, mode: str | None) -> None:
        """Raises `InputError` for a mode there is not."""
        if mode is not None and mode not in MODES:
            near = did_you_mean(mode, MODES)
            hint = f"did you mean `{near}`?" if near else f"it takes {', '.join(MODES)}"
            raise InputError.one(f"`--privacy` takes no `{mode}`", hint=hint)
        self._wanted = mode is not None
        self._private: frozenset[str] = frozenset()
        self._inputs: tuple[ChangeSet | None, Snapshot | None, tuple[WaiverEntry, ...]] = (None, None, ())
        self._outcome: Snapshot | None = None

    def prepare(self, paths: Iterable[str | None]) -> None:
        """Takes note of the files about people, before they are read.

        Raises `InputError` where the key is missing: better now than after a long run.
        """
        self._private = frozenset(shown_path(path) for path in paths if path)
        if self._wanted:
            self._cipher()

    def learn(
        self,
        change_set: ChangeSet | None,
        snapshot: Snapshot | None,
        entries: tuple[WaiverEntry, ...],
        outcome: Snapshot | None = None,
    ) -> None:
        """Takes note of the input, whose names are to be hidden; `outcome` is a state after the changes."""
        self._inputs = (change_set, snapshot, entries)
        self._outcome = outcome

    def over(self, report: Report) -> Report:
        """The report as it may be shown. Without a key it says only what is wrong with the key."""
        if not self._wanted:
            return report
        from linter.privacy import Names, conceal, people

        try:
            cipher = self._cipher()
        except InputError as error:
            return Report(verdict="invalid", errors=error.problems)
        named = [*people(*self._inputs), *people(None, self._outcome)]
        return conceal(report, Names(named), cipher, self._private)

    def _cipher(self) -> "Cipher":
        from linter.privacy import Cipher

        return Cipher.from_environment(os.environ)


def lift(text: str) -> str:
    """A JSON text without its pseudonyms, where it has any. Raises `InputError` where the key is missing."""
    from linter.privacy import PSEUDONYM, Cipher, reveal_json

    return reveal_json(text, Cipher.from_environment(os.environ)) if PSEUDONYM.search(text) else text
