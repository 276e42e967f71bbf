import io
import sys
from pathlib import Path

import pytest

from linter.document import decode, read_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a: 1\n", "a: 1\n"),
        (b"\xef\xbb\xbfa: 1", "a: 1"),
        ("ä".encode(), "ä"),
    ],
)
def test_utf8_is_read_with_and_without_a_byte_order_mark(data: bytes, text: str) -> None:
    assert decode(data, "f") == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            b"a: 1\n\xc3\xa4: \xff",
            ("2:4", "byte 0xff is not UTF-8", "save the file again with the encoding UTF-8"),
        ),
        (
            "a: 1".encode("utf-16"),
            ("1:1", "the file is not UTF-8 but looks like UTF-16", "save it again with the encoding UTF-8"),
        ),
        (
            "a: 1".encode("utf-16-le"),
            ("1:1", "the file is not UTF-8 but looks like UTF-16", "save it again with the encoding UTF-8"),
        ),
        (b"", ("1:1", "the file is empty", "was it written completely?")),
        (b"\xef\xbb\xbf", ("1:1", "the file is empty", "was it written completely?")),
        (b" \n\t\r\n", ("1:1", "the file is empty", "was it written completely?")),
        (b"\xed\xa0\x80", ("1:1", "byte 0xed is not UTF-8", "save the file again with the encoding UTF-8")),
    ],
)
def test_anything_else_is_refused(refused, data: bytes, problem: tuple[str, str, str]) -> None:
    assert refused(decode, data, "f") == [problem]


def test_files_that_cannot_be_read(refused, tmp_path: Path) -> None:
    assert refused(read_text, str(tmp_path)) == [
        ("", "this is a directory, not a file", "name the files in it")
    ]
    assert refused(read_text, str(tmp_path / "no")) == [
        ("", "there is no such file", "check the path and the current folder")
    ]
    large = tmp_path / "large"
    large.write_bytes(b"x" * (2 << 20))
    ((_, message, _),) = refused(read_text, str(large), max_bytes=1 << 20)
    assert message == "the file is larger than 1 MiB"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: 1")))
    assert read_text("-") == "a: 1"
