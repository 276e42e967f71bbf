"""The examples in rules, as the model's values."""

import functools
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from linter.document import Source, did_you_mean, join
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
from linter.policy.params import KINDS, WORDS, cel_value, typed_value
from linter.policy.raw import RawExample, RawExamples
from linter.policy.rule import Example, Expectation
from linter.policy.types import Table

_KINDS: tuple[Expectation, ...] = ("deny", "allow", "undecided")


def read_examples(
    source: Source, raw: RawExamples, params: Table
) -> tuple[tuple[Example, ...], list[Problem]]:
    """The examples of a rule, and what is wrong with them."""
    examples, problems = [], []
    for kind in _KINDS:
        for index, each in enumerate(getattr(raw, kind)):
            pointer = join("/examples", kind, index)
            wrong = [*_problems(source, each, pointer), *_wrong_params(source, each, params, pointer)]
            problems += wrong
            if not wrong:
                examples.append(_example(source, each, kind, params, pointer))
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


def _wrong_params(source: Source, raw: RawExample, params: Table, pointer: str) -> Iterator[Problem]:
    """Params that the pack does not have, or not with such values."""
    for name, value in raw.params.items():
        if name not in params:
            meant = did_you_mean(name, params)
            hint = f"did you mean `{meant}`?" if meant else f"its params: {', '.join(params) or 'none'}"
            where = source.locate(join(pointer, "params", name), key=True)
            yield Problem(message=f"this pack has no param `{name}`", location=where, hint=hint)
        elif typed_value(value, KINDS[params[name]]) is None:
            message = f"param `{name}` must be {WORDS[KINDS[params[name]]]}"
            yield Problem(message=message, location=source.locate(join(pointer, "params", name)))


def _params(raw: RawExample, params: Table) -> dict[str, Any]:
    values = {name: typed_value(value, KINDS[params[name]]) for name, value in raw.params.items()}
    return {name: cel_value(value) for name, value in values.items() if value is not None}


def _example(source: Source, raw: RawExample, kind: Expectation, params: Table, pointer: str) -> Example:
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
        params=_params(raw, params),
        locate=functools.partial(source.locate, pointer),
    )


def _origin(source: Source, pointer: str) -> Origin:
    """Finds the places of a change's parts."""

    def place(part: str) -> Location:
        return source.locate(f"{pointer}/{part}" if part else pointer, key=True)

    return place
