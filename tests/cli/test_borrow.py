import inspect
from typing import Any

from linter.cli.borrow import borrowing
from linter.cli.check import check
from linter.cli.exec import execute
from linter.cli.hook import run


def other(first: int, second: str = "x", third: bool = False) -> int:
    return 0


def test_own_parameters_go_first_and_some_are_left_out() -> None:
    @borrowing(other, without=["first"])
    def mine(third: bool, fourth: str = "", **options: Any) -> int:
        return 0

    taken = inspect.signature(mine).parameters
    assert list(taken) == ["third", "fourth", "second"]
    assert taken["second"].default == "x"
    assert taken["third"].default is inspect.Parameter.empty


def test_the_gate_and_the_hooks_take_every_option_of_check() -> None:
    # Two exports are compared by `check` alone: there is no file of changes to apply or to push.
    options = set(inspect.signature(check).parameters) - {"before", "after"}
    assert options <= set(inspect.signature(execute).parameters)
    assert options - {"changes"} <= set(inspect.signature(run).parameters)
