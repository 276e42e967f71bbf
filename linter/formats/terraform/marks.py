"""What a plan says of values besides the values: which are unknown, and which are sensitive."""

from collections.abc import Iterator
from typing import Any

_OF = {"before_sensitive": "before", "after_sensitive": "after", "sensitive_values": "values"}


def is_marked(marks: Any, path: str = "") -> bool:
    """Whether what a path leads to is marked, or anything in it, or all that it is in."""
    if not marks:
        return False
    for part in path.split("/") if path else ():
        if marks is True:
            return True
        if isinstance(marks, dict):
            marks = marks.get(part)
        elif isinstance(marks, list):
            marks = marks[int(part)] if part.isdigit() and int(part) < len(marks) else None
        else:
            return False
    if isinstance(marks, dict):
        return any(is_marked(inner) for inner in marks.values())
    if isinstance(marks, list):
        return any(is_marked(inner) for inner in marks)
    return marks is True


def sensitive_names(data: Any) -> Iterator[str]:
    """The names of all values in a document that are marked as sensitive somewhere in it."""
    if isinstance(data, list):
        for item in data:
            yield from sensitive_names(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in _OF:
                yield from _marked(value, _OF[key])
            elif key != "configuration" and isinstance(value, dict | list):
                yield from sensitive_names(value)


def _marked(data: Any, name: str) -> Iterator[str]:
    """The names under which something is marked."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _marked(value, key)
    elif isinstance(data, list):
        for item in data:
            yield from _marked(item, name)
    elif data is True:
        yield name
