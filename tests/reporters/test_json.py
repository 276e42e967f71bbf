import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from linter.model import Finding, Location, Report
from linter.reporters import REPORTERS, Options

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text(encoding="utf-8")
)


def test_it_is_the_model(verdict: str, reports: dict[str, Report]) -> None:
    written = REPORTERS["json"](reports[verdict], Options())
    again = msgspec.json.decode(written, type=Report)
    assert msgspec.json.encode(again) == msgspec.json.encode(reports[verdict])
    assert written.startswith('{\n  "schema": "prechange/report/v1",\n  "verdict"')
    assert written.endswith("}\n")


def test_it_keeps_the_contract(verdict: str, reports: dict[str, Report]) -> None:
    written = json.loads(REPORTERS["json"](reports[verdict], Options()))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(written)] == []


def test_dates_are_rfc_3339(reports: dict[str, Report]) -> None:
    written = json.loads(REPORTERS["json"](reports["denied"], Options()))
    assert written["findings"][0]["evidence"]["now"] == "2026-11-20T09:00:00Z"


def test_a_file_name_that_is_not_utf_8(rename: Finding) -> None:
    finding = msgspec.structs.replace(rename, location=Location(path="\udcff.yaml"))
    for name in ("json", "jsonl"):
        written = REPORTERS[name](Report(verdict="denied", findings=(finding,)), Options())
        assert r"\\udcff.yaml" in written
        written.encode("utf-8")


def _properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{path}.{name}", value
        for key, value in node.items():
            yield from _properties(value, f"{path}.{key}")


def test_the_schema_is_one_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    bare = [
        path
        for path, value in _properties(SCHEMA)
        if not (value.get("description") or _target(value).get("description"))
    ]
    assert bare == []


def test_the_schema_has_every_field_of_the_model() -> None:
    assert set(SCHEMA["properties"]) == set(Report.__struct_fields__)
    for name in ("summary", "finding", "undecided", "problem", "related", "instead", "location", "waiver"):
        struct = getattr(__import__("linter.model", fromlist=["x"]), name.capitalize())
        assert set(SCHEMA["$defs"][name]["properties"]) == set(struct.__struct_fields__), name


@pytest.mark.parametrize("broken", [{"verdict": "ok"}, {"extra": 1}, {"findings": [{"rule": "seats"}]}])
def test_the_schema_refuses(broken: dict[str, Any], reports: dict[str, Report]) -> None:
    written = json.loads(REPORTERS["json"](reports["allowed"], Options()))
    assert not Draft202012Validator(SCHEMA).is_valid({**written, **broken})


def _target(value: dict[str, Any]) -> dict[str, Any]:
    name = value.get("$ref", "").rpartition("/")[2]
    target: dict[str, Any] = SCHEMA["$defs"].get(name, {})
    return target
