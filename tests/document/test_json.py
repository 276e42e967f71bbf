import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.document import at, line_starts, parse_json, parse_json_at, plain
from linter.errors import InputError

VALUES: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_it_reads_what_the_standard_library_writes(value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert plain(parse_json(text, "f.json")) == value


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            '{"a": 1, "b": 2,\n "a": 3, "b": 4}',
            [
                ("2:2", "the key `a` is here twice", "it is first set in line 1, column 2"),
                ("2:10", "the key `b` is here twice", "it is first set in line 1, column 10"),
            ],
        ),
        ('{"a": 1,}', [("1:8", "there is a comma before `}`", "remove it")]),
        ("[1,\n 2,\n]", [("2:3", "there is a comma before `]`", "remove it")]),
        ("{'a': 1}", [("1:2", "expected a key, found `'`", "JSON uses double quotes")]),
        ("{a: 1}", [("1:2", "expected a key, found `a`", "keys stand in double quotes")]),
        ('{"a" 1}', [("1:6", "expected `:` after the key, found `1`", "")]),
        ('{"a": True}', [("1:7", "expected a value, found `T`", "write `true`")]),
        ('{"a": None}', [("1:7", "expected a value, found `N`", "write `null`")]),
        (
            "[NaN]",
            [
                (
                    "1:2",
                    "expected a value, found `N`",
                    "there is no such number in JSON; write `null` if it is empty",
                )
            ],
        ),
        ("[-Infinity]", [("1:2", "expected a value, found `-`", "there is no such number in JSON")]),
        (
            "[1e999, 99999999999999999999]",
            [
                ("1:2", "this is not a finite number", "quote it if it is an identifier"),
                ("1:9", "this whole number does not fit in 64 bits", "quote it if it is an identifier"),
            ],
        ),
        (
            "[01]",
            [("1:2", "this is not a JSON number", "no leading zeros, a digit on both sides of the dot")],
        ),
        ("[1 2]", [("1:4", "expected `,` or `]`, found `2`", "")]),
        ('{"a": "b', [("1:9", "the text is not closed", "the closing quote of column 7 is missing")]),
        ('["a\nb"]', [("1:4", "the text is not closed", "the closing quote of column 2 is missing")]),
        (
            '["a\tb"]',
            [("1:4", "the character U+0009 is not allowed in a text", "write it as an escape")],
        ),
        (
            '["a\x00b"]',
            [("1:4", "the character U+0000 is not allowed in a text", "write it as an escape")],
        ),
        ('["\\ud800"]', [("1:3", "this escape is half of a character", "surrogate escapes come in pairs")]),
        (
            '["\\udc00\\ud800"]',
            [("1:3", "this escape is half of a character", "surrogate escapes come in pairs")],
        ),
        ('["\\u12g4"]', [("1:3", "`\\u` needs four hexadecimal digits", "")]),
        ('["\\x41"]', [("1:3", "`\\x` is not an escape", "write a backslash as `\\\\`")]),
        (
            "[1] // x",
            [("1:5", "expected the end, found `/`", "JSON has one value a file; JSON Lines has one a line")],
        ),
        ("# x\n[1]", [("1:1", "expected a value, found `#`", "JSON has no comments")]),
        ("", [("1:1", "expected a value, found the end of the text", "was it written completely?")]),
        ('{"a":', [("1:6", "expected a value, found the end of the text", "was it written completely?")]),
        ("[" * 65, [("1:65", "nested more than 64 levels deep", "")]),
        ('["a",\r\n "b"\r\n"c"]', [("3:1", 'expected `,` or `]`, found `"`', "")]),
    ],
)
def test_what_is_refused(refused, text: str, problems: list[tuple[str, str, str]]) -> None:
    assert refused(parse_json, text, "f.json") == problems


def test_a_surrogate_pair_is_one_character() -> None:
    assert plain(parse_json('"\\ud83d\\ude00"', "f.json")) == "\U0001f600"


def test_64_levels_are_read() -> None:
    assert parse_json("[" * 64 + "]" * 64, "f.json").kind == "list"


def test_places_count_characters() -> None:
    node = at(parse_json('{"ä": "é",\n "b": [1, {"c": null}]}', "f.json"), "/b/1/c")
    assert node is not None
    assert (node.line, node.column, node.end_line, node.end_column) == (2, 17, 2, 21)


def test_a_line_of_a_longer_file_has_that_files_line_numbers() -> None:
    assert parse_json('{"a": 1}', "f.jsonl", line=7).line == 7


def test_a_part_of_a_longer_text_has_its_places() -> None:
    text = '[\n {"a": 1}, {"b": 2}]'
    node = parse_json_at(text, "f.json", text.index('{"b"'), line_starts(text))
    assert (plain(node), node.line, node.column) == ({"b": 2}, 2, 12)


def test_a_broken_line_never_shows_a_secret() -> None:
    with pytest.raises(InputError) as caught:
        parse_json('{"user": "u1", "set": {"userPassword": "hunter2", "a": x}}', "f.json")
    location = caught.value.problems[0].location
    assert location is not None
    assert location.text == '{"user": "u1", "set": {"userPassword": ***'
