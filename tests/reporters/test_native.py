from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linter.reporters.native import native_lines

# What PyYAML reads otherwise than YAML 1.2 says is left out: prechange itself reads YAML 1.2.
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"op": "disable", "user": "u1"}, ["- {op: disable, user: u1}"]),
        (
            {"op": "create", "set": {"full_name": "New Person", "primary_email": "new@company.example"}},
            ["- op: create", "  set:", "    full_name: New Person", "    primary_email: new@company.example"],
        ),
        (
            {"op": "update", "user": "u1", "set": {"aliases": ["a@b.example", "c@d.example"], "tags": ()}},
            [
                "- op: update",
                "  user: u1",
                "  set:",
                "    aliases: [a@b.example, c@d.example]",
                "    tags: []",
            ],
        ),
        ({"user": "NO", "seats": 12, "b": True, "z": None}, ['- {user: "NO", seats: 12, b: true, z: null}']),
        ({"user": "12", "x": "a: b", "z": "# no"}, ['- {user: "12", x: "a: b", z: "# no"}']),
    ],
)
def test_as_a_person_would_type_it(change: dict[str, Any], lines: list[str]) -> None:
    assert native_lines((change,), 50) == lines


@given(st.dictionaries(_TEXTS, _VALUES, min_size=1, max_size=4), st.integers(10, 80))
def test_yaml_reads_it_back(change: dict[str, Any], width: int) -> None:
    from linter.reporters.visible import visible

    shown = "\n".join(visible(line) for line in native_lines((change,), width))
    assert yaml.safe_load(shown) == [change]
