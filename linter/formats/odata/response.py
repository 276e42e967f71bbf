"""Responses that list users, as snapshots."""

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from linter.document import Source, at, join, key_at, parse_json
from linter.errors import InputError
from linter.formats.account import duplicate
from linter.formats.content import Content
from linter.formats.elements import Elements
from linter.formats.fault import Problems
from linter.formats.odata.properties import Wrong, is_masked
from linter.model import UNSET, Account, Location, Problem, Snapshot, Unset, User


@dataclass(frozen=True)
class Listing:
    """How a service lists users.

    `user` makes a user of a record and raises `Wrong`; `identity` is the property with the id, `own` one by
    which a user alone is known. The list is that of `service`; `hint` says how to get it.
    """

    service: str
    hint: str
    identity: str
    own: str
    user: Callable[[Mapping[str, Any]], User]


class _Response(msgspec.Struct):
    """A response whose users are not decoded yet."""

    value: list[msgspec.Raw]


class _Suspect(Exception):  # noqa: N818 - a signal to read again slowly, never an error that anyone sees
    """The quick decoder would hide something."""


def snapshot_of(content: Content, listing: Listing) -> Snapshot:
    """The users of a response, or of several pages. Raises `InputError` with everything that is wrong."""
    text = content.text(max_bytes=content.size)

    @functools.cache
    def source() -> Source:
        return Source(content.name, text, parse_json(text, content.name), mask=is_masked)

    @functools.cache
    def elements() -> Elements:
        data = text.encode()
        return Elements(content.name, data, "value", msgspec.json.decode(data, type=_Response).value)

    data = _decoded(text, source)
    pages = _pages(data, source, listing)
    key = listing.identity
    users: list[User] = []
    pointers: dict[str, str] = {}
    problems = Problems(content.name)
    for pointer, record in _records(pages):
        user = problems.explain(functools.partial(_user, record, pointer, source, listing))
        if user is None:
            continue
        if user.id in pointers:
            first, second = join(pointers[user.id], key), join(pointer, key)
            problems.add([_twice(user.id, first, second, source())])
        pointers.setdefault(user.id, pointer)
        users.append(user)
    problems.raise_any()

    def locate(account: str, user: str | None) -> Location | None:
        if user is None or user not in pointers:
            return Location(path=content.name, line=1, column=1) if user is None else None
        quick = _place(elements(), pointers[user], key, user) if pages[0][0] == "/value" else None
        return quick or source().locate(join(pointers[user], key))

    return Snapshot(
        accounts=(Account(id="", users=tuple(users)),),
        complete=_complete([page for _, page in pages], len(users)),
        path=content.name,
        locate=locate,
    )


def _place(elements: Elements, pointer: str, key: str, identity: str) -> Location | None:
    """Where the id of a user of a single response stands; nothing where another is found there."""
    source = elements.source(int(pointer.rpartition("/")[2]))
    node = at(source.root, join("", key))
    same = node is not None and node.kind == "text" and node.value.lower() == identity.lower()
    return source.locate(join("", key)) if same else None


def _decoded(text: str, source: Any) -> Any:
    """The data of a document; read with places where the quick way cannot vouch for it."""
    try:
        if "\\ud" in text or "\\uD" in text:
            raise _Suspect
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except (ValueError, RecursionError, _Suspect):
        source()
    return json.loads(text)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Suspect
    return found


def _constant(name: str) -> None:
    raise _Suspect


def _pages(data: Any, source: Any, listing: Listing) -> list[tuple[str, Mapping[str, Any]]]:
    """The pages of a document with their pointers: one response, a list of them, or a bare list of users."""
    if isinstance(data, list) and data and all(isinstance(one, dict) for one in data):
        if all(isinstance(one.get("value"), list) for one in data):
            return [(f"/{number}/value", page) for number, page in enumerate(data)]
        return [("", {"value": data})]
    if isinstance(data, dict) and isinstance(data.get("value"), list):
        return [("/value", data)]
    if isinstance(data, dict) and listing.own in data:
        return [("*", {"value": [data], "@odata.nextLink": ""})]
    hint = "a batch of requests is read as CHANGES" if isinstance(data, dict) and "requests" in data else ""
    raise InputError.one(
        f"this is no list of users from {listing.service}", source().locate(), hint or listing.hint
    )


def _records(pages: list[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, Any]]:
    """The users of the pages with their pointers."""
    for pointer, page in pages:
        for number, record in enumerate(page["value"]):
            yield ("" if pointer == "*" else join(pointer, number)), record


def _complete(pages: list[Mapping[str, Any]], users: int) -> bool | Unset:
    """False where the last page says that there are more, or fewer users are there than were counted."""
    count = pages[0].get("@odata.count")
    more = "@odata.nextLink" in pages[-1] or pages[-1].get("@Microsoft.Dynamics.CRM.morerecords") is True
    return False if more or (isinstance(count, int) and count > users) else UNSET


def _user(record: Any, pointer: str, source: Any, listing: Listing) -> User:
    """The user that a record describes. Raises `InputError`."""
    try:
        if not isinstance(record, dict):
            raise Wrong("", "a user must be a JSON object")
        return listing.user(record)
    except Wrong as wrong:
        part = join(pointer, wrong.key) if wrong.key else pointer
        where = source().locate(part, key=key_at(source().root, part) is not None)
        raise InputError.one(wrong.message, where, wrong.hint) from wrong


def _twice(identity: str, first: str, second: str, source: Source) -> Problem:
    earlier = source.locate(first)
    there = f"line {earlier.line}, column {earlier.column}"
    return duplicate("user", identity, source.locate(second), there)
