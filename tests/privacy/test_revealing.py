import csv
import html
import json
from io import StringIO

import pytest

from linter.privacy import Cipher, reveal, reveal_json
from linter.reporters.csv import COLUMNS

pytest.importorskip("cryptography")

CIPHER = Cipher("0123456789abcdefghijklmnopqrstuv")
HOSTILE = "</script><b>\"a\\`|\x1b[2J\u202e,\n=cmd|' /C calc'!A0%0A::error::x"
TOKEN = CIPHER.hide(HOSTILE)


def test_in_json_it_stays_one_string() -> None:
    for text in (
        json.dumps({"m": f"x {TOKEN} y"}),
        json.dumps([f"x {TOKEN} y"]),
        f'{{"m": "{TOKEN}"}}\n{{}}',
    ):
        revealed = reveal(text, CIPHER)
        assert revealed.isprintable() or text.endswith("{}")
        first = json.loads(revealed.splitlines()[0])
        assert HOSTILE in (first["m"] if isinstance(first, dict) else first[0])
    assert json.loads(reveal_json(f'"{TOKEN}"', CIPHER)) == HOSTILE


@pytest.mark.parametrize("begin", ["<!doctype html>\n", '<?xml version="1.0"?>\n', "\ufeff <html>"])
def test_in_markup_it_stays_text(begin: str) -> None:
    revealed = reveal(f'{begin}<a title="{TOKEN}">{TOKEN}</a>', CIPHER)
    assert "<b>" not in revealed
    assert revealed.count('"') == f'{begin}<a title="">'.count('"')
    assert "\\" not in revealed
    assert '</script><b>"a' in html.unescape(revealed)


def test_in_a_spreadsheet_it_stays_a_cell() -> None:
    formula = CIPHER.hide("=cmd|' /C calc'!A0, \"x\"")
    cells = ["finding", "error", formula, f"by {TOKEN}", *([""] * (len(COLUMNS) - 4))]
    revealed = reveal(f"\ufeff{','.join(COLUMNS)}\r\n{','.join(cells)}\r\n", CIPHER)
    rows = list(csv.reader(StringIO(revealed.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 2
    assert rows[1][2].startswith("'=cmd|' /C calc'!A0, ")
    assert rows[1][3].startswith("by </script>")
    assert revealed.startswith("\ufeff")


def test_in_a_log_nothing_moves_the_cursor_or_begins_a_command() -> None:
    for begin in ("changes.yaml:1:1: error", "::error title=x::", "##vso[task.logissue type=error;]"):
        revealed = reveal(f"{begin} {TOKEN}\n{TOKEN}\n", CIPHER)
        assert "\x1b" not in revealed
        assert revealed.count("\n") == 2
        assert not any(line.startswith("::") for line in revealed.splitlines()[1:])
    assert "%250A" in reveal(f"::error::{TOKEN}", CIPHER)


def test_in_markdown_it_stays_code() -> None:
    revealed = reveal(f"<!-- prechange -->\n| `{TOKEN}` |\n", CIPHER)
    assert revealed.count("`") == 2
    assert revealed.count("|") == 2


def test_the_rest_is_left_as_it_is() -> None:
    text = "anon1 anonymous anon1abc0 \udc80 \r\n"
    assert reveal(text, CIPHER) == text
