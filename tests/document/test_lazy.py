"""A tree whose places are found later is the tree of the slow reader, place by place."""

import json
from json import JSONDecoder
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.document import Node, Source, lazy, line_starts, parse_json, parse_json_at
from linter.document.json import read_slowly
from linter.document.lazy import NotTrusted, decoded
from linter.errors import InputError

_KEYS = st.text(max_size=3) | st.sampled_from(["a", "\x7f", '"', "\\"])
_NUMBERS = ["-0", "1E5", "1.50", "9223372036854775807", "9223372036854775808", "1e999", "01", "-", "1_0"]
_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=10,
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """JSON as it is written, and JSON in which something was changed or put in."""
    text = json.dumps(
        draw(_VALUES), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 0, 2]))
    )
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", " \r\t"])))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        some = draw(
            st.sampled_from(['"', "\\u0022", "\\ud800", ",", "]", '{"a":1,"a":2}', " ", "x", *_NUMBERS])
        )
        text = text[:at] + some + text[at + draw(st.integers(0, 1)) :]
    return text


def _seen(node: Node) -> Any:
    place = (node.kind, node.line, node.column, node.end_line, node.end_column)
    if node.kind == "mapping":
        return place, [(_seen(key), _seen(value)) for key, value in node.value]
    if node.kind == "list":
        return place, [_seen(item) for item in node.value]
    return place, node.value, type(node.value)


def _outcome(read: Any, *arguments: Any, **options: Any) -> Any:
    try:
        node = read(*arguments, **options)
    except InputError as error:
        return [(each.message, each.location, each.hint) for each in error.problems]
    return _seen(node), repr(node.plain())


@given(_texts())
def test_a_document(text: str) -> None:
    assert _outcome(parse_json, text, "f.json", line=3) == _outcome(read_slowly, text, "f.json", line=3)


@given(_texts(), st.sampled_from(["", "[ ", '{"a":\n', "x"]), st.sampled_from(["", "]", "}\n", " x", "_"]))
def test_a_part_of_a_text(text: str, before: str, after: str) -> None:
    whole = before + text + after
    given = whole, "f.json", len(before), line_starts(whole)
    assert _outcome(parse_json_at, *given) == _outcome(read_slowly, *given)


def test_what_is_right_is_decoded_in_bulk() -> None:
    assert decoded('{"a": [1, {"b": "\\n"}]}', 64) == {"a": [1, {"b": "\n"}]}
    for text in ('{"a": 1, "a": 2}', '{"a": 1, "\\u0061": 2}', '{"\\u0022": 1, "": 2, "": 3}', "[NaN]"):
        with pytest.raises(NotTrusted):
            decoded(text, 64)


def test_how_deep_is_told_the_same() -> None:
    for depth in (63, 64, 65, 66):
        for text in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
            assert _outcome(parse_json, text, "f.json") == _outcome(read_slowly, text, "f.json")


def test_the_document_is_gone_through_once_however_many_places_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scans: list[int] = []

    def scan(text: str, offset: int) -> tuple[object, int]:
        scans.append(offset)
        return JSONDecoder().raw_decode(text, offset)

    monkeypatch.setattr(lazy, "_scan", scan)
    text = json.dumps({"users": [{"id": f"u{number}"} for number in range(50)]})
    source = Source("one.json", text, lazy.lazy_tree(json.loads(text), text, 0, 1))
    places = [source.locate(f"/users/{number}/id") for number in range(50)]
    assert len({place.column for place in places}) == 50
    assert scans.count(0) == 1
