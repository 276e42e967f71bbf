"""The JSON Schemas of the files that prechange reads and writes."""

import functools
import json
from typing import Any

from linter.data import folder


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The schema of a kind of file: `changes`, `snapshot`, `config`, `policy`, `pack` or `report`."""
    path = folder("schemas") / f"{name}.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema
