"""Accounts, changes and packs at random: few users, so that changes meet one another."""

from typing import Any

from hypothesis import strategies as st

from tests.remedy.conftest import pack, person

IDS = ("admin", "anna", "old", "spare")
NAMES = ("Anna Berg", "Anna Lind", "Peter Lind", "New One", "F C")
ADDRESSES = tuple(f"{name}@company.example" for name in (*IDS, "peter", "new", "anna.lind"))
ROLES = ("Sales", "Lead", "Billing Administrator")

_users = st.fixed_dictionaries(
    {},
    optional={
        "full_name": st.sampled_from(NAMES),
        "enabled": st.booleans(),
        "invitation": st.sampled_from(["none", "sent", "accepted", "expired"]),
        "roles": st.lists(st.sampled_from(ROLES), unique=True, max_size=2),
        "kind": st.sampled_from(["person", "application"]),
    },
)
accounts = st.fixed_dictionaries(
    {
        "users": st.tuples(*(st.builds(lambda said, id=id: person(id, **said), _users) for id in IDS)),
        "purchased_users": st.integers(1, 6),
        "billing_admin": st.sampled_from(
            [{"user_id": "admin", "email": "admin@company.example"}, {"email": "anna@company.example"}, None]
        ),
    }
)

_user = st.sampled_from([*IDS, *ADDRESSES])
_set = st.fixed_dictionaries(
    {},
    optional={
        "full_name": st.sampled_from(NAMES),
        "primary_email": st.sampled_from([*ADDRESSES, None]),
        "sign_in_id": st.sampled_from(ADDRESSES),
        "employee_id": st.sampled_from(["7", None]),
        "enabled": st.booleans(),
        "roles": st.lists(st.sampled_from(ROLES), unique=True, max_size=2),
    },
)
_evidence = st.fixed_dictionaries(
    {}, optional={"reference": st.just("CASE-0042"), "requested_by": st.sampled_from(["admin", "anna"])}
)


def _op(op: str, **parts: Any) -> st.SearchStrategy[dict[str, Any]]:
    given = st.fixed_dictionaries({"op": st.just(op), **parts})
    return st.builds(lambda change, said: {**change, **said}, given, _evidence)


changes = st.one_of(
    _op("update", user=_user, set=_set.filter(bool)),
    _op("create", set=_set.filter(bool)),
    *(
        _op(op, user=_user)
        for op in ("disable", "enable", "delete", "restore", "invite", "set_billing_admin")
    ),
    *(_op(op, user=_user, role=st.sampled_from(ROLES)) for op in ("grant_role", "revoke_role")),
    _op("set_purchased_users", purchased_users=st.integers(0, 6)),
)
change_lists = st.lists(changes, min_size=1, max_size=6)
packs = st.one_of(
    st.just(()),
    st.lists(st.sampled_from([rule.name for rule in pack().rules]), min_size=1, max_size=6).map(tuple),
)
severities = st.sampled_from(["error", "warning", "info"])
