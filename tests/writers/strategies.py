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
