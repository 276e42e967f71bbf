"""The examples in rules, as the model's values."""

import functools
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from linter.document import Source, join
from linter.model import (
    ENVELOPE_FIELDS,
    UNSET,
    ChangeSet,
    Envelope,
    Location,
    Origin,
    Problem,
    Snapshot,
    Survey,
)
from linter.native import Builder, Unsound, examine
from linter.policy.files import change_problems
from linter.policy.raw import RawExample, RawExamples
from linter.policy.rule import Example, Expectation

_KINDS: tuple[Expectation, ...] = ("deny", "allow", "undecided")


def read_examples(source: Source, raw: RawExamples) -> tuple[tuple[Example, ...], list[Problem]]:
    """The examples of a rule, and what is wrong with them."""
    examples, problems = [], []
    for kind in _KINDS:
        for index, each in enumerate(getattr(raw, kind)):
            pointer = join("/examples", kind, index)
            wrong = list(_problems(source, each, pointer))
            problems += wrong
            if not wrong:
                examples.append(_example(source, each, kind, pointer))
    return tuple(examples), problems


def _problems(source: Source, raw: RawExample, pointer: str) -> Iterator[Problem]:
    """What the shapes do not show."""
    for name, moment in _moments(raw):
        if moment.tzinfo is None:
            yield Problem(
                message=f"`{name.rpartition('/')[2]}` has no offset from UTC",
                location=source.locate(join(pointer, *name.split("/"))),
                hint="such as `2026-11-20T09:00:00Z`",
            )
    for index, record in enumerate(raw.changes):
        try:
            examine(record)
        except (msgspec.ValidationError, Unsound):
            yield from change_problems(source, join(pointer, "changes", index))


def _moments(raw: RawExample) -> Iterator[tuple[str, datetime]]:
    """Every point in time that an example gives, with its place below the example."""
    values: list[tuple[str, Any]] = [
        (name, getattr(raw, name)) for name in ("now", "taken_at", "effective_at")
    ]
    if raw.given is not UNSET and raw.given.users is not UNSET:
        for number, user in enumerate(raw.given.users):
            values += [
                (f"given/users/{number}/{name}", getattr(user, name))
                for name in ("invited_at", "modified_at", "deleted_at")
            ]
    return ((name, value) for name, value in values if isinstance(value, datetime))


def _example(source: Source, raw: RawExample, kind: Expectation, pointer: str) -> Example:
    snapshot = None
    if raw.given is not UNSET:
        snapshot = Snapshot(accounts=(raw.given,), taken_at=raw.taken_at, complete=raw.complete)
    envelope = Envelope(**{name: getattr(raw, name) for name in ENVELOPE_FIELDS})
    builder = Builder(envelope)
    changes = tuple(
        builder.change(each, index, _origin(source, join(pointer, "changes", index)))
        for index, each in enumerate(raw.changes)
    )
    survey = Survey(
        changes=len(changes),
        accounts=frozenset(
            "" if each.envelope.account is UNSET else each.envelope.account for each in changes
        ),
        counts=Counter(each.op for each in changes),
    )
    return Example(
        name=raw.name,
        expect=kind,
        snapshot=snapshot,
        change_set=ChangeSet(changes=changes, survey=survey, envelope=envelope, paths=(source.path,)),
        now=None if raw.now is UNSET else raw.now,
        locate=functools.partial(source.locate, pointer),
    )


def _origin(source: Source, pointer: str) -> Origin:
    """Finds the places of a change's parts."""

    def place(part: str) -> Location:
        return source.locate(f"{pointer}/{part}" if part else pointer, key=True)

    return place
