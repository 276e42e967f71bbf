"""The users that Microsoft Graph answers with, as a snapshot."""

import functools
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from linter.document import Source, at, join, key_at, parse_json
from linter.errors import InputError
from linter.formats.account import duplicate
from linter.formats.content import Content
from linter.formats.elements import Elements
from linter.formats.fault import Problems
from linter.formats.graph.properties import Wrong, is_masked, properties_of
from linter.model import UNSET, Account, Location, Problem, Snapshot, Unset, User, role_name

_INVITATIONS = {"accepted": "accepted", "pendingacceptance": "sent"}
_OWN = (
    "id",
    "assignedLicenses",
    "deletedDateTime",
    "manager",
)
_EXPANDED_AT_MOST = 20


class _Response(msgspec.Struct):
    """A response whose users are not decoded yet."""

    value: list[msgspec.Raw]


class _Suspect(Exception):  # noqa: N818 - a signal to read again slowly, never an error that anyone sees
    """The quick decoder would hide something."""


def snapshot_of(content: Content) -> Snapshot:
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
    pages = _pages(data, source)
    users: list[User] = []
    pointers: dict[str, str] = {}
    problems = Problems(content.name)
    for pointer, record in _records(pages):
        user = problems.explain(functools.partial(_user, record, pointer, source))
        if user is None:
            continue
        if user.id in pointers:
            problems.add([_twice(user.id, pointers[user.id], pointer, source())])
        pointers.setdefault(user.id, pointer)
        users.append(user)
    problems.raise_any()

    def locate(account: str, user: str | None) -> Location | None:
        if user is None or user not in pointers:
            return Location(path=content.name, line=1, column=1) if user is None else None
        quick = _place(elements(), pointers[user], user) if pages[0][0] == "/value" else None
        return quick or source().locate(join(pointers[user], "id"))

    return Snapshot(
        accounts=(Account(id="", users=tuple(users)),),
        complete=_complete([page for _, page in pages], len(users)),
        path=content.name,
        locate=locate,
    )


def _place(elements: Elements, pointer: str, identity: str) -> Location | None:
    """Where the id of a user of a single response stands; nothing where another is found there."""
    source = elements.source(int(pointer.rpartition("/")[2]))
    node = at(source.root, "/id")
    return source.locate("/id") if node is not None and node.value == identity else None


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


def _pages(data: Any, source: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """The pages of a document with their pointers: one response, a list of them, or a bare list of users."""
    if isinstance(data, list) and data and all(isinstance(one, dict) for one in data):
        if all(isinstance(one.get("value"), list) for one in data):
            return [(f"/{number}/value", page) for number, page in enumerate(data)]
        return [("", {"value": data})]
    if isinstance(data, dict) and isinstance(data.get("value"), list):
        return [("/value", data)]
    if isinstance(data, dict) and "userPrincipalName" in data:
        return [("*", {"value": [data], "@odata.nextLink": ""})]
    hint = "a batch of requests is read as CHANGES" if isinstance(data, dict) and "requests" in data else ""
    raise InputError.one(
        "this is no list of users from Microsoft Graph",
        source().locate(),
        hint or "save the response to GET /users, with the list `value`",
    )


def _records(pages: list[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, Any]]:
    """The users of the pages with their pointers."""
    for pointer, page in pages:
        for number, record in enumerate(page["value"]):
            yield ("" if pointer == "*" else join(pointer, number)), record


def _complete(pages: list[Mapping[str, Any]], users: int) -> bool | Unset:
    """False where the last page says that there are more, or fewer users are there than were counted."""
    count = pages[0].get("@odata.count")
    if "@odata.nextLink" in pages[-1] or (isinstance(count, int) and count > users):
        return False
    return UNSET


def _user(record: Any, pointer: str, source: Any) -> User:
    """The user that a record describes. Raises `InputError`."""
    try:
        return _made(record)
    except Wrong as wrong:
        part = join(pointer, wrong.key) if wrong.key else pointer
        where = source().locate(part, key=key_at(source().root, part) is not None)
        raise InputError.one(wrong.message, where, wrong.hint) from wrong


def _made(record: Any) -> User:
    if not isinstance(record, dict):
        raise Wrong("", "a user must be a JSON object")
    kind = record.get("@odata.type", "#microsoft.graph.user")
    if kind != "#microsoft.graph.user":
        raise Wrong("@odata.type", "this is no user", "a snapshot is the response to GET /users")
    if "@removed" in record:
        raise Wrong("@removed", "this user was removed: the file is a delta, not how things are")
    identity = record.get("id")
    if not isinstance(identity, str) or not identity:
        raise Wrong(
            "id" if "id" in record else "",
            "the user has no `id`",
            "with $select, ask for it: ?$select=id,userPrincipalName,...",
        )
    own = _own(record)
    used = {*_OWN, *(("memberOf", "memberOf@odata.nextLink") if "groups" in own else ())}
    found = properties_of({key: value for key, value in record.items() if key not in used})
    values = {**found.values, **own}
    if values.get("enabled") is None:
        values.pop("enabled", None)
    if found.attributes:
        values["attributes"] = found.attributes
    return User(id=identity, **values)


def _own(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the properties that only a response has say."""
    values: dict[str, Any] = {}
    if "assignedLicenses" in record:
        values["licenses"] = _names(record, "assignedLicenses", "skuId")
        values["licensed"] = bool(values["licenses"])
    state = record.get("externalUserState")
    if isinstance(state, str) and state.lower() in _INVITATIONS:
        values["invitation"] = _INVITATIONS[state.lower()]
    if "deletedDateTime" in record:
        values["deleted_at"] = _moment("deletedDateTime", record["deletedDateTime"])
    if "manager" in record:
        values["manager_id"] = _manager(record["manager"])
    member_of = record.get("memberOf")
    cut = "memberOf@odata.nextLink" in record
    if isinstance(member_of, list) and len(member_of) < _EXPANDED_AT_MOST and not cut:
        values |= _memberships(record)
    return values


def _manager(value: Any) -> str | None:
    """The id of an expanded manager. Raises `Wrong`."""
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise Wrong("manager", "`manager` must be an object with `id`")
    return str(value["id"])


def _memberships(record: Mapping[str, Any]) -> dict[str, Any]:
    """The roles and groups of a user whose `memberOf` is all there."""
    _names(record, "memberOf", "id")
    kinds = [str(one.get("@odata.type", "")) for one in record["memberOf"]]
    if not all(kinds):
        return {}
    pairs = list(zip(kinds, record["memberOf"], strict=True))
    roles = [one for kind, one in pairs if kind == "#microsoft.graph.directoryRole"]
    groups = [one for kind, one in pairs if kind == "#microsoft.graph.group"]
    return {
        "roles": tuple(role_name(str(one.get("roleTemplateId") or one["id"])) for one in roles),
        "groups": tuple(one["id"] for one in groups),
    }


def _names(record: Mapping[str, Any], key: str, inner: str) -> tuple[str, ...]:
    """The ids in a list of objects. Raises `Wrong`."""
    listed = record[key]
    if not isinstance(listed, list) or not all(
        isinstance(one, dict) and isinstance(one.get(inner), str) for one in listed
    ):
        raise Wrong(key, f"`{key}` must be a list of objects with `{inner}`")
    return tuple(one[inner].lower() if inner == "skuId" else one[inner] for one in listed)


def _moment(key: str, value: Any) -> datetime | None:
    """A date with a time and an offset. Raises `Wrong`."""
    try:
        moment: datetime | None = msgspec.convert(value, datetime | None)
    except msgspec.ValidationError as error:
        raise Wrong(key, f"`{key}` is not a date and time") from error
    if moment is not None and moment.tzinfo is None:
        raise Wrong(key, f"`{key}` is a time without its offset")
    return moment


def _twice(identity: str, first: str, second: str, source: Source) -> Problem:
    earlier = source.locate(join(first, "id"))
    there = f"line {earlier.line}, column {earlier.column}"
    return duplicate("user", identity, source.locate(join(second, "id")), there)
