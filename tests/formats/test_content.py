import os
import threading
from pathlib import Path

import pytest

from linter.errors import InputError
from linter.formats import content as module
from linter.formats import read_changes
from linter.formats.content import Content


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize(
    "data", [b"a\nbb\n\nccc", b"a\nbb\n\nccc\n", b"\xef\xbb\xbfa\nbb\n\nccc\n", b"abcdefgh"]
)
def test_chunks_are_whole_lines_wherever_the_file_is_cut(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int, data: bytes
) -> None:
    monkeypatch.setattr(module, "_CHUNK", size)
    path = tmp_path / "f"
    path.write_bytes(data)
    content = Content(str(path))
    chunks = list(content.chunks())
    text = data.removeprefix(b"\xef\xbb\xbf")
    assert b"".join(chunk.data for chunk in chunks) == text
    assert all(chunk.data.endswith(b"\n") for chunk in chunks[:-1])
    for chunk in chunks:
        assert content.read(chunk.offset, len(chunk.data)) == chunk.data
        assert chunk.line == 1 + data[: chunk.offset].count(b"\n")


def test_a_line_that_is_too_long_is_refused(refused, write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 1 << 10)
    monkeypatch.setattr(module, "MAX_LINE", 1 << 20)
    text = '{"op": "disable", "user": "u1"}\n{"op": "x"}\n{"op": "' + "x" * (2 << 20) + '"}\n'
    assert refused(read_changes, [write("c.jsonl", text)]) == [
        ("2:8", "unknown op `x`", refused(read_changes, [write("d.jsonl", '{"op": "x"}')])[0][2]),
        ("3:1", "this line is longer than 1 MiB", "JSON Lines has one change or account a line"),
    ]


def test_a_yaml_file_that_is_too_large_is_refused(write) -> None:
    content = Content(write("c.yaml", "x" * (2 << 20)))
    with pytest.raises(InputError, match="larger than 1 MiB"):
        content.text(1 << 20)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_kept_and_can_be_read_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b'{"op": "disable", "user": "u1"}\n',))
    writer.start()
    found = read_changes([str(pipe)])
    writer.join()
    assert [change.user for change in found.changes] == ["u1"]
    assert [change.origin("user").line for change in found.changes] == [1]
