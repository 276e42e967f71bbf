"""XML read as it comes, without a document type: no entities are defined, and nothing else is opened."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from linter.errors import InputError
from linter.model import Location

MAX_DEPTH = 256
"""How deep elements may be nested."""


class Handler(Protocol):
    """What is done with elements; names and attributes come without their namespaces."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Some text of the innermost element."""


def parse(chunks: Iterable[bytes], handler: Handler, place: Callable[[int, int], Location]) -> None:
    """Tells a handler what is in an XML document. `place` makes the place of a line and column of it.

    Raises `InputError` where it is not well formed, has a document type, or is nested too deep.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def here() -> Location:
        return place(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise InputError.one(f"elements are nested deeper than {MAX_DEPTH}", here())
        handler.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    def refuse(*_: object) -> None:
        raise InputError.one(
            "this XML has a document type (`<!DOCTYPE`), which can define entities",
            here(),
            "no export has one: export the file again",
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        words = expat.errors.messages[error.code]
        message = f"this is not well-formed XML: {words}"
        where = place(error.lineno, error.offset + 1)
        raise InputError.one(message, where, "the file may have been cut off, or damaged") from error


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
