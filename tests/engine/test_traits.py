"""What a mass has in common: exact numbers, and what parts it best from the others first."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.engine import traits as module
from linter.engine.traits import traits
from linter.model import Trait, User


def users(number: int, **fields: Any) -> list[User]:
    return [msgspec.convert({"id": f"{number}-{n}", **fields}, User) for n in range(number)]


def told(*found: Trait) -> list[tuple[Any, ...]]:
    return [
        (each.field, each.what, each.value, each.count, each.of, each.others, each.of_others)
        for each in found
    ]


ROWS: list[tuple[str, list[User], list[User], list[tuple[Any, ...]]]] = [
    (
        "an empty department",
        users(412, attributes={"department": ""}) + users(18, attributes={"department": "Sales"}),
        users(1567, attributes={"department": "Sales"}) + users(3, attributes={"department": None}),
        [("attributes.department", "empty", "", 412, 430, 3, 1570)],
    ),
    (
        "no department at all",
        users(9, attributes={"title": "x"}),
        users(20, attributes={"title": "x", "department": "Sales"}),
        [("attributes.department", "unknown", "", 9, 9, 0, 20)],
    ),
    (
        "a domain, told once though sign-ins are in it, too",
        users(5, primary_email="a@OLD.example", sign_in_id="b@old.example"),
        users(7, primary_email="a@new.example", sign_in_id="b@new.example"),
        [("primary_email", "domain", "old.example", 5, 5, 0, 7)],
    ),
    ("a role", users(4, roles=["A", "B"]), users(9, roles=["B"]), [("roles", "value", "A", 4, 4, 0, 9)]),
    (
        "no manager",
        users(4, manager_id=None),
        users(9, manager_id="m"),
        [("manager_id", "empty", "", 4, 4, 0, 9)],
    ),
    (
        "a manager",
        users(4, manager_id="m"),
        users(9, manager_id="n"),
        [("manager_id", "value", "m", 4, 4, 0, 9)],
    ),
    ("a kind", users(4, kind="service"), users(9, kind="person"), [("kind", "value", "service", 4, 4, 0, 9)]),
    ("what all have", users(4, roles=["A"]), users(9, roles=["A"]), []),
    ("of one or two nothing", users(2, roles=["A"]), users(9, roles=["B"]), []),
    ("where nobody else is left nothing", users(4, roles=["A"]), [], []),
    ("less than most of them", users(5, roles=["A"]) + users(5, roles=["B"]), users(9, roles=["C"]), []),
]


@pytest.mark.parametrize(
    ("hit", "others", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_is_told(hit: list[User], others: list[User], expected: list[tuple[Any, ...]]) -> None:
    assert told(*traits(hit, others)) == expected


def test_numbers_of_the_hit_are_exact_and_others_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SAMPLE", 10)
    monkeypatch.setattr(module, "_COMPARED", 10)
    hit = users(90, roles=["A"]) + users(9, roles=["B"])
    assert told(*traits(hit, users(500, roles=["C"]))) == [("roles", "value", "A", 90, 99, 0, 10)]


PEOPLE = st.lists(
    st.builds(
        lambda roles, department, manager: User(
            id="x",
            roles=roles,
            manager_id=manager,
            attributes={} if department is ... else {"department": department},
        ),
        st.sampled_from([(), ("A",), ("A", "B"), None]),
        st.sampled_from(["", None, "Sales", "IT", ...]),
        st.sampled_from([None, "m", "n"]),
    ),
    max_size=12,
)


@given(PEOPLE, PEOPLE)
def test_every_number_can_be_counted_anew(hit: list[User], others: list[User]) -> None:
    found = traits(hit, others)
    assert len(found) <= 3
    for each in found:
        assert (each.of, each.of_others) == (len(hit), len(others))
        assert each.count == sum(_has(user, each) for user in hit)
        assert each.others == sum(_has(user, each) for user in others)
        assert each.count * 5 >= each.of * 3
    assert found == traits(hit, others)


def _has(user: User, trait: Trait) -> bool:
    if trait.field.startswith("attributes."):
        assert isinstance(user.attributes, dict)
        value: Any = user.attributes.get("department", ...)
    else:
        value = getattr(user, trait.field)
    if trait.what == "unknown":
        return value is ... or value is msgspec.UNSET
    if trait.what == "empty":
        return value is not ... and not value
    return trait.value in value if isinstance(value, tuple) else value == trait.value
