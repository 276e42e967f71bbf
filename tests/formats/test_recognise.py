from types import SimpleNamespace
from typing import Any

import pytest

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.recognise import format_named, format_of
from linter.formats.registry import FORMATS, Format


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("x", "account: acme\nchanges:\n  - {op: disable, user: u1}\n", "yaml"),
        ("x", "\ufeffchanges: []\n", "yaml"),
        ("x", "id: acme\nusers: []\n", "yaml"),
        ("x", '{"account": "acme", "changes": []}', "json"),
        ("x", '{\n  "accounts": [\n', "json"),
        ("x", '{"op": "disable", "user": "u1"}', "jsonl"),
        ("x", '{"id": "a", "users": []}\n{"id": "b", "users": []}\n', "jsonl"),
        ("x", '{"id": "a", "users": []}\n', "json"),
        ("x.csv", "changes:\n  - {op: disable, user: u1}\n", "yaml"),
        ("x.yaml", '{"changes": []}', "json"),
        ("x.yaml", "nothing that anybody knows\n", "yaml"),
        ("x.jsonl", '{"nothing": 1}\n', "jsonl"),
        ("x.tsv", "a\tb\n1\t2\n", "csv"),
        ("x", "op,user\ndisable,u1\n", "csv"),
        ("x", "nothing that anybody knows\n", "yaml"),
        ("x", '[{"nothing": 1}]', "json"),
        (
            "x.jsonl",
            '{"id": "a", "users": [' + '{"id": "u", "full_name": "Long Name"}, ' * 3000 + "]}",
            "jsonl",
        ),
    ],
)
def test_content_then_name(write, name: str, text: str, format: str) -> None:
    assert format_of(Content(write(name, text))) == format


def _format(suffix: str, *words: bytes) -> Format:
    module: Any = SimpleNamespace(recognises=lambda sample, name: any(word in sample for word in words))
    return Format("", (suffix,), lambda: module)


THREE = {"one": _format(".one", b"a"), "two": _format(".two", b"a", b"b"), "three": _format(".two", b"c")}


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("x", "b", "two"),
        ("x.one", "b", "two"),
        ("x.one", "a", "one"),
        ("x.two", "a", "two"),
        ("x.one", "-", "one"),
    ],
)
def test_the_name_decides_where_the_content_leaves_several(write, name: str, text: str, format: str) -> None:
    assert format_of(Content(write(name, text)), THREE) == format


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x", "a", "the format of this file could be `one` or `two`"),
        ("x.three", "abc", "the format of this file could be `one`, `two` or `three`"),
        ("x.two", "-", "the format of this file could be `two` or `three`"),
    ],
)
def test_several_are_refused(write, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        format_of(Content(write(name, text)), THREE)
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint.startswith("say which: `--format ")) == (message, True)


@pytest.mark.parametrize("line", ["DELETE /users/a@x.example HTTP/1.1", "PATCH https://x.example/people/1"])
def test_a_request_to_nobody_knows_what(write, refused, line: str) -> None:
    told = refused(format_of, Content(write("request.http", f"{line}\n\n")))
    assert told == [
        (
            "1:1",
            "this is a request, and its address does not tell to which service",
            "say which: `--format dataverse`, `--format graph` or `--format scim`",
        )
    ]


def test_a_name_that_nobody_has() -> None:
    with pytest.raises(InputError, match="unknown format `yamll`"):
        format_named("yamll")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_whole(name: str) -> None:
    form = FORMATS[name]
    assert form.reads_changes or form.reads_snapshot
    assert form.title
    assert not form.title.endswith(".")
    assert (form.module().__doc__ or "").strip()
    assert form.recognises(b"", "") is False
    assert form.recognises(bytes(range(256)) * 8, "x") is False
