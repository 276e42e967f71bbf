"""Case files, read strictly: whole situations that a pack proves itself by."""

import functools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeVar

import msgspec

from linter.authoring.proof.examples import DEFAULT_NOW
from linter.document import Node, Source, at, check, in_place_of, join, parse_yaml, plain
from linter.errors import InputError
from linter.formats import ChangeFiles, Given, read_snapshot
from linter.formats.yaml import part_of, snapshot_of
from linter.model import ENVELOPE_FIELDS, ChangeSet, Envelope, Location, Problem, Severity, Snapshot
from linter.policy import Pack, PolicyFile
from linter.schemas import load

HINTS = {
    "given": "what is there before the changes stands under `snapshot`",
    "found": "what must be found stands under `findings`",
    "expect": "write `findings`, `undecided` and `verdict` in the case itself",
    "line": "write the place as `at: FILE:LINE`",
}

Read = TypeVar("Read")

Params = Mapping[str, Mapping[str, Any]]


class ExpectedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that there must be. `rule` is a full id; what is `None` may be anything."""

    rule: str
    location: Location
    change: int | None = None
    account: str | None = None
    user: str | None = None
    at: str | None = None
    pointer: str | None = None
    message: str | None = None
    severity: Severity | None = None
    origin: Literal["introduced", "pre_existing"] | None = None


class ExpectedOpen(msgspec.Struct, frozen=True, kw_only=True):
    """An undecided case that there must be. `rule` is a full id; what is `None` may be anything."""

    rule: str
    location: Location
    change: int | None = None
    account: str | None = None
    missing: tuple[str, ...] | None = None
    count: int | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A situation, and everything that the rules of a pack must say to it.

    `folder` is where the paths in it start from; `params` are values by pack and name.
    """

    name: str
    pack: str
    snapshot: Snapshot | None
    change_set: ChangeSet
    now: datetime
    params: Params
    verdict: str | None
    findings: tuple[ExpectedFinding, ...]
    undecided: tuple[ExpectedOpen, ...]
    folder: str
    location: Location


def read_cases(pack: Pack) -> tuple[Case, ...]:
    """All cases of a pack. Raises `InputError` with everything that is wrong in all of its case files."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for file in pack.cases or ():
        try:
            cases += _read(file, pack.id)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(cases)


def _read(file: PolicyFile, pack: str) -> list[Case]:
    """The cases of one file."""
    text = file.text()
    source = Source(file.path, text, parse_yaml(text, file.path))
    if problems := check(source, load("case"), hints=HINTS):
        raise InputError(problems)
    reader = _Reader(source, pack)
    cases: list[Case] = []
    listed = at(source.root, "/cases")
    for number in range(len(listed.value) if listed else 0):
        try:
            cases.append(reader.case(join("/cases", number)))
        except InputError as error:
            problems += error.problems
    problems += _twice(cases)
    if problems:
        raise InputError({(each.message, str(each.location)): each for each in problems}.values())
    return cases


def _twice(cases: Sequence[Case]) -> Iterator[Problem]:
    """Names that two cases have, which would not be told apart."""
    seen: dict[str, Case] = {}
    for case in cases:
        first = seen.setdefault(case.name, case)
        if first is not case:
            hint = f"the other is at {first.location}"
            yield Problem(message=f"two cases are named `{case.name}`", location=case.location, hint=hint)


class _Reader:
    """Reads the cases of one file, whose form is right."""

    def __init__(self, source: Source, pack: str) -> None:
        self._source = source
        self._pack = pack
        self._folder = os.path.dirname(source.path)
        self._snapshots: dict[str, Snapshot] = {}
        self._shared: Mapping[str, Any] = {key.value: plain(value) for key, value in source.root.value}

    def case(self, pointer: str) -> Case:
        """The case at a pointer. Raises `InputError` with everything that is wrong with it."""
        data = {**self._shared, **plain(self._node(pointer))}
        envelope = self._envelope(data)
        problems: list[Problem] = []
        snapshot, change_set = None, None
        try:
            snapshot = self._snapshot(pointer)
        except InputError as error:
            problems += error.problems
        try:
            change_set = self._changes(pointer, data["changes"], envelope, snapshot)
        except InputError as error:
            problems += error.problems
        if problems or change_set is None:
            raise InputError(problems)
        return Case(
            name=data["name"].strip(),
            pack=self._pack,
            snapshot=snapshot,
            change_set=change_set,
            now=msgspec.convert(data["now"], datetime) if "now" in data else DEFAULT_NOW,
            params=data.get("params", {}),
            verdict=data.get("verdict"),
            findings=tuple(self._expected(ExpectedFinding, data, pointer, "findings")),
            undecided=tuple(self._expected(ExpectedOpen, data, pointer, "undecided")),
            folder=self._folder,
            location=self._source.locate(join(pointer, "name")),
        )

    def _node(self, pointer: str) -> Node:
        node = at(self._source.root, pointer)
        assert node is not None, "the schema was asked before"
        return node

    def _envelope(self, data: Mapping[str, Any]) -> Envelope:
        """The evidence that the case gives for all its changes."""
        return msgspec.convert({name: data[name] for name in ENVELOPE_FIELDS if name in data}, Envelope)

    def _snapshot(self, pointer: str) -> Snapshot | None:
        """The snapshot of a case, or the one that stands above all cases; each is read once."""
        own = join(pointer, "snapshot")
        place = own if at(self._source.root, own) else "/snapshot"
        node = at(self._source.root, place)
        if node is None or node.kind == "null":
            return None
        if place not in self._snapshots:
            self._snapshots[place] = (
                self._of_file(place, node.value, read_snapshot)
                if node.kind == "text"
                else snapshot_of(self._source.part(node, place), None)
            )
        return self._snapshots[place]

    def _changes(
        self, pointer: str, changes: Any, envelope: Envelope, snapshot: Snapshot | None
    ) -> ChangeSet:
        """The changes of a file, or those that the case holds itself."""
        if isinstance(changes, str):
            read = functools.partial(_changes_of_file, envelope=envelope, snapshot=snapshot)
            return self._of_file(join(pointer, "changes"), changes, read)
        node = self._node(pointer)
        kept = tuple(pair for pair in node.value if pair[0].value in ("changes", *ENVELOPE_FIELDS))
        part = part_of(self._source.part(in_place_of(node, "mapping", kept), pointer))
        return ChangeSet(
            changes=tuple(part.changes(0)),
            survey=part.survey,
            envelope=part.envelope,
            paths=(self._source.path,),
        )

    def _of_file(self, pointer: str, name: str, read: Callable[[str], Read]) -> Read:
        """What a file beside this one holds; where there is none, that is said of the place that names it."""
        path = os.path.normpath(os.path.join(self._folder, name))
        if not os.path.exists(path):
            hint = f"paths start from this file's folder, `{self._folder}`"
            raise InputError.one(f"there is no file `{name}`", self._source.locate(pointer), hint)
        pack = os.path.realpath(os.path.dirname(self._folder) or ".")
        if os.path.commonpath([pack, os.path.realpath(path)]) != pack:
            # A pack may come from anybody, and what is wrong with a file is told with its lines.
            hint = "copy what the case needs into a folder beside it"
            raise InputError.one(f"`{name}` is outside the pack", self._source.locate(pointer), hint)
        return read(path)

    def _expected(self, kind: Any, data: Mapping[str, Any], pointer: str, key: str) -> Iterator[Any]:
        """What must be said, each with its place."""
        for number, each in enumerate(data.get(key, ())):
            rule = each["rule"] if "/" in each["rule"] else f"{self._pack}/{each['rule']}"
            location = self._source.locate(join(pointer, key, number))
            yield msgspec.convert({**each, "rule": rule, "location": location}, kind)


def _changes_of_file(path: str, envelope: Envelope, snapshot: Snapshot | None) -> ChangeSet:
    """The changes of a file in any format, held against the snapshot where the format needs one."""
    files = ChangeFiles([path], envelope=envelope)
    return files.read(Given(baseline=snapshot) if files.need_baseline else Given())
