"""Bodies in the form of `multipart/mixed`, taken apart with the place of each part.

The standard library's parser of mail reads the header that names the boundary. The bodies it does not get: it
forgives what must be told (a missing end, another boundary, text beside the parts), and keeps no places.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from itertools import pairwise

from linter.errors import InputError
from linter.formats.odata.message import Block, headers_of

_CUT = "was the file written completely?"


@dataclass(frozen=True)
class Part:
    """A part of a body: its lines, its headers, and what comes after them."""

    block: Block
    headers: Mapping[str, str]
    body: Block

    @property
    def kind(self) -> str:
        """Its media type; empty where it says none."""
        return _media(self.headers).get_content_type() if "content-type" in self.headers else ""

    def wrong(self, message: str, hint: str) -> InputError:
        """The refusal of the part, where it begins."""
        return InputError.one(message, self.block.place(0), hint)


def parts_of(body: Block, boundary: str, what: str) -> Iterator[Part]:
    """The parts between the lines of a boundary. Raises `InputError` where they do not end as they must."""
    opening, closing = f"--{boundary}", f"--{boundary}--"
    marks = [(n, line.rstrip()) for n, line in enumerate(body.lines) if line.startswith(opening)]
    marks = [mark for mark in marks if mark[1] in (opening, closing)]
    if not marks:
        hint = f"each part begins with the line `{opening}`: {_CUT}"
        raise InputError.one(f"the {what} has no parts", body.place(0), hint)
    end = next((number for number, line in marks if line == closing), None)
    if end is None:
        hint = f"the line `{closing}` is missing: {_CUT}"
        raise InputError.one(f"the {what} is not closed", body.place(marks[0][0]), hint)
    _refuse_text(Block(body.path, body.lines[: marks[0][0]], body.line), f"stands before the {what}")
    _refuse_text(body.after(end + 1), f"follows the end of the {what}")
    starts = [number for number, _ in marks if number < end]
    for start, stop in pairwise([*starts, end]):
        block = Block(body.path, body.lines[start + 1 : stop], body.line + start + 1)
        yield Part(block, *headers_of(block))


def boundary_of(headers: Mapping[str, str], block: Block, number: int) -> str:
    """The boundary that headers name. Raises `InputError` at a line of a text where they name none."""
    media = _media(headers)
    boundary = media.get_boundary("") if "content-type" in headers else ""
    if media.get_content_type() != "multipart/mixed" or not boundary:
        hint = "it has the header `Content-Type: multipart/mixed; boundary=...`"
        raise InputError.one("the boundary of this batch is not named", block.place(number), hint)
    return boundary


def _refuse_text(block: Block, how: str) -> None:
    """Refuses text that no server reads, for it may be meant to be read."""
    number = block.first()
    if number is not None:
        hint = "take it out, or give it as a file of its own"
        raise InputError.one(f"something {how}", block.place(number), hint)


def _media(headers: Mapping[str, str]) -> "Message[str, str]":
    """The header that says what a body is."""
    found: Message[str, str] = Message()
    found["Content-Type"] = headers.get("content-type", "")
    return found
