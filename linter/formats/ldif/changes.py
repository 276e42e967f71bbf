"""Records as changes: all of them examined in a first reading, and read again whenever they are wanted."""

import functools
from collections.abc import Callable, Iterator

from linter.document import empty
from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.ldif.block import Extent, Spoiled, pieces
from linter.formats.ldif.directory import Baseline, Directory
from linter.formats.ldif.draft import Draft, NeedsTracking
from linter.formats.ldif.drafts import Drafter
from linter.formats.ldif.place import Finder
from linter.formats.ldif.reading import Walk
from linter.formats.ldif.record import Fault, Record, record_of
from linter.formats.ldif.runs import Run, Runs, met
from linter.formats.ldif.shape import Shape
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

    def examine_run(self, run: Run, extent: Extent, refuse: Callable[[int, Fault], None]) -> None:
        """Takes in some records. Raises `NeedsTracking`."""
        alike = run.pattern.shape if run.pattern else None
        if alike is not None and self._reads(alike) and _leaves_be(alike, self._directory):
            self._count(alike.op, run.size)
            return
        for ordinal, shape, row, block in run.records:
            if shape is not None and self._reads(shape) and met(shape, row, self._directory):
                self._count(shape.op, 1)
                continue
            try:
                self._examine(block, extent, ordinal)
            except Fault as fault:
                refuse(ordinal, fault)

    def _reads(self, shape: Shape) -> bool:
        """Whether the shape tells all of what a record does, here where records are of one kind."""
        return shape.change is self._changes and _fits(shape, self._directory)

    def _count(self, op: str, number: int) -> None:
        self.records += number
        self.counts[op] = self.counts.get(op, 0) + number

    def _examine(self, block: str, extent: Extent, ordinal: int) -> None:
        """Takes in one record. Raises `Fault`, and `NeedsTracking`."""
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
    for extent, run in walk:
        surveyor.examine_run(run, extent, functools.partial(_refuse, walk, finder, extent))
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


def _refuse(walk: Walk, finder: Finder, extent: Extent, ordinal: int, fault: Fault) -> None:
    walk.refuse(functools.partial(finder.problem, extent, ordinal, fault))


def _fits(shape: Shape, directory: Directory) -> bool:
    """Whether the shape alone tells what a change does. A user who is known may have further values."""
    return not (shape.op == "update" and shape.fields and directory.baseline.given)


def _leaves_be(shape: Shape, directory: Directory) -> bool:
    """Whether the directory need not know of records, as everybody has the name that is written."""
    if shape.op == "create":
        return not (directory.tracked or directory.moves.any)
    return shape.op == "update" and directory.pristine


class _Maker:
    """Makes the changes of a file that was examined before. All of it raises what a reading raises."""

    def __init__(self, directory: Directory, finder: Finder, first: int) -> None:
        self._directory = directory
        self._drafter = Drafter(directory, _ignore)
        self._finder = finder
        self._index = first

    def changes(self, run: Run, extent: Extent) -> Iterator[Change]:
        """The changes of some records."""
        directory = self._directory
        alike = run.pattern.shape if run.pattern else None
        if alike is not None and _fits(alike, directory) and _leaves_be(alike, directory):
            yield from self._many(alike, run, extent)
            return
        for ordinal, shape, row, block in run.records:
            who = met(shape, row, directory) if shape and _fits(shape, directory) else None
            if shape is None or who is None:
                yield from self._odd(block, extent, ordinal)
                continue
            name, user = who
            values = shape.set_of((name.text, *row[1:]))
            yield self._change(Draft(shape.op, user, values, secrets=shape.secrets), extent, ordinal)

    def _many(self, shape: Shape, run: Run, extent: Extent) -> Iterator[Change]:
        """The changes of records about users who have the names that are written."""
        rows = run.rows
        index = self._index
        self._index += len(rows)
        first = run.first
        op, secrets = shape.op, shape.secrets
        find, partial = self._finder.change, functools.partial
        for number, (row, values) in enumerate(zip(rows, shape.all_sets(rows), strict=True)):
            yield Change(
                index=index + number,
                op=op,
                user=row[0],
                set=values,
                secrets=secrets,
                envelope=_NO_ENVELOPE,
                origin=partial(find, extent, first + number, 0),
            )

    def _odd(self, block: str, extent: Extent, ordinal: int) -> Iterator[Change]:
        """The changes of a record that has no shape."""
        record = record_of(block)
        if record is not None:
            for draft in self._drafter.drafts(record):
                yield self._change(draft, extent, ordinal)

    def _change(self, draft: Draft, extent: Extent, ordinal: int) -> Change:
        """The change that a draft is of."""
        self._index += 1
        return Change(
            index=self._index - 1,
            op=draft.op,
            user=draft.user,
            set=draft.set,
            before=draft.before or UNSET,
            group=draft.group or UNSET,
            secrets=draft.secrets,
            envelope=_NO_ENVELOPE,
            origin=functools.partial(self._finder.change, extent, ordinal, draft.line),
        )


def _changes(
    content: Content, finder: Finder, baseline: Baseline, tracked: bool, first: int
) -> Iterator[Change]:
    """The changes of a file that was examined before."""
    maker = _Maker(Directory(baseline, tracked=tracked), finder, first)
    runs = Runs()
    try:
        for extent, data in pieces(content):
            for run in runs.of(data):
                yield from maker.changes(run, extent)
    except (Fault, Spoiled, NeedsTracking) as error:
        raise content.changed() from error


def _ignore(what: str, line: int) -> None:
    """What has no word in the model was counted in the first reading."""
