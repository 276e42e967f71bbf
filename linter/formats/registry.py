"""Every format that can be read: a new one is a module with the same two names, and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

import msgspec

from linter.document import did_you_mean
from linter.errors import InputError
from linter.formats import json, jsonl, yaml
from linter.formats.content import Content
from linter.formats.part import Keep, Part
from linter.model import Snapshot


@dataclass(frozen=True)
class Format:
    """A format: what it is in a sentence, the suffixes of its files, and what can be read from it."""

    title: str
    suffixes: tuple[str, ...]
    read_changes: Callable[[Content], Part]
    read_snapshot: Callable[[Content, Keep], Snapshot]


FORMATS: dict[str, Format] = {
    "yaml": Format(
        "a change set or snapshot as a YAML document",
        (".yaml", ".yml"),
        yaml.read_changes,
        yaml.read_snapshot,
    ),
    "json": Format(
        "a change set or snapshot as a JSON document", (".json",), json.read_changes, json.read_snapshot
    ),
    "jsonl": Format(
        "JSON Lines: one change, or one account, a line; for files of any size",
        (".jsonl", ".ndjson"),
        jsonl.read_changes,
        jsonl.read_snapshot,
    ),
}

_SAMPLE = 1024 * 1024


def format_of(content: Content, name: str | None = None) -> Format:
    """The format that is named, else that of the suffix, else what the first bytes look like.

    Raises `InputError` where there is no format of that name.
    """
    if name is not None:
        if name in FORMATS:
            return FORMATS[name]
        meant = did_you_mean(name, FORMATS)
        hint = f"did you mean `{meant}`?" if meant else f"one of: {', '.join(FORMATS)}"
        raise InputError.one(f"unknown format `{name}`", hint=hint)
    suffix = PurePath(content.path).suffix.lower()
    for form in FORMATS.values():
        if suffix in form.suffixes:
            return form
    return FORMATS[_looks_like(content)]


def _looks_like(content: Content) -> str:
    """The name of the format of content without a telling name."""
    sample = content.read(content.start, _SAMPLE).lstrip()
    if not sample.startswith((b"{", b"[")):
        return "yaml"
    first, _, rest = sample.partition(b"\n")
    try:
        value = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "json"
    return "jsonl" if rest.strip() or (isinstance(value, dict) and "op" in value) else "json"
