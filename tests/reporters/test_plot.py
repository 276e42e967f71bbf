from linter.model import AccountPoint
from linter.reporters.plot import HEIGHT, Axis, Box, Line, axis, persons, plot


def point(index: int, used: int | None, bought: int | None, admin: str | None = "F C") -> AccountPoint:
    op = "invite" if index >= 0 else ""
    return AccountPoint(index=index, op=op, seats_used=used, purchased_users=bought, billing_admin=admin)


POINTS = (point(-1, 2, 3), point(0, 3, 3), point(2, 4, 3), point(3, None, 3))


def test_lines_keep_their_height_until_they_jump_and_the_unknown_is_a_gap() -> None:
    drawn = plot(POINTS, Axis(0, 3))
    assert drawn is not None
    level = {value: HEIGHT - value * HEIGHT / 4 for value in range(5)}
    assert drawn.used == (
        Line(0, level[2], 20, level[2]),
        Line(20, level[3], 60, level[3]),
        Line(60, level[4], 80, level[4]),
        Line(20, level[2], 20, level[3]),
        Line(60, level[3], 60, level[4]),
    )
    assert drawn.over == (Box(60, level[4], 20, level[3] - level[4]),)
    assert [mark.text for mark in drawn.rows] == ["0", "1", "2", "3", "4"]
    assert [(mark.place, mark.text) for mark in drawn.ticks] == [
        (0, "start"), (20, "1"), (40, "2"), (60, "3"), (80, "4"),
    ]  # fmt: skip
    assert drawn.dots[2][2] == "after change 3, invite: 4 used, 3 purchased"
    assert drawn.last_used is None
    assert drawn.last_purchased is not None
    assert drawn.last_purchased.text == "3 purchased"


def test_nothing_known_is_no_plot() -> None:
    assert plot((point(-1, None, None),), Axis(0, 0)) is None


def test_steps_of_one_change_share_its_room() -> None:
    points = (point(-1, 1, 5), point(0, 2, 5), point(0, 3, 5))
    assert Axis(0, 0).places(points) == [0, 50, 75]


def test_the_axis_spans_all_changes_of_one_account_but_only_its_own_among_several() -> None:
    assert axis(POINTS, 9, alone=True) == Axis(0, 8)
    assert axis((point(-1, 1, 1), point(70, 2, 1), point(75, 1, 1)), 90, alone=False) == Axis(70, 75)
    assert axis((point(-1, 1, 1),), 90, alone=False) == Axis(0, 0)
    assert axis((point(-1, 1, 1),), 0, alone=True) == Axis(0, 0)


def test_large_numbers_are_not_flattened() -> None:
    drawn = plot((point(-1, 4_990, 5_000), point(0, 5_003, 5_000)), Axis(0, 0))
    assert drawn is not None
    assert [mark.text for mark in drawn.rows][:2] == ["4,990", "4,995"]


def test_a_long_history_is_thinned_and_keeps_its_peak() -> None:
    points = [point(-1, 10, 10), *(point(n, 10 + n % 2, 10) for n in range(5000))]
    points[2501] = point(2500, 99, 10)
    drawn = plot(points, Axis(0, 4999))
    assert drawn is not None
    assert len(drawn.dots) < 500
    assert any("99 used" in text for _, _, text in drawn.dots)


def test_who_is_billing_admin_from_where_to_where() -> None:
    points = (point(-1, 1, 1), point(1, 2, 1), point(2, 2, 1, ""), point(3, 2, 1, None))
    spans = persons(points, Axis(0, 3))
    assert [(span.x, span.width, span.person, span.since) for span in spans] == [
        (0, 60, "F C", -1),
        (60, 20, "", 2),
        (80, 20, None, 3),
    ]
