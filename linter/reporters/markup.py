"""Other people's text in Markdown: it is shown, and never taken for markup, a mention or a link.

The renderers of GitHub, GitLab and Azure DevOps turn names, numbers and addresses into links and
notifications long after Markdown is done; they leave code alone. So whatever is not a plain word is code.
"""

import re
from html import escape
from typing import Final

from linter.reporters.visible import visible

EMPTY: Final = '`""`'
_QUOTED: Final = re.compile(r"(?<![^\s(])`([^`]+)`(?![^\s).,;:!?])")
"""What a message puts into backticks, where these stand as quotes do."""
_LETTERS: Final = r"[^\W\d_]+(?:[-'’/][^\W\d_]+)*"
_WORD: Final = re.compile(rf"\(?(?:(?![0-9a-f]{{7}}){_LETTERS}|\d{{1,6}})\)?[.,;:!?]{{0,3}}\)?")
"""No renderer links it: no dots, signs or digits within, and not like the number of a commit."""
_LIST: Final = re.compile(r"^(\d+)([.)])")
_HARMLESS: Final = ",.;?"
_SIGNS: Final = re.compile(r"[!-/:-@\[-`{-~]{1,3}")


def code(text: str, *, cell: bool = False) -> str:
    """The text as code, in a table's `cell` or elsewhere."""
    shown = visible(text)
    if not shown:
        return EMPTY
    if cell:
        # A bar parts cells even within code, unless it follows a backslash; whether two of these make
        # one is where renderers differ.
        shown = shown.replace("\\|", "\\\\u007c").replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str, *, cell: bool = False) -> str:
    """The text as prose, in which everything but plain words is code."""
    parts: list[str] = []
    # The parts are by turns outside and inside the backticks.
    for number, part in enumerate(_QUOTED.split(" ".join(visible(text).split()))):
        parts.append(code(part, cell=cell) if number % 2 else _words(part, cell))
    return _LIST.sub(lambda match: f"{match[1]}&#{ord(match[2])};", "".join(parts), count=1)


def block(lines: list[str], language: str = "") -> list[str]:
    """Lines as a block of code. They must be visible, so that none of them is really several."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + language, *lines, fence]


def inline(text: str) -> str:
    """The text as code in HTML."""
    return f"<code>{escape(visible(text))}</code>"


def _words(text: str, cell: bool) -> str:
    """Words as they are; what stands between them as code, neighbours as one piece."""
    shown: list[str] = []
    odd: list[str] = []
    for word in text.split(" "):
        if word and not _WORD.fullmatch(word) and not _SIGNS.fullmatch(word):
            odd.append(word)
            continue
        if odd:
            shown.append(code(" ".join(odd), cell=cell))
            odd = []
        shown.append(_spelt(word) if _SIGNS.fullmatch(word) else word)
    if odd:
        shown.append(code(" ".join(odd), cell=cell))
    return " ".join(shown)


def _spelt(signs: str) -> str:
    return "".join(sign if sign in _HARMLESS else f"&#{ord(sign)};" for sign in signs)
