import pytest

from linter.formats.sample import json_like, record_like, table_like, top_keys


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
        (b' {"a": 1}', "json"),
        (b"\xef\xbb\xbf[1, 2]", "json"),
        (b"\r\nLogin;Name\r\na;b\r\n", "table"),
        (b"version:v1.0\nName [x] Required\n", "table"),
        (b"#TYPE Selected.User\nLogin\n", "table"),
        ("Login\tName\n".encode("utf-16"), "table"),
        (b"account: acme\nchanges:\n  - {op: x, user: y}\n", ""),
        (b"version: 1\n\ndn: cn=a,dc=b\ncn: a\n", "table record"),
        (b"# first\n\nDN:: Y249YQ==\n", "record"),
        (b"", ""),
    ],
)
def test_what_it_can_be(sample: bytes, kinds: str) -> None:
    looks = {"json": json_like, "table": table_like, "record": record_like}
    assert " ".join(name for name, look in looks.items() if look(sample)) == kinds
