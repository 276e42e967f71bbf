"""What comes after the judgement: waivers, then the baseline."""

from collections.abc import Sequence

import msgspec

from linter.config import Config
from linter.document import read_text, shown_path
from linter.engine.baseline import compare
from linter.engine.requests import Requests
from linter.engine.waive import Terms, waive
from linter.errors import InputError
from linter.model import ChangeSet, Problem, Report, Snapshot, WaiverEntry


class Settling(msgspec.Struct, frozen=True, kw_only=True):
    """The waivers and the baseline of a run, read before anything is judged."""

    entries: tuple[WaiverEntry, ...]
    terms: Terms
    baseline: Report | None = None

    def settle(self, report: Report, change_set: ChangeSet | None, snapshot: Snapshot | None) -> Report:
        """The report with what is waived, and what the baseline has, told apart; and the verdict anew."""
        waived = waive(report, self.entries, self.terms, Requests(change_set, snapshot))
        return waived if self.baseline is None else compare(waived, self.baseline, self.terms.scale)


def settling(config: Config, waivers: Sequence[str] | None, baseline: str | None, terms: Terms) -> Settling:
    """The waivers named, else those configured, and the baseline.

    Raises `InputError` with everything that is wrong in any of the files.
    """
    problems: list[Problem] = []
    entries: tuple[WaiverEntry, ...] = ()
    earlier = None
    try:
        entries = _entries(tuple(waivers or ()) or config.waivers.files)
    except InputError as error:
        problems += error.problems
    try:
        earlier = None if baseline is None else report_in(baseline)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    settings = config.waivers
    terms = msgspec.structs.replace(
        terms,
        warn_before=settings.warn_before,
        allow_self_approval=settings.allow_self_approval,
        severities=config.severities,
    )
    return Settling(entries=entries, terms=terms, baseline=earlier)


def report_in(path: str) -> Report:
    """The JSON report in a file, its pseudonyms lifted. Raises `InputError` where it is none."""
    from linter.cli.veil import lift
    from linter.waivers import parse_report

    return parse_report(lift(read_text(path)), shown_path(path))


def _entries(paths: Sequence[str]) -> tuple[WaiverEntry, ...]:
    if not paths:
        return ()
    from linter.waivers import read_waivers

    return read_waivers(paths)
