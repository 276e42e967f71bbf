"""The values of a change as attributes of an entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from linter.formats.ldif.attribute import enabled, is_kept, meaning_of
from linter.formats.ldif.record import is_description
from linter.model import Change
from linter.writers.entries import Entries
from linter.writers.saying import Said

_ATTRIBUTES: Final = {
    "full_name": "displayName",
    "first_name": "givenName",
    "last_name": "sn",
    "primary_email": "mail",
    "employee_id": "employeeNumber",
    "manager_id": "manager",
}
_BINARY: Final = frozenset(
    {
        "audio",
        "cacertificate",
        "jpegphoto",
        "logonhours",
        "msexchmailboxguid",
        "objectsid",
        "photo",
        "thumbnaillogo",
        "thumbnailphoto",
        "usercertificate",
        "usersmimecertificate",
    }
)
"""Attributes whose values are bytes, which the readers hand on as base64."""

_SOME: Final = ("delete", "add", "increment")


@dataclass(frozen=True)
class Part:
    """What is done to one attribute, with which values; `field` is that of the model, if any."""

    op: str
    attribute: str
    texts: list[str]
    field: str = ""


@dataclass
class Parts:
    """What is done to the attributes of an entry, and what it reads back as."""

    items: list[Part] = field(default_factory=list)
    means: dict[str, Any] = field(default_factory=dict)


def parts_of(change: Change, values: Mapping[str, Any], said: Said, entries: Entries, *, new: bool) -> Parts:
    """The values of a change as attributes, of an entry that is `new` or not; others are noted as lost."""
    parts = Parts()
    attributes = values.get("attributes") or {}
    for name, value in values.items():
        if name == "attributes":
            continue
        attribute = _attribute(name, value, attributes, new=new)
        found = None if attribute is None else _field(name, attribute, value, attributes, entries)
        if found is None or (new and found[0] is not None and not found[0].texts):
            _lose(change, name, f"set/{name}", said)
            continue
        part, parts.means[name] = found
        parts.items += [part] if part else []
    for name, value in attributes.items():
        if not _is_free(name, value, values, new=new):
            _lose(change, name, f"set/attributes/{name}", said)
            continue
        parts.items += _free(name, value)
        parts.means.setdefault("attributes", {})[name] = _meant(value)
    return parts


def texts_of(value: Any) -> list[str] | None:
    """The values of an attribute as texts; `None` where it cannot have such values."""
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    return found if all(isinstance(each, str) and each for each in found) else None


def _attribute(name: str, value: Any, attributes: Mapping[str, Any], *, new: bool) -> str | None:
    """The attribute that a field is written as; `None` where there is none."""
    if name == "full_name" and new and "cn" not in attributes:
        return "cn"
    if name == "sign_in_id":
        return "userPrincipalName" if "@" in (value or "") or "uid" in attributes else "uid"
    return "nsAccountLock" if name == "enabled" else _ATTRIBUTES.get(name)


def _field(
    name: str, attribute: str, value: Any, attributes: Mapping[str, Any], entries: Entries
) -> tuple[Part | None, Any] | None:
    """What gives a field a value, and what that reads back as; no part where an attribute says it."""
    if name == "enabled":
        flags = [_said_by(key, each) for key, each in attributes.items() if is_kept(key)]
        if flags:
            return (None, value) if flags == [value] else None
        return Part("replace", attribute, ["FALSE" if value else "TRUE"]), value
    texts = texts_of(value)
    if texts is None:
        return None
    if name == "manager_id" and value:
        manager = entries.find(value)
        return manager and (Part("replace", attribute, [manager.name.text], name), manager.identity)
    return Part("replace", attribute, texts, name), value


def _said_by(key: str, value: Any) -> bool | None:
    """What a flag among the attributes says of whether a user can sign in."""
    try:
        return enabled(key, value)
    except (TypeError, ValueError, AttributeError):
        return None


def _is_free(name: str, value: Any, values: Mapping[str, Any], *, new: bool) -> bool:
    """Whether an attribute can be written as itself, and says nothing beside it."""
    meaning = meaning_of(name)
    if not is_description(name) or name != name.lower() or meaning.name != name or meaning.base in _BINARY:
        return False
    if name in ("dn", "changetype", "control", "version") or name.endswith(";binary"):
        return False
    if is_kept(name):
        said = _said_by(name, value)
        return texts_of(value) is not None and (said is None or values.get("enabled") is said)
    if meaning.special not in ("", "class"):
        return False
    if meaning.field and not _is_second(meaning.field, name, values, new=new):
        return False
    if isinstance(value, dict):
        lists = all(isinstance(each, list | str) and texts_of(each) for each in value.values())
        return not new and lists and bool(value) and value.keys() <= set(_SOME)
    return bool(texts_of(value)) or (value is None and not new)


def _is_second(field: str, name: str, values: Mapping[str, Any], *, new: bool) -> bool:
    """Whether an attribute that could fill a field leaves that to another one, which is written, too."""
    filled = values.get(field) if new else field in values
    return bool(filled) and name != _written(field, values)


def _written(name: str, values: Mapping[str, Any]) -> str | None:
    attribute = _attribute(name, values[name], values.get("attributes") or {}, new=False)
    return attribute.lower() if attribute else None


def _free(name: str, value: Any) -> Iterator[Part]:
    if isinstance(value, dict):
        for op in _SOME:
            if op in value:
                yield Part(op, name, texts_of(value[op]) or [])
    else:
        yield Part("replace", name, texts_of(value) or [])


def _meant(value: Any) -> Any:
    """A value as it reads back: of a list with one item, the item."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _lose(change: Change, name: str, pointer: str, said: Said) -> None:
    said.lose(
        "detail", f"this value of `{name}` has no place in `{change.op}` as LDIF has it", change, pointer
    )
