"""Files of changes: opened, recognised, and read together as one change set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

import msgspec

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.given import NOTHING, Given
from linter.formats.part import Part
from linter.formats.recognise import format_named, format_of
from linter.formats.registry import FORMATS
from linter.formats.sidecar import Sidecar, read_sidecar
from linter.model import (
    ENVELOPE_FIELDS,
    UNSET,
    Change,
    ChangeSet,
    Envelope,
    Location,
    Problem,
    Snapshot,
    Survey,
    Unchecked,
)

_SAYS_NOTHING = Envelope()


@dataclass(frozen=True)
class _File:
    """A file with its format, and what is said of it elsewhere."""

    content: Content
    format: str
    sidecar: Sidecar
    envelope: Envelope


def read_changes(
    paths: Sequence[str],
    *,
    format: str | None = None,
    envelope: Envelope = _SAYS_NOTHING,
    given: Given = NOTHING,
) -> ChangeSet:
    """The changes of one or several files, in order, as one change set; `-` is standard input.

    `format` is a name in `FORMATS`; without it each file's sidecar, content or suffix decides. `envelope`
    says what a file and its sidecar do not say. Raises `InputError` with everything that is wrong in all
    of the files.
    """
    return ChangeFiles(paths, format=format, envelope=envelope).read(given)


class ChangeFiles:
    """Files of changes that were opened and recognised, and not read yet."""

    def __init__(
        self, paths: Sequence[str], *, format: str | None = None, envelope: Envelope = _SAYS_NOTHING
    ) -> None:
        """A file that cannot be opened, or recognised for certain, is refused when the files are read."""
        self._files: list[_File | InputError] = []
        for path in paths:
            try:
                self._files.append(_opened(path, format, envelope))
            except InputError as error:
                self._files.append(error)

    @property
    def need_baseline(self) -> bool:
        """Whether a file may say how things shall be, so that the state has to be read first."""
        forms = [FORMATS[file.format] for file in self._known]
        return any(form.mapped or "account" not in form.evidence for form in forms)

    @property
    def accounts(self) -> frozenset[str] | None:
        """The accounts that the files are about, where that is known before they are read; else `None`."""
        if any("account" in FORMATS[file.format].evidence for file in self._known):
            return None
        said = [file.envelope.account for file in self._known]
        named = frozenset(account for account in said if isinstance(account, str))
        return None if UNSET in said else named

    def read(self, given: Given = NOTHING) -> ChangeSet:
        """The changes of all files. Raises `InputError` with everything that is wrong in all of them."""
        parts: list[Part] = []
        problems: list[Problem] = []
        for file in self._files:
            try:
                if isinstance(file, InputError):
                    raise file
                parts.append(_read(file, given))
            except InputError as error:
                problems.extend(error.problems)
        if problems:
            raise InputError(problems)
        return ChangeSet(
            changes=_Sequence(parts),
            survey=_together([part.survey for part in parts]),
            envelope=_common([part.envelope for part in parts]),
            paths=tuple(file.content.name for file in self._known),
            formats=tuple(file.format for file in self._known),
        )

    @property
    def _known(self) -> list[_File]:
        return [file for file in self._files if isinstance(file, _File)]


def _opened(path: str, format: str | None, envelope: Envelope) -> _File:
    """A file, ready to be read."""
    content = Content(path)
    sidecar = read_sidecar(path)
    named = format or sidecar.format
    if named is not None:
        format_named(named)
    return _File(content, named or format_of(content), sidecar, filled(envelope, sidecar.envelope))


def _read(file: _File, given: Given) -> Part:
    """The changes of a file, with what is said of it elsewhere."""
    reader = FORMATS[file.format].reads_changes
    if reader is None:
        raise InputError.one(
            f"`{file.format}` files hold a snapshot, not changes",
            Location(path=file.content.name),
            "give it with `--snapshot`, or two of them with `prechange diff`",
        )
    told = replace(
        given,
        baseline=_about(given.baseline, file.envelope.account),
        columns=file.sidecar.columns or given.columns,
        op=file.sidecar.op or given.op,
    )
    return _said(reader(file.content, told), file.envelope)


def _about(baseline: Snapshot | None, account: object) -> Snapshot | None:
    """The part of a snapshot that a file is about."""
    if baseline is None or account is UNSET:
        return baseline
    kept = tuple(each for each in baseline.accounts if each.id == account)
    return msgspec.structs.replace(baseline, accounts=kept)


def _said(part: Part, envelope: Envelope) -> Part:
    """A file's changes where what the file does not say comes from elsewhere."""
    if envelope == _SAYS_NOTHING:
        return part
    account = envelope.account
    survey = part.survey
    if isinstance(account, str) and "" in survey.accounts:
        survey = msgspec.structs.replace(survey, accounts=survey.accounts - {""} | {account})

    def changes(first: int) -> Iterator[Change]:
        before: Envelope | None = None
        after = envelope
        for change in part.changes(first):
            if change.envelope is not before:
                before = change.envelope
                after = filled(envelope, before)
            yield msgspec.structs.replace(change, envelope=after)

    return Part(filled(envelope, part.envelope), survey, changes)


def filled(envelope: Envelope, nearer: Envelope) -> Envelope:
    """An envelope with what a nearer one says; where that says nothing, what it says itself."""
    said = {name: getattr(nearer, name) for name in ENVELOPE_FIELDS}
    known = {name: value for name, value in said.items() if value is not UNSET}
    return msgspec.structs.replace(envelope, **known) if known else envelope


class _Sequence:
    """The changes of several files one after the other, numbered through; read anew at each iteration."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)

    def __iter__(self) -> Iterator[Change]:
        """The changes, first to last."""
        firsts = accumulate((part.survey.changes for part in self._parts), initial=0)
        return chain.from_iterable(
            part.changes(first) for part, first in zip(self._parts, firsts, strict=False)
        )


def _together(surveys: Sequence[Survey]) -> Survey:
    """Several surveys as one."""
    counts: dict[str, int] = {}
    unchecked: dict[str, Unchecked] = {}
    for survey in surveys:
        for op, number in survey.counts.items():
            counts[op] = counts.get(op, 0) + number
        for one in survey.unchecked:
            first = unchecked.get(one.what)
            unchecked[one.what] = (
                msgspec.structs.replace(first, count=first.count + one.count) if first else one
            )
    return Survey(
        changes=sum(counts.values()),
        accounts=frozenset[str]().union(*(survey.accounts for survey in surveys)),
        counts=counts,
        unchecked=tuple(unchecked.values()),
    )


def _common(envelopes: Sequence[Envelope]) -> Envelope:
    """What the envelopes of all files say alike."""
    said = {name: {getattr(envelope, name) for envelope in envelopes} for name in ENVELOPE_FIELDS}
    alike = {name: values.pop() for name, values in said.items() if len(values) == 1}
    return msgspec.structs.replace(
        Envelope(), **{name: value for name, value in alike.items() if value is not UNSET}
    )
