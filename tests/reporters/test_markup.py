import pytest
from hypothesis import given

from linter.reporters.markup import block, code, inline, prose
from linter.reporters.visible import visible
from tests.reporters.hostile import TEXTS
from tests.reporters.rendered import LINKED, Page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, and more.", "plain words, and more."),
        ("user `u1` has it", "user `u1` has it"),
        ("the name `F C`, which", "the name `F C`, which"),
        ("`F C` <name@company.example> would", "`F C` `<name@company.example>` would"),
        ("Settings > Users", "Settings &#62; Users"),
        ("5 of 12 users", "5 of 12 users"),
        ("ask @admin and @team", "ask `@admin` and `@team`"),
        ("@admin @team", "`@admin @team`"),
        ("see #12", "see `#12`"),
        ("see https://evil.example/", "see `https://evil.example/`"),
        ("see www.evil.example", "see `www.evil.example`"),
        ("[a](https://evil.example)", "`[a](https://evil.example)`"),
        ("<b>bold</b>", "`<b>bold</b>`"),
        ("*bold* _it_ ~~no~~", "`*bold* _it_ ~~no~~`"),
        ("deadbeef", "`deadbeef`"),
        ("1. first", "1&#46; first"),
        ("- first", "&#45; first"),
        ("# heading", "&#35; heading"),
        ("$`x`$", "``$`x`$``"),
        ("a lone ` tick", "a lone &#96; tick"),
        ("O'Neill and Müller-Lüdenscheidt", "O'Neill and Müller-Lüdenscheidt"),
        ("licence/role", "licence/role"),
        ("/merge", "`/merge`"),
        ("two\nlines", r"`two\nlines`"),
        ("", ""),
    ],
)
def test_prose(text: str, shown: str) -> None:
    assert prose(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "`a`"),
        ("", '`""`'),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        (" a ", "`  a  `"),
        ("a|b", r"`a\|b`"),
        ("a||b", r"`a\|\|b`"),
        (r"a\|b", r"`a\\u007cb`"),
        ("a\nb", r"`a\nb`"),
    ],
)
def test_code_in_a_cell(text: str, shown: str) -> None:
    assert code(text, cell=True) == shown


def test_a_block_has_a_longer_fence_than_its_lines() -> None:
    assert block(["a ```` b"], "yaml") == ["`````yaml", "a ```` b", "`````"]


@given(TEXTS)
def test_code_says_what_it_was_given(text: str) -> None:
    page = Page(code(text))
    assert page.tags == ["p", "code"]
    assert page.code[0].strip(" ") == (visible(text) or '""').strip(" ")


@given(TEXTS)
def test_code_in_html_says_what_it_was_given(text: str) -> None:
    page = Page(f"<details><summary>{inline(text)}</summary>\n\n</details>\n")
    assert page.tags == ["details", "summary", "code"]
    assert page.code == [visible(text)]


@given(TEXTS)
def test_prose_is_words_and_code(text: str) -> None:
    page = Page(prose(text))
    assert set(page.tags) <= {"p", "code"}
    assert LINKED.search(" ".join(page.text)) is None


@given(TEXTS, TEXTS)
def test_a_cell_stays_a_cell(first: str, second: str) -> None:
    row = f"| {code(first, cell=True)} | {prose(second, cell=True)} | end |"
    page = Page(f"| a | b | c |\n| --- | --- | --- |\n{row}\n")
    assert page.rows == [3, 3]
    assert "end" in "".join(page.text)
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
