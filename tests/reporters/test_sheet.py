import pytest

from linter.model import Location
from linter.reporters.sheet import Sheet

SHEET = Sheet(width=40)


def place(text: str, column: int, end_column: int = 0, text_column: int = 0) -> Location:
    return Location(
        path="f", line=7, column=column, end_column=end_column, text=text, text_column=text_column
    )


@pytest.mark.parametrize(
    ("location", "lines"),
    [
        pytest.param(place("  user: u1", 3, 7), ["  7 |   user: u1", "    |   ^^^^"], id="a key"),
        pytest.param(place("  user: u1", 9), ["  7 |   user: u1", "    |         ^"], id="no end"),
        pytest.param(place("ab", 2, 99), ["  7 | ab", "    |  ^"], id="an end past the line"),
        pytest.param(place("ab", 9, 10), ["  7 | ab"], id="a column past the line"),
        pytest.param(place("ab", 0), ["  7 | ab"], id="no column"),
        pytest.param(place("", 1), [], id="no text"),
        pytest.param(place("…b: x", 901, 902, 2), ["  7 | …b: x", "    |  ^"], id="a line cut before"),
        pytest.param(place("\tkey: 1", 2, 5), ["  7 |  key: 1", "    |  ^^^"], id="a tab is one blank"),
        pytest.param(place("名前: x", 1, 3), ["  7 | 名前: x", "    | ^^^^"], id="wide letters"),
        pytest.param(place("e\u0301: x", 4, 5), ["  7 | e\u0301: x", "    |   ^"], id="a combining letter"),
        pytest.param(place("a\x1bb: x", 3, 4), [r"  7 | a\u001bb: x", "    |        ^"], id="an escape"),
        pytest.param(
            place("a" * 50, 2, 4),
            ["  7 | " + "a" * 32 + "…", "    |  ^^"],
            id="a long line, marked at its start",
        ),
        pytest.param(
            place("a" * 50 + "key" + "b" * 50, 51, 54),
            ["  7 | …" + "a" * 20 + "key" + "b" * 8 + "…", "    | " + " " * 21 + "^^^"],
            id="a long line, marked in its middle",
        ),
        pytest.param(
            place("a" * 50 + "b" * 50, 51, 101),
            ["  7 | …" + "a" * 20 + "b" * 11 + "…", "    | " + " " * 21 + "^" * 12],
            id="a mark longer than the line can be",
        ),
    ],
)
def test_source(location: Location, lines: list[str]) -> None:
    assert SHEET.source(location, "error") == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["short"]),
        ("one two three four five six seven eight", ["one two three four five six seven eight"]),
        (
            "one two three four five six seven eight nine",
            ["one two three four five six seven eight", "    nine"],
        ),
        ("keeps  two blanks", ["keeps  two blanks"]),
        ("x" * 50 + " y", ["x" * 50, "    y"]),
        ("", [""]),
    ],
)
def test_flow(text: str, lines: list[str]) -> None:
    assert SHEET.flow([(text, "")]) == lines


def test_field_keeps_paragraphs() -> None:
    assert SHEET.field("why", "one\ntwo   words\n") == ["  why: one", "       two words"]


def test_colour_goes_round_what_is_shown() -> None:
    assert Sheet(colour=True).put("a\x1b", "error") == "\x1b[1;31ma\\u001b\x1b[0m"
    assert Sheet(colour=True).put("", "error") == ""
