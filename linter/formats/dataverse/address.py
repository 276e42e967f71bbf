"""The address of a request or a record, taken apart."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from linter.formats.systemuser import as_id

_ORIGIN = re.compile(r"(https?://[^/?#]*|\[[^\]]*\]|\{\{[^}]*\}\})?(.*)", re.IGNORECASE | re.DOTALL)
_SERVICE = re.compile(r"/?api/data/v[\d.]+(?:/|\Z)", re.IGNORECASE)
_PATH = re.compile(r"(?:'[^']*'|[^'?#])*")
_SEGMENT = re.compile(r"(?:'[^']*'|[^'/])+")
_KEYED = re.compile(r"([\w.$@-]+)\((.*)\)", re.DOTALL)
_KEY = re.compile(r"(?:'[^']*'|[^',])+")
_NAMED = re.compile(r"\s*(\w+)\s*=\s*(.*)", re.DOTALL)
_LONGEST = 60


class Segment(NamedTuple):
    """A part of an address: a name, and the keys in brackets as pairs of name and value.

    The name of a key is in lower case, and empty for that of the primary key.
    """

    name: str
    keys: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The part for a person to read, `{id}` for what names a single record."""
        name = self.name if len(self.name) <= _LONGEST else self.name[:_LONGEST] + "…"
        return f"{name}({{id}})" if self.keys else name


class Address(NamedTuple):
    """The parts of an address after the version, and its query. `origin` is in lower case, where it is said.

    There are no parts where another service is addressed.
    """

    origin: str
    segments: tuple[Segment, ...]
    query: str = ""

    def __str__(self) -> str:
        """The address for a person to read."""
        return "/" + "/".join(map(str, self.segments))


def address_of(url: str) -> Address:
    """An address taken apart. Raises `ValueError` with what is wrong with it."""
    whole = _ORIGIN.fullmatch(url.strip())
    origin, rest = ((whole[1] or "").lower(), whole[2]) if whole else ("", "")
    match = _PATH.match(rest)
    path = match[0] if match else ""
    query = rest[len(path) :]
    if query.startswith("'"):
        raise ValueError("a quote of this address is not closed")
    if "{{" in path:
        raise ValueError("this address holds a variable that is not filled in")
    service = _SERVICE.match(path)
    if service is None and origin.startswith("http"):
        return Address(origin, (), query)
    parts = _SEGMENT.findall(path[service.end() :] if service else path)
    return Address(origin, tuple(_segment(unquote(part).strip()) for part in parts), query)


def linked(address: Address) -> str:
    """The record that the query of an address names as `$id`; empty where there is none."""
    for part in address.query.removeprefix("?").split("&"):
        name, _, value = part.partition("=")
        if unquote(name).lower() == "$id":
            return unquote(value)
    return ""


def _segment(text: str) -> Segment:
    if "(" not in text and ")" not in text:
        return Segment(text)
    match = _KEYED.fullmatch(text)
    if match is None:
        raise ValueError("the brackets of this address are not closed")
    return Segment(match[1], tuple(_key(part) for part in _KEY.findall(match[2]) if part.strip()))


def _key(text: str) -> tuple[str, str]:
    named = _NAMED.fullmatch(text)
    name, value = (named[1].lower(), named[2].strip()) if named else ("", text.strip())
    value = value.removeprefix("guid") if value.startswith("guid'") else value
    if len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("''", "'")
    return name, as_id(value) or value
