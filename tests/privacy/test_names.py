import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.privacy import Names
from linter.privacy.names import replaced

KNOWN = Names(
    [
        "F C",
        "Ann Other",
        "An",
        "Jonathan",
        "Jonathan Smith",
        "O'Brien",
        "José",
        "山田太郎",
        "DOMAIN\\name",
        "C Smith",
    ]
)


def shown(text: str) -> str:
    return replaced(text, KNOWN.spans(text), lambda name: f"[{len(name)}]")


def line(text: str) -> str:
    return replaced(text, KNOWN.line_spans(text), lambda name: f"[{len(name)}]")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("`F C` would be", "`[3]` would be"),
        ("f c, F C.", "[3], [3]."),
        ("ann OTHER's", "[9]'s"),
        ("an An AN", "an [2] [2]"),
        ("Jonathan Smith and Jonathan", "[14] and [8]"),
        ("F C Smith", "[9]"),
        ("JOSÉ", "[4]"),
        ("Jose\u0301!", "[5]!"),
        ("山田太郎さん", "[4]さん"),
        ("DOMAIN\\name", "[11]"),
        ("unknown@company.example, too", "[23], too"),
        ("<x.y+z@a-b.example>.", "<[17]>."),
        ("write to a@b.example.", "write to [11]."),
        ("mail=a@b.example;c@d.example", "[16];[11]"),
        ("anon1abc", "[8]"),
        ("", ""),
    ],
)
def test_people_are_found(text: str, hidden: str) -> None:
    assert shown(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "OF CATS",
        "F  C",
        "an annex",
        "anything",
        "Jonathanson",
        "first_an",
        "user u1 at 5 @ 3",
        "prechange/v1",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (r'{"name": "Jos\u00e9"}', '{"name": "[9]"}'),
        (r'name: "\x46\u0020C"', 'name: "[11]"'),
        (r'name: "\U00000046 C"', 'name: "[12]"'),
        ("name: 'O''Brien'", "name: '[8]'"),
        ('sign_in_id: "DOMAIN\\\\name"', 'sign_in_id: "[12]"'),
        ("sign_in_id: DOMAIN\\name", "sign_in_id: [11]"),
        ("full_name: Jonathan", "full_name: [8]"),
        ("full_name: Ann", "full_name: [3]"),
        ("      Smith", "      [5]"),
        ("      Other, x", "      [5], x"),
        ("primary: x, full_name: Jonathan Smi…", "primary: x, full_name: [12]…"),
        ("…athan Smith}", "…[11]}"),
        ("…athan Smith", "…[11]"),
        ("  - {op: update}", "  - {op: update}"),
        ("", ""),
    ],
)
def test_lines_of_files(text: str, hidden: str) -> None:
    assert line(text) == hidden


NAMES = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=4, max_size=12)
    .map(str.strip)
    .filter(lambda name: len(name) > 3)
)


@given(st.lists(NAMES, min_size=1, max_size=4), st.data())
def test_no_known_name_is_left(names: list[str], data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from([*names, "word", ", ", "`", "(", "…"]), max_size=8))
    text = " ".join(words)
    known = Names(names)
    for form in (text, text.upper() if len(text.upper()) == len(text) else text):
        left = replaced(form, known.spans(form), lambda name: "\n")
        assert not any(f" {name} " in f" {left} " for name in names)


@given(NAMES)
def test_escapes_of_json_do_not_hide_a_name(name: str) -> None:
    known = Names([name])
    text = f'{{"full_name": {json.dumps(name)}}}'
    hidden = replaced(text, known.line_spans(text), lambda name: "\n")
    assert json.dumps(name)[1:-1] not in hidden
    composed = unicodedata.normalize("NFC", name)
    assert composed not in replaced(composed, known.spans(composed), lambda name: "\n")


def test_many_names_are_looked_for_fast() -> None:
    known = Names(f"Person{number} Number{number}" for number in range(20_000))
    text = "the user `Person77 Number77` would become `Person99999 Number99999` " * 50
    assert len(known.spans(text)) == 50
