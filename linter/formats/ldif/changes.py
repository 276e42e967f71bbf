"""Records as changes: all of them examined in a first reading, and read again whenever they are wanted."""

import functools
from collections.abc import Iterator

from linter.document import empty
from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.ldif.block import Extent, Spoiled, blocks_of, pieces
from linter.formats.ldif.directory import Baseline, Directory
from linter.formats.ldif.draft import Draft, NeedsTracking
from linter.formats.ldif.drafts import Drafter
from linter.formats.ldif.place import Finder
from linter.formats.ldif.quick import draft_of
from linter.formats.ldif.reading import Walk
from linter.formats.ldif.record import Fault, Record, record_of
from linter.formats.part import Census, Part
from linter.model import UNSET, Change, Envelope, Survey

_NO_ENVELOPE = Envelope()
_MOST_KINDS = 100
"""How many kinds of operations that are not checked are told apart; every control is one of its own."""


def part_of(content: Content, given: Given) -> Part:
    """The changes of a file. Raises `InputError` with everything that is wrong."""
    baseline = Baseline(given.baseline)
    finder = Finder(content)
    tracked = False
    try:
        survey = _survey(content, finder, Directory(baseline, tracked=False))
    except NeedsTracking:
        tracked = True
        survey = _survey(content, finder, Directory(baseline, tracked=True))
    return Part(_NO_ENVELOPE, survey, functools.partial(_changes, content, finder, baseline, tracked))


class _Surveyor:
    """Counts what the records of a file do, and sees to it that they are of one kind."""

    def __init__(self, finder: Finder, directory: Directory) -> None:
        self.counts: dict[str, int] = {}
        self.census = Census()
        self.records = 0
        self._finder = finder
        self._directory = directory
        self._drafter = Drafter(directory, self._set_aside)
        self._place: tuple[Extent, int]
        self._seen: set[str] = set()
        self._changes: bool | None = None

    def examine(self, block: str, extent: Extent, ordinal: int) -> None:
        """Takes in one record. Raises `Fault`, and `NeedsTracking`."""
        if self._changes is not None:
            quick = draft_of(block, self._directory)
            if quick is not None and quick[0] is self._changes:
                self.records += 1
                op = quick[1].op
                self.counts[op] = self.counts.get(op, 0) + 1
                return
        self._place = (extent, ordinal)
        record = record_of(block)
        if record is None:
            return
        self.records += 1
        self._refuse_mixture(record)
        for draft in self._drafter.drafts(record):
            self.counts[draft.op] = self.counts.get(draft.op, 0) + 1

    def _refuse_mixture(self, record: Record) -> None:
        """Raises `Fault` at a record that is a change among entries, or the other way round."""
        changes = record.kind != "content"
        if self._changes is None:
            self._changes = changes
        if changes is self._changes:
            return
        if changes:
            message = "this record has a `changetype:`, but those before it have none"
        else:
            message = "this record has no `changetype:`, but those before it have one"
        raise Fault(message, 0, 0, "a file holds entries, or changes; `changetype: add` adds an entry")

    def _set_aside(self, what: str, line: int) -> None:
        if what not in self._seen and len(self._seen) >= _MOST_KINDS:
            what = "other operations"
        first = what not in self._seen
        self._seen.add(what)
        self.census.set_aside(what, self._finder.line(*self._place, line) if first else None)


def _survey(content: Content, finder: Finder, directory: Directory) -> Survey:
    """What a first reading tells. Raises `InputError` with everything that is wrong, and `NeedsTracking`."""
    walk = Walk(content, finder)
    surveyor = _Surveyor(finder, directory)
    for extent, ordinal, block in walk:
        try:
            surveyor.examine(block, extent, ordinal)
        except Fault as fault:
            walk.refuse(functools.partial(finder.problem, extent, ordinal, fault))
    walk.problems.raise_any()
    if not surveyor.records:
        raise empty(content.name)
    counts = surveyor.counts
    return Survey(
        changes=sum(counts.values()),
        accounts=frozenset({""} if counts else ()),
        counts=counts,
        unchecked=surveyor.census.survey().unchecked,
    )


def _changes(
    content: Content, finder: Finder, baseline: Baseline, tracked: bool, first: int
) -> Iterator[Change]:
    """The changes of a file that was examined before."""
    directory = Directory(baseline, tracked=tracked)
    drafter = Drafter(directory, _ignore)
    index = first
    try:
        for extent, data in pieces(content):
            for ordinal, block in enumerate(blocks_of(data)):
                quick = draft_of(block, directory)
                if quick is not None:
                    yield _change(quick[1], index, finder, extent, ordinal)
                    index += 1
                    continue
                record = record_of(block)
                if record is None:
                    continue
                for draft in drafter.drafts(record):
                    yield _change(draft, index, finder, extent, ordinal)
                    index += 1
    except (Fault, Spoiled, NeedsTracking) as error:
        raise content.changed() from error


def _change(draft: Draft, index: int, finder: Finder, extent: Extent, ordinal: int) -> Change:
    """The change that a draft is of."""
    return Change(
        index=index,
        op=draft.op,
        user=draft.user,
        set=draft.set,
        before=draft.before or UNSET,
        group=draft.group or UNSET,
        secrets=draft.secrets,
        envelope=_NO_ENVELOPE,
        origin=functools.partial(finder.change, extent, ordinal, draft.line),
    )


def _ignore(what: str, line: int) -> None:
    """What has no word in the model was counted in the first reading."""
