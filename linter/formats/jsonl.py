"""prechange's own form as JSON Lines: a change or an account a line.

Where to get it: write it from a program. Each change says its own `account` and evidence; each account of
a snapshot may say `taken_at`, `source` and `complete`, of which only what all lines say counts.

Understood: what the YAML form says, a line at a time. A file of changes may be larger than the memory; of
a snapshot only the accounts stay that the changes name.

Not understood: lines over 64 MiB.
"""

import functools
import itertools
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from linter.document import Source, at, empty, not_utf8, parse_json
from linter.errors import InputError
from linter.formats import tree
from linter.formats.account import Gathering, duplicate, examine_account
from linter.formats.bulk import NotTrusted, Reading, decoded, decoded_lines
from linter.formats.content import Chunk, Content
from linter.formats.elements import Elements
from linter.formats.fault import Problems
from linter.formats.given import Given
from linter.formats.part import Keep, Part, Tally
from linter.formats.sample import SAMPLE
from linter.model import UNSET, Change, Envelope, Location, Snapshot, Unset
from linter.native.record import Builder, examine
from linter.native.shape import AccountLine, Head, Record

_CHANGES: Any = msgspec.json.Decoder(Record)
_ACCOUNTS: Any = msgspec.json.Decoder(AccountLine)

Line: TypeAlias = tuple[int, bytes]
"""The number of a line that is not blank, and its bytes."""

Extent: TypeAlias = tuple[int, int, int]
"""Where some bytes of the file begin, how many they are, and the number of their first line."""


_USERS_KEY = re.compile(rb'"users"\s*:')
_HEAD = 4096
"""How much of a long line is looked at for what stands before its list of users, in bytes."""


class _Users(msgspec.Struct):
    """The users of an account, not decoded."""

    users: list[msgspec.Raw] = []


_USERS: Any = msgspec.json.Decoder(_Users)


def recognises(sample: bytes, name: str) -> bool:
    """Whether the first line is a change, or one of several accounts, on its own."""
    first, newline, rest = sample.lstrip().partition(b"\n")
    try:
        value = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A line can be longer than the sample.
        return not newline and len(sample) >= SAMPLE and name.endswith((".jsonl", ".ndjson"))
    if not isinstance(value, dict):
        return False
    return "op" in value or ("id" in value and "users" in value and bool(rest.strip()))


def read_changes(content: Content, given: Given) -> Part:
    """The changes of a file. Every line is checked here; the changes themselves are read when asked for."""
    problems = Problems(content.name)
    tally = Tally()
    for _, records in _checked(content, (_CHANGES, examine, tree.change), problems):
        tally.add(record for record in records if record is not None)
    problems.raise_any()
    survey = tally.survey(Envelope())
    if not survey.changes:
        raise empty(content.name)
    return Part(Envelope(), survey, functools.partial(_changes, content, Finder(content)))


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The accounts of a file, one a line: as old as the oldest line, and complete if all are."""
    problems = Problems(content.name)
    gathering = Gathering(keep)
    finder = Finder(content)
    heads = _Heads()
    for chunk, records in _checked(content, (_ACCOUNTS, examine_account, tree.single_account), problems):
        for record, extent in zip(records, _extents(chunk.data, chunk.offset, chunk.line), strict=True):
            if record is None:
                continue
            heads.add(record)
            earlier = gathering.add(record, extent, extent[2])
            if earlier is not None:
                where = finder.record(extent, None)
                problems.add([duplicate("account", record.id, where, f"line {earlier}")])
    problems.raise_any()
    return gathering.snapshot(heads.head(), content.name, finder.record)


class Finder:
    """Finds lines again, for the places of what is reported; the last few stay at hand."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._lines = functools.lru_cache(maxsize=256)(self._find_lines)
        self._sources = functools.lru_cache(maxsize=64)(self._parse)
        self._users = functools.lru_cache(maxsize=96)(self._list_users)

    def change(self, chunk: Extent, ordinal: int, pointer: str) -> Location:
        """The place of a part of the change that is the n-th of a chunk's lines that are not blank."""
        begin, size, number = self._lines(chunk)[3 * ordinal : 3 * ordinal + 3]
        return self._sources((begin, size, number)).locate(pointer, key=bool(pointer))

    def record(self, line: Extent, number: int | None) -> Location:
        """The place of the account on a line, or of its n-th user, of whom the others need not be read."""
        if number is None:
            return self._account(line)
        return self._users(line).locate(number, "/id", key=False)

    def _account(self, line: Extent) -> Location:
        """The place of an account's own id, without reading a long list of users where the id comes first."""
        begin, size, number = line
        head = self._content.read(begin, min(size, _HEAD))
        users = _USERS_KEY.search(head)
        if size <= _HEAD or users is None:
            return self._sources(line).locate("/id")
        # What follows the key is dropped, so that the line ends as a document does.
        short = head[: users.start()].rstrip().removesuffix(b",") + b"}"
        source = _source(self._content.name, (number, short))
        return source.locate("/id") if at(source.root, "/id") else self._sources(line).locate("/id")

    def _find_lines(self, chunk: Extent) -> "array[int]":
        """The extents of the lines of a chunk, one after the other, in little memory."""
        lines = _extents(self._content.read(chunk[0], chunk[1]), chunk[0], chunk[2])
        return array("Q", itertools.chain.from_iterable(lines))

    def _parse(self, line: Extent) -> Source:
        return _source(self._content.name, (line[2], self._content.read(line[0], line[1])))

    def _list_users(self, line: Extent) -> Elements:
        data = self._content.read(line[0], line[1])
        return Elements(self._content.name, data, "users", _USERS.decode(data).users, line=line[2])


class _Heads:
    """What the lines of a snapshot say together: only what all say counts."""

    def __init__(self) -> None:
        self._oldest: datetime | Unset | None = None
        self._complete: bool | Unset | None = None
        self._sources: set[str | Unset] = set()

    def add(self, line: AccountLine) -> None:
        """Takes in what a line says."""
        self._oldest = _least(self._oldest, line.taken_at)
        self._complete = _least(self._complete, line.complete)
        self._sources.add(line.source)

    def head(self) -> Head:
        """What is true of the whole."""
        source = next(iter(self._sources)) if len(self._sources) == 1 else UNSET
        return Head(taken_at=self._oldest or UNSET, complete=_known(self._complete), source=source)


def _least(so_far: Any, value: Any) -> Any:
    """The lesser of two values; unknown where one is, `None` where nothing was said so far."""
    if so_far is None:
        return value
    return UNSET if UNSET in (so_far, value) else min(so_far, value)


def _known(value: bool | Unset | None) -> bool | Unset:
    """A flag, unknown where nothing was said."""
    return UNSET if value is None else value


def _changes(content: Content, finder: Finder, first: int) -> Iterator[Change]:
    """The changes of a file that was checked before."""
    builder = Builder(Envelope())
    index = first
    for chunk in content.chunks():
        try:
            records = _CHANGES.decode_lines(chunk.data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise content.changed() from error
        place = functools.partial(finder.change, (chunk.offset, len(chunk.data), chunk.line))
        for ordinal, record in enumerate(records):
            yield builder.change(record, index, functools.partial(place, ordinal))
            index += 1


def _checked(content: Content, reading: Reading, problems: Problems) -> Iterator[tuple[Chunk, Sequence[Any]]]:
    """The records of a file, some lines at a time; `None` for those of which `problems` says why not."""
    decoder, examine, _ = reading
    try:
        for chunk in content.chunks():
            try:
                yield chunk, decoded_lines(decoder, chunk.data, examine)
            except NotTrusted:
                yield chunk, list(_one_by_one(content.name, chunk, reading, problems))
    except InputError as error:
        problems.add(error.problems)


def _one_by_one(name: str, chunk: Chunk, reading: Reading, problems: Problems) -> Iterator[Any]:
    """The records of lines of which one at least is not right; `None` for those that are not."""
    decoder, examine, explained = reading
    for line in _lines(chunk.data, chunk.line):
        try:
            yield decoded(decoder, line[1], examine)
        except NotTrusted:
            if line[1].strip() in (b"{", b"["):
                raise InputError.one(
                    "this is a JSON document, not JSON Lines",
                    Location(path=name, line=line[0], column=1),
                    "give the file the suffix `.json`, or write one value a line",
                ) from None
            yield problems.explain(functools.partial(_explained, explained, name, line))


def _explained(explained: Callable[[Source], Any], name: str, line: Line) -> Any:
    """What the slow reader makes of a line."""
    return explained(_source(name, line))


def _lines(data: bytes, first_line: int) -> list[Line]:
    """The lines that are not blank, with their numbers."""
    return [(number, raw) for number, raw in enumerate(data.split(b"\n"), first_line) if raw.strip()]


def _extents(data: bytes, offset: int, number: int) -> Iterator[Extent]:
    """Where the lines of some bytes stand that are not blank."""
    for raw in data.split(b"\n"):
        if raw.strip():
            yield offset, len(raw), number
        offset += len(raw) + 1
        number += 1


def _source(name: str, line: Line) -> Source:
    """A line as a document."""
    number, raw = line
    try:
        text = raw.rstrip(b"\r\n").decode()
    except UnicodeDecodeError as error:
        raise not_utf8(raw, name, error, number) from error
    return Source(name, text, parse_json(text, name, line=number), first_line=number)
