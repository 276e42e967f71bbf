"""The text of records parted into runs of one shape, and single records."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from linter.formats.ldif.attribute import CONTAINERS
from linter.formats.ldif.block import text_of, tidy
from linter.formats.ldif.directory import Directory
from linter.formats.ldif.dn import PLAIN_PART, SHOWN_PART, BadName, Name, name_of
from linter.formats.ldif.shape import VALUE, Row, Shape, shape_of

_STREAK = 4
"""How many records of a shape must have followed each other before more of them are looked for in bulk."""

_WORTH_A_PATTERN = 8
"""How often that happens before a shape gets a pattern: to make one takes as long as to read many records."""

_MOST_PATTERNS = 64
_NO_CONTAINER = r"(?! ?(?i:ou|o|dc|c|l|st|organizationalunitname)=)"
_MOST_PARTS = 31
_IS_SHOWN = re.compile(f"{SHOWN_PART}(?:,{SHOWN_PART}){{0,{_MOST_PARTS}}}", re.ASCII).fullmatch
_IS_PLAIN = re.compile(f"{PLAIN_PART}(?:,{PLAIN_PART}){{0,{_MOST_PARTS}}}", re.ASCII).fullmatch


class Pattern:
    """What finds the records of one shape in a text, many at a time, where a user's name is an ordinary one.

    `shown`: the names are shown as they are written. `parent`, which most stand below, is tried first.
    """

    def __init__(self, shape: Shape, *, shown: bool, parent: str) -> None:
        self.shape = shape
        self.shown = shown
        part = SHOWN_PART if shown else PLAIN_PART
        name = f"{_NO_CONTAINER}{part}(?:{re.escape(parent)}|(?:,{part}){{0,{_MOST_PARTS}}}+)"
        lines = "\n".join(["", *shape.lines, "", ""])
        self.line_ends = lines.count("\n")
        self.run = re.compile(f"(?:dn: {name}{lines.replace(f'({VALUE})', VALUE)})++", re.ASCII)
        """Some records with nothing between them."""
        self.row = re.compile(f"dn: ([^\n]++){lines}", re.ASCII)
        """One of the records of a run."""


class Found(NamedTuple):
    """A record: which of its piece it is, its shape and what fills it, where it has one, and its text."""

    ordinal: int
    shape: Shape | None
    row: Row
    block: str


class Run(NamedTuple):
    """Records that follow each other: all of one pattern, or else `singles`. The first is the `first`-th."""

    text: str
    begin: int
    end: int
    first: int
    pattern: Pattern | None
    singles: Sequence[Found] = ()

    @property
    def records(self) -> Iterable[Found]:
        """The records one by one."""
        if self.pattern is None:
            return self.singles
        blocks = self.text[self.begin : self.end - 2].split("\n\n")
        ordinals = range(self.first, self.first + len(blocks))
        return map(Found, ordinals, repeat(self.pattern.shape), self.rows, blocks)

    @property
    def size(self) -> int:
        """How many records there are."""
        if self.pattern is None:
            return len(self.singles)
        return self.text.count("\n", self.begin, self.end) // self.pattern.line_ends

    @property
    def rows(self) -> Sequence[Row]:
        """What fills the pattern, record by record, with names as they are shown; none without a pattern."""
        if self.pattern is None:
            return ()
        found = self.pattern.row.findall(self.text, self.begin, self.end)
        if self.pattern.row.groups == 1:
            # A row of a single value would be no tuple.
            found = [(name,) for name in found]
        return found if self.pattern.shown else [(name_of(row[0]).text, *row[1:]) for row in found]


class Runs:
    """Parts pieces into runs. A shape that comes often, and again and again, is looked for in bulk."""

    def __init__(self) -> None:
        self._streaks: Counter[Shape] = Counter()
        self._patterns: dict[tuple[Shape, bool], Pattern] = {}
        self._bulk: Pattern | None = None
        self._before: Shape | None = None
        self._streak = 0

    def of(self, data: bytes) -> Iterator[Run]:
        """The records of a piece, first to last. Raises `Spoiled`, before the first one."""
        text = text_of(data)
        found = self._bulk.run.match(text) if self._bulk else None
        if found and found.end() == len(text):
            # Nothing else can be in it: no comment, no fold, no further blank line.
            yield Run(text, 0, found.end(), 0, self._bulk)
            return
        text = tidy(text)
        begin = ordinal = 0
        while begin < len(text):
            found = self._bulk.run.match(text, begin) if self._bulk else None
            if found:
                run = Run(text, begin, found.end(), ordinal, self._bulk)
            else:
                self._bulk = None
                run = self._singles(text, begin, ordinal)
            yield run
            begin = run.end
            ordinal += run.size

    def _singles(self, text: str, begin: int, first: int) -> Run:
        """The records up to where some may be looked for in bulk, or to the end."""
        singles: list[Found] = []
        end = begin
        while end < len(text) and self._bulk is None:
            start, end = end, text.index("\n\n", end) + 2
            block = text[start : end - 2]
            shape, row = self._alone(block) or (None, ())
            singles.append(Found(first + len(singles), shape, row, block))
        return Run(text, begin, end, first, None, singles)

    def _alone(self, block: str) -> tuple[Shape, Row] | None:
        """The shape of a record and what fills it, after which others may be looked for in bulk."""
        alone = shape_of(block)
        shape = alone[0] if alone else None
        self._streak = self._streak + 1 if shape is self._before else 1
        self._before = shape
        if alone and self._streak % _STREAK == 0:
            self._streaks[alone[0]] += 1
            if self._streaks[alone[0]] >= _WORTH_A_PATTERN:
                self._bulk = self._pattern(*alone)
        return alone

    def _pattern(self, shape: Shape, row: Row) -> Pattern | None:
        """The pattern of a shape, for names of a kind; `None` for odd names, and where there are too many."""
        shown = _IS_SHOWN(row[0]) is not None
        key = shape, shown
        if (
            key not in self._patterns
            and len(self._patterns) < _MOST_PATTERNS
            and (shown or _IS_PLAIN(row[0]))
        ):
            parent = row[0].removeprefix(row[0].partition(",")[0])
            self._patterns[key] = Pattern(shape, shown=shown, parent=parent)
        return self._patterns.get(key)


def user_name(text: str) -> Name | None:
    """The name that a text gives; `None` for none, and for those of containers."""
    try:
        name = name_of(text)
    except BadName:
        return None
    return None if not name.key or name.text.partition("=")[0] in CONTAINERS else name


def met(shape: Shape, row: Row, directory: Directory) -> tuple[Name, str] | None:
    """The name and the id of the user of a record, whom the directory has then met.

    `None` where it is not known to be a user: nothing has happened then.
    """
    name = user_name(row[0])
    if name is None:
        return None
    if shape.op == "create":
        return name, directory.create(name, "user")
    user = directory.user_at(name)
    if user is None:
        return None
    if shape.op == "delete":
        directory.moves.leave(name)
    return name, user
