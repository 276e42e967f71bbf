"""A document held against a JSON Schema: every fault in words, at its place."""

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from linter.document.node import at, join, plain, tokens
from linter.document.source import Source
from linter.document.words import did_you_mean
from linter.model import Problem

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_KINDS = {
    "mapping": "a mapping",
    "list": "a list",
    "text": "text",
    "int": "a number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "null": "null",
}
_SAID_BOOLEANS = {"yes", "no", "on", "off", "y", "n", "true", "false", "0", "1"}
_LIST_AT_MOST = 20


def check(
    source: Source,
    schema: Mapping[str, Any],
    *,
    pointer: str = "",
    hints: Mapping[str, str] | None = None,
    leave_out: str = "",
) -> list[Problem]:
    """Every fault of the part that `pointer` names, in the order of the file.

    `hints` says what to do with a key that is known, but not where it stands. `leave_out` names a
    key whose list is held to be empty: its items are checked one by one by the caller.
    """
    node = at(source.root, pointer)
    if node is None:
        return []
    data = plain(node)
    if leave_out and isinstance(data, dict) and isinstance(data.get(leave_out), list):
        data[leave_out] = []
    found: list[Problem] = []
    validator, formats = _validator()
    for error in validator(schema, format_checker=formats).iter_errors(data):
        where = join(pointer, *error.absolute_path)
        say = _SAY.get(error.validator, _other)
        found.extend(say(source, error, where, hints or {}))
    unique = {(p.message, str(p.location)): p for p in found}
    return sorted(unique.values(), key=_order)


@functools.cache
def _validator() -> tuple[Any, Any]:
    """A validator's class and formats: `1.0` is no integer, and `date-time` is RFC 3339 with its offset.

    The library costs a tenth of a second to import, and good input does not need it.
    """
    from jsonschema import Draft202012Validator, FormatChecker, validators

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    formats = FormatChecker(formats=())
    formats.checks("date-time", raises=msgspec.ValidationError)(_is_moment)
    kind = validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    return kind, formats


def _is_integer(checker: Any, value: object) -> bool:
    """Whether a value is written as a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_moment(value: object) -> bool:
    """Whether a value is a date with a time and an offset; what is no text is judged by its type."""
    return not isinstance(value, str) or msgspec.convert(value, datetime).tzinfo is not None


def _order(problem: Problem) -> tuple[int, int]:
    """Top to bottom, left to right."""
    place = problem.location
    return (place.line, place.column) if place else (0, 0)


def _unknown_key(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """Keys that the schema does not know."""
    known = sorted(error.schema.get("properties", {}))
    title = error.schema.get("title", "")
    for key in error.instance:
        if key in known:
            continue
        meant = did_you_mean(key, known)
        hint = f"did you mean `{meant}`?" if meant else hints.get(key, f"known keys: {_listed(known)}")
        if source.mask(key):
            hint = "leave secrets out of this file"
        message = f"unknown key `{key}`" + (f" in {title}" if title else "")
        yield Problem(message=message, location=source.locate(join(where, key), key=True), hint=hint)


def _not_allowed(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A value that is none of the few."""
    allowed = [_written(value) for value in error.validator_value if value is not None]
    given = _written(error.instance)
    meant = did_you_mean(given, allowed) if isinstance(error.instance, str) else None
    hint = f"did you mean `{meant}`?" if meant else f"one of: {_listed(allowed)}"
    wrong = f"{_subject(where)} cannot be {_kind(source, where)}"
    name = error.schema.get("title", _name(where))
    message = f"unknown {name} `{given}`" if isinstance(error.instance, str) else wrong
    yield Problem(message=message, location=source.locate(where), hint=hint)


def _wrong_type(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A value of another type."""
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    words = " or ".join(_TYPES[name] for name in wanted if name != "null")
    message = f"{_subject(where)} must be {words}, not {_kind(source, where)}"
    hint = _type_hint(source, error.instance, where, wanted)
    yield Problem(message=message, location=source.locate(where), hint=hint)


def _type_hint(source: Source, value: Any, where: str, wanted: list[str]) -> str:
    """How to write what was probably meant."""
    if "string" in wanted and isinstance(value, (int, float)) and not _is_secret_place(source, where):
        return f'quote it: "{_as_written(source, where)}"'
    if "boolean" in wanted and isinstance(value, str) and value.casefold() in _SAID_BOOLEANS:
        return "write true or false, without quotes"
    if "integer" in wanted and isinstance(value, str) and value.strip().isdigit():
        return "write the number without quotes"
    if "array" in wanted and value is None:
        return "write `[]` if it is empty"
    if "array" in wanted and isinstance(value, str):
        return "write it as a list: [...]"
    if value is None and "null" not in wanted:
        return "leave the key out if the value is not known"
    return ""


def _missing(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A key that must be there; jsonschema tells them one by one."""
    absent = (key for key in error.validator_value if key not in error.instance)
    missing = next(key for key in absent if f"'{key}'" in error.message)
    title = error.schema.get("title", "")
    message = f"the key `{missing}` is missing" + (f" in {title}" if title else "")
    yield Problem(message=message, location=source.locate(where), hint=error.schema.get("$comment", ""))


def _pattern(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A text of another form; the schema's `description` says which form it should have."""
    yield Problem(
        message=f"{_subject(where)} does not have the right form",
        location=source.locate(where),
        hint=str(error.schema.get("$comment", error.schema.get("description", ""))).rstrip("."),
    )


def _no_moment(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A text that is no date with a time and an offset."""
    hint = "write it with time and offset: 2026-11-20T09:00:00Z"
    message = f"{_subject(where)} is not a date and time"
    yield Problem(message=message, location=source.locate(where), hint=hint)


def _bound(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A number or length beyond its bound."""
    words = {
        "minimum": "must be at least {}",
        "maximum": "must be at most {}",
        "minLength": "must not be empty",
        "minItems": "must have at least {} item",
        "maxItems": "must have at most {} items",
        "minProperties": "must have at least {} key",
        "exclusiveMinimum": "must be more than {}",
        "const": "must be `{}`",
    }[error.validator]
    message = f"{_subject(where)} {words.format(error.validator_value)}"
    yield Problem(message=message, location=source.locate(where))


def _other(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """Alternatives: the faults of the nearest one; anything else without the library's own words."""
    if error.context:
        from jsonschema.exceptions import best_match

        nearest = best_match([error])
        if nearest is not None and nearest is not error:
            inner = join(where.removesuffix(join("", *error.absolute_path)), *nearest.absolute_path)
            yield from _SAY.get(nearest.validator, _unsuited)(source, nearest, inner, hints)
            return
    yield from _unsuited(source, error, where, hints)


def _unsuited(source: Source, error: Any, where: str, hints: Mapping[str, str]) -> Iterator[Problem]:
    """A value that cannot stand here, with the schema's own comment on what can."""
    yield Problem(
        message=f"{_subject(where)} cannot be this",
        location=source.locate(where),
        hint=str(error.schema.get("$comment", "")) if isinstance(error.schema, dict) else "",
    )


def _subject(where: str) -> str:
    """What a pointer names, in words."""
    parts = tokens(where)
    if not parts:
        return "this"
    if parts[-1].isdigit():
        owner = next((part for part in reversed(parts) if not part.isdigit()), "")
        return f"an item of `{owner}`" if owner else "an item"
    return f"`{parts[-1]}`"


def _name(where: str) -> str:
    """The key that a value stands under, or `value`."""
    return next((f"`{part}`" for part in reversed(tokens(where)) if not part.isdigit()), "value").strip("`")


def _kind(source: Source, where: str) -> str:
    """The type of what stands at a pointer, in words."""
    node = at(source.root, where)
    return _KINDS[node.kind] if node else "nothing"


def _as_written(source: Source, where: str) -> str:
    """A scalar as the file writes it: `007` stays `007`."""
    node = at(source.root, where)
    if node is None or node.line != node.end_line:
        return ""
    line = source.lines[node.line - source.first_line]
    return line[node.column - 1 : node.end_column - 1]


def _is_secret_place(source: Source, where: str) -> bool:
    """Whether a key on the way to a value names a secret."""
    return any(source.mask(part) for part in tokens(where))


def _written(value: Any) -> str:
    """A scalar as YAML and JSON write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(words: list[str]) -> str:
    """Some words, with a sign that there are more."""
    return ", ".join(words[:_LIST_AT_MOST]) + (" ..." if len(words) > _LIST_AT_MOST else "")


_SAY: dict[str, Callable[[Source, Any, str, Mapping[str, str]], Iterator[Problem]]] = {
    "additionalProperties": _unknown_key,
    "unevaluatedProperties": _unknown_key,
    "enum": _not_allowed,
    "type": _wrong_type,
    "required": _missing,
    "pattern": _pattern,
    "format": _no_moment,
    **dict.fromkeys(
        (
            "minimum",
            "maximum",
            "minLength",
            "minItems",
            "maxItems",
            "minProperties",
            "exclusiveMinimum",
            "const",
        ),
        _bound,
    ),
}
