"""Change sets that a native file can hold, with the texts that most often break a format."""

from typing import Any

from hypothesis import strategies as st

from linter.model import OP_FIELDS, OPS

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "",
        " x",
        "x ",
        "a\nb",
        "a\r\nb",
        "\x00",
        "'",
        '"',
        ": ",
        "- ",
        "#",
        "=1+1",
        "@x",
        "NO",
        "null",
        "12",
        "é",
        "\u2028",
        "\u202e",
        "\ufeff",
        "a,b;c|d",
        "::error::",
        "##[x]",
        "{{ x }}",
        "\x85",
        "<<",
        "0x1F",
        "1e5",
    ]
)
KEY = TEXT.filter(bool)
FREE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEY, inner, max_size=2),
    max_leaves=4,
)
NAMES = st.none() | st.lists(TEXT, max_size=3)
ATTRIBUTES = st.dictionaries(KEY.map(lambda key: f"x{key}"), FREE, max_size=2)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(
            [
                "full_name",
                "first_name",
                "last_name",
                "primary_email",
                "sign_in_id",
                "manager_id",
                "employee_id",
            ],
            st.none() | TEXT,
        ),
        **dict.fromkeys(["aliases", "roles", "licenses", "groups", "tags"], NAMES),
        "enabled": st.booleans(),
        "kind": st.sampled_from(["person", "service", "application", "support"]),
        "attributes": ATTRIBUTES,
    },
)
EVIDENCE = {
    "account": KEY,
    **dict.fromkeys(["requested_by", "approved_by", "reference", "reason", "intent"], st.none() | TEXT),
    "effective_at": st.none() | st.sampled_from(["2026-11-20T09:00:00Z", "2026-11-20T09:00:00.125000+01:00"]),
}
FIELDS: dict[str, Any] = {
    **dict.fromkeys(["user", "role", "license", "group", "replaces"], KEY),
    "set": SETTINGS,
    "before": SETTINGS,
    "purchased_users": st.integers(0, 2**31 - 1),
}


@st.composite
def native_changes(draw: st.DrawFn) -> dict[str, Any]:
    """A change as plain data."""
    op = draw(st.sampled_from(OPS))
    needed, optional = OP_FIELDS[op]
    fields = {name: FIELDS[name] for name in needed}
    said = draw(st.fixed_dictionaries(fields, optional={name: FIELDS[name] for name in optional} | EVIDENCE))
    return {"op": op, **said}


_NAME = st.sampled_from(["Sales", "A, B", "é", "a'b", "x y", "=1", "/", "?", "#", "%41", "u1"])
_FIELDS_OF_REQUESTS = {
    **dict.fromkeys(
        ["full_name", "first_name", "last_name", "primary_email", "employee_id"], st.none() | _NAME
    ),
    "manager_id": st.none() | st.sampled_from(["u1", "new@company.example", "n1"]),
    "enabled": st.booleans(),
    "roles": st.lists(_NAME, unique=True, max_size=2),
    "attributes": st.fixed_dictionaries({"title": _NAME | st.none()}, optional={"department": _NAME}),
}
_WHO = st.sampled_from(["u1", "a b@company.example", "x/y?z#1%41", "n1", "new@company.example"])


@st.composite
def request_changes(draw: st.DrawFn) -> dict[str, Any]:
    """A change that most services have a request for; some are about a user whom another one creates."""
    op = draw(
        st.sampled_from(
            [
                "create",
                "update",
                "disable",
                "enable",
                "delete",
                "grant_role",
                "revoke_role",
                "assign_license",
                "remove_license",
                "add_group",
                "remove_group",
            ]
        )
    )
    if op == "create":
        values = draw(st.fixed_dictionaries({}, optional=_FIELDS_OF_REQUESTS))
        return {"op": op, "user": "n1", "set": {"sign_in_id": "new@company.example", **values}}
    own = {
        "update": "set",
        "grant_role": "role",
        "revoke_role": "role",
        "assign_license": "license",
        "remove_license": "license",
        "add_group": "group",
        "remove_group": "group",
    }.get(op)
    values = draw(st.fixed_dictionaries({}, optional=_FIELDS_OF_REQUESTS)) if own == "set" else draw(_NAME)
    return {"op": op, "user": draw(_WHO), **({own: values} if own else {})}


_DN = st.sampled_from(
    ["uid=a,ou=People,dc=x", "cn=B\\, C,dc=x", "cn=é,dc=x", "CN=Ann,OU=People,DC=x", "uid=n,dc=x"]
)
_VALUE = TEXT.filter(bool) | st.sampled_from(
    ["a" * 200, " lead", "trail ", ":x", "<y", "é" * 60, "a\n b", "-"]
)
_ENTRY = {
    **dict.fromkeys(
        ["full_name", "first_name", "last_name", "primary_email", "sign_in_id", "employee_id"],
        st.none() | _VALUE,
    ),
    "manager_id": _DN | st.none(),
    "enabled": st.booleans(),
}
_FREE_ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "title": _VALUE | st.none(),
        "cn": _VALUE,
        "description": st.lists(_VALUE, min_size=1, max_size=3, unique=True)
        | st.just({"add": ["x"], "delete": ["y"]}),
        "useraccountcontrol": st.sampled_from(["512", "514"]),
        "dn": _DN,
    },
)


@st.composite
def directory_changes(draw: st.DrawFn) -> dict[str, Any]:
    """A change that a directory takes."""
    op = draw(
        st.sampled_from(
            [
                "create",
                "update",
                "update",
                "update",
                "disable",
                "enable",
                "delete",
                "add_group",
                "remove_group",
            ]
        )
    )
    change = {"op": op, "user": draw(_DN)}
    if op in ("add_group", "remove_group"):
        return {**change, "group": draw(st.sampled_from(["cn=Staff,dc=x", "cn=A B,ou=G,dc=x"]))}
    if op not in ("create", "update"):
        return change
    values = draw(st.fixed_dictionaries({}, optional=_ENTRY))
    attributes = draw(_FREE_ATTRIBUTES)
    if op == "create":
        return {
            **change,
            "set": {**values, "attributes": {"objectclass": ["top", "inetOrgPerson"], **attributes}},
        }
    before = draw(st.fixed_dictionaries({}, optional={"primary_email": _VALUE, "full_name": _VALUE}))
    return {
        **change,
        "set": {**values, **({"attributes": attributes} if attributes else {})},
        **({"before": before} if before else {}),
    }
