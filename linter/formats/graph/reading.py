"""The requests of a file: one as HTTP text, or a JSON batch."""

import functools
from collections.abc import Sequence
from typing import Any

from linter.document import Node, Source, at, did_you_mean, join, parse_json, plain, split_lines
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.fault import Problems
from linter.formats.graph.request import Request
from linter.formats.odata.message import METHODS, Block, message_of
from linter.formats.odata.properties import is_masked
from linter.model import fold

MOST_REQUESTS = 20
"""How many requests Graph takes in one batch."""

_EXAMPLE = "PATCH https://graph.microsoft.com/v1.0/users/..."
_KEYS = ("id", "method", "url", "headers", "body", "dependsOn")
_IGNORED = ("@odata.", "$schema")


def requests_of(content: Content) -> list[Request]:
    """The requests of a file, in its order. Raises `InputError` with everything that is wrong."""
    text = content.text()
    if text.lstrip()[:1] in ("{", "["):
        return _batch(Source(content.name, text, parse_json(text, content.name), mask=is_masked))
    request = _single(text, content.name)
    if tuple(part.lower() for part in request.parts) == ("$batch",):
        if request.body is None:
            raise request.wrong("the body with the requests of the batch is missing")
        return _batch(request.source)
    return [request]


def _single(text: str, path: str) -> Request:
    """The request of an HTTP text."""
    message = message_of(Block(path, split_lines(text)), "Microsoft Graph", _EXAMPLE)
    source = message.content()
    return Request(
        message.method,
        message.url,
        message.head,
        source or message.head,
        body=source.root if source else None,
    )


def _batch(source: Source) -> list[Request]:
    """The requests of a JSON batch."""
    listed = _member(source, "", "requests") if source.root.kind == "mapping" else None
    if listed is None:
        raise InputError.one(
            "the list `requests` of a batch is missing", source.locate(), _other_kind(source.root)
        )
    node = at(source.root, listed)
    if node is None or node.kind != "list":
        raise InputError.one("`requests` must be a list", source.locate(listed))
    if len(node.value) > MOST_REQUESTS:
        raise InputError.one(
            f"the batch has {len(node.value)} requests, and Graph takes {MOST_REQUESTS} at most",
            source.locate(join(listed, MOST_REQUESTS)),
            "write several batches, and give their files in the order in which they are sent",
        )
    problems = Problems(source.path)
    _refuse_unknown(source, "", ("requests",), problems)
    found = []
    for number in range(len(node.value)):
        pointer = join(listed, number)
        request = problems.explain(functools.partial(_request, source, pointer))
        if request is not None:
            found.append(request)
            _refuse_unknown(source, pointer, _KEYS, problems)
    if not problems.found:
        _refuse_bad_names(found, source, listed, problems)
    problems.raise_any()
    return found


def _request(source: Source, pointer: str) -> Request:
    """The request at a pointer of a batch."""
    node = at(source.root, pointer)
    if node is None or node.kind != "mapping":
        raise InputError.one("a request must be a JSON object", source.locate(pointer))
    method = _text(source, pointer, "method").upper()
    if method not in METHODS:
        meant = did_you_mean(method, METHODS)
        hint = f"did you mean `{meant}`?" if meant else f"one of: {', '.join(METHODS)}"
        where = source.locate(_member(source, pointer, "method") or pointer)
        raise InputError.one(f"unknown method `{method}`", where, hint)
    body = _member(source, pointer, "body")
    content = at(source.root, body) if body else None
    return Request(
        method,
        _text(source, pointer, "url"),
        source,
        source,
        url_pointer=_member(source, pointer, "url") or pointer,
        base=body or "",
        body=None if content is None or content.kind == "null" else content,
        id=_text(source, pointer, "id"),
        depends=_depends(source, pointer),
    )


def _depends(source: Source, pointer: str) -> tuple[str, ...]:
    """The ids of the requests that come before one."""
    where = _member(source, pointer, "dependsOn")
    node = at(source.root, where) if where else None
    if where is None or node is None or node.kind == "null":
        return ()
    names: Any = plain(node)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError.one(
            "`dependsOn` must be a list of ids of requests", source.locate(where), 'write it as ["1"]'
        )
    return tuple(names)


def _refuse_bad_names(requests: Sequence[Request], source: Source, listed: str, problems: Problems) -> None:
    """Notes ids that are there twice, and names of requests that are not in the batch."""
    known: dict[str, int] = {}
    for number, request in enumerate(requests):
        where = source.locate(_member(source, join(listed, number), "id") or "")
        if fold(request.id) in known:
            hint = f"request {known[fold(request.id)] + 1} has it, too; every id is unique, whatever its case"
            error = InputError.one(f"the id `{request.id}` is here twice", where, hint)
            problems.add(error.problems)
        known.setdefault(fold(request.id), number)
    for number, request in enumerate(requests):
        depends = _member(source, join(listed, number), "dependsOn") or ""
        for position, name in enumerate(request.depends):
            if fold(name) not in known:
                meant = did_you_mean(name, known)
                hint = f"did you mean `{meant}`?" if meant else "name requests of this batch by their ids"
                where = source.locate(join(depends, position))
                problems.add(InputError.one(f"no request has the id `{name}`", where, hint).problems)


def _refuse_unknown(source: Source, pointer: str, known: Sequence[str], problems: Problems) -> None:
    """Notes keys that say something that is not understood, and keys that are there twice."""
    node = at(source.root, pointer)
    seen: set[str] = set()
    lower = [key.lower() for key in known]
    for key, _ in node.value if node and node.kind == "mapping" else ():
        name = key.value.lower()
        where = source.place(key, join(pointer, key.value))
        if name in seen:
            problems.add(InputError.one(f"the key `{key.value}` is here twice", where).problems)
        elif name not in lower and not name.startswith(_IGNORED):
            meant = did_you_mean(key.value, known)
            hint = f"did you mean `{meant}`?" if meant else f"known keys: {', '.join(known)}"
            problems.add(InputError.one(f"unknown key `{key.value}` in a batch", where, hint).problems)
        seen.add(name)


def _text(source: Source, pointer: str, name: str) -> str:
    """A key of a request that must be there, and text."""
    where = _member(source, pointer, name)
    node = at(source.root, where) if where else None
    if where is None or node is None:
        raise InputError.one(f"the key `{name}` is missing in a request", source.locate(pointer))
    if node.kind != "text" or not node.value.strip():
        hint = "quote it" if node.kind == "int" else ""
        raise InputError.one(f"`{name}` must be text", source.locate(where), hint)
    return str(node.value)


def _member(source: Source, pointer: str, name: str) -> str | None:
    """The pointer of a key that is found without regard to case, as Microsoft's own samples need."""
    node = at(source.root, pointer)
    for key, _ in node.value if node and node.kind == "mapping" else ():
        if key.value.lower() == name.lower():
            return join(pointer, key.value)
    return None


def _other_kind(root: Node) -> str:
    """What a document that is no batch may be."""
    if root.kind == "list" or at(root, "/value") is not None or at(root, "/userPrincipalName") is not None:
        return "a list of users changes nothing: give it with `--snapshot`"
    if at(root, "/responses") is not None:
        return "these are the responses to a batch: give the requests"
    return 'a batch is {"requests": [...]}'
