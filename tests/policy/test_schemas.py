"""The schemas of policy files say the same as the shapes that are read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from jsonschema import Draft202012Validator

from linter import schemas
from linter.data import folder
from linter.document import parse_yaml, plain
from linter.model import ENVELOPE_FIELDS, OP_FIELDS, OPS, SEVERITIES, Exceeding, Safety
from linter.policy.raw import (
    ParamType,
    RawAsk,
    RawBillingAdmin,
    RawExample,
    RawExamples,
    RawExtension,
    RawInstead,
    RawLimit,
    RawMatch,
    RawPack,
    RawParam,
    RawRule,
    RawUntil,
)
from linter.policy.types import POPULATIONS, SUBJECTS, Join

POLICY = schemas.load("policy")
PACK = schemas.load("pack")


def described(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, bool]]:
    for name, value in schema.get("properties", {}).items():
        yield f"{path}/{name}", bool(value.get("description")) or "$ref" in value
        yield from described(value, f"{path}/{name}")
    for name, value in schema.get("$defs", {}).items():
        yield from described(value, f"{path}#{name}")


@pytest.mark.parametrize("schema", [POLICY, PACK], ids=["policy", "pack"])
def test_every_key_is_described(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert [path for path, good in described(schema) if not good] == []


@pytest.mark.parametrize(
    ("shape", "schema"),
    [
        (RawRule, POLICY),
        (RawMatch, POLICY["properties"]["match"]),
        (RawLimit, POLICY["properties"]["limit"]),
        (RawInstead, POLICY["properties"]["instead"]),
        (RawAsk, POLICY["$defs"]["ask"]),
        (RawUntil, POLICY["$defs"]["ask"]["properties"]["until"]),
        (RawBillingAdmin, POLICY["$defs"]["ask"]["properties"]["until"]["properties"]["billing_admin"]),
        (RawExamples, POLICY["properties"]["examples"]),
        (RawExample, POLICY["$defs"]["example"]),
        (RawPack, PACK),
        (RawParam, PACK["$defs"]["param"]),
        (RawExtension, PACK["$defs"]["extension"]),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_the_shapes_have_the_keys_of_the_schemas(shape: type[msgspec.Struct], schema: dict[str, Any]) -> None:
    fields = msgspec.structs.fields(shape)
    assert {field.name for field in fields} == set(schema["properties"])
    required = {field.name for field in fields if field.required}
    assert required == set(schema.get("required", []))
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", ["change", "remedy"])
def test_a_change_has_the_keys_of_every_operation(name: str) -> None:
    keys = {key for needed, optional in OP_FIELDS.values() for key in (*needed, *optional)}
    schema = POLICY["$defs"][name]
    assert set(schema["properties"]) == {"op", *keys, *ENVELOPE_FIELDS}
    assert (schema["required"], schema["additionalProperties"]) == (["op"], False)


def test_the_words_are_those_of_the_model() -> None:
    properties = POLICY["properties"]
    assert tuple(properties["severity"]["enum"]) == SEVERITIES
    assert tuple(properties["subject"]["enum"]) == SUBJECTS
    assert tuple(properties["match"]["properties"]["op"]["then"]["enum"]) == OPS
    assert tuple(properties["limit"]["properties"]["of"]["enum"]) == POPULATIONS
    assert tuple(properties["limit"]["properties"]["joined"]["enum"]) == get_args(Join)
    assert tuple(properties["on_exceed"]["enum"]) == get_args(Exceeding)
    assert tuple(POLICY["$defs"]["change"]["properties"]["op"]["enum"]) == OPS
    assert tuple(PACK["$defs"]["param"]["properties"]["type"]["enum"]) == get_args(ParamType)
    assert tuple(PACK["properties"]["menus"]["propertyNames"]["enum"]) == OPS
    assert tuple(properties["instead"]["properties"]["safety"]["enum"]) == get_args(Safety)


SHIPPED = sorted(folder("policies").glob("*/*.yaml"))
CASES = sorted(folder("policies").glob("*/tests/*.yaml"))


@pytest.mark.parametrize("path", [*SHIPPED, *CASES], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_ships_fits_the_schemas(path: Path) -> None:
    name = "case" if path in CASES else "pack" if path.name == "pack.yaml" else "policy"
    data = plain(parse_yaml(path.read_text(encoding="utf-8"), str(path)))
    assert [error.message for error in Draft202012Validator(schemas.load(name)).iter_errors(data)] == []
