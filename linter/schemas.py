"""The JSON Schemas of the files that prechange reads and writes."""

import functools
from typing import Any

import msgspec

from linter.data import folder


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The schema of a kind of file by its name: `changes`, `snapshot`, `waivers`, `report` ..."""
    path = folder("schemas") / f"{name}.schema.json"
    schema: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return schema
