"""Where no order passes: which changes cannot all be made, whatever becomes of the others."""

from collections.abc import Sequence
from itertools import combinations_with_replacement

from linter.remedy.order.moves import MAX_STATES, GaveUp, Lattice
from linter.remedy.order.relations import Element

MAX_SETS = 200_000
"""How many sets are looked at before the search for a smaller one is given up."""


def smallest_conflict(elements: Sequence[Element], lattice: Lattice) -> list[int]:
    """The places of the fewest changes that no order makes all of, the others made or not. Raises `GaveUp`.

    What can be made is what can be reached from nothing, one change at a time. A set is in conflict where
    nothing that can be reached holds all of it; sets are tried smallest first.
    """
    furthest = _furthest(lattice)
    number = range(len(lattice.kinds.sizes))
    looked = 0
    for size in range(1, len(elements) + 1):
        for chosen in combinations_with_replacement(number, size):
            looked += 1
            if looked > MAX_SETS:
                raise GaveUp
            need = tuple(chosen.count(kind) for kind in number)
            if any(count > most for count, most in zip(need, lattice.kinds.sizes, strict=True)):
                continue
            if not any(_within(need, reached) for reached in furthest):
                return sorted(place for kind in number for place in lattice.members[kind][: need[kind]])
    return []


def _within(need: tuple[int, ...], reached: tuple[int, ...]) -> bool:
    return all(count <= there for count, there in zip(need, reached, strict=True))


def _furthest(lattice: Lattice) -> list[tuple[int, ...]]:
    """How many of each kind can be made, as far as it goes in each direction."""
    sizes = lattice.kinds.sizes
    start = (0,) * len(sizes)
    ways: dict[tuple[int, ...], tuple[int, ...]] = {start: ()}
    queue = [start]
    ends = []
    for done in queue:
        stuck = True
        for kind, size in enumerate(sizes):
            if done[kind] < size and lattice.passes(done, ways[done], kind):
                stuck = False
                after = (*done[:kind], done[kind] + 1, *done[kind + 1 :])
                if after not in ways:
                    ways[after] = (*ways[done], kind)
                    queue.append(after)
        if stuck:
            ends.append(done)
        if len(queue) > MAX_STATES:
            raise GaveUp
    return ends
