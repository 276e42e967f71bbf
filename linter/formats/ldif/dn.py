"""Distinguished names (RFC 4514): read tolerantly, written in one form, compared without case and blanks."""

import functools
import re
from typing import NamedTuple

from linter.model import fold

OF_OIDS = {
    "2.5.4.3": "cn",
    "2.5.4.4": "sn",
    "2.5.4.6": "c",
    "2.5.4.7": "l",
    "2.5.4.8": "st",
    "2.5.4.10": "o",
    "2.5.4.11": "ou",
    "0.9.2342.19200300.100.1.1": "uid",
    "0.9.2342.19200300.100.1.3": "mail",
    "0.9.2342.19200300.100.1.25": "dc",
}
_SYNONYMS = {"commonname": "cn", "userid": "uid", "surname": "sn", "organizationalunitname": "ou"}

MOST_PARTS = 256
"""How many parts a name may have."""

_TYPE = re.compile(r" *(?:oid\.)?([a-z][a-z0-9_-]*|[0-9]+(?:\.[0-9]+)*) *= *", re.IGNORECASE)
_PLAIN_PART = re.compile(r" ?([a-z][a-z0-9-]*)=([\w.@'-]+(?: [\w.@'-]+)*)", re.IGNORECASE | re.ASCII)
_VALUE = r"=[\w.@'-]++(?: [\w.@'-]++)*+"
SHOWN_PART = rf"(?!commonname|userid|surname|organ)[a-z][a-z0-9-]*+{_VALUE}"
"""A pattern (of ASCII) of parts of names that are shown as they are written, and lower case is their key."""

PLAIN_PART = rf" ?[A-Za-z][A-Za-z0-9-]*+{_VALUE}"
"""A pattern (of ASCII) of parts of names without escapes and quotes. All of them are names."""

_SHOWN = re.compile(f"{SHOWN_PART}(?:,{SHOWN_PART}){{0,31}}+", re.ASCII)
_PIECE = re.compile(r'\\[0-9a-f]{2}|\\[ "#+,;<=>\\]|[^\\",;+]+', re.IGNORECASE)
_ODD = set('\\";+<>#')
_TEXT_COMMA = re.compile(r"(?<!\\),")
_ESCAPED = re.compile(r'[",+;<>\\\x00-\x1f]')
_BLANKS = re.compile(" +")


class BadName(ValueError):  # noqa: N818 - it says what a name is, and becomes a problem with a place
    """Text that is not a distinguished name; `offset` is where in it that shows."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Name(NamedTuple):
    """A name as it is shown, and the key under which it is compared. A key's commas only ever part it."""

    text: str
    key: str

    @property
    def parts(self) -> list[str]:
        """The keys of the parts, the entry's own first; none for the root."""
        return self.key.split(",") if self.key else []

    @property
    def texts(self) -> list[str]:
        """The parts as they are shown."""
        return _TEXT_COMMA.split(self.text) if self.text else []

    def under(self, parent: "Name") -> "Name":
        """This name with another one above it."""
        if not (self.key and parent.key):
            return self if self.key else parent
        return Name(f"{self.text},{parent.text}", f"{self.key},{parent.key}")

    def first(self, count: int) -> "Name":
        """The name made of the first parts alone."""
        return Name(",".join(self.texts[:count]), ",".join(self.parts[:count]))

    def parent(self) -> "Name":
        """The name above this one."""
        return Name(",".join(self.texts[1:]), ",".join(self.parts[1:]))


ROOT = Name("", "")


def name_of(text: str) -> Name:
    """The name that a text gives. Raises `BadName`."""
    if _SHOWN.fullmatch(text):
        return Name(text, text.lower())
    part, comma, rest = text.partition(",")
    plain = _PLAIN_PART.fullmatch(part)
    if plain is None or "\\" in rest:
        return _known(text) if len(text) < _SHORT else _read(text)
    kind, value = plain.groups()
    kind = kind.lower()
    kind = _SYNONYMS.get(kind, kind)
    own = f"{kind}={value}"
    if not comma:
        return Name(own, own.lower())
    try:
        above = _known(rest) if len(rest) < _SHORT else _read(rest)
    except BadName:
        return _read(text)
    if not above.key:
        return _read(text)
    return Name(f"{own},{above.text}", f"{own.lower()},{above.key}")


def avas(text: str) -> list[tuple[str, str]]:
    """The attribute types (in lower case) and values of a single part. Raises `BadName`."""
    parts = _parts(text)
    if len(parts) != 1:
        raise BadName("this must be one part of a name, without commas", 0)
    return parts[0]


def looks_like_name(text: str) -> bool:
    """Whether a text could be a distinguished name at all."""
    return _TYPE.match(text) is not None


_SHORT = 1024


def _read(text: str) -> Name:
    """The name that a text gives, read letter by letter where need be."""
    parts = _parts(text)
    texts = ("+".join(sorted(f"{kind}={_escaped(value)}" for kind, value in part)) for part in parts)
    keys = ("+".join(sorted(f"{kind}={_key(value)}" for kind, value in part)) for part in parts)
    return Name(",".join(texts), ",".join(keys))


_known = functools.lru_cache(maxsize=4096)(_read)


def _parts(text: str) -> list[list[tuple[str, str]]]:
    """The parts of a name, each a list of types and values."""
    parts: list[list[tuple[str, str]]] = []
    position = 0
    part: list[tuple[str, str]] = []
    while position < len(text) or part:
        kind = _TYPE.match(text, position)
        if kind is None:
            if not parts and not part and not text.strip(" "):
                return []
            raise BadName("here must stand a type and a value, such as `cn=Jane Doe`", position)
        value, position = _value(text, kind.end())
        name = kind[1].lower()
        part.append((_SYNONYMS.get(name, OF_OIDS.get(name, name)), value))
        separator = text[position : position + 1]
        position += 1
        if separator != "+":
            parts.append(part)
            part = []
        if separator and not text[position:].strip(" "):
            raise BadName("the name ends in a separator", position - 1)
        if len(parts) > MOST_PARTS:
            raise BadName(f"the name has more than {MOST_PARTS} parts", position)
        if not separator:
            break
    return parts


def _value(text: str, position: int) -> tuple[str, int]:
    """The value that begins at an offset, its escapes undone, and the offset of the separator after it."""
    if text[position : position + 1] == '"':
        return _quoted(text, position)
    pieces: list[bytes] = []
    kept = 0
    while position < len(text) and text[position] not in ",;+":
        piece = _PIECE.match(text, position)
        if piece is None:
            raise BadName('a `\\` or `"` that means nothing here', position)
        position = piece.end()
        raw = _unescaped(piece[0])
        pieces.append(raw)
        if piece[0].startswith("\\"):
            kept = sum(map(len, pieces))
    whole = b"".join(pieces)
    # Blanks before a separator are none of the value, unless they are escaped.
    whole = whole[:kept] + whole[kept:].rstrip(b" ")
    try:
        return whole.decode(), position
    except UnicodeDecodeError as error:
        raise BadName("the escapes give no UTF-8", position) from error


def _quoted(text: str, position: int) -> tuple[str, int]:
    """A value in quotes, as older names have it."""
    end = position + 1
    while end < len(text) and text[end] != '"':
        end += 2 if text[end] == "\\" else 1
    after = re.compile(" *").match(text, end + 1)
    following = after.end() if after else end + 1
    if end >= len(text) or text[following : following + 1] not in ("", ",", ";", "+"):
        raise BadName("this quote is not closed", position)
    return re.sub(r"\\(.)", r"\1", text[position + 1 : end]), following


def _unescaped(piece: str) -> bytes:
    """The bytes of a run of letters, or of one escape."""
    if not piece.startswith("\\"):
        return piece.encode("utf-8", "surrogatepass")
    return bytes.fromhex(piece[1:]) if len(piece) == 3 else piece[1:].encode()


def _escaped(value: str) -> str:
    """A value as it is written in a name: blanks single, a backslash in hexadecimal, so that commas part."""
    value = _BLANKS.sub(" ", value).strip(" ")
    value = _ESCAPED.sub(_escape, value)
    return "\\" + value if value.startswith("#") else value


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character == "\\" or character < " ":
        return f"\\{ord(character):02x}"
    return "\\" + character


def _key(value: str) -> str:
    """A value as it is compared; commas and plus signs in it are in hexadecimal."""
    folded = _BLANKS.sub(" ", fold(value)).strip(" ")
    return folded.replace("\\", "\\5c").replace(",", "\\2c").replace("+", "\\2b")
