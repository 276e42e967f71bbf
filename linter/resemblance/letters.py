"""How a word is written, and what it is when it is written otherwise.

`plain` takes away what is written or left out at will: case, accents, punctuation. `roman` writes any
script in Latin letters, `sound` also brings together the spellings of one name.
"""

import re
import unicodedata
from functools import lru_cache

from linter.scripts import script_of

LIMIT = 100
"""Characters of a text that are compared: hardly any name is longer, and the comparison is quadratic."""

_APOSTROPHES, _NO_LETTERS = re.compile("['`]"), re.compile("[^a-z0-9]+")

_KNOWN = 8192
"""Words whose Latin letters and sound are remembered: the given names of an organisation recur."""

_LETTERS = str.maketrans(
    {
        # Latin letters that Unicode does not take apart.
        **{"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"},
        # Cyrillic and Greek as they are commonly written in passports and addresses.
        **dict(zip("абвгдезийклмнопрстуфыэіґє", "abvgdeziyklmnoprstufyeige", strict=True)),
        **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"},
        **{"ъ": "", "ь": ""},
        **dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True)),
        **{"θ": "th", "χ": "ch", "ψ": "ps", "ς": "s"},
    }
)

_LOOK_ALIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһԛԝкмнтв", "aeopcyxljsdhqwkmhtb", strict=True)),
        **dict(zip("αορντυικχ", "aopvtulkx", strict=True)),
        **dict(zip("01|iıł", "olllll", strict=True)),
        **{"ø": "o", "đ": "d"},
    }
)

_MARKS = frozenset(map(chr, (*range(0x0300, 0x0370), *range(0x0591, 0x05C8), *range(0x064B, 0x0653))))
"""Accents, and the vowel points of Hebrew and Arabic, which are written or left out at will. Marks of other
scripts are letters of their own and stay."""

_SOUNDS = (
    ("shch|schtsch|tsch|tch|sch", "sh"),
    ("dzh|dj|zh", "zh"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("gh", "g"),
    ("ck", "k"),
    ("x", "ks"),
    ("ch", "sh"),
    ("cz|tz|ts", "c"),
    ("ff?$", "v"),
    ("w", "v"),
    ("^ye|^je", "e"),
    ("ae", "a"),
    ("eo", "u"),
    ("oe", "o"),
    ("ou|oo|oy|ue", "u"),
    ("[yj]", "i"),
    ("ei|ie", "i"),
    ("ee", "i"),
    ("(?<=[aeiou])h(?![aeiou])", ""),
    (r"(.)\1+", r"\1"),
)
"""Ways to spell one sound, in the order in which they are brought together."""

_UNWRITTEN_VOWELS = re.compile("[\u0590-\u08ff\u0900-\u0dff]")
"""Scripts in which vowels are not letters, or in which the transliteration leaves them out."""


def plain(text: str) -> str:
    """Lower case, without accents, Cyrillic and Greek in Latin letters, a blank for what is no letter."""
    if text.isascii():
        return " ".join(_NO_LETTERS.sub(" ", _APOSTROPHES.sub("", text.lower())).split())
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # й is a letter, not an и with an accent; a vowel with breve elsewhere is one.
    text = text.replace("и\u0306", "й")
    text = "".join(c for c in text if c not in _MARKS and c not in "'\u2019`\u02bc")
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return " ".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split())


@lru_cache(_KNOWN)
def roman(word: str) -> str:
    """A plain word in Latin letters, whatever script it is in; as it is, where nobody knows its letters."""
    if word.isascii():
        return word
    from anyascii import anyascii  # loads a table for each script it meets; most names need none

    return "".join(c for c in anyascii(word).lower() if c.isalnum()) or word


@lru_cache(_KNOWN)
def sound(word: str) -> str:
    """The common form of the spellings of a name: of `dmitry` and `dmitri`, of `mueller` and `muller`."""
    word = roman(word)
    for pattern, common in _SOUNDS:
        word = re.sub(pattern, common, word)
    return word


def consonants(word: str) -> str:
    """What is left of a word where vowels are not written."""
    return re.sub("[aeiouvwy]", "", sound(word)).replace("p", "f").replace("h", "")


def script(text: str) -> str:
    """The script of the first letter, as Unicode names it: `LATIN`, `CJK`; empty where there is none."""
    return next((script_of(letter) for letter in text if letter.isalpha()), "")


def hides_vowels(text: str) -> bool:
    """Whether a text is in a script from which the vowels of a name cannot be told."""
    return bool(_UNWRITTEN_VOWELS.search(text))


def skeleton(s: str) -> str:
    """The look-alike form: texts that a reader may take for one another have the same one.

    Case, accents, letters of other scripts that look Latin, `0`/`o`, `1`/`l`/`i`, `rn`/`m` and `vv`/`w` fall
    together.
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", s).casefold() if c not in _MARKS)
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKE)
    return text.replace("rn", "m").replace("vv", "w").strip()


def similarity(a: str, b: str) -> float:
    """How alike two texts are, from 0 (nothing in common) to 1 (the same but for case, accents and order)."""
    left, right = plain(a[:LIMIT]), plain(b[:LIMIT])
    if left == right:
        return 1.0
    ordered = _ratio(" ".join(sorted(left.split())), " ".join(sorted(right.split())))
    return max(_ratio(left, right), ordered)


def mistyped(a: str, b: str) -> bool:
    """One slip, or two in a long word. The first letter is seldom mistyped, but often an initial."""
    length = max(len(a), len(b))
    if min(len(a), len(b)) < 4 or a[0] != b[0] or abs(len(a) - len(b)) > 2:
        return False
    return distance(a, b) <= (1 if length < 8 else 2)


def edit_distance(a: str, b: str) -> int:
    """Letters to insert, leave out, replace or swap with their neighbour to make one text the other.

    Case counts for nothing. A pair of swapped letters counts as one slip (optimal string alignment).
    """
    return distance(a[:LIMIT].casefold(), b[:LIMIT].casefold())


def distance(a: str, b: str) -> int:
    """Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _ratio(a: str, b: str) -> float:
    return 1 - distance(a, b) / max(len(a), len(b))
