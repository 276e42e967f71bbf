import pytest

from linter.model import Location


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        (Location(path="a.yaml"), "a.yaml"),
        (Location(path="a.yaml", line=3), "a.yaml:3"),
        (Location(path="a.yaml", line=3, column=5, pointer="/changes/0/set/a!b"), "a.yaml:3:5"),
        (Location(path="a.xlsx", line=3, column=5, pointer="'All users'!E3"), "a.xlsx:'All users'!E3"),
    ],
)
def test_a_place_as_it_is_told(location: Location, shown: str) -> None:
    assert str(location) == shown
