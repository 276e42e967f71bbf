import pytest

from linter.document import Source, parse_json, parse_yaml


def _yaml(text: str) -> Source:
    return Source("f.yaml", text, parse_yaml(text, "f.yaml"))


def _json(text: str) -> Source:
    return Source("f.json", text, parse_json(text, "f.json"))


CHANGES = "changes:\n  - op: update\n    set: {full_name: F C,\n          primary_email: fc@x.example}\n"


@pytest.mark.parametrize(
    ("pointer", "key", "place"),
    [
        ("", False, "1:1-9"),
        ("/changes/0", False, "2:5-15"),
        ("/changes/0/op", False, "2:9-15"),
        ("/changes/0/op", True, "2:5-7"),
        ("/changes/0/set/primary_email", False, "4:26-38"),
        ("/changes/0/set/primary_email", True, "4:11-24"),
        pytest.param("/changes/0/set", False, "3:10-26", id="only the first line is underlined"),
        pytest.param("/changes/0", True, "2:5-15", id="an item has no key"),
        pytest.param("/changes/0/set/nothing", True, "3:5-8", id="the nearest ancestor"),
        pytest.param("/changes/9/op", False, "2:3-15", id="beyond the list"),
    ],
)
def test_locate(pointer: str, key: bool, place: str) -> None:
    where = _yaml(CHANGES).locate(pointer, key=key)
    assert f"{where.line}:{where.column}-{where.end_column}" == place


def test_a_location_carries_its_line_and_pointer() -> None:
    where = _yaml(CHANGES).locate("/changes/0/set/primary_email", key=True)
    assert where.text == "          primary_email: fc@x.example}"
    assert where.pointer == "/changes/0/set/primary_email"
    assert str(where) == "f.yaml:4:11"


@pytest.mark.parametrize(
    ("source", "pointer", "text", "underlined"),
    [
        (
            _yaml("{user: u1, password: hunter2, role: Sales}"),
            "/role",
            "{user: u1, password: ***, role: Sales}",
            "Sales",
        ),
        (_yaml("{user: u1, pwd: x, role: Sales}"), "/role", "{user: u1, pwd: ***, role: Sales}", "Sales"),
        (_yaml("passwordProfile: {password: hunter2, force: true}"), "", "passwordProfile: ***", "pass"),
        (_yaml("password: |\n  hunter2\nrole: Sales"), "/role", "role: Sales", "Sales"),
        (_yaml("password: 'hunter2\n  hunter2 ', "[:-2] + "\nrole: x"), "/role", "role: x", "x"),
        (
            _json('{"unicodePwd": ["hunter2"], "role": "Sales"}'),
            "/role",
            '{"unicodePwd": ***, "role": "Sales"}',
            '"Sales"',
        ),
    ],
)
def test_secret_values_are_masked_and_the_place_still_fits(
    source: Source, pointer: str, text: str, underlined: str
) -> None:
    where = source.locate(pointer)
    assert where.text == text
    begin = (where.text_column or where.column) - 1
    assert where.text[begin:].startswith(underlined)


def test_every_line_of_a_secret_is_masked() -> None:
    source = _yaml("a:\n  secret: 'hunter2\n    hunter2'\n  b: 1")
    assert source.place(source.root.value[0][1]).text == "  secret: ***"
    shown = [source.locate("/a/secret").text, source.locate("/a/b").text]
    assert "hunter2" not in str(shown)


def test_a_long_line_is_cut_around_the_place() -> None:
    source = _json('{"a": "' + "x" * 1000 + '", "role": "Sales", "z": "' + "y" * 1000 + '"}')
    where = source.locate("/role", key=True)
    assert len(where.text) <= 242
    assert where.text.startswith("…")
    assert where.text.endswith("…")
    assert where.text[where.text_column - 1 :].startswith('"role"')
    assert where.column == 1011


def test_of_a_part_that_stands_alone_nothing_beside_it_is_shown() -> None:
    text = '[{"a": 1, "password": "hunter2"}, {"b": 2}, {"password": "hunter2"}]'
    whole = _json(text)
    where = whole.part(whole.root.value[1], "/1", alone=True).locate("/b", key=True)
    assert where.text == '…{"b": 2}…'
    assert where.pointer == "/1/b"
    assert where.text[where.text_column - 1 :].startswith('"b"')


def test_a_part_of_a_pretty_text_keeps_its_indentation() -> None:
    whole = _json('[\n  {"a": 1},\n  {"b": 2}\n]')
    assert whole.part(whole.root.value[1], "/1", alone=True).locate().text == '  {"b": 2}'


def test_lines_are_counted_from_the_first_line() -> None:
    text = '{"a": 1}'
    source = Source("f.jsonl", text, parse_json(text, "f.jsonl", line=7), first_line=7)
    where = source.locate("/a")
    assert (where.line, where.text) == (7, text)
