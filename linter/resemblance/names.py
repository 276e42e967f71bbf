"""Two ways to write a name held against each other, word by word."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Literal, NamedTuple, TypeAlias

from linter.resemblance.letters import (
    LIMIT,
    consonants,
    distance,
    hides_vowels,
    mistyped,
    plain,
    roman,
    script,
    sound,
)
from linter.resemblance.tables import FAMILY_FIRST, FILLERS, FORMS_OF, GIVEN, PLACEHOLDERS, ROLES

ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\s[-\u2013\u2014|/]\s.*$|@\S*|^\S*\\")
"""What stands beside a name: `(Acme)`, ` - Acme`, ` | Sales`, the domain of an address or `DOMAIN\\user`."""

ADDRESS = re.compile(r"<?\S+@\S+")
_HYPHEN = re.compile(r"[-\u2010-\u2015]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7af]+")
_PATRONYMIC = re.compile(r"(vich|vic|vna|evna|ovna|ichna)$")
_HANGUL_FAMILY = {"gim": "kim", "i": "lee", "bag": "park", "choe": "choi", "jeong": "jung", "gang": "kang"}
_SLAVIC = re.compile(r"(ova|eva|ina|ska|cka|aya|a)$")

Sort: TypeAlias = Literal["person", "role", "placeholder", "nobody"]


class Kin(IntEnum):
    """How two words of a name belong together, the closer the higher."""

    NONE = 0
    PART = 1
    INITIAL = 2
    SHORT = 3
    TYPO = 4
    FORM = 5
    SPELT = 6
    SAME = 7


class Word(NamedTuple):
    """One word of a name: plain, in Latin letters, as it sounds; and the words that a hyphen joins in it."""

    text: str
    roman: str
    sound: str
    joined: tuple[str, ...] = ()
    unvowelled: bool = False


class Name(NamedTuple):
    """A name taken apart: its words, the place of the given name among them, whose it is, and its script."""

    words: tuple[Word, ...]
    given: int
    sort: Sort
    script: str
    letters: str
    """All of it in Latin letters without a blank, particles and titles included."""

    @property
    def foreign(self) -> bool:
        """Whether it is in another script than addresses are."""
        return not all(word.text.isascii() for word in self.words)


class Match(NamedTuple):
    """Which words of two names belong together, by their places, and which are left over on each side."""

    pairs: tuple[tuple[int, int, Kin], ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def read_name(text: str | None) -> Name:
    """Takes a name apart. What stands beside it (a company, a title, an address) does not belong to it."""
    text = (text or "")[:LIMIT]
    bare = ADDRESS.sub(" ", text)
    bare = bare if plain(bare) else text
    comma = "," in bare
    inner = ASIDE.sub(" ", bare)
    inner = inner if plain(inner) else bare
    pieces = inner.split()
    words = [word for piece in pieces for word in _words(piece, alone=len(pieces) == 1)]
    sort = _sort(words, text)
    kept = [word for word in words if word.text not in FILLERS] or words
    family_first = comma or _han(inner) or (len(kept) > 1 and _starts_with_family(kept))
    given = 1 if family_first and len(kept) > 1 else 0
    return Name(tuple(kept), given, sort, script(inner), roman(plain(inner).replace(" ", "")))


def compare(a: Name, b: Name) -> Match:
    """The words that belong together: the closest first, each once."""
    left, right = _merged(a.words, b.words), _merged(b.words, a.words)
    found = sorted(
        (
            (kin, i == a.given and j == b.given, -i, -j)
            for i, x in enumerate(left)
            for j, y in enumerate(right)
            if (kin := _kin(x, y, given=i == a.given or j == b.given))
        ),
        reverse=True,
    )
    pairs, used_left, used_right = [], set[int](), set[int]()
    for kin, _, i, j in found:
        if -i not in used_left and -j not in used_right:
            pairs.append((-i, -j, kin))
            used_left.add(-i)
            used_right.add(-j)
    return Match(
        tuple(pairs),
        tuple(i for i in range(len(left)) if i not in used_left),
        tuple(j for j in range(len(right)) if j not in used_right),
    )


def words_of(a: Name, b: Name) -> tuple[Word, ...]:
    """The words of a name as they are held against the other's: neighbours that the other joins are one."""
    return _merged(a.words, b.words)


def is_patronymic(word: Word) -> bool:
    """Whether a word is a Slavic father's name."""
    return bool(_PATRONYMIC.search(word.roman))


def _words(piece: str, *, alone: bool) -> Iterator[Word]:
    """The words of a piece of text without blanks: joined by a hyphen they stay one.

    A Chinese, Japanese or Korean name that stands alone is family name and given name at once.
    """
    if alone and _HAN.fullmatch(piece) and 2 <= len(piece) <= 6:
        cut = 1 if len(piece) <= 3 else 2
        yield _word(piece[:cut])
        yield _word(piece[cut:])
        return
    if alone and _HANGUL.fullmatch(piece) and 2 <= len(piece) <= 4:
        family = roman(plain(piece[0]))
        family = _HANGUL_FAMILY.get(family, family)
        yield Word(piece[0], family, sound(family))
        yield _word(piece[1:])
        return
    parts = plain(_HYPHEN.sub(" ", piece)).split()
    if len(parts) > 1 and _HYPHEN.search(piece):
        real = [part for part in parts if part not in FILLERS] or parts
        if len(real) > 1:
            whole = "".join(real)
            yield Word(whole, roman(whole), sound(whole), tuple(roman(part) for part in real))
            return
        parts = real
    yield from map(_word, parts)


def _word(text: str) -> Word:
    bare = plain(text).replace(" ", "") or text
    bare = bare.rstrip("0123456789") or bare
    return Word(bare, roman(bare), sound(bare), (), hides_vowels(text))


def _han(text: str) -> bool:
    return bool(_HAN.search(text) or _HANGUL.search(text))


def _starts_with_family(words: Sequence[Word]) -> bool:
    first, second = words[0].roman, words[1].roman
    return first in FAMILY_FIRST and second not in FAMILY_FIRST and first not in FORMS_OF


def _sort(words: Sequence[Word], text: str) -> Sort:
    texts = {word.roman for word in words}
    if not texts:
        return "placeholder" if ADDRESS.search(text) else "nobody"
    if ADDRESS.fullmatch(text.strip()) or texts <= PLACEHOLDERS:
        return "placeholder"
    if any(text in ROLES for text in texts) and any(text in PLACEHOLDERS for text in texts):
        return "placeholder"
    longest = max(texts, key=len)
    return "role" if texts <= ROLES or (longest in ROLES and len(texts) > 1) else "person"


def _merged(words: Sequence[Word], other: Sequence[Word]) -> tuple[Word, ...]:
    """The words, two neighbours as one where the other name writes them so."""
    known = {word.sound for word in other}
    result: list[Word] = []
    for word in words:
        if result and word.sound not in known and result[-1].sound not in known:
            whole = result[-1].text + word.text
            if sound(whole) in known:
                result[-1] = Word(whole, roman(whole), sound(whole))
                continue
        result.append(word)
    return tuple(result)


def _kin(a: Word, b: Word, *, given: bool) -> Kin:
    """How two words belong together; `given` where one of them is a given name."""
    if a.roman == b.roman:
        return Kin.SAME
    if len(a.roman) == 1 or len(b.roman) == 1:
        return Kin.INITIAL if a.roman[:1] == b.roman[:1] else Kin.NONE
    if given and _two_given_names(a.roman, b.roman):
        return Kin.NONE
    if a.sound == b.sound and len(a.sound) > 1:
        return Kin.SPELT
    if (a.unvowelled or b.unvowelled) and _same_consonants(a.text, b.text):
        return Kin.SPELT
    if FORMS_OF.get(a.roman, frozenset()) & FORMS_OF.get(b.roman, frozenset()):
        return Kin.FORM
    if _mistyped(a, b, given=given):
        return Kin.TYPO
    if not given and _SLAVIC.sub("", a.roman) == _SLAVIC.sub("", b.roman) and len(a.roman) > 4:
        return Kin.TYPO
    if (_part_of(a, b) or _part_of(b, a)) and not (given and _each_has_its_own(a, b)):
        return Kin.PART
    return Kin.SHORT if _shortens(a.roman, b.roman) or _shortens(b.roman, a.roman) else Kin.NONE


def _mistyped(a: Word, b: Word, *, given: bool) -> bool:
    """Whether one word is a slip of the other: in a given name a single one, since two make another name."""
    if given and distance(a.roman, b.roman) > 1 and distance(a.sound, b.sound) > 1:
        return False
    return mistyped(a.roman, b.roman) or (a.roman[0] == b.roman[0] and mistyped(a.sound, b.sound))


def _same_consonants(a: str, b: str) -> bool:
    left, right = consonants(a), consonants(b)
    return left == right and (len(left) > 1 or sound(a)[:1] == sound(b)[:1])


def _two_given_names(a: str, b: str) -> bool:
    """Names that a letter or an ending sets apart, as those of a man and a woman."""
    if FORMS_OF.get(a, frozenset()) & FORMS_OF.get(b, frozenset()):
        return False
    if a in GIVEN and b in GIVEN:
        return sound(a) != sound(b)
    stem = a.rstrip("aeiouy")
    return len(stem) > 2 and stem == b.rstrip("aeiouy") and sound(a) != sound(b)


def _shortens(short: str, name: str) -> bool:
    """The beginning of a name, where that is no name of its own."""
    return 3 <= len(short) <= len(name) - 2 and name.startswith(short) and short not in GIVEN


def _each_has_its_own(a: Word, b: Word) -> bool:
    """Whether each of two joined words has a part that the other has not: `Jean-Pierre`, `Jean-Paul`."""
    return bool(set(a.joined) - set(b.joined)) and bool(set(b.joined) - set(a.joined))


def _part_of(short: Word, long: Word) -> bool:
    """A word that a hyphen joins with another, such as `Berg` in `Berg-Lind`."""
    pieces = set(short.joined) or {short.roman}
    return any(len(piece) >= 4 and piece in long.joined for piece in pieces)
