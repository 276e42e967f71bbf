from linter.model import OPS, SETTABLE_FIELDS, AccountState, User
from linter.policy.types import (
    CHANGING_OPS,
    LIMIT,
    OP_FIELDS,
    OP_PARTS,
    PARAMS,
    ROOTS,
    SET_FIELDS,
    SETTING_OPS,
    SUBJECT_ROOTS,
    SUBJECTS,
    TABLES,
    Field,
)


def test_a_user_has_the_fields_of_the_model_and_the_derived_ones() -> None:
    assert set(TABLES["User"]) == {
        *User.__struct_fields__,
        *("name", "billing_admin", "guest", "direct_reports"),
    }


def test_an_account_has_the_fields_of_the_state() -> None:
    assert set(TABLES["Account"]) == set(AccountState.__struct_fields__) - {"reports"}


def test_changed_has_a_boolean_for_every_field_of_a_user() -> None:
    assert set(TABLES["Changed"]) == {*User.__struct_fields__, "name"}
    assert set(TABLES["Changed"].values()) == {Field("bool")}


def test_the_types_follow_the_model() -> None:
    user, account = TABLES["User"], TABLES["Account"]
    assert user["id"] == Field("string")
    assert user["full_name"] == Field("string", nullable=True)
    assert user["enabled"] == Field("bool")
    assert user["roles"] == Field("string", "list")
    assert user["invited_at"] == Field("timestamp", nullable=True)
    assert user["invitation"].values == ("none", "sent", "expired", "accepted", "rejected", "revoked")
    assert user["billing_record"] == Field("BillingRecord", nullable=True)
    assert user["attributes"] == Field("anything", "map")
    assert account["purchased_users"] == Field("int")
    assert account["role_holders"] == Field("int", "map")
    assert account["users"] == Field("User", "list")
    assert account["billing_user"] == Field("User", nullable=True)


def test_a_type_is_written_in_words() -> None:
    assert str(TABLES["User"]["full_name"]) == "string or null"
    assert str(TABLES["Account"]["users"]) == "list of user"
    assert str(TABLES["Account"]["role_holders"]) == "map of int"


def test_every_root_has_a_type_and_a_subject() -> None:
    assert {field.type for field in ROOTS.values()} <= {*TABLES, PARAMS, "timestamp"}
    assert {root for roots in SUBJECT_ROOTS.values() for root in roots} == {*ROOTS} - {LIMIT}
    assert set(SUBJECT_ROOTS) == set(SUBJECTS)


def test_every_op_has_its_keys() -> None:
    assert set(OP_FIELDS) == set(OPS)
    assert OP_PARTS["role"] == {"grant_role", "revoke_role"}
    assert "set_purchased_users" not in OP_PARTS["user"]


def test_every_settable_field_is_set_by_one_way_only() -> None:
    assert {*SET_FIELDS, *SETTING_OPS} == set(SETTABLE_FIELDS)
    assert not {*SET_FIELDS} & {*SETTING_OPS}
    assert set(CHANGING_OPS) == set(TABLES["Changed"])
