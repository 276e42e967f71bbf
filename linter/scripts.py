"""Whether a text mixes the letters of several scripts where no language does."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SAME = {"IDEOGRAPHIC": "CJK", "FEMININE": "LATIN", "MASCULINE": "LATIN", "MODIFIER": ""}
"""Letters whose names in Unicode do not begin with their script; modifiers belong to any."""

_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)


def mixes_scripts(text: str) -> bool:
    """Whether letters of several scripts stand in one word, such as a Cyrillic `а` among Latin letters.

    Japanese mixes Han and Kana, Korean Han and Hangul, Chinese Han and Bopomofo, and each of them Latin:
    these, which Unicode Technical Standard 39 calls highly restrictive, pass, and no other mixture does.
    """
    if text.isascii():
        return False
    return any(_mixed(word) for word in _WORD.findall(unicodedata.normalize("NFKC", text)))


def _mixed(word: str) -> bool:
    scripts = {script_of(letter) for letter in word} - {""}
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)


def script_of(letter: str) -> str:
    """The script of a letter: the first word of its name in Unicode; empty for what has none."""
    if not letter.isalpha():
        return ""
    first = unicodedata.name(letter, "").split(" ", 1)[0]
    return _SAME.get(first, first)
