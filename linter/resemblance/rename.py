"""What became of a name."""

from enum import Enum

from linter.resemblance.names import Kin, Match, Name, Word, compare, is_patronymic, words_of
from linter.resemblance.tables import COMMON, FREQUENT, IBERIAN
from linter.resemblance.verdict import Says


class Outcome(Enum):
    """What became of a name: for whom that speaks, and how it is said."""

    SAME = ("same", "the name `{new}` stays")
    RESPELT = ("same", "`{old}` and `{new}` are one name, written differently")
    LONGER = ("same", "`{old}` and `{new}` are one name, of which one leaves out a part")
    RENAMED = ("same", "`{old}` and `{new}` share the given name or a part of the family name")
    LITTLE = ("neither", "`{old}` and `{new}` share too little to tell")
    OTHER = ("another", "`{old}` and `{new}` share nothing that tells people apart")
    POST = ("neither", "`{old}` and `{new}` name a post, not a person")
    PLACEHOLDER = ("neither", "`{old}` names nobody")
    EMPTIED = ("neither", "`{old}` gives way to no name of anybody")

    @property
    def says(self) -> Says:
        """For whom it speaks."""
        says: Says = self.value[0]
        return says

    def text(self, old: str, new: str) -> str:
        """The sentence about two names."""
        if self is Outcome.SAME and not new:
            return "no name is known"
        return self.value[1].replace("{old}", old, 1).replace("{new}", new, 1)


def outcome(old_text: str, new_text: str, old: Name, new: Name) -> Outcome:
    """What became of a name, as it is written and as it was taken apart."""
    if old_text == new_text:
        return Outcome.SAME
    if new.sort in ("placeholder", "nobody"):
        return Outcome.EMPTIED
    if old.sort in ("placeholder", "nobody"):
        return Outcome.PLACEHOLDER
    if old.sort == new.sort == "role":
        return Outcome.POST
    if old.letters == new.letters:
        return Outcome.RESPELT
    return _of_a_person(old, new)


def _of_a_person(old: Name, new: Name) -> Outcome:
    match = compare(old, new)
    left, right = words_of(old, new), words_of(new, old)
    whole = [(i, j, kin) for i, j, kin in match.pairs if kin != Kin.PART]
    telling = [(i, j) for i, j, kin in whole if not _hollow(left[i], kin)]
    if telling == [(old.given, new.given)] and (old.given, new.given, Kin.TYPO) in whole and len(left) > 1:
        # Beside a family name that everybody has, a slip in the given name may be another given name.
        return Outcome.LITTLE
    if not match.left and not match.right:
        if len(whole) < len(match.pairs):
            family = any(i != old.given for i, _, kin in match.pairs if kin == Kin.PART)
            return Outcome.RENAMED if family else Outcome.RESPELT
        return Outcome.RESPELT if telling or len(whole) > 1 else Outcome.OTHER
    if not match.left or not match.right:
        return _shortened(old, new, match) if telling or len(whole) > 1 else Outcome.OTHER
    if (old.given, new.given, Kin.SAME) in match.pairs and (old.given, new.given) in telling:
        if old.given == new.given == 0 and (len(left) - 1, len(right) - 1, Kin.SAME) in match.pairs:
            # The family name stays, and the second given name is another: José Luis, José María.
            return Outcome.LITTLE
        return Outcome.RENAMED if old.script == new.script else Outcome.LITTLE
    shared = {word.roman for i, j in telling for word in (left[i], right[j])}
    return Outcome.LITTLE if shared and not shared & FREQUENT else Outcome.OTHER


def _hollow(word: Word, kin: Kin) -> bool:
    """Whether two words belong together and that tells nothing: an initial, a name that everybody has."""
    return kin == Kin.INITIAL or len(word.text) < 2 > len(word.roman) or word.roman in COMMON


def _shortened(old: Name, new: Name, match: Match) -> Outcome:
    """A name of which a part is added or left out: a family name behind it is a new one, as after a marriage.

    People with Spanish and Portuguese names have two, and Slavic names end in the father's; both are left
    out at will.
    """
    short, long, rest = (old, new, match.right) if not match.left else (new, old, match.left)
    words = words_of(long, short)
    behind = words[-1]
    left_out_at_will = (
        len(behind.roman) == 1
        or is_patronymic(behind)
        or not IBERIAN.isdisjoint(word.roman for word in (*short.words, behind))
    )
    family = len(words) - 1 in rest and len(short.words) > 1 and long.given == 0
    if any(kin == Kin.PART and i != old.given for i, _, kin in match.pairs):
        return Outcome.RENAMED
    return Outcome.RENAMED if family and not left_out_at_will else Outcome.LONGER
