import pytest

from linter.document import Source, at, parse_yaml
from linter.policy.places import place_in

# Each text holds an X; the place of the X in the file is what must be found.
TEXTS: list[str] = [
    "a: one two X three",
    "a:   one X",
    "a: 'one ''two'' X'",
    'a: "one \\"two\\" X"',
    'a: "\\u00e9\\n\\t\\x41 X"',
    "a: é€ 𝄞 X",
    "a: one two\n   three X four",
    "a: 'one\n\n    two X'",
    'a: "one \\\n    two X"',
    "a: |\n  one\n  two X\n",
    "a: |\n  one\n\n    two\n  three X\n",
    "a: |2-\n    one\n   X\n",
    "a: >-\n  one two\n  three X\n",
    "a: >\n\n  one\n\n\n    two\n  X\n",
    "a: >- # a comment with words\n  one X\n",
    "a: &name one X",
    "a: &name |\n  one X\n",
    "a: !!str one X",
    "b:\n  - a: 1\na: [x, y]\n",
]


@pytest.mark.parametrize("text", TEXTS[:-1])
def test_the_place_of_a_character(text: str) -> None:
    source = Source("f.yaml", text, parse_yaml(text, "f.yaml"))
    node = at(source.root, "/a")
    assert node is not None
    place = place_in(source, node, node.value.index("X"))
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "X" in each)
    assert (place.line, place.column) == (line, text.split("\n")[line - 1].index("X") + 1)


def test_the_end_of_a_text_is_behind_its_last_character() -> None:
    text = "a: >-\n  one two\n  three\nb: 1\n"
    source = Source("f.yaml", text, parse_yaml(text, "f.yaml"))
    node = at(source.root, "/a")
    assert node is not None
    place = place_in(source, node, len(node.value))
    assert (place.line, place.column) == (3, 8)


def test_what_is_no_text_is_placed_as_a_whole() -> None:
    text = TEXTS[-1]
    source = Source("f.yaml", text, parse_yaml(text, "f.yaml"))
    node = at(source.root, "/a")
    assert node is not None
    place = place_in(source, node, 3)
    assert (place.line, place.column) == (3, 4)
