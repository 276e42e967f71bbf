"""What a terminal or a build log would obey instead of show is made visible."""

import re
from collections.abc import Mapping
from typing import Any, Final
from unicodedata import combining, east_asian_width

_UNSEEN: Final = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, so also every ANSI sequence
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    "\u00ad\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # nothing to see
    "\u115f\u1160\u3164\uffa0"  # letters without ink
    "\u2028\u2029"  # line ends to some programs
    "\u034f\u17b4\u17b5\u180b-\u180f"  # the same, of which some programs think nothing when they compare
    "\ud800-\udfff"  # lone surrogates: file names that are not UTF-8
    "\ufffe\uffff"  # no characters, and not allowed in XML
    "\U000e0000-\U000e007f"  # tags
    "]"
    "|(?<=[\x00-\x7f])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # a variant of what has none
    "|#(?=#)"  # `##vso[` and `##[` are commands to Azure Pipelines and GitHub, wherever in a line
)
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""The text with control, direction and invisible characters as escapes (`\u001b`, `\u202e`).

    So is what a build log takes for a command: a second `#` after a `#`, and `::` at the beginning.
    The escapes are those of double-quoted YAML and JSON.
    """
    if text.isascii() and text.isprintable() and "##" not in text and "::" not in text:
        return text
    shown = _UNSEEN.sub(_escape, text)
    return shown.replace(":", "\\u003a", 1) if shown.lstrip().startswith("::") else shown


def seen(value: Any) -> Any:
    """Plain data in which every text, keys included, is visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {seen(key): seen(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [seen(item) for item in value]
    return value


def escaped(document: str) -> str:
    r"""A JSON document that says the same with nothing unseen in it: `\u202e` for the character itself."""
    if document.isascii() and "\x7f" not in document and "##" not in document:
        return document
    return _UNSEEN.sub(_json_escape, document)


def columns(text: str) -> int:
    """How many terminal columns the text takes once it is visible."""
    shown = visible(text)
    if shown.isascii():
        return len(shown)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in shown)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    return _SHORT.get(char) or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")


def _json_escape(match: re.Match[str]) -> str:
    """As `_escape`, but JSON writes what lies beyond U+FFFF as two halves, and keeps its own line ends."""
    if match.group() in _SHORT:
        return match.group()
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
