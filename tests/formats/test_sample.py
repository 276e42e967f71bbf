import pytest

from linter.formats.sample import json_like, record_like, request_like, sheet_like, table_like, top_keys


@pytest.mark.parametrize(
    ("sample", "keys"),
    [
        (b'{"a": 1, "b": {"c": 2}, "d": [{"e": 3}]}', {"a", "b", "d"}),
        (b'\xef\xbb\xbf {"a": "b: {", "x\\"y": 1', {"a", 'x\\"y'}),
        (b'{"a": "cut off in the mid', {"a"}),
        (b'{"a": 1} {"b": 2}', {"a"}),
        (b'[{"a": 1}]', set()),
        (b"a: 1", set()),
        (b"", set()),
    ],
)
def test_top_keys(sample: bytes, keys: set[str]) -> None:
    assert top_keys(sample) == keys


@pytest.mark.parametrize(
    ("sample", "kinds"),
    [
        (b' {"a": 1}', "json request"),
        (b"\xef\xbb\xbf[1, 2]", "json request"),
        (b"\r\nLogin;Name\r\na;b\r\n", "table sheet"),
        (b"version:v1.0\nName [x] Required\n", "table sheet"),
        (b"#TYPE Selected.User\nLogin\n", "table sheet"),
        ("Login\tName\n".encode("utf-16"), "table sheet"),
        (b"account: acme\nchanges:\n  - {op: x, user: y}\n", ""),
        (b"version: 1\n\ndn: cn=a,dc=b\ncn: a\n", "record"),
        (b"### rename\nPATCH /users/7 HTTP/1.1\n", "request"),
        (b"PK\x03\x04", "sheet"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "sheet"),
        ("<?xml".encode("utf-16"), "table sheet"),
        (b"# first\n\nDN:: Y249YQ==\n", "record"),
        (b"", ""),
    ],
)
def test_what_it_can_be(sample: bytes, kinds: str) -> None:
    looks = {
        "json": json_like,
        "request": request_like,
        "table": table_like,
        "sheet": sheet_like,
        "record": record_like,
    }
    assert " ".join(name for name, look in looks.items() if look(sample)) == kinds
