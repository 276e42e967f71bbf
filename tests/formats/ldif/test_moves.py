"""Names followed through renames, held against a plain list of who stands where."""

from hypothesis import given
from hypothesis import strategies as st

from linter.formats.ldif.dn import name_of
from linter.formats.ldif.moves import Moves


def first(moves: Moves, text: str) -> str | None:
    name = moves.first_name(name_of(text))
    return None if name is None else name.text


def test_an_entry_and_those_below_it_keep_their_first_names() -> None:
    moves = Moves()
    moves.move(name_of("ou=Sales,dc=x"), name_of("ou=Trade,dc=x"))
    assert first(moves, "uid=a,ou=trade, dc=x") == "uid=a,ou=Sales,dc=x"
    assert first(moves, "ou=Trade,dc=x") == "ou=Sales,dc=x"
    assert first(moves, "uid=a,ou=Sales,dc=x") is None
    moves.move(name_of("uid=a,ou=Trade,dc=x"), name_of("uid=b,ou=Other,dc=x"))
    moves.move(name_of("ou=Other,dc=x"), name_of("ou=More,dc=y"))
    assert first(moves, "uid=b,ou=More,dc=y") == "uid=a,ou=Sales,dc=x"
    assert first(moves, "uid=a,ou=Trade,dc=x") is None
    assert first(moves, "uid=c,ou=Trade,dc=x") == "uid=c,ou=Sales,dc=x"


def test_a_name_that_is_used_again_is_another_entry() -> None:
    moves = Moves()
    moves.move(name_of("uid=a,dc=x"), name_of("uid=b,dc=x"))
    assert moves.arrive(name_of("uid=a,dc=x")).text == "uid=a,dc=x (2)"
    assert first(moves, "uid=a,dc=x") == "uid=a,dc=x (2)"
    assert first(moves, "uid=b,dc=x") == "uid=a,dc=x"
    moves.leave(name_of("uid=a,dc=x"))
    assert moves.arrive(name_of("UID=a,dc=x")).text == "uid=a,dc=x (3)"


def test_two_swap_names() -> None:
    moves = Moves()
    for old, new in (("a", "c"), ("b", "a"), ("c", "b")):
        moves.move(name_of(f"uid={old},dc=x"), name_of(f"uid={new},dc=x"))
    assert (first(moves, "uid=a,dc=x"), first(moves, "uid=b,dc=x")) == ("uid=b,dc=x", "uid=a,dc=x")
    assert first(moves, "uid=c,dc=x") is None


def test_who_is_created_in_a_renamed_container_has_the_name_given() -> None:
    moves = Moves()
    moves.move(name_of("ou=A,dc=x"), name_of("ou=B,dc=x"))
    assert moves.arrive(name_of("uid=n,ou=B,dc=x")).text == "uid=n,ou=B,dc=x"
    assert first(moves, "uid=n,ou=B,dc=x") == "uid=n,ou=B,dc=x"


LEAVES = [f"uid={name},ou={unit},dc=x" for name in "ab" for unit in "AB"]
UNITS = ["ou=A,dc=x", "ou=B,dc=x", "ou=C,dc=x"]
STEPS = st.lists(st.tuples(st.sampled_from(LEAVES + UNITS), st.sampled_from(LEAVES + UNITS)), max_size=8)


@given(STEPS)
def test_moves_agree_with_a_plain_list_of_entries(steps: list[tuple[str, str]]) -> None:
    moves = Moves()
    now = {text: text for text in UNITS + LEAVES}  # where each entry stands, by its first name
    for old, new in steps:
        present = set(now.values())
        parent = new.partition(",")[2]
        if old not in present or new in present or new.endswith("," + old):
            continue
        if old.startswith("ou=") != new.startswith("ou=") or (parent != "dc=x" and parent not in present):
            continue
        moves.move(name_of(old), name_of(new))
        for entry, place in now.items():
            if place == old or place.endswith("," + old):
                now[entry] = place[: len(place) - len(old)] + new
    for entry, place in now.items():
        found = first(moves, place)
        assert found is not None
        assert found.lower() == entry.lower()
