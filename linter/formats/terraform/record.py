"""The values of one user resource as fields and attributes, without anything secret."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linter.document import is_secret
from linter.formats.flag import as_flag
from linter.formats.terraform.kinds import UserKind
from linter.formats.terraform.marks import is_marked
from linter.native.record import without_secrets

_MISSING = object()
_SECRET = frozenset({"recovery_answer", "password_hash"})
_USERS = "/users/"


class Wrong(Exception):  # noqa: N818 - becomes a problem with a place
    """A value that is not of the type it must have: the path of the value, and what is wrong."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


@dataclass(frozen=True)
class Values:
    """What is known of a user: fields, and attributes. What is secret, sensitive or unknown is in neither."""

    fields: Mapping[str, Any]
    attributes: Mapping[str, Any]


def is_hidden(name: str, value: Any, sensitive: Any) -> bool:
    """Whether an attribute must not be shown. A yes or no is no secret unless it is marked as one."""
    secret = (is_secret(name) or name in _SECRET) and not isinstance(value, bool)
    return secret or is_marked(sensitive, name)


def values_of(kind: UserKind, data: Mapping[str, Any], sensitive: Any, unknown: Any) -> Values:
    """The values of a user. Raises `Wrong`."""

    def left_out(path: str) -> bool:
        return is_marked(sensitive, path) or is_marked(unknown, path)

    fields: dict[str, Any] = {}
    for path, names in kind.texts.items():
        value = reach(data, path)
        if value is not _MISSING and not left_out(path):
            fields.update(dict.fromkeys(names, _text(path, value)))
    if not any(left_out(path) for path in kind.enabled_from):
        enabled = kind.enabled(*(_state(data, path) for path in kind.enabled_from))
        if enabled is not None:
            fields["enabled"] = enabled
    for path, name in kind.lists.items():
        value = reach(data, path)
        if value is not _MISSING and value is not None and not left_out(path):
            fields[name] = _names(path, value)
    return Values(fields, dict(_attributes(kind, data, sensitive, unknown)))


def attribute_names(kind: UserKind, data: Mapping[str, Any]) -> Iterator[str]:
    """The names of what is neither a field nor a key."""
    mapped = {path.partition("/")[0] for path in (*kind.texts, *kind.lists)}
    yield from (name for name in data if name not in mapped and name not in kind.keys)


def keys_of(kind: UserKind, data: Mapping[str, Any], sensitive: Any) -> Iterator[tuple[str, str]]:
    """The paths and values of a user's keys that may be shown, the immutable one first."""
    addresses = [path for path, names in kind.texts.items() if {"sign_in_id", "primary_email"} & set(names)]
    for path in (*kind.keys, *addresses):
        value = reach(data, path)
        if isinstance(value, str) and value and not is_marked(sensitive, path):
            yield path, value.removeprefix(_USERS)


def reach(data: Any, path: str) -> Any:
    """What a path leads to; a value of its own where that is nothing."""
    for part in path.split("/"):
        if isinstance(data, Mapping) and part in data:
            data = data[part]
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return _MISSING
    return data


def _attributes(
    kind: UserKind, data: Mapping[str, Any], sensitive: Any, unknown: Any
) -> Iterator[tuple[str, Any]]:
    for name in attribute_names(kind, data):
        if name == "account_enabled" or is_hidden(name, data[name], sensitive) or is_marked(unknown, name):
            continue
        value = data[name]
        yield name, without_secrets({name: value})[0][name] if isinstance(value, dict | list) else value


def _text(path: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Wrong(path, "this must be a text")
    return value


def _state(data: Mapping[str, Any], path: str) -> Any:
    """A yes or no, or the name of a state; `None` where there is none."""
    value = data.get(path)
    if value is None or isinstance(value, bool):
        return value
    if path == "status" and isinstance(value, str):
        return value
    flag = as_flag(value) if isinstance(value, str) else None
    if flag is None:
        raise Wrong(path, "this must be a text" if path == "status" else "this must be true or false")
    return flag


def _names(path: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Wrong(path, "this must be a list of texts")
    return tuple(value)
