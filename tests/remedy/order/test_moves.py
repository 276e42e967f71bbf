"""The search against every order there is."""

from collections.abc import Callable, Sequence
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.remedy.order import moves
from linter.remedy.order.conflict import smallest_conflict
from linter.remedy.order.moves import GaveUp, Lattice, fewest_moves
from linter.remedy.order.relations import Element

Passes = Callable[[Sequence[int], int], bool]


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Element], Passes]:
    """Elements of some kinds, some after others, and an arbitrary answer for each set and kind."""
    count = draw(st.integers(1, 6))
    alike = [draw(st.sampled_from("abc")) for _ in range(count)]
    after = [draw(st.sampled_from([-1, -1, -1, *range(place)])) for place in range(count)]
    after = [other if after.count(other) == 1 else -1 for other in after]
    elements = [Element(place=place, alike=alike[place], after=after[place]) for place in range(count)]
    chained = {place for place in range(count) if after[place] >= 0} | set(after)
    name = {place: f"{place}!" if place in chained else alike[place] for place in range(count)}
    seed, share = draw(st.integers(0, 1000)), draw(st.sampled_from([0.4, 0.6, 0.8]))

    def passes(done: Sequence[int], place: int) -> bool:
        return Random(f"{seed} {sorted(name[each] for each in done)} {name[place]}").random() < share

    return elements, passes


def good(order: Sequence[int], elements: Sequence[Element], passes: Passes) -> bool:
    chained = all(
        each.after < 0 or order.index(each.after) < order.index(each.place)
        for each in elements
        if each.place in order and each.after in (*order, -1)
    )
    return chained and all(passes(order[:number], place) for number, place in enumerate(order))


def moved(order: Sequence[int]) -> int:
    for size in range(len(order), 0, -1):
        if any(list(run) == sorted(run) for run in combinations(order, size)):
            return len(order) - size
    return 0


@settings(max_examples=250)
@given(cases())
def test_no_order_with_fewer_moves_passes(case: tuple[list[Element], Passes]) -> None:
    elements, passes = case
    found = fewest_moves(elements, Lattice(elements, passes))
    every = [order for order in permutations(range(len(elements))) if good(order, elements, passes)]
    if found is None:
        assert every == []
    else:
        assert good(found, elements, passes)
        assert moved(found) == min(map(moved, every))


@settings(max_examples=150)
@given(cases())
def test_no_smaller_set_is_in_conflict(case: tuple[list[Element], Passes]) -> None:
    elements, passes = case
    places = range(len(elements))
    after = {each.place: each.after for each in elements}
    reached: set[frozenset[int]] = set()
    for size in range(len(elements) + 1):
        for order in permutations(places, size):
            if all(after[each] < 0 or after[each] in order for each in order) and good(
                order, elements, passes
            ):
                reached.add(frozenset(order))

    def conflicts(some: Sequence[int]) -> bool:
        return not any(reach.issuperset(some) for reach in reached)

    found = smallest_conflict(elements, Lattice(elements, passes))
    sizes = [size for size in range(1, len(elements) + 1) if any(map(conflicts, combinations(places, size)))]
    assert len(found) == min(sizes, default=0)
    assert not found or conflicts(found)


def test_thirty_that_wait_for_one_another_are_no_search_at_all() -> None:
    """Fifteen take a seat, fifteen give one back, and none is free: each kind is counted, not tried."""
    elements = [Element(place=place, alike=place < 15) for place in range(30)]
    asked = []

    def passes(done: Sequence[int], place: int) -> bool:
        asked.append(place)
        taken = sum(1 for each in done if each < 15)
        return place >= 15 or taken < len(done) - taken

    found = fewest_moves(elements, Lattice(elements, passes))
    assert found is not None
    assert moved_by_run(found) == 15
    assert len(asked) <= 16 * 16 * 2


def moved_by_run(order: Sequence[int]) -> int:
    best: list[int] = []
    for number, place in enumerate(order):
        best.append(1 + max((best[other] for other in range(number) if order[other] < place), default=0))
    return len(order) - max(best)


def test_a_search_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "MAX_STATES", 20)
    elements = [Element(place=place, alike=place) for place in range(8)]
    with pytest.raises(GaveUp):
        fewest_moves(elements, Lattice(elements, lambda done, place: len(done) == 7 - place))
