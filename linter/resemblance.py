"""Whether two names, or the local parts of two addresses, could well be one person's.

A person keeps part of the name through a marriage, a typo, a nickname, a transliteration or a new
address scheme; another person shares none of it. So one telling part in common is enough, and
without one every part must be explained. Where nobody could tell from the names alone (a relative,
a namesake), the answer is that they resemble each other.

Only the first 100 characters of a text are compared.
"""

import re
import unicodedata
from collections.abc import Sequence

LIMIT = 100
"""Characters of a text that are compared: hardly any name is longer, and the comparison is quadratic."""

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

_COMMON_NAMES = """
    nguyen tran le pham hoang huynh phan vu vo dang bui kim lee park choi jung jeong kang cho wang li zhang
    liu chen yang huang zhao wu zhou xu singh kaur kumar devi khan garcia rodriguez gonzalez fernandez lopez
    martinez sanchez perez silva santos hansen jensen nielsen andersen pedersen johansen andersson johansson
    karlsson mohammed mohamed mohammad muhammad ahmed ahmad محمد احمد
"""
_COMMON = frozenset(_COMMON_NAMES.split())
"""Names that about one person in fifty of some country bears: to share one tells nothing."""

_PARTICLES_AND_LABELS = """
    von van der den de del della di da dos das du la el al bin ibn bint abu ter ten zu zur und and y e thi
    mr mrs ms miss dr prof ing mag jr sr ii iii phd mba bsc msc admin user test temp ext external extern
"""
_FILLERS = frozenset(_PARTICLES_AND_LABELS.split())
"""To share one tells nothing, and to lack one does not set people apart."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\s[-\u2013\u2014|/]\s.*$|@\S*|^\S*\\")
"""What stands beside a name: `(Acme)`, ` - Acme`, ` | Sales`, the domain of an address or `DOMAIN\\user`."""

_JOINT = re.compile(r"[-\u2010-\u2015]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def resembles(a: str, b: str) -> bool:
    """Whether two names, or two local parts of addresses, could well be one person's.

    An empty text resembles nothing.
    """
    left, right = _parts(a), _parts(b)
    if not left or not right:
        return False
    if _same_letters(left, right) or _telling(a, left) & _telling(b, right):
        return True
    if _same_given_name_unspaced(left, right):
        return True
    return _joined(left, right) or _joined(right, left) or _explained(left, right)


def similarity(a: str, b: str) -> float:
    """How alike two texts are, from 0 (nothing in common) to 1 (the same but for case, accents and order)."""
    left, right = _plain(a[:LIMIT]), _plain(b[:LIMIT])
    if left == right:
        return 1.0
    ordered = _ratio(" ".join(sorted(left.split())), " ".join(sorted(right.split())))
    return max(_ratio(left, right), ordered)


def skeleton(s: str) -> str:
    """The look-alike form: texts that a reader may take for one another have the same one.

    Case, accents, letters of other scripts that look Latin, `0`/`o`, `1`/`l`/`i`, `rn`/`m` and `vv`/`w` fall
    together.
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", s).casefold() if c not in _MARKS)
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKE)
    return text.replace("rn", "m").replace("vv", "w").strip()


def edit_distance(a: str, b: str) -> int:
    """Letters to insert, leave out, replace or swap with their neighbour to make one text the other.

    Case counts for nothing. A pair of swapped letters counts as one slip (optimal string alignment).
    """
    return _distance(a[:LIMIT].casefold(), b[:LIMIT].casefold())


def _plain(text: str) -> str:
    """Lower case, without accents, Cyrillic and Greek in Latin letters, a blank for what is no letter."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # й is a letter, not an и with an accent; a vowel with breve elsewhere is one.
    text = text.replace("и\u0306", "й")
    text = "".join(c for c in text if c not in _MARKS and c not in "'\u2019`\u02bc")
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return " ".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split())


def _parts(text: str) -> list[str]:
    """The parts of a name: without what stands beside it, and without fillers where anything else is left."""
    text = text[:LIMIT]
    parts = [_without_number(part) for part in _plain(_ASIDE.sub(" ", text)).split()] or _plain(text).split()
    return [part for part in parts if part not in _FILLERS] or parts


def _without_number(part: str) -> str:
    """`anna2` is told from `anna` only because that was taken."""
    return part.rstrip("0123456789") or part


def _same_letters(left: Sequence[str], right: Sequence[str]) -> bool:
    """The same parts, in any order and however they are joined."""
    return "".join(left) == "".join(right) or sorted(left) == sorted(right)


def _telling(text: str, parts: Sequence[str]) -> set[str]:
    """The parts by which a person is known: no initial, no common name, no syllable of a joined name."""
    syllables = {part for name in text[:LIMIT].split() if _JOINT.search(name) for part in _parts(name)}
    telling = (part for part in parts if part not in _COMMON)
    return {part for part in telling if len(part) >= (4 if part in syllables and part.isascii() else 2)}


def _same_given_name_unspaced(left: Sequence[str], right: Sequence[str]) -> bool:
    """Chinese, Japanese and Korean names without a blank: the given name is what stands last."""
    a, b = "".join(left), "".join(right)
    if not (_UNSPACED.fullmatch(a) and _UNSPACED.fullmatch(b)):
        return False
    return a[-2:] == b[-2:] and min(len(a), len(b)) >= 3


def _joined(one: Sequence[str], several: Sequence[str]) -> bool:
    """`jsmith`, `smithj`, `johns` or `js`, where the other is `john smith`."""
    if len(one) != 1 or len(several) < 2 or not one[0].isascii() or len(one[0]) < 2:
        return False
    word, first, last = one[0], several[0], several[-1]
    if word == "".join(part[0] for part in several):
        return True
    return any(
        word in (first[:cut] + last, last + first[:cut]) or word in (last[:cut] + first, first + last[:cut])
        for cut in range(1, max(len(first), len(last)) + 1)
    )


def _explained(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether each part of the shorter name is a part of the longer one: mistyped, shortened or an initial.

    One initial alone is too little, and so is a common name alone beside others.
    """
    few, many = sorted((left, right), key=lambda parts: (len(parts), sum(map(len, parts)), parts))
    if len(few) == 1 and (len(few[0]) == 1 or (few[0] in _COMMON and len(many) > 1)):
        return False
    rest = list(many)
    for part in sorted(few, key=len, reverse=True):
        found = part if part in rest else next((other for other in rest if _one_name(part, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def _one_name(a: str, b: str) -> bool:
    return _short_for(a, b) or _short_for(b, a) or _mistyped(a, b)


def _short_for(short: str, name: str) -> bool:
    """An initial, or the beginning of a name as nicknames have it: `ben` for `benjamin`."""
    return len(short) < len(name) and name.startswith(short) and len(short) != 2 and not _UNSPACED.match(name)


def _mistyped(a: str, b: str) -> bool:
    """One slip, or two in a long name. The first letter is seldom mistyped, but often an initial."""
    length = max(len(a), len(b))
    if min(len(a), len(b)) < 4 or a[0] != b[0] or abs(len(a) - len(b)) > 2:
        return False
    return _distance(a, b) <= (1 if length < 8 else 2)


def _ratio(a: str, b: str) -> float:
    return 1 - _distance(a, b) / max(len(a), len(b))


def _distance(a: str, b: str) -> int:
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
