"""Policy files as raw shapes: fast where they are right, with every fault at its place where they are not."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from linter import schemas
from linter.document import Source, at, check, did_you_mean, join, parse_yaml, plain
from linter.errors import InputError
from linter.model import Problem
from linter.policy.shelf import PolicyFile

Raw = TypeVar("Raw", bound=msgspec.Struct)

_AT = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(.*)`")


def open_source(file: PolicyFile) -> Source:
    """A YAML file with its places. Raises `InputError`."""
    text = file.text()
    return Source(file.path, text, parse_yaml(text, file.path))


def decode(source: Source, shape: type[Raw], schema: str) -> Raw:
    """The file as a raw shape. Raises `InputError` with everything that the schema objects to."""
    try:
        return msgspec.convert(plain(source.root), shape)
    except msgspec.ValidationError as error:
        problems = check(source, schemas.load(schema))
        problems += _in_examples(source) if schema == "policy" else []
        raise InputError(in_order(problems) or [_described(source, error)]) from error


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem of a file once, top to bottom, left to right."""
    unique = {(problem.message, str(problem.location)): problem for problem in problems}
    return sorted(
        unique.values(),
        key=lambda each: (each.location.line, each.location.column) if each.location else (0, 0),
    )


def change_problems(source: Source, pointer: str) -> list[Problem]:
    """What is wrong with a change in the native format."""
    return check(source, _part("changes", "change"), pointer=pointer)


def _in_examples(source: Source) -> list[Problem]:
    """What is wrong with the accounts and changes in examples, which the schemas of those files know."""
    account = {**_part("snapshot", "account"), "required": []}
    found = []
    for kind in ("deny", "allow", "undecided"):
        examples = at(source.root, join("/examples", kind))
        for index in range(len(examples.value) if examples and examples.kind == "list" else 0):
            example = join("/examples", kind, index)
            found += check(source, account, pointer=join(example, "given"))
            changes = at(source.root, join(example, "changes"))
            for number in range(len(changes.value) if changes and changes.kind == "list" else 0):
                found += change_problems(source, join(example, "changes", number))
    return found


def _part(schema: str, name: str) -> dict[str, Any]:
    """A part of a schema that stands on its own."""
    whole: Mapping[str, Any] = schemas.load(schema)
    return {**whole["$defs"][name], "$defs": whole["$defs"]}


def _described(source: Source, error: msgspec.ValidationError) -> Problem:
    """What the decoder said, where the schema has nothing to object to."""
    text = str(error)
    found = _AT.search(text)
    pointer = join("", *(name or index for name, index in _STEP.findall(found["path"]))) if found else ""
    message = _AT.sub("", text)
    if unknown := _UNKNOWN_KEY.search(message):
        meant = did_you_mean(unknown[1], plain(source.root))
        place = source.locate(join(pointer, unknown[1]), key=True)
        return Problem(
            message=f"unknown key `{unknown[1]}`",
            location=place,
            hint=f"did you mean `{meant}`?" if meant else "",
        )
    return Problem(message=message[:1].lower() + message[1:], location=source.locate(pointer))
