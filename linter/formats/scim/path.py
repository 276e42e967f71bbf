"""Attribute paths: `name.givenName`, `emails[type eq "work"].value`, with or without a schema's name."""

import functools
import re
from typing import NamedTuple

_SCHEMAS = re.compile(
    r"urn:ietf:params:scim:schemas:(?:core:2\.0:(?:User|Group)|extension:enterprise:2\.0:User)(?:[:.]|$)",
    re.IGNORECASE,
)
_TERM = r"[\w$.]+\s+eq\s+(?:\"[^\"\\]*\"|true|false)"
_FILTER = re.compile(rf"\s*{_TERM}(?:\s+or\s+{_TERM})*\s*", re.IGNORECASE)
_PARTS = re.compile(r"([\w$.]+)\s+eq\s+(\"[^\"\\]*\"|true|false)", re.IGNORECASE)
_PATH = re.compile(r"([A-Za-z$_][\w$-]*)(?:\[(.*)\])?(?:\.([\w$.-]+))?", re.DOTALL)

_WORDS = (
    "userName",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active",
    "password",
    "name",
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
    "externalId",
    "id",
    "meta",
    "schemas",
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager",
    "members",
    "givenName",
    "familyName",
    "formatted",
    "middleName",
    "honorificPrefix",
    "honorificSuffix",
    "value",
    "display",
    "primary",
    "type",
)
_NAMES = {name.lower(): name for name in _WORDS}
STANDARD = frozenset(_NAMES.values())
"""The attributes that the standard's own schemas have, and the parts of these."""


class Filter(NamedTuple):
    """Which values of an attribute are meant: those of which a part has one of some values."""

    part: str
    values: tuple[str, ...]


class Path(NamedTuple):
    """An attribute, which of its values, and which part of these.

    `text` is the whole path without the name of a standard schema. `base` is empty for a schema as a whole.
    """

    text: str
    base: str
    part: str = ""
    filter: Filter | None = None

    @property
    def name(self) -> str:
        """The attribute and its part, whatever the filter."""
        return f"{self.base}.{self.part}" if self.part else self.base


@functools.lru_cache(maxsize=4096)
def path_of(text: str) -> Path | None:
    """The path that a text writes; `None` where it cannot be told what is meant.

    Names of attributes are compared without case, and are given as the standard writes them. Those of a
    schema that is not the standard's are one long name.
    """
    text = text.strip()
    short = _SCHEMAS.sub("", text, count=1) if _SCHEMAS.match(text) else text
    if not short:
        return Path("", "")
    if short.lower().startswith("urn:"):
        return Path(short, short)
    match = _PATH.fullmatch(short)
    if match is None:
        return None
    chosen = _filter_of(match[2]) if match[2] is not None else None
    if match[2] is not None and chosen is None:
        return None
    base = _NAMES.get(match[1].lower(), match[1])
    part = ".".join(_NAMES.get(each.lower(), each) for each in (match[3] or "").split(".") if each)
    shown = base + (f"[{match[2]}]" if match[2] is not None else "") + (f".{part}" if part else "")
    return Path(shown, base, part, chosen)


def _filter_of(text: str) -> Filter | None:
    """The filter that a text writes; `None` where it is more than values of one part."""
    if not _FILTER.fullmatch(text):
        return None
    terms = _PARTS.findall(text)
    parts = {part.lower() for part, _ in terms}
    if len(parts) != 1:
        return None
    return Filter(parts.pop(), tuple(value.strip('"') for _, value in terms))
