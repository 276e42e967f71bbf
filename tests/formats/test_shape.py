"""The fast reader and the JSON Schema agree on what is right."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from linter.document import Source, at, check, parse_json, plain
from linter.errors import InputError
from linter.formats import tree
from linter.model import OPS, User
from linter.schemas import load

NAMES = st.sampled_from([*User.__struct_fields__, "emial"])
SCALARS: Any = st.sampled_from(
    [
        None,
        True,
        0,
        1,
        -1,
        2**31,
        1.0,
        1.5,
        "",
        "x",
        "yes",
        "person",
        "accepted",
        "2026-11-20T09:00:00Z",
        "2026-11-20",
        "2026-11-20T09:00:00",
        "2026-13-20T09:00:00Z",
        "2026-11-20T09:00:00+01:00",
    ]
)
VALUES: Any = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(NAMES, SCALARS, max_size=2)
FIELDS: Any = st.dictionaries(NAMES, VALUES, max_size=3)
KEYS = ["account", "reference", "effective_at", "user", "role", "license", "group", "purchased_users", "usr"]


@st.composite
def _changes(draw: Any) -> dict[str, Any]:
    change: dict[str, Any] = {"op": draw(st.sampled_from([*OPS, "updat"]))}
    change |= draw(st.dictionaries(st.sampled_from(KEYS), SCALARS, max_size=3))
    change |= draw(
        st.fixed_dictionaries({}, optional={"user": st.just("u1"), "set": FIELDS, "before": FIELDS})
    )
    return change


def _accepted(data: dict[str, Any], read: Any) -> bool:
    text = json.dumps(data)
    try:
        read(Source("f", text, parse_json(text, "f")))
    except InputError:
        return False
    return True


def _objections(data: dict[str, Any], name: str, definition: str) -> int:
    text = json.dumps(data)
    schema = {"$ref": f"#/$defs/{definition}", "$defs": load(name)["$defs"]}
    return len(check(Source("f", text, parse_json(text, "f")), schema))


@given(_changes())
@settings(max_examples=400)
def test_changes(change: dict[str, Any]) -> None:
    assert _accepted(change, tree.change) == (_objections(change, "changes", "change") == 0)


@given(
    st.fixed_dictionaries(
        {"id": st.just("a")},
        optional={
            "purchased_users": SCALARS,
            "name": SCALARS,
            "billing_admin": VALUES,
            "taken_at": SCALARS,
            "complete": SCALARS,
            "users": st.lists(st.fixed_dictionaries({"id": st.just("u1")}) | FIELDS, max_size=1),
        },
    )
)
@settings(max_examples=400)
def test_accounts(account: dict[str, Any]) -> None:
    assert _accepted(account, tree.single_account) == (_objections(account, "snapshot", "single") == 0)


def test_the_schemas_of_documents_take_what_the_readers_take() -> None:
    changes = {"account": "a", "changes": [{"op": "disable", "user": "u1"}]}
    Draft202012Validator(load("changes")).validate(changes)
    for snapshot in ({"accounts": [{"id": "a"}]}, {"id": "a", "users": [], "complete": True}):
        Draft202012Validator(load("snapshot")).validate(snapshot)
    assert plain(at(parse_json('{"a": 1}', "f"), "")) == {"a": 1}
