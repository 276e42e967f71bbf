"""Files to values: change sets and snapshots, in every format that prechange reads."""

from collections.abc import Iterator, Sequence

import msgspec

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.part import Part
from linter.formats.registry import FORMATS, Format, format_of
from linter.model import ENVELOPE_FIELDS, UNSET, Change, ChangeSet, Envelope, Problem, Snapshot, Survey

__all__ = ["FORMATS", "Format", "read_changes", "read_snapshot"]


def read_changes(paths: Sequence[str], *, format: str | None = None) -> ChangeSet:
    """The changes of one or several files, in order, as one change set; `-` is standard input.

    `format` is a name in `FORMATS`; without it each file's suffix or look decides. Raises
    `InputError` with everything that is wrong in all of the files.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    names: list[str] = []
    for path in paths:
        try:
            content = Content(path)
            names.append(content.name)
            parts.append(format_of(content, format).read_changes(content))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return ChangeSet(
        changes=_Sequence(parts),
        survey=_together([part.survey for part in parts]),
        envelope=_common([part.envelope for part in parts]),
        paths=tuple(names),
    )


def read_snapshot(path: str, accounts: frozenset[str] | None = None) -> Snapshot:
    """The snapshot of a file, with only the accounts named; `None` keeps all. `-` is standard input.

    The whole file is checked, whatever is kept. Raises `InputError` with everything that is wrong.
    """
    content = Content(path)
    return format_of(content).read_snapshot(content, accounts)


class _Sequence:
    """The changes of several files one after the other, numbered through; read anew at each iteration."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)

    def __iter__(self) -> Iterator[Change]:
        """The changes, first to last."""
        first = 0
        for part in self._parts:
            yield from part.changes(first)
            first += part.survey.changes


def _together(surveys: Sequence[Survey]) -> Survey:
    """Several surveys as one."""
    counts: dict[str, int] = {}
    for survey in surveys:
        for op, number in survey.counts.items():
            counts[op] = counts.get(op, 0) + number
    accounts = frozenset[str]().union(*(survey.accounts for survey in surveys))
    return Survey(changes=sum(counts.values()), accounts=accounts, counts=counts)


def _common(envelopes: Sequence[Envelope]) -> Envelope:
    """What the envelopes of all files say alike."""
    said = {name: {getattr(envelope, name) for envelope in envelopes} for name in ENVELOPE_FIELDS}
    alike = {name: values.pop() for name, values in said.items() if len(values) == 1}
    return msgspec.structs.replace(
        Envelope(), **{name: value for name, value in alike.items() if value is not UNSET}
    )
