"""What a file asks for: requests as text, a bulk request, or the body of a request alone."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote

from linter.document import Node, PlacedNode, Source, is_secret, line_starts, parse_json, parse_json_at
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.fault import veiled
from linter.formats.scim.path import path_of
from linter.formats.scim.spot import Spot
from linter.model import Location

REQUEST_LINE = re.compile(r"(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)[ \t]+(\S+)(?:[ \t]+HTTP/[\d.]+)?[ \t]*")
_HEADER = re.compile(r"[!#$%&'*+.^`|~\w-]+[ \t]*:.*")
_BETWEEN = re.compile(r"(?:[ \t]*(?:###.*)?(?:\r\n|\n|\r))*")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_WANTED = "a request line (`PATCH /Users/ID HTTP/1.1`), headers, an empty line and JSON; or JSON alone"


class Target(NamedTuple):
    """The resource that a URL names: `Users`, `Groups` or another kind, and its id or an empty text."""

    kind: str
    id: str = ""


@dataclass(frozen=True)
class Request:
    """One request. `body` is `None` where there is none; `where` stands for the request as a whole."""

    method: str
    target: Target
    source: Source
    where: Spot
    body: Spot | None = None
    line: Location | None = None
    bulk_id: str = ""


def target_of(url: str) -> Target:
    """The resource that a URL, absolute or not, names."""
    parts = [unquote(part) for part in re.split(r"[?#]", url)[0].split("/") if part]
    for number in range(len(parts) - 1, -1, -1):
        kind = parts[number].capitalize()
        if kind in ("Users", "Groups", "Bulk", "Me"):
            return Target(kind, "/".join(parts[number + 1 :]))
    return Target(parts[0] if parts else "")


def document_of(content: Content) -> Source:
    """A file that is JSON alone. Raises `InputError` where it is not."""
    text = _text(content)
    try:
        return Source(content.name, text, parse_json(text, content.name), hidden=_patched_secrets)
    except InputError as error:
        raise veiled(error, text) from None


def is_text(content: Content) -> bool:
    """Whether a file begins with a request line, not with JSON."""
    return not content.read(content.start, 4096).lstrip().startswith((b"{", b"["))


def requests_of(content: Content) -> list[Request]:
    """The requests of a file in which each has its request line. Raises `InputError` at what is none."""
    text = _text(content)
    try:
        return list(_requests(text, content.name))
    except InputError as error:
        raise veiled(error, text) from None


def _text(content: Content) -> str:
    try:
        return content.text()
    except InputError as error:
        raise veiled(error, content.whole().decode(errors="replace")) from None


def _patched_secrets(node: Node) -> Iterator[Node]:
    """The values that patch operations give to secret attributes."""
    if node.kind == "list":
        for item in node.value:
            yield from _patched_secrets(item)
    elif node.kind == "mapping":
        spot = Spot(node, "")
        value = spot.child("value")
        path = path_of(spot.text("path")) if value is not None else None
        if value is not None and path is not None and names_secret(path.base, path.part):
            yield value.node
        for _, inner in node.value:
            yield from _patched_secrets(inner)


def names_secret(base: str, part: str = "") -> bool:
    """Whether an attribute or the part of it that is meant is a secret."""
    return any(is_secret(name) for name in (base.rpartition(":")[2], *part.split(".")) if name)


def _requests(text: str, path: str) -> Iterator[Request]:
    starts = line_starts(text)
    offset = _skipped(text, 0)
    while offset < len(text):
        offset, request = _request(text, path, offset, starts)
        yield request
        offset = _skipped(text, offset)


def _request(text: str, path: str, offset: int, starts: list[int]) -> tuple[int, Request]:
    """The request that begins at an offset, and the offset of what follows it."""
    row = _row(text, offset)
    match = REQUEST_LINE.fullmatch(row[1])
    line = _line_number(starts, offset)
    if match is None:
        where = Location(path=path, line=line, column=1)
        raise InputError.one("this is not a request line", where, _WANTED)
    url = re.split(r"[?#]", match[2])[0]
    shown = f"{match[1]} {url}"
    place = Location(path=path, line=line, column=1, end_column=len(shown) + 1, text=shown)
    offset += len(row.group())
    while _row(text, offset)[1].strip() and not _starts_body(text, offset):
        row = _row(text, offset)
        if not _HEADER.fullmatch(row[1]):
            where = Location(path=path, line=_line_number(starts, offset), column=1)
            raise InputError.one("this is not a header of a request", where, "headers are `Name: value`")
        offset += len(row.group())
    offset = _skipped(text, offset)
    # Only the node's place matters: it stands for the request's own line.
    node = PlacedNode("mapping", (), line, 1, line, len(shown) + 1)
    request = Request(match[1], target_of(match[2]), Source(path, text, node), Spot(node, ""), line=place)
    if not _starts_body(text, offset):
        return offset, request
    root = parse_json_at(text, path, offset, starts)
    source = Source(path, text, root, hidden=_patched_secrets)
    end = starts[root.end_line - 1] + root.end_column - 1
    rest = _row(text, end)
    if rest[1].strip():
        where = Location(path=path, line=root.end_line, column=root.end_column)
        raise InputError.one("something follows the body of the request", where, "a request begins a line")
    return end + len(rest.group()), replace(request, source=source, body=Spot(root, ""))


def _row(text: str, offset: int) -> "re.Match[str]":
    return next(_LINE.finditer(text, offset))


def _starts_body(text: str, offset: int) -> bool:
    return text[offset : offset + 200].lstrip(" \t")[:1] in ("{", "[")


def _skipped(text: str, offset: int) -> int:
    """The offset of the next line that is neither empty nor a separator."""
    match = _BETWEEN.match(text, offset)
    end = match.end() if match else offset
    rest = _row(text, end)
    return len(text) if rest.end() == len(text) and not rest[1].partition("###")[0].strip() else end


def _line_number(starts: list[int], offset: int) -> int:
    return bisect.bisect_right(starts, offset)
