"""What the properties of an object say, with the property that each thing comes from."""

from dataclasses import dataclass, field
from typing import Any

from linter.document import is_secret, join
from linter.formats.flag import as_flag
from linter.native.record import Unsound, tame


class Wrong(Exception):  # noqa: N818 - becomes a problem with a place
    """A property with a value that it cannot have."""

    def __init__(self, key: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.key = key
        self.message = message
        self.hint = hint


@dataclass
class Properties:
    """What an object says of a user. `keys` tells which property a part of `values` comes from."""

    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)

    def take(self, field: str, key: str, value: Any) -> None:
        """Notes the value of a field, and the property that it comes from."""
        self.values[field] = value
        self.keys[f"set/{field}"] = key

    def settings(self) -> dict[str, Any]:
        """All of it, as `set` of a change has it."""
        return {**self.values, "attributes": self.attributes} if self.attributes else self.values

    def places(self, base: str = "") -> dict[str, str]:
        """The pointers of the properties that parts of a change come from, in a body or a part of it."""
        keys = self.keys | {join("set/attributes", key): key for key in self.attributes}
        return {part: join(base, key) for part, key in keys.items()}


def is_masked(key: str) -> bool:
    """Whether the value of a key is never shown; headers of a request may hold a token."""
    return is_secret(key) or key.lower() in ("authorization", "cookie", "ocp-apim-subscription-key")


def tamed(key: str, value: Any) -> Any:
    """A value that may be an attribute. Raises `Wrong` where it is too deep or a number too large."""
    try:
        tame(value, 0)
    except Unsound as error:
        raise Wrong(key, f"the value of `{key}` is nested too deep or too large") from error
    return value


def text_of(key: str, value: Any) -> str | None:
    """The text that a property is. Raises `Wrong`."""
    if value is not None and not isinstance(value, str):
        raise Wrong(key, f"`{key}` must be text", "quote it" if isinstance(value, int | float) else "")
    return value


def flag_of(key: str, value: Any) -> bool:
    """Whether a property is true. Raises `Wrong`."""
    said = as_flag(value) if isinstance(value, str) else value
    if not isinstance(said, bool):
        raise Wrong(key, f"`{key}` must be true or false", "leave it out where it does not change")
    return said
