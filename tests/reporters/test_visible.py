import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.reporters.visible import columns, escaped, seen, visible


@pytest.mark.parametrize(
    "text", ["", "F C <name@company.example>", "Åsa Ñandú", "名前", "مرحبا", "e\u0301", "👩", "a\u00a0b"]
)
def test_ordinary_text_stays(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters()))
def test_what_is_visible_stays_visible(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert "\n" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(("text", "size"), [("abc", 3), ("名前", 4), ("e\u0301", 1), ("\x1b", 6), ("\n", 2)])
def test_columns(text: str, size: int) -> None:
    assert columns(text) == size


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##vso[task.complete]", r"\u0023#vso[task.complete]"),
        ("a ##[error]", r"a \u0023#[error]"),
        ("###", r"\u0023\u0023#"),
        ("#\u200d#vso[", r"#\u200d#vso["),
        ("#\u034f#vso[", r"#\u034f#vso["),
        ("#\ufe0f#vso[", r"#\ufe0f#vso["),
        ("a # b #1", "a # b #1"),
        ("::error::x", r"\u003a:error::x"),
        ("\u3000::error::x", "\u3000\\u003a:error::x"),
        ("a::b", "a::b"),
        ("::1", r"\u003a:1"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("\uffff", r"\uffff"),
    ],
)
def test_what_a_build_log_would_obey_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_plain_data_is_made_visible_all_through() -> None:
    assert seen({"a\n": ["\x1b", ("\u202e", 1)], "b": None}) == {
        r"a\n": [r"\u001b", [r"\u202e", 1]],
        "b": None,
    }


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_a_json_document_says_the_same_when_it_is_escaped(value: dict[str, object]) -> None:
    document = json.dumps(value, ensure_ascii=False, indent=2)
    written = escaped(document)
    assert json.loads(written) == value
    assert "##" not in written
    assert not set(written) & set("\x7f\x85\u202e\u2028\ufeff\U000e0041")
