import pytest

from linter.model import Location
from linter.reporters.excerpt import excerpt


@pytest.mark.parametrize(
    ("text", "column", "end", "text_column", "expected"),
    [
        pytest.param("a: bcd", 4, 7, 0, ("a: ", "bcd", ""), id="to the end"),
        pytest.param("a: bcd, e", 4, 7, 0, ("a: ", "bcd", ", e"), id="inside"),
        pytest.param("a: bcd", 4, 0, 0, ("a: ", "b", "cd"), id="no end: one character"),
        pytest.param("a: bcd", 40, 43, 4, ("a: ", "bcd", ""), id="cut text has a column of its own"),
        pytest.param("a: bcd", 90, 93, 0, ("a: bcd", "", ""), id="beyond the line"),
        pytest.param("a: bcd", 0, 0, 0, ("a: bcd", "", ""), id="no column"),
        pytest.param("a:\tb  ", 4, 5, 0, ("a: ", "b", ""), id="tab, blanks at the end"),
        pytest.param("x" * 500, 1, 2, 0, ("", "x", "x" * 399 + "…"), id="long"),
    ],
)
def test_parts(text: str, column: int, end: int, text_column: int, expected: tuple[str, str, str]) -> None:
    shown = excerpt(
        Location(path="f", line=3, column=column, end_column=end, text=text, text_column=text_column)
    )
    assert shown is not None
    assert (shown.line, (shown.lead, shown.marked, shown.rest)) == (3, expected)


@pytest.mark.parametrize("location", [None, Location(path="f"), Location(path="f", line=1, text="  ")])
def test_no_text_no_excerpt(location: Location | None) -> None:
    assert excerpt(location) is None
