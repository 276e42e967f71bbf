import pytest

from linter.model import User
from linter.replay.versions import Versions


def test_old_views_stay_true() -> None:
    first = Versions({"a": User(id="a", full_name="1")})
    second = first.having("b", User(id="b"))
    third = second.having("a", User(id="a", full_name="2"))
    fourth = third.having("a", User(id="a", full_name="3"))
    assert [list(view) for view in (first, second, third, fourth)] == [
        ["a"],
        ["a", "b"],
        ["a", "b"],
        ["a", "b"],
    ]
    assert [len(view) for view in (first, second, third, fourth)] == [1, 2, 2, 2]
    assert [view["a"].full_name for view in (fourth, first, third, second)] == ["3", "1", "2", "1"]
    assert "b" not in first
    assert first.get("b") is None
    assert dict(second) == {"a": User(id="a", full_name="1"), "b": User(id="b")}
    with pytest.raises(KeyError):
        first["b"]


def test_a_view_read_before_can_be_read_after_more_changes() -> None:
    first = Versions({"a": User(id="a", full_name="1")})
    newest = first.having("a", User(id="a", full_name="2"))
    assert first["a"].full_name == "1"
    newest = newest.having("c", User(id="c"))
    newest = newest.having("a", User(id="a", full_name="3"))
    assert first["a"].full_name == "1"
    assert list(first) == ["a"]
    assert newest["a"].full_name == "3"


def test_walking_a_view_while_replay_goes_on() -> None:
    view = Versions({"a": User(id="a"), "b": User(id="b")})
    seen = []
    newest = view
    for user_id in view:
        seen.append(user_id)
        newest = newest.having(f"{user_id}{user_id}", User(id=f"{user_id}{user_id}"))
    assert seen == ["a", "b"]
    assert list(newest) == ["a", "b", "aa", "bb"]


def test_only_the_newest_view_can_be_continued() -> None:
    view = Versions({})
    view.having("a", User(id="a"))
    with pytest.raises(ValueError, match="only the newest view"):
        view.having("b", User(id="b"))


def test_a_view_kept_over_many_changes() -> None:
    first = newest = Versions({"a": User(id="a", full_name="0")})
    for number in range(50_000):
        newest = newest.having("a", User(id="a", full_name=str(number)))
    assert first["a"].full_name == "0"
    assert newest["a"].full_name == "49999"


def test_equality_is_that_of_mappings() -> None:
    assert Versions({"a": User(id="a")}) == {"a": User(id="a")}
    assert Versions({}) != {"a": User(id="a")}
    assert repr(Versions({})) == "Versions({})"
