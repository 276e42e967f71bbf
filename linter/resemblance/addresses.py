"""Whose an address is, and what became of one."""

from enum import Enum
from functools import cache, lru_cache

from linter.resemblance.letters import LIMIT, mistyped, plain, roman, sound
from linter.resemblance.names import Name
from linter.resemblance.tables import FILLERS, FORMS, FORMS_OF, ROLES

_LONGEST, _MOST = 30, 5
"""Letters of an address, and words of a name, of which all compositions are tried."""


_RECENT = 64
"""Addresses that are remembered: one is looked at several times, and is often the sign-in as well."""


class Fit(Enum):
    """How an address goes with a name."""

    WHOLE = "made from the name"
    INITIALS = "no more than its initials"
    PART = "shares a part of it"
    NONE = "shares nothing with it"


def split(address: str) -> tuple[str, str]:
    """The local part and the domain of an address or a `DOMAIN\\user`, folded; the domain may be empty."""
    address = address.strip().casefold()
    if "@" in address:
        local, _, domain = address.rpartition("@")
        return local, domain
    domain, _, local = address.rpartition("\\")
    return local, domain


@lru_cache(_RECENT)
def fit(local: str, name: Name) -> Fit:
    """Whether a local part is made from a name: `aberg`, `anna.berg`, `berg`, `ab` for Anna Berg."""
    words = _locals(local)
    if not words or not name.words:
        return Fit.NONE
    if "".join(words) == name.letters:
        return Fit.WHOLE
    found = [_piece(word, name) for word in words]
    if all(found):
        return Fit.WHOLE if max(found) > 1 else Fit.INITIALS
    return Fit.PART if any(score > 2 for score in found) else Fit.NONE


def is_role(local: str) -> bool:
    """Whether a local part is a shared mailbox's: `info`, `sales.emea` or `front-desk`."""
    words = _locals(local)
    return bool(words) and (words[0] in ROLES or all(word in ROLES for word in words))


def is_opaque(local: str) -> bool:
    """Whether a local part is a number or a code, which is anybody's."""
    digits = sum(c.isdigit() for c in local)
    return digits > 0 and digits * 2 >= len(local)


def alike(a: str, b: str) -> bool:
    """Whether two local parts are one but for a slip, an accent or a number behind it."""
    x, y = "".join(_locals(a)), "".join(_locals(b))
    return bool(x) and (x == y or sound(x) == sound(y) or mistyped(x, y))


def domain_mistyped(a: str, b: str) -> bool:
    """Whether two domains are one but for a slip."""
    left, right = a[:LIMIT].split("."), b[:LIMIT].split(".")
    differing = [pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]]
    # Labels as short as `x` and `y` are two names, not a slip.
    return len(left) == len(right) and len(differing) == 1 and mistyped(*differing[0])


@lru_cache(_RECENT)
def _locals(local: str) -> tuple[str, ...]:
    words = [word.rstrip("0123456789") for word in roman_words(local)]
    return tuple(word for word in words if word and word not in FILLERS) or tuple(filter(None, words))


def roman_words(text: str) -> list[str]:
    """The words of a text in Latin letters."""
    return [roman(word) for word in plain(text[:LIMIT].replace("_", " ")).split()]


def _piece(word: str, name: Name) -> int:
    """How well a word of an address is made from a name: 0 not, 1 initials, 2 weakly, 3 by a telling part."""
    spelt = [_spellings(each.roman, each.sound, each.joined) for each in name.words]
    best = 0
    for whole in {word, sound(word)}:
        # Nothing is composed of beginnings where the first letter begins none.
        if any(one.startswith(whole[:1]) for spellings in spelt for one in spellings):
            best = max(best, _composed(whole, spelt))
    if best:
        return best
    return 3 if any(mistyped(word, one) for spellings in spelt for one in spellings) else 0


def _spellings(roman_form: str, sounded: str, joined: tuple[str, ...]) -> frozenset[str]:
    """The ways in which an address writes a word of a name."""
    forms = frozenset().union(*(FORMS[number] for number in FORMS_OF.get(roman_form, ())))
    return frozenset({roman_form, sounded, *joined, *forms})


def _composed(word: str, spelt: list[frozenset[str]]) -> int:
    """Whether a word is put together of beginnings of the words of a name, each used once."""
    word, spelt = word[:_LONGEST], spelt[:_MOST]

    @cache
    def best(start: int, used: int) -> int:
        """The best score for what is left of the word, 0 where nothing fits."""
        if start == len(word):
            return 1
        found = 0
        for place, spellings in enumerate(spelt):
            if used >> place & 1:
                continue
            for one in spellings:
                for size in range(1, _common_start(word[start:], one) + 1):
                    rest = best(start + size, used | 1 << place)
                    if rest:
                        score = 3 if size == len(one) > 1 else 2 if size >= 3 else 1
                        found = max(found, score, rest)
        return found

    return best(0, 0)


def _common_start(a: str, b: str) -> int:
    size = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        size += 1
    return size
