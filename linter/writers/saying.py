"""What the formats of requests have in common: each change is some requests, and evidence stands beside."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from linter.model import ENVELOPE_FIELDS, UNSET, Change, ChangeSet, Envelope
from linter.native import native_change, native_envelope
from linter.writers.native import alike, dropped
from linter.writers.written import Anew, Kind, Unsaid, Written


@dataclass
class Said:
    """What a change comes to: `requests` as text, the changes that they mean, what they do not say.

    `before` holds the old values that the change has: those that a request says are taken out of it.
    """

    requests: list[str] = field(default_factory=list)
    means: list[dict[str, Any]] = field(default_factory=list)
    unsaid: list[Unsaid] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)

    def add(self, request: str, means: dict[str, Any]) -> None:
        """A request that is one change."""
        self.requests.append(request)
        self.means.append(means)

    def lose(self, kind: Kind, what: str, change: Change, pointer: str = "", hint: str = "") -> None:
        """Notes something that is not said."""
        self.unsaid.append(Unsaid(kind, what, change, pointer, hint))


Say: TypeAlias = Callable[[Change, dict[str, Any], Said], None]
"""Puts a change, also given as plain data without its evidence, into requests."""

Frame: TypeAlias = Callable[[Iterable[str]], Iterator[str]]
"""Makes a document of requests."""


def written(change_set: ChangeSet, sayer: Callable[[], Say], frame: Frame, format: str) -> Written:
    """The change set as one document. `sayer` begins anew, for a format may remember what it said."""
    shared = alike(change_set)
    evidence = native_envelope(shared)
    return Written(
        Anew(lambda: frame(text for said in _said(change_set, sayer, shared) for text in said.requests)),
        tuple(each for said in _said(change_set, sayer, shared) for each in said.unsaid),
        _beside(evidence, format),
        Anew(
            lambda: ({**each, **evidence} for said in _said(change_set, sayer, shared) for each in said.means)
        ),
    )


def batches(change_set: ChangeSet, say: Say, frame: Frame, format: str, most: int) -> Written:
    """The change set as documents of so many requests at most, those of one change together."""
    shared = alike(change_set)
    evidence = native_envelope(shared)
    groups: list[list[Said]] = [[]]
    for said in _said(change_set, lambda: say, shared):
        if sum(len(each.requests) for each in groups[-1]) + len(said.requests) > most:
            groups.append([])
        groups[-1].append(said)
    files = [
        Written(
            tuple(frame([text for said in group for text in said.requests])),
            tuple(each for said in group for each in said.unsaid),
            _beside(evidence, format),
            tuple({**each, **evidence} for said in group for each in said.means),
        )
        for group in groups
    ]
    return replace(files[0], more=tuple(files[1:]))


def _beside(evidence: dict[str, Any], format: str) -> dict[str, Any]:
    return {"format": format, **evidence} if evidence else {}


def _said(change_set: ChangeSet, sayer: Callable[[], Say], shared: Envelope) -> Iterator[Said]:
    say = sayer()
    for change in change_set.changes:
        said = Said()
        try:
            data = native_change(change)
        except UnicodeEncodeError:
            said.lose("change", f"`{change.op}` holds text that is no Unicode", change)
        else:
            plain = {name: value for name, value in data.items() if name not in ENVELOPE_FIELDS}
            said.before = plain.pop("before", {})
            say(change, plain, said)
            _leave_out(change, shared, said)
        yield said


def _leave_out(change: Change, shared: Envelope, said: Said) -> None:
    """Notes the parts of a change that no request has a place for."""
    if change.secrets:
        said.unsaid.append(dropped(change))
    for name in said.before:
        said.lose(
            "detail", f"the old `{name}` of `{change.op}` has no place in a request", change, f"before/{name}"
        )
    for name in ENVELOPE_FIELDS:
        if getattr(change.envelope, name) is not UNSET and getattr(shared, name) is UNSET:
            what = f"`{name}` of `{change.op}` has no place in a request, and not all changes share it"
            said.lose("evidence", what, change, name)


class Created:
    """The users whom a change set creates, by the keys that its changes use, and by their sign-ins."""

    def __init__(self) -> None:
        self._sign_ins: dict[str, str] = {}
        self._handles: dict[str, str] = {}
        self._taken: set[str] = set()

    def add(self, data: Mapping[str, Any], sign_in: str, handle: str) -> None:
        """A user is created with a sign-in, to be named by a handle in the same document."""
        for key in (data.get("user", sign_in), sign_in):
            self._sign_ins[key] = sign_in
            self._handles[key] = handle
        self._taken.add(handle)

    def has(self, handle: str) -> bool:
        """Whether a handle is somebody's already."""
        return handle in self._taken

    def sign_in(self, key: str) -> str | None:
        """The sign-in of a user who was created; `None` for all others."""
        return self._sign_ins.get(key)

    def named(self, key: str) -> str:
        """How a document names a user: by the handle of one who was created, else by the key."""
        handle = self._handles.get(key)
        return key if handle is None else f"bulkId:{handle}"
