"""Seats against what was purchased, over the steps: where each line of the plot goes.

Horizontal places are percentages of the width, so that a page can draw the plot at any width
without scaling its text; vertical places are pixels.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from math import ceil, floor, log10

import msgspec

from linter.model import AccountPoint

HEIGHT = 168
"""Pixels from the top of the plot to its axis."""

_MOST_SPANS = 400
_MOST_TICKS = 8
_START_ROOM = 13
"""Percent of a narrow plot's width that the word at its beginning takes."""


class Line(msgspec.Struct, frozen=True):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


class Box(msgspec.Struct, frozen=True):
    """A rectangle from an upper left corner, with a width and a height."""

    x: float
    y: float
    width: float
    height: float


class Mark(msgspec.Struct, frozen=True):
    """A place with a text."""

    place: float
    text: str


class Span(msgspec.Struct, frozen=True):
    """A person, from where to where the billing record names them, and since which change."""

    x: float
    width: float
    person: str | None
    since: int
    op: str


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the plot: grid and axis, what is used, what was purchased, where the former is more."""

    rows: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    used: tuple[Line, ...]
    purchased: tuple[Line, ...]
    over: tuple[Box, ...]
    dots: tuple[tuple[float, float, str], ...]
    last_used: Mark | None
    last_purchased: Mark | None


class Axis(msgspec.Struct, frozen=True):
    """The changes that the plot spans, both included. Before the first one there is room for the start."""

    first: int
    last: int

    @property
    def slots(self) -> int:
        """The states shown: the one before, and one for each change."""
        return max(self.last - self.first + 2, 1)

    def places(self, points: Sequence[AccountPoint]) -> list[float]:
        """Where each point begins. Several steps of one change share its room."""
        found: list[float] = []
        for _, group in groupby(points, key=lambda point: point.index):
            same = list(group)
            for number, point in enumerate(same):
                slot = 0 if point.index < self.first else point.index - self.first + 1
                found.append(round(100 * (slot + number / len(same)) / self.slots, 3))
        return found


def axis(points: Sequence[AccountPoint], changes: int, *, alone: bool) -> Axis:
    """All changes where the account is the only one, else those between which this account moves."""
    moved = [point.index for point in points if point.index >= 0]
    if alone or not moved:
        return Axis(0, max(changes - 1, *moved, 0)) if alone or moved else Axis(0, 0)
    return Axis(min(moved), max(moved))


def plot(points: Sequence[AccountPoint], along: Axis) -> Plot | None:
    """The plot; none where neither number is ever known."""
    points = _thinned(points)
    values = [n for point in points for n in (point.seats_used, point.purchased_users) if n is not None]
    if not values:
        return None
    rows, height = _scale(min(values), max(values))
    starts = along.places(points)
    spans = list(zip(points, starts, [*starts[1:], 100.0], strict=True))
    return Plot(
        rows=rows,
        ticks=tuple(_ticks(along)),
        used=tuple(_steps([(x, end, p.seats_used) for p, x, end in spans], height)),
        purchased=tuple(_steps([(x, end, p.purchased_users) for p, x, end in spans], height)),
        over=tuple(_over(spans, height)),
        dots=tuple(_dots(spans, height)),
        last_used=_end(points[-1].seats_used, "used", height),
        last_purchased=_end(points[-1].purchased_users, "purchased", height),
    )


def persons(points: Sequence[AccountPoint], along: Axis) -> tuple[Span, ...]:
    """Who is billing admin from where to where."""
    starts = along.places(points)
    heads = [
        (x, point)
        for number, (x, point) in enumerate(zip(starts, points, strict=True))
        if number == 0 or point.billing_admin != points[number - 1].billing_admin
    ]
    ends = [*(x for x, _ in heads[1:]), 100.0]
    return tuple(
        Span(x, round(end - x, 3), point.billing_admin, point.index, point.op)
        for (x, point), end in zip(heads, ends, strict=True)
    )


def _thinned(points: Sequence[AccountPoint]) -> Sequence[AccountPoint]:
    """So many points that a screen can show them: of each stretch the lowest, the highest and the last."""
    if len(points) <= _MOST_SPANS:
        return points
    size = ceil(len(points) / (_MOST_SPANS // 3))
    kept: set[int] = {0}
    for begin in range(0, len(points), size):
        numbers = range(begin, min(begin + size, len(points)))
        known = [number for number in numbers if points[number].seats_used is not None]
        ranked = sorted(known, key=lambda number: points[number].seats_used or 0)
        kept |= {*ranked[:1], *ranked[-1:], numbers[-1]}
    return [points[number] for number in sorted(kept)]


def _scale(lowest: int, highest: int) -> tuple[tuple[Mark, ...], Callable[[int], float]]:
    """The grid's rows, and where a number goes. The axis begins at nought unless that flattens the rest."""
    base = 0 if lowest <= 0 or highest <= 20 or lowest < highest * 0.6 else lowest
    step = _round_step(max(highest - base, 1) / 6)
    low = floor(base / step) * step
    high = max(ceil(highest / step) * step, low + step)

    def height(value: int) -> float:
        return round(HEIGHT - (value - low) / (high - low) * HEIGHT, 1)

    return tuple(Mark(height(value), f"{value:,}") for value in range(low, high + 1, step)), height


def _round_step(least: float) -> int:
    """1, 2 or 5, times a power of ten: the smallest that is not less."""
    if least <= 1:
        return 1
    power = 10 ** floor(log10(least))
    return int(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least))


def _ticks(along: Axis) -> Iterator[Mark]:
    """Names some of the changes below the axis, counted from 1."""
    yield Mark(0, "start")
    step = _round_step((along.last - along.first + 1) / _MOST_TICKS)
    for index in range(along.first, along.last + 1):
        place = round(100 * (index - along.first + 1) / along.slots, 3)
        if (index + 1) % step == 0 and place >= _START_ROOM:
            yield Mark(place, f"{index + 1}")


def _steps(
    spans: Sequence[tuple[float, float, int | None]], height: Callable[[int], float]
) -> Iterator[Line]:
    """A line that keeps its height until it jumps; unknown is a gap."""
    for x, end, value in spans:
        if value is not None and end > x:
            yield Line(x, height(value), end, height(value))
    for (_, _, value), (x, _, following) in pairwise(spans):
        if value is not None and following is not None and value != following:
            yield Line(x, height(value), x, height(following))


def _over(
    spans: Sequence[tuple[AccountPoint, float, float]], height: Callable[[int], float]
) -> Iterator[Box]:
    """Where more is used than was purchased."""
    for point, x, end in spans:
        used, purchased = point.seats_used, point.purchased_users
        if used is not None and purchased is not None and used > purchased:
            top = height(used)
            yield Box(x, top, round(end - x, 3), round(height(purchased) - top, 1))


def _dots(
    spans: Sequence[tuple[AccountPoint, float, float]], height: Callable[[int], float]
) -> Iterator[tuple[float, float, str]]:
    """Each known number of seats, with what it is in words."""
    for point, x, _ in spans:
        if point.seats_used is not None:
            limit = "unknown" if point.purchased_users is None else f"{point.purchased_users:,}"
            when = f"after change {point.index + 1}, {point.op}" if point.op else "before the changes"
            yield x, height(point.seats_used), f"{when}: {point.seats_used:,} used, {limit} purchased"


def _end(value: int | None, name: str, height: Callable[[int], float]) -> Mark | None:
    return None if value is None else Mark(height(value), f"{value:,} {name}")
