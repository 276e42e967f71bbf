"""The classifier, held against the labelled pairs; its figures are those of `docs/identity.md`."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.model import UNSET, User
from linter.resemblance import VERDICTS, classify
from tests.resemblance.labelled import PAIRS, figures, states

SAME_PERSON = {"correction", "rename", "rebranding"}


def test_there_are_enough_pairs_of_every_label() -> None:
    assert len(PAIRS) >= 350
    assert {pair.label for pair in PAIRS} == set(VERDICTS)
    assert len({pair.text for pair in PAIRS}) + 5 > len(PAIRS)
    assert 0.25 < sum(pair.held_out for pair in PAIRS) / len(PAIRS) < 0.4


def test_the_accuracy_is_above_97_percent() -> None:
    found = figures(lambda pair: True)
    assert found.accuracy > 0.97, found.wrong


def test_the_pairs_that_were_held_out_are_judged_as_well() -> None:
    found = figures(lambda pair: pair.held_out)
    assert found.accuracy > 0.97, found.wrong


def test_no_hand_over_is_taken_for_the_same_person() -> None:
    taken = [
        pair.text
        for pair in PAIRS
        if pair.label == "another-person" and classify(pair.before, pair.after).verdict in SAME_PERSON
    ]
    assert taken == []


def test_no_two_of_many_people_are_taken_for_one() -> None:
    hand_overs = [pair for pair in PAIRS if pair.group == "a hand-over to a colleague"]
    people = {str(user.full_name): user for pair in hand_overs for user in (pair.before, pair.after)}
    # Initials alone fit several people.
    named = [user for name, user in people.items() if max(map(len, name.split())) > 1]
    taken = [
        (a.full_name, b.full_name)
        for a, b in itertools.permutations(named, 2)
        if classify(a, b).verdict in SAME_PERSON
    ]
    assert len(named) > 30
    assert taken == []


COLLEAGUES = [
    ("José Luis Pérez <jl.perez>", "José María Pérez <jm.perez>"),
    ("Juan Carlos Ortiz <jc.ortiz>", "Juan Pablo Ortiz <jp.ortiz>"),
    ("Jean-Pierre Lacroix <jp.lacroix>", "Jean-Marc Lacroix <jm.lacroix>"),
    ("Jean-Pierre Martin <jp.martin>", "Jean-Paul Martin <jp.martin>"),
    ("Ramesh Subramaniam <r.subramaniam>", "Rajesh Subramaniam <rajesh.subramaniam>"),
    ("Wang Xiaoming <xiaoming.wang>", "Wang Xiaohong <xiaohong.wang>"),
    ("Wang Xiaoming <xiaoming.wang>", "Wang Xiaoying <xiaoying.wang>"),
    ("Park Ji-hoon <jihoon.park>", "Park Ji-hyun <jihyun.park>"),
]


@pytest.mark.parametrize(("before", "after"), COLLEAGUES)
def test_colleagues_whose_given_names_are_alike_are_two(before: str, after: str) -> None:
    """They bear one family name, and the given names share a part or all but a letter."""
    assert classify(*states(before, after, {})).verdict in {"another-person", "unclear"}


NOBODY_CAN_TELL = [
    ("Anna Berg <anna.berg>", "Anna Lind <anna.lind>", "a colleague with the same given name"),
    ("Jan Novák <jan.novak>", "Jan Novák <jan.novak2>", "a colleague with the same name"),
]


@pytest.mark.parametrize(("before", "after", "who"), NOBODY_CAN_TELL)
def test_the_limits_that_the_page_names(before: str, after: str, who: str) -> None:
    assert classify(*states(before, after, {})).verdict in SAME_PERSON, who
    other = classify(*states(before, after, {"employee_id": ["17", "42"]})).verdict
    assert other in {"another-person", "unclear"}, who


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        ({}, {"full_name": "Anna"}, ("name",)),
        ({"full_name": "Anna"}, {"full_name": "Anna", "sign_in_id": "a@x.example"}, ("sign_in_id",)),
        ({"primary_email": "a@x.example"}, {"primary_email": "peter.lind@x.example"}, ("name",)),
        ({"primary_email": "a@x.example"}, {"primary_email": "a@y.example"}, ()),
        ({"first_name": "Anna"}, {"first_name": "Anna", "last_name": "Lind"}, ("name",)),
        ({"full_name": None}, {"full_name": "Anna"}, ()),
        ({}, {}, ()),
    ],
)
def test_what_is_not_known_is_named(
    before: dict[str, str], after: dict[str, str], missing: tuple[str, ...]
) -> None:
    found = classify(User(id="u1", **before), User(id="u1", **after))
    assert found.missing == missing
    assert not missing or (found.verdict, found.signals) == ("unclear", ())


def test_the_signals_say_what_was_seen() -> None:
    before, after = states(
        "Anna Berg <anna.berg>",
        "Peter Lind <peter.lind>",
        {"employee_id": ["17", "42"], "aliases": ["anna.berg"], "department": ["A", "B"]},
    )
    found = classify(before, after)
    assert found.verdict == "another-person"
    told = {signal.name: (signal.says, signal.text) for signal in found.signals}
    address = (
        "`anna.berg@company.example` becomes `peter.lind@company.example`: the new one is made from the name"
    )
    assert told == {
        "name": ("another", "`Anna Berg` and `Peter Lind` share nothing that tells people apart"),
        "primary_email": ("another", address),
        "sign_in_id": ("another", address),
        "employee_id": ("another", "another employee id: `17` becomes `42`"),
        "aliases": ("same", "the old address is kept as an alias"),
        "department": ("another", "`department` changes, too"),
    }


RECORDS = st.builds(
    User,
    id=st.just("u1"),
    full_name=st.one_of(st.text(max_size=200), st.none(), st.just(UNSET)),
    primary_email=st.one_of(st.text(max_size=200), st.none(), st.just(UNSET)),
    employee_id=st.one_of(st.text(max_size=5), st.none(), st.just(UNSET)),
)


@settings(max_examples=200)
@given(RECORDS, RECORDS)
def test_any_text_gets_a_verdict(before: User, after: User) -> None:
    assert classify(before, after).verdict in VERDICTS
    assert classify(before, before).verdict in {"unchanged", "unclear"}


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "a " * 50_000, "-" * 100_000, "ab" * 50_000, "(" * 100_000, "王" * 9_999]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    def user(name: str) -> User:
        return User(id="u1", full_name=name, primary_email=f"{name}@x.example", sign_in_id=name)

    assert classify(user(text), user(text + "b")).verdict in VERDICTS


PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text("utf-8")


def test_the_page_states_these_figures() -> None:
    everything, apart = figures(lambda pair: True), figures(lambda pair: pair.held_out)
    stated = re.findall(r"(\d+) of (\d+) pairs", PAGE)
    assert [tuple(map(int, each)) for each in stated] == [
        (everything.right, everything.all),
        (apart.right, apart.all),
    ]


def test_the_page_lists_the_verdicts() -> None:
    assert tuple(re.findall(r"^\| `([a-z-]+)` \| ", PAGE, re.M))[: len(VERDICTS)] == VERDICTS


def test_letters_that_nobody_knows_are_not_all_one() -> None:
    """A transliteration of these is empty, and two empty names would be the same."""
    one, other = (User(id="u1", full_name=name) for name in ("\U0002b380", "\U0002b381"))
    assert classify(one, other).verdict not in ("unchanged", "correction", "rename", "rebranding")
    assert classify(one, User(id="u1", full_name="00")).verdict not in ("unchanged", "correction", "rename")
