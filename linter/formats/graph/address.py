"""The address of a request or an object, taken apart."""

import re
from urllib.parse import unquote

VERSIONS = ("v1.0", "beta")

_HOST = re.compile(r"^https?://([^/?#]+)", re.IGNORECASE)
_WITH_KEY = re.compile(r"^([\w.$-]+)\((.+)\)$")
_CAST = "microsoft.graph."
_IDENTITY = re.compile(r"[@%=]|\d|^.{65,}$")


def segments(url: str) -> tuple[str, ...]:
    """The parts of an address after host and version; a key in brackets is a part of its own.

    `/v1.0/users('a%40b.example')/manager/$ref` is `users`, `a@b.example`, `manager`, `$ref`. Empty for the
    address of another service.
    """
    host = _HOST.match(url)
    if host and not any("graph" in label for label in host[1].lower().split(".")):
        return ()
    path = re.split("[?#]", url[host.end() :] if host else url, maxsplit=1)[0]
    parts = [part for part in path.split("/") if part]
    if parts and parts[0].lower() in VERSIONS:
        parts = parts[1:]
    found: list[str] = []
    for part in parts:
        text = unquote(part)
        keyed = _WITH_KEY.match(text)
        if keyed:
            found += [_plain(keyed[1]), _key(keyed[2])]
        else:
            found.append(_plain(text))
    return tuple(found)


def shape(parts: tuple[str, ...]) -> str:
    """An address for a person to read, with `{id}` for what names a single object."""
    return "/" + "/".join("{id}" if _IDENTITY.search(part) else part for part in parts)


def _plain(text: str) -> str:
    """A part without the namespace that an action or type may be written with."""
    return text[len(_CAST) :] if text.lower().startswith(_CAST) else text


def _key(text: str) -> str:
    """A key in brackets: `'anna@x.example'`, or `roleTemplateId='...'`, without the quotes."""
    name, equals, value = text.partition("=")
    if equals and re.fullmatch(r"\w+", name):
        return f"{name}={_unquoted(value)}"
    return _unquoted(text)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text
