"""The order with the fewest moves that passes at every step.

A pointer walks through the changes as they are. Each change is kept in its place among the kept ones, or
moved: pulled ahead before the pointer comes to it, or put off until after. Alike changes can stand for one
another, so it is enough to count how many of a kind were pulled ahead, and which of them it was is decided
when the pointer comes to one. Every order is such a walk, and the moves of a walk are its changes less the
longest run that is kept; so the cheapest walk has the fewest moves. Walks are explored cheapest first, each
state once.
"""

import heapq
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import count
from typing import TypeAlias

import msgspec

from linter.remedy.order.relations import Element

Passes: TypeAlias = Callable[[Sequence[int], int], bool]
"""Whether a change may be made after some others, given by their places in the order in which they were."""

MAX_STATES = 30_000
"""How many states a search looks at before it gives up."""


class GaveUp(Exception):  # noqa: N818 - the search's own word for an answer that it does not have
    """There is too much to look at."""


class Kinds(msgspec.Struct, frozen=True, kw_only=True):
    """Elements by kind: alike ones have one number. `before` is the kind that must come before each kind."""

    of: tuple[int, ...]
    before: tuple[int, ...]
    sizes: tuple[int, ...]


def kinds(elements: Sequence[Element]) -> Kinds:
    """The kinds of some elements. One that is not the only one of its user is of a kind of its own."""
    numbers: dict[Hashable, int] = {}
    followed = {element.after for element in elements}
    of = []
    for element in elements:
        chained = element.after >= 0 or element.place in followed
        of.append(numbers.setdefault(("chained", element.place) if chained else element.alike, len(numbers)))
    by_place = {element.place: kind for element, kind in zip(elements, of, strict=True)}
    before = [-1] * len(numbers)
    for element, kind in zip(elements, of, strict=True):
        if element.after in by_place:
            before[kind] = by_place[element.after]
    sizes = [of.count(kind) for kind in range(len(numbers))]
    return Kinds(of=tuple(of), before=tuple(before), sizes=tuple(sizes))


class Lattice:
    """Which changes may follow on which; each question is answered once."""

    def __init__(self, elements: Sequence[Element], passes: Passes) -> None:
        self.kinds = kinds(elements)
        self.members: list[list[int]] = [[] for _ in self.kinds.sizes]
        for number, kind in enumerate(self.kinds.of):
            self.members[kind].append(elements[number].place)
        self.passed = [
            tuple(self.kinds.of[:pointer].count(kind) for kind in range(len(self.members)))
            for pointer in range(len(elements) + 1)
        ]
        """How many of each kind stand before each place."""
        self._passes = passes
        self._known: dict[tuple[tuple[int, ...], int], bool] = {}

    def passes(self, done: tuple[int, ...], way: Sequence[int], kind: int) -> bool:
        """Whether one of a kind may follow where so many of each were done, in this way (by kinds)."""
        needed = self.kinds.before[kind]
        if needed >= 0 and not done[needed]:
            return False
        known = self._known.get((done, kind))
        if known is None:
            places = self.placed(way)
            known = self._passes(places, self.members[kind][done[kind]])
            self._known[done, kind] = known
        return known

    def placed(self, way: Sequence[int]) -> list[int]:
        """The places of a way by kinds: any of a kind will do."""
        used = [0] * len(self.members)
        places = []
        for kind in way:
            places.append(self.members[kind][used[kind]])
            used[kind] += 1
        return places


State: TypeAlias = tuple[int, tuple[int, ...], tuple[int, ...]]
"""Where the pointer is, and how many of each kind were pulled ahead and put off."""


def fewest_moves(elements: Sequence[Element], lattice: Lattice) -> list[int] | None:
    """The places in the new order; `None` where no order passes. Raises `GaveUp`."""
    of = lattice.kinds.of
    nothing = (0,) * len(lattice.kinds.sizes)
    start: State = (0, nothing, nothing)
    tie = count()
    # The way to a state: the state before it and what was made there, one link a step.
    queue: list[tuple[int, int, int, State, _Link | None]] = [(0, 0, next(tie), start, None)]
    seen: set[State] = set()
    while queue:
        cost, _, _, state, link = heapq.heappop(queue)
        if state in seen:
            continue
        seen.add(state)
        if len(seen) > MAX_STATES:
            raise GaveUp
        pointer, _, off = state
        if pointer == len(of) and not any(off):
            return _places(elements, of, link)
        for more, kind, after in _next(lattice, of, state, link):
            made = link if kind is None else _Link(link, kind[0], kind[1])
            if after not in seen:
                heapq.heappush(queue, (cost + more, -after[0], next(tie), after, made))
    return None


class _Link(msgspec.Struct, frozen=True):
    """A change that is made: its kind, and its number where it is kept in place, -1 where it is moved."""

    before: "_Link | None"
    kind: int
    number: int


def _way(link: _Link | None) -> list[_Link]:
    found = []
    while link is not None:
        found.append(link)
        link = link.before
    return found[::-1]


def _next(
    lattice: Lattice, of: Sequence[int], state: State, link: _Link | None
) -> Iterator[tuple[int, tuple[int, int] | None, State]]:
    """What can be done next: its cost, what is made (kind and number), and the state after it."""
    pointer, pulled, off = state
    passed = lattice.passed[pointer]
    done = tuple(behind - later + ahead for behind, later, ahead in zip(passed, off, pulled, strict=True))
    way = [each.kind for each in _way(link)]
    if pointer < len(of):
        kind = of[pointer]
        if pulled[kind]:
            yield 0, None, (pointer + 1, _plus(pulled, kind, -1), off)
        # What was pulled ahead has still to be met.
        if lattice.kinds.sizes[kind] - passed[kind] > pulled[kind]:
            if lattice.passes(done, way, kind):
                yield 0, (kind, pointer), (pointer + 1, pulled, off)
            yield 1, None, (pointer + 1, pulled, _plus(off, kind, 1))
    for kind, size in enumerate(lattice.kinds.sizes):
        if off[kind] and lattice.passes(done, way, kind):
            yield 0, (kind, -1), (pointer, pulled, _plus(off, kind, -1))
        if size - passed[kind] > pulled[kind] and lattice.passes(done, way, kind):
            yield 1, (kind, -1), (pointer, _plus(pulled, kind, 1), off)


def _plus(counts: tuple[int, ...], kind: int, more: int) -> tuple[int, ...]:
    return (*counts[:kind], counts[kind] + more, *counts[kind + 1 :])


def _places(elements: Sequence[Element], of: Sequence[int], link: _Link | None) -> list[int]:
    """The order of a way: kept changes are themselves, moved ones the others of their kind, first to last."""
    way = _way(link)
    kept = {each.number for each in way}
    moved: dict[int, list[int]] = {}
    for number, kind in enumerate(of):
        if number not in kept:
            moved.setdefault(kind, []).append(number)
    return [elements[each.number if each.number >= 0 else moved[each.kind].pop(0)].place for each in way]
