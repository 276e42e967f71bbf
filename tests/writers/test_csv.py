"""Tables of changes, read back; and what no cell can hold."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.formats import Column, Given
from linter.model import Envelope
from linter.writers import WRITERS
from tests.writers.conftest import Back, change_set, lost, plain, without_nothing
from tests.writers.strategies import native_changes

CSV = WRITERS["csv"]


@given(st.lists(native_changes(), min_size=1, max_size=4), st.sampled_from([None, "CASE 1: a", "\n"]))
@settings(max_examples=80)
def test_what_is_written_reads_back(back: Back, changes: list[dict[str, Any]], reference: str | None) -> None:
    given = change_set(changes, Envelope(account="acme", reference=reference))
    written = CSV.write(given)
    assert written.means is not None
    assert back(written, "changes.csv") == list(written.means)
    assert bool(lost(written)) == (list(written.means) != without_nothing(plain(given)))


def test_a_table_as_a_person_expects_it() -> None:
    changes = [
        {"op": "update", "user": "u1", "set": {"full_name": 'A "B"', "enabled": False, "aliases": ["a,b"]}},
        {"op": "grant_role", "user": "u2", "role": "Sales", "before": {"full_name": "C D"}},
        {"op": "create", "user": "u3", "set": {"roles": ["A", "B"], "attributes": {"City": "X, Y"}}},
    ]
    written = CSV.write(change_set(changes, Envelope(account="acme", reference=None)))
    assert written.text == (
        "op,user,role,account,full_name,enabled,aliases,roles,City\n"
        'update,u1,,acme,"A ""B""",false,"a,b;",,\n'
        "grant_role,u2,Sales,acme,C D,,,,\n"
        'create,u3,,acme,,,,A;B,"X, Y"\n'
    )
    assert written.beside == {"format": "csv", "reference": None}
    assert written.unsaid == ()


def test_the_columns_are_those_of_the_map(back: Back) -> None:
    columns = {"Who": Column("user"), "Off": Column("enabled", inverted=True), "Unused": Column("tags")}
    given = change_set([{"op": "update", "user": "u1", "set": {"enabled": False}}])
    written = CSV.write(given, Given(columns=columns))
    assert written.text == "Who,Off,Unused,op\nu1,true,,update\n"
    assert written.beside["columns"] == {
        "Who": "user",
        "Off": {"field": "enabled", "inverted": True},
        "Unused": "tags",
    }
    assert back(written, "mapped.csv") == plain(given)


def test_a_formula_is_kept_as_it_is_and_told(back: Back) -> None:
    given = change_set([{"op": "update", "user": "u1", "set": {"full_name": "=1+1", "last_name": "@x"}}])
    written = CSV.write(given)
    assert "=1+1,@x" in written.text
    assert [(each.kind, each.what) for each in written.unsaid] == [
        ("note", "a spreadsheet would compute 2 values: import the file, do not open it")
    ]
    assert back(written, "formula.csv") == plain(given)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            {"op": "update", "user": "u1", "set": {"full_name": None, "last_name": "x"}},
            "`full_name` of `update` cannot stand in a table: an empty cell says nothing",
        ),
        (
            {"op": "update", "user": "u1", "set": {"full_name": " x", "last_name": "x"}},
            "`full_name` of `update` cannot stand in a table: no cell gives this value back as it is",
        ),
        (
            {"op": "update", "user": "u1", "set": {"roles": ["a;b"], "last_name": "x"}},
            "`roles` of `update` cannot stand in a table: no cell gives this value back as it is",
        ),
        (
            {"op": "update", "user": "u1", "set": {"attributes": {"size": 1}, "last_name": "x"}},
            "`size` of `update` cannot stand in a table: no cell gives this value back as it is",
        ),
        (
            {"op": "update", "user": "u1", "set": {"attributes": {"Full_Name": "y"}, "last_name": "x"}},
            "`Full_Name` of `update` cannot stand in a table: no cell gives this value back as it is",
        ),
        (
            {"op": "update", "user": "u1", "set": {"last_name": "x"}, "before": {"last_name": "y"}},
            "`old last_name` of `update` cannot stand in a table: no cell gives this value back as it is",
        ),
        (
            {"op": "disable", "user": "a\rb"},
            "`user` of `disable` cannot stand in a table: no cell gives this value back as it is",
        ),
        ({"op": "update", "user": "u1", "set": {}}, "`update` would set nothing"),
    ],
)
def test_what_no_cell_can_hold(change: dict[str, Any], what: str) -> None:
    assert lost(CSV.write(change_set([change]))) == [what]
