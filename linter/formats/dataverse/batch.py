"""The requests of a file: requests as text, or a batch of them."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from linter.document import empty, is_secret, split_lines
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.dataverse.address import Address, address_of
from linter.formats.dataverse.multipart import Part, boundary_of, parts_of
from linter.formats.fault import Problems, veiled
from linter.formats.odata import request
from linter.formats.odata.message import READS, Block, Message, headers_of, message_of, says_something
from linter.formats.odata.properties import is_masked
from linter.model import Location

MOST_REQUESTS = 1000
"""How many requests Dataverse takes in one batch."""

MOST_BYTES = 8 * 1024 * 1024
"""The largest file that is read: many times what a thousand changes of users need."""

_SERVICE = "the Dataverse Web API"
_EXAMPLE = "PATCH /api/data/v9.2/systemusers(...)"
_DELIMITER = re.compile(r"--(?!-)\S.*")
_BATCH = re.compile(r"(?:^|/)\$batch/?(?:[?#]|$)", re.IGNORECASE)
_PLAIN = frozenset({"", "binary", "7bit", "8bit"})
_TUNNELS = ("x-http-method", "x-http-method-override")


@dataclass(frozen=True)
class Request(request.Request):
    """One request. The names of `headers` are in lower case.

    `id` is its Content-ID; `group` the number of its change set, or 0 outside of one.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    group: int = 0

    @functools.cached_property
    def address(self) -> Address:
        """Its address, taken apart."""
        return address_of(self.url)

    def refusal(self, message: str, pointer: str, hint: str = "") -> InputError:
        """The refusal of a part of its body, or without a pointer of its address."""
        where = self.inside(pointer) if pointer else self.place()
        return InputError.one(message, where, hint)


def requests_of(content: Content) -> list[Request]:
    """The requests of a file, in its order. Raises `InputError` with everything that is wrong."""
    if content.size > MOST_BYTES:
        where = Location(path=content.name)
        hint = "write several files, and give them in the order in which they are sent"
        raise InputError.one(f"the file is larger than {MOST_BYTES >> 20} MiB", where, hint)
    block = Block(content.name, split_lines(content.text()))
    first = block.first(says_something)
    if first is None:
        raise empty(content.name)
    line = block.lines[first].strip()
    problems = Problems(content.name)
    if line[0] in "{[":
        hint = "a list of users changes nothing: give it with `--snapshot`"
        raise InputError.one(f"this is no request of {_SERVICE}", block.place(first), hint)
    if _DELIMITER.fullmatch(line):
        found = _Batch(problems).requests(block.after(first), line[2:])
    elif line.lower().startswith("content-") and ":" in line:
        headers, body = headers_of(block.after(first))
        found = _Batch(problems).requests(body, boundary_of(headers, block, first))
    else:
        found = [each for part in _texts(block) for each in _alone(part, problems)]
    problems.raise_any()
    _refuse_two_environments(found)
    return found


def _texts(block: Block) -> Iterator[Block]:
    """The requests of an `.http` file, which stand between lines that begin with `###`."""
    starts = [number for number, line in enumerate(block.lines) if line.startswith("###")]
    for start, end in pairwise([-1, *starts, len(block.lines)]):
        part = Block(block.path, block.lines[start + 1 : end], block.line + start + 1)
        if part.first(says_something) is not None:
            yield part


def _alone(block: Block, problems: Problems) -> Iterator[Request]:
    """The request of a text, or those of the batch that it sends."""
    message = message_of(block, _SERVICE, _EXAMPLE)
    if _BATCH.search(message.url):
        boundary = boundary_of(message.headers, block, message.head.first_line - block.line)
        yield from _Batch(problems).requests(message.body, boundary)
        return
    found = problems.explain(functools.partial(_request, message))
    if found is not None:
        yield found


class _Batch:
    """Takes a batch apart. What is wrong with single requests is noted; where parts end must be right."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._groups = 0
        self._count = 0

    def requests(self, body: Block, boundary: str) -> list[Request]:
        """The requests of the body of a batch, those of its change sets included. Raises `InputError`."""
        found: list[Request] = []
        for part in parts_of(body, boundary, "batch"):
            if part.kind == "multipart/mixed":
                self._groups += 1
                inner = boundary_of(part.headers, part.block, 0)
                for each in parts_of(part.body, inner, "change set"):
                    found += self._one(each, self._groups)
            else:
                found += self._one(part, 0)
        return found

    def _one(self, part: Part, group: int) -> list[Request]:
        """The request of a part; none where something is wrong with it, which is noted."""
        self._count += 1
        if self._count > MOST_REQUESTS:
            hint = "write several batches, and give their files in the order in which they are sent"
            raise part.wrong(
                f"the batch has more than the {MOST_REQUESTS} requests that Dataverse takes", hint
            )
        found = self._problems.explain(functools.partial(_member, part, group))
        return [] if found is None else [found]


def _member(part: Part, group: int) -> Request:
    """The request of a part of a batch. Raises `InputError`."""
    if part.kind == "multipart/mixed":
        raise part.wrong("a change set stands in a change set", "write them one after the other")
    if part.kind != "application/http":
        raise part.wrong("this part is no request", "each has the header `Content-Type: application/http`")
    encoding = part.headers.get("content-transfer-encoding", "").lower()
    if encoding not in _PLAIN:
        raise part.wrong("a part in another encoding than `binary` is not read", "write it as it is")
    message = message_of(part.body, _SERVICE, _EXAMPLE)
    where = message.head.locate()
    if _BATCH.search(message.url):
        raise InputError.one("a batch stands in a batch", where, "give it as a file of its own")
    if group and message.method in READS:
        hint = "reads stand outside of change sets"
        raise InputError.one(f"`{message.method}` cannot stand in a change set", where, hint)
    return _request(message, part.headers.get("content-id", ""), group)


def _request(message: Message, identity: str = "", group: int = 0) -> Request:
    """A request of which the form is right. Raises `InputError`."""
    try:
        address = address_of(message.url)
    except ValueError as error:
        refusal = InputError.one(str(error), message.head.locate(), f"write it as `{_EXAMPLE}`")
        raise veiled(refusal, message.url) from error
    tunnelled = next((message.headers[name] for name in _TUNNELS if name in message.headers), "")
    # The value of a property is a secret where the address says so.
    secret = any(is_secret(part.name) for part in address.segments)
    try:
        source = message.content((lambda key: True) if secret else is_masked)
    except InputError as error:
        raise veiled(error, "\n".join([message.url, *message.body.lines])) from None
    return Request(
        tunnelled.upper() if message.method == "POST" and tunnelled else message.method,
        message.url,
        message.head,
        source or message.head,
        body=source.root if source else None,
        headers=message.headers,
        id=identity or message.headers.get("content-id", ""),
        group=group,
    )


def _refuse_two_environments(requests: list[Request]) -> None:
    """Refuses requests to two environments, whose users nobody could tell apart."""
    named = [each for each in requests if each.address.origin.startswith("http")]
    other = next((each for each in named if each.address.origin != named[0].address.origin), None)
    if other is not None:
        hint = f"the first request goes to `{named[0].address.origin}`: write a file for each environment"
        raise InputError.one("this request goes to another environment", other.place(), hint)
