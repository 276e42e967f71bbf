"""Pseudonyms in any output turned back, each as the output would have written what it stands for."""

import csv
import html
import json
from collections.abc import Callable
from io import StringIO
from typing import Final

from linter.privacy.cipher import Cipher
from linter.reporters.csv import COLUMNS, safe
from linter.reporters.markdown import MARK
from linter.reporters.visible import escaped, visible

Escape = Callable[[str], str]

_BOM: Final = "\ufeff"


def reveal(text: str, cipher: Cipher) -> str:
    """A text with every pseudonym turned back; how it begins tells what it is.

    What was hidden stays one value: it cannot end the string, cell or element that it stands in.
    Raises `InputError` where the key is another.
    """
    body = text.lstrip(f"{_BOM} \t\r\n")
    if body.startswith(",".join(COLUMNS)):
        return _rows(text, cipher)
    for begin, escape in _KINDS:
        if body.startswith(begin):
            return cipher.reveal(text, escape)
    return cipher.reveal(text, visible)


def reveal_json(text: str, cipher: Cipher) -> str:
    """A JSON text with every pseudonym turned back. Raises `InputError` as `reveal` does."""
    return cipher.reveal(text, _in_json)


def _rows(text: str, cipher: Cipher) -> str:
    """Comma-separated values: a revealed cell may need quotes, or an apostrophe before a formula."""
    rows = csv.reader(StringIO(text.removeprefix(_BOM), newline=""))
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        shown = [cipher.reveal(cell, visible) for cell in row]
        writer.writerow([new if new == old else safe(new) for new, old in zip(shown, row, strict=True)])
    return (_BOM if text.startswith(_BOM) else "") + out.getvalue()


def _in_json(value: str) -> str:
    return escaped(json.dumps(value, ensure_ascii=False)[1:-1])


def _in_markup(value: str) -> str:
    """For HTML and XML, and for JSON in a script of a page, where a backslash would begin an escape."""
    return html.escape(visible(value)).replace("\\", "&#92;")


def _in_markdown(value: str) -> str:
    """In Markdown a pseudonym stands in code, which a backtick would end; so would a bar in a table."""
    return visible(value).replace("`", "\\u0060").replace("|", "\\u007c")


def _in_github(value: str) -> str:
    return visible(value).replace("%", "%25")


def _in_azure(value: str) -> str:
    return visible(value).replace("%", "%AZP25")


_KINDS: Final[tuple[tuple[str | tuple[str, ...], Escape], ...]] = (
    (("{", "["), _in_json),
    (MARK, _in_markdown),
    ("<", _in_markup),
    ("::", _in_github),
    ("##vso[", _in_azure),
)
