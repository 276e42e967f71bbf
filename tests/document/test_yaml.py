import pytest

from linter.document import at, parse_yaml, plain
from linter.errors import InputError

NESTED_64 = "[" * 64 + "]" * 64
NESTED_65 = "[" * 65 + "]" * 65


def _bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("country: NO", {"country": "NO"}),
        ("on: off", {"on": "off"}),
        ("at: 12:30:45", {"at": "12:30:45"}),
        ("day: 2026-11-20", {"day": "2026-11-20"}),
        ("a: [true, False, null, ~, Null]", {"a": [True, False, None, None, None]}),
        ("a: [1, -2, +3, 007, 0o17, 0x1F]", {"a": [1, -2, 3, 7, 15, 31]}),
        ("a: [1.5, .5, 1e3, 1_000]", {"a": [1.5, 0.5, 1000.0, "1_000"]}),
        ("a: ['1', \"true\", !!str 12]", {"a": ["1", "true", "12"]}),
        ("a:", {"a": None}),
        ("a: ''", {"a": ""}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("a: 9223372036854775807", {"a": 2**63 - 1}),
    ],
)
def test_values_are_those_of_the_core_schema(text: str, value: object) -> None:
    assert plain(parse_yaml(text, "f.yaml")) == value


def test_64_levels_are_read() -> None:
    assert parse_yaml(NESTED_64, "f.yaml").kind == "list"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            "a: 1\nb: 2\na: 3\nb: 4",
            [
                ("3:1", "the key `a` is here twice", "it is first set in line 1"),
                ("4:1", "the key `b` is here twice", "it is first set in line 2"),
            ],
            id="all duplicate keys at once",
        ),
        pytest.param(
            "a: [1, 2",
            [
                (
                    "1:4",
                    "this is not YAML: what begins here is not closed",
                    "a closing quote, bracket or comma is missing",
                )
            ],
            id="unclosed list",
        ),
        pytest.param(
            "a: 1\nb: 'x\nc: 2",
            [
                (
                    "2:4",
                    "this is not YAML: what begins here is not closed",
                    "a closing quote, bracket or comma is missing",
                )
            ],
            id="unclosed quote points to its start",
        ),
        pytest.param(
            "a:\n\tb: 1",
            [
                (
                    "2:1",
                    "this is not YAML: found character that cannot start any token",
                    "indent with blanks, not tabs",
                )
            ],
            id="tab",
        ),
        pytest.param(
            "a: b: c",
            [
                (
                    "1:5",
                    "this is not YAML: mapping values are not allowed in this context",
                    "quote a text that contains `: `, and check the indentation",
                )
            ],
            id="colon in a bare text",
        ),
        pytest.param(
            "a: @x",
            [
                (
                    "1:4",
                    "this is not YAML: found character that cannot start any token",
                    "quote a text that begins with this character",
                )
            ],
            id="reserved character",
        ),
        pytest.param(
            "<<: {a: 1}",
            [("1:1", "merge keys (`<<`) are not supported", "write the keys out")],
            id="merge key",
        ),
        pytest.param(
            "1: a\n~: b\n? [x]\n: c",
            [
                ("1:1", "the key `1` is not text", "quote it"),
                ("2:1", "the key `~` is not text", "quote it"),
                ("3:3", "the key is not text", "quote it"),
            ],
            id="keys that are not text",
        ),
        pytest.param(
            "a: &x [*x]",
            [("1:8", "the alias `*x` stands inside what it names", "write it out")],
            id="alias of itself",
        ),
        pytest.param(
            "a: *x",
            [("1:4", "the alias `*x` names nothing above it", "quote it if it is text")],
            id="no anchor",
        ),
        pytest.param(
            "a: !!int '3'",
            [("1:4", "the tag `tag:yaml.org,2002:int` is not supported", "remove it; quote what is text")],
            id="tag",
        ),
        pytest.param(
            "a: 1\n---\nb: 2",
            [("2:1", "a second document begins here", "keep one document a file")],
            id="two documents",
        ),
        pytest.param(
            "# nothing\n",
            [("1:1", "the file holds no document", "it has only comments or blank lines")],
            id="only comments",
        ),
        pytest.param(
            "a: .nan\nb: 9223372036854775808",
            [
                ("1:4", "this is not a finite number", "quote it if it is text"),
                ("2:4", "this whole number does not fit in 64 bits", "quote it if it is text"),
            ],
            id="numbers that cannot be kept",
        ),
        pytest.param(
            "a: x\x00y",
            [
                (
                    "1:5",
                    "the character U+0000 is not allowed in YAML",
                    'write it as an escape in double quotes: "\\u0000"',
                )
            ],
            id="NUL",
        ),
        pytest.param(
            "a: 1\nb: x\u2028y",
            [
                (
                    "2:5",
                    "the character U+2028 is not allowed in YAML",
                    'write it as an escape in double quotes: "\\u2028"',
                )
            ],
            id="a line break that no editor shows",
        ),
        pytest.param(NESTED_65, [("1:65", "nested more than 64 levels deep", "")], id="too deep"),
        pytest.param(
            _bomb(9),
            [("4:50", "the aliases of this file unfold to far too much", "write the values out")],
            id="alias bomb",
        ),
    ],
)
def test_what_is_refused(refused, text: str, problems: list[tuple[str, str, str]]) -> None:
    assert refused(parse_yaml, text, "f.yaml") == problems


def test_a_very_deep_document_is_refused_before_it_costs_anything(refused) -> None:
    ((place, *said),) = refused(parse_yaml, "[" * 1_000_000, "f.yaml")
    assert said == ["nested more than 64 levels deep", ""]
    assert place in ("1:65", "1:1001"), "where the reader stops, or the parser that looks ahead of it"


def test_places_count_characters_and_end_where_the_value_ends() -> None:
    root = parse_yaml(
        "ä: é\nchanges:\n  - op: update\n    set: {a: b,\n          c: d}\nz: |\n  text\n", "f.yaml"
    )

    def span(pointer: str) -> tuple[int, int, int, int]:
        node = at(root, pointer)
        assert node is not None
        return node.line, node.column, node.end_line, node.end_column

    assert span("/ä") == (1, 4, 1, 5)
    assert span("/changes/0") == (3, 5, 5, 16)
    assert span("/changes/0/set") == (4, 10, 5, 16)
    assert span("/changes/0/set/c") == (5, 14, 5, 15)
    assert at(root, "/z").style == "|"


def test_an_alias_stands_where_it_is_written() -> None:
    node = at(parse_yaml("a: &x {k: 1}\nb: *x", "f.yaml"), "/b")
    assert node is not None
    assert (node.line, node.column, plain(node)) == (2, 4, {"k": 1})


@pytest.mark.parametrize(
    "text",
    [
        "password: 'hunter2\n",
        "user: {password: hunter2, password: hunter2}\n",
        "client_secret:\n  hunter2: 'x\n",
    ],
)
def test_a_broken_file_never_shows_a_secret(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "f.yaml")
    assert "hunter2" not in repr(caught.value.problems)
