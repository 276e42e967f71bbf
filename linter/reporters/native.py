"""Changes as a person would type them into a change file: YAML, one line where it fits."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.reporters.encode import encode
from linter.reporters.visible import columns, visible

_PLAIN: Final = re.compile(r"[^\W\d][\w.@+/-]*(?: [\w.@+/-]+)*")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_INDENT: Final = "  "


def native_lines(changes: tuple[Mapping[str, Any], ...], width: int) -> list[str]:
    """The changes as items of a YAML list, none wider than `width` columns where that can be helped."""
    return [line for change in changes for line in _item(change, width)]


def native_pairs(mapping: Mapping[str, Any]) -> list[str]:
    """A mapping as the top of a YAML document, a key on each line, with nothing unseen in it."""
    return [visible(line[2:]) for pair in mapping.items() for line in native_lines((dict([pair]),), 1)]


def _item(change: Mapping[str, Any], width: int) -> list[str]:
    line = f"- {_flow(change)}"
    if columns(line) <= width:
        return [line]
    block = list(_block(change, width - len(_INDENT)))
    return [f"- {block[0]}", *(_INDENT + line for line in block[1:])]


def _block(mapping: Mapping[str, Any], width: int) -> Iterator[str]:
    for key, value in mapping.items():
        line = f"{_scalar(key)}: {_flow(value)}"
        if columns(line) <= width or not isinstance(value, Mapping) or not value:
            yield line
        else:
            yield f"{_scalar(key)}:"
            for inner in _block(value, width - len(_INDENT)):
                yield _INDENT + inner


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """A scalar that YAML reads back as the same value."""
    if not isinstance(value, str):
        return encode(value)
    if value.lower() not in _WORDS and _PLAIN.fullmatch(value) and visible(value) == value:
        return value
    return encode(value)
