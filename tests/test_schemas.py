import pytest
from jsonschema import Draft202012Validator

from linter.formats.table.values import FIELDS
from linter.model import ENVELOPE_FIELDS, OPS, SETTABLE_FIELDS, Account, BillingAdmin, BillingRecord, User
from linter.native.shape import OP_FIELDS, RECORDS
from linter.schemas import load

NAMES = ("case", "changes", "config", "proof", "sidecar", "snapshot", "waivers")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_with_a_name(name: str) -> None:
    schema = load(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:prechange:{name}:v1"


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_in_a_sentence(name: str) -> None:
    schema = load(name)
    definitions = [schema, *schema.get("$defs", {}).values(), schema.get("then", {})]
    for definition in definitions:
        for key, value in definition.get("properties", {}).items():
            if "$ref" in value:
                value = schema["$defs"][value["$ref"].removeprefix("#/$defs/")]
            assert value.get("description", "").endswith("."), key


def test_the_schema_of_changes_knows_the_fields_of_the_model() -> None:
    schema = load("changes")
    change = schema["$defs"]["change"]
    assert set(schema["properties"]) == {"changes", *ENVELOPE_FIELDS}
    assert change["properties"]["op"]["enum"] == list(OPS)
    assert set(schema["$defs"]["set"]["properties"]) == set(SETTABLE_FIELDS)
    assert set(schema["$defs"]["before"]["properties"]) == set(User.__struct_fields__)


def test_the_schema_of_changes_knows_what_each_operation_takes() -> None:
    stated = {
        rule["if"]["properties"]["op"]["const"]: (rule["then"]["required"], set(rule["then"]["properties"]))
        for rule in load("changes")["$defs"]["change"]["allOf"]
    }
    assert stated == {
        op: (list(needed), {"op", *needed, *optional, *ENVELOPE_FIELDS})
        for op, (needed, optional) in OP_FIELDS.items()
    }
    assert sorted(RECORDS.values()) == sorted(OPS)


def test_the_columns_of_a_table_hold_what_the_reader_knows() -> None:
    sidecar, config = load("sidecar"), load("config")
    assert set(sidecar["$defs"]["field"]["enum"]) == FIELDS
    assert sidecar["properties"]["op"]["enum"] == list(OPS)
    for part in ("columns", "op"):
        assert config["properties"][part] == sidecar["properties"][part]
    assert config["$defs"] == sidecar["$defs"]
    assert set(sidecar["properties"]) >= set(ENVELOPE_FIELDS)


def test_the_schema_of_snapshots_knows_the_fields_of_the_model() -> None:
    definitions = load("snapshot")["$defs"]
    account = definitions["account"]["properties"]
    user = definitions["user"]["properties"]
    assert set(account) == set(Account.__struct_fields__)
    assert set(user) == set(User.__struct_fields__)
    assert set(account["billing_admin"]["properties"]) == set(BillingAdmin.__struct_fields__)
    assert set(user["billing_record"]["properties"]) == set(BillingRecord.__struct_fields__)
    head = {"taken_at", "source", "complete"}
    assert set(definitions["single"]["properties"]) == set(account) | head
