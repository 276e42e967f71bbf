"""Reading fast must not mean reading less: a duplicate key never gets through."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.formats.bulk import NotTrusted, decoded, decoded_lines
from linter.native.record import examine
from linter.native.shape import Record

DECODER: Any = msgspec.json.Decoder(Record)
KEYS = st.sampled_from(["full_name", "a", 'q"', "\u00e9", "x:y", '":'])
TEXTS = st.sampled_from(["", "x", 'say "hi"', '":', "\\", "\u2028"])


def _written(text: str, escape: bool) -> str:
    """A JSON string, its quotes escaped in one way or the other."""
    return json.dumps(text).replace('\\"', "\\u0022") if escape else json.dumps(text)


@given(st.lists(st.tuples(KEYS, TEXTS, st.booleans()), max_size=4), st.sampled_from(["", " ", "\t"]))
def test_what_is_trusted_has_no_duplicate_keys(pairs: list[tuple[str, str, bool]], blank: str) -> None:
    body = ",".join(f"{_written(key, esc)}{blank}:{blank}{_written(text, esc)}" for key, text, esc in pairs)
    data = f'{{"op"{blank}:"update","user":"u1","set":{{{body}}}}}'.encode()
    duplicate = len({key for key, _, _ in pairs}) < len(pairs)
    try:
        record = decoded(DECODER, data, examine)
    except NotTrusted:
        assert duplicate or b"\\u0022" in data
    else:
        assert not duplicate
        assert record.set == {key: text for key, text, _ in pairs}


@pytest.mark.parametrize(
    "line",
    [
        b'{"op": "disable", "user": "a", "user": "b"}',
        b'{"op" : "disable", "user": "a", "user" : "b"}',
        b'{"op": "disable", "op": "disable", "user": "a"}',
        b'{"op": "update", "user": "a", "set": {}, "set": {"x": 1}}',
        b'{"op": "update", "user": "a", "set": {"attributes": {"x": 1, "x": 2}}}',
        b'{"op": "update", "user": "a", "set": {}, "before": {"enabled": true, "enabled": false}}',
        b'{"op": "disable", "user": "a\\u0022", "user": "b"}',
        b'{"op": "disable", "user": 1}',
        b'{"op": "disable"',
        b'{"op": "disable", "user": "\xff"}',
        b'{"op": "update", "user": "a", "set": {"enabled": "yes"}}',
        b'{"op": "update", "user": "a", "set": {"x": 9223372036854775808}}',
        b'{"op": "update", "user": "a", "set": {"x": ' + b"[" * 100_000,
        b'{"op": "update", "user": "a", "set": {"x": ' + b"[" * 60 + b"]" * 60 + b"}}",
    ],
)
def test_what_is_not_trusted(line: bytes) -> None:
    with pytest.raises(NotTrusted):
        decoded(DECODER, line, examine)
    with pytest.raises(NotTrusted):
        decoded_lines(DECODER, b'{"op": "disable", "user": "u1"}\n' + line + b"\n", examine)
