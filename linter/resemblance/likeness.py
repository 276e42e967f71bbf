"""Whether two names, or the local parts of two addresses, could well be one person's.

A person keeps part of the name through a marriage, a typo, a nickname, a transliteration or a new
address scheme; another person shares none of it. So one telling part in common is enough, and
without one every part must be explained. Where nobody could tell from the names alone (a relative,
a namesake), the answer is that they resemble each other.

Only the first 100 characters of a text are compared.
"""

import re
from collections.abc import Sequence

from linter.resemblance.letters import LIMIT, mistyped, plain
from linter.resemblance.names import ASIDE
from linter.resemblance.tables import COMMON, FILLERS

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


def _parts(text: str) -> list[str]:
    """The parts of a name: without what stands beside it, and without fillers where anything else is left."""
    text = text[:LIMIT]
    parts = [_without_number(part) for part in plain(ASIDE.sub(" ", text)).split()] or plain(text).split()
    return [part for part in parts if part not in FILLERS] or parts


def _without_number(part: str) -> str:
    """`anna2` is told from `anna` only because that was taken."""
    return part.rstrip("0123456789") or part


def _same_letters(left: Sequence[str], right: Sequence[str]) -> bool:
    """The same parts, in any order and however they are joined."""
    return "".join(left) == "".join(right) or sorted(left) == sorted(right)


def _telling(text: str, parts: Sequence[str]) -> set[str]:
    """The parts by which a person is known: no initial, no common name, no syllable of a joined name."""
    syllables = {part for name in text[:LIMIT].split() if _JOINT.search(name) for part in _parts(name)}
    telling = (part for part in parts if part not in COMMON)
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
    if len(few) == 1 and (len(few[0]) == 1 or (few[0] in COMMON and len(many) > 1)):
        return False
    rest = list(many)
    for part in sorted(few, key=len, reverse=True):
        found = part if part in rest else next((other for other in rest if _one_name(part, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def _one_name(a: str, b: str) -> bool:
    return _short_for(a, b) or _short_for(b, a) or mistyped(a, b)


def _short_for(short: str, name: str) -> bool:
    """An initial, or the beginning of a name as nicknames have it: `ben` for `benjamin`."""
    return len(short) < len(name) and name.startswith(short) and len(short) != 2 and not _UNSPACED.match(name)
