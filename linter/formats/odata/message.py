"""The text of an HTTP request, as documentation, tools and `.http` files have it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from linter.document import PlacedNode, Source, did_you_mean, empty, parse_json
from linter.errors import InputError
from linter.formats.odata.properties import is_masked
from linter.model import Location

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS")
READS = frozenset({"GET", "HEAD", "OPTIONS"})

_LINE = re.compile(r"[ \t]*([A-Za-z]+)[ \t]+(\S.*)")
_VERSION = re.compile(r"HTTP/[\d.]+")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)")
_IGNORED = ("#", "//", "@")


@dataclass(frozen=True)
class Block:
    """Some lines of a file, of which the first is line `line`."""

    path: str
    lines: Sequence[str]
    line: int = 1

    def after(self, number: int) -> "Block":
        """What follows its first lines."""
        return Block(self.path, self.lines[number:], self.line + number)

    def place(self, number: int) -> Location:
        """Where its line with a number, from 0, begins. The line is not shown: it may hold a token."""
        return Location(path=self.path, line=self.line + number, column=1)

    def first(self, wanted: Callable[[str], object] = str.strip) -> int | None:
        """The number of its first line that is wanted: one that is not blank."""
        return next((number for number, line in enumerate(self.lines) if wanted(line)), None)


@dataclass(frozen=True)
class Message:
    """A request. The root of `head` is its address; the names of `headers` are in lower case."""

    method: str
    url: str
    head: Source
    headers: Mapping[str, str]
    body: Block

    def content(self, mask: Callable[[str], bool] = is_masked) -> Source | None:
        """Its body, where that is JSON; `None` where it has none. Raises `InputError`."""
        text = "\n".join(self.body.lines)
        if not text.strip():
            return None
        root = parse_json(text, self.body.path, line=self.body.line)
        return Source(self.body.path, text, root, first_line=self.body.line, mask=mask)


def says_something(line: str) -> bool:
    """Whether a line before a request is neither blank nor a comment nor a variable."""
    return bool(line.strip()) and not line.lstrip().startswith(_IGNORED)


def message_of(block: Block, service: str, example: str) -> Message:
    """The request of a text, after comments and variables. Raises `InputError` where there is none."""
    first = block.first(says_something)
    if first is None:
        raise empty(block.path)
    written = block.lines[first]
    match = _LINE.fullmatch(_without_version(written))
    if match is None or match[1].upper() not in METHODS:
        raise _no_request(block.place(first), match[1] if match else written, service, example)
    line = block.line + first
    url = PlacedNode("text", match[2], line, match.start(2) + 1, line, match.end(2) + 1)
    head = Source(block.path, written, url, first_line=line, mask=is_masked)
    headers, body = headers_of(block.after(first + 1))
    return Message(match[1].upper(), match[2], head, headers, body)


def headers_of(block: Block) -> tuple[dict[str, str], Block]:
    """The headers at the start of a text, and what follows their empty line. Raises `InputError`."""
    end = block.first(lambda line: not line.strip())
    end = len(block.lines) if end is None else end
    found: dict[str, str] = {}
    for number, line in _unfolded(block, end):
        match = _HEADER.fullmatch(line)
        if match is None:
            hint = "write an empty line between the headers and the body"
            raise InputError.one("this is no header of a request", block.place(number), hint)
        value = match[2].strip()
        if found.setdefault(match[1].lower(), value) != value:
            raise InputError.one(f"the header `{match[1]}` is here twice", block.place(number))
    return found, block.after(end + 1)


def _unfolded(block: Block, end: int) -> Iterator[tuple[int, str]]:
    """The headers in the first lines of a text, with their numbers; lines that begin with a blank go on."""
    starts = [n for n in range(end) if not n or not block.lines[n].startswith((" ", "\t"))]
    for start, stop in pairwise([*starts, end]):
        yield start, " ".join(map(str.strip, block.lines[start:stop]))


def _no_request(where: Location, first: str, service: str, example: str) -> InputError:
    """The refusal of a line that should begin a request."""
    if first.upper().startswith("HTTP/"):
        return InputError.one("this is an answer, not a request", where, "give the requests themselves")
    meant = did_you_mean(first.upper(), METHODS) if first.isalpha() else None
    hint = f"begin with the method and the address, such as `{example}`"
    hint = f"did you mean `{meant}`?" if meant else hint
    return InputError.one(f"this is no request of {service}", where, hint)


def _without_version(line: str) -> str:
    """The first line of a request without the version of HTTP at its end."""
    rest, _, last = line.rstrip().rpartition(" ")
    return rest.rstrip() if _VERSION.fullmatch(last) else line.rstrip()
