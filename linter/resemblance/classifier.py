"""What became of a user record: a correction, a rename, a rebranding, another person?

Names are held against each other word by word, addresses against each other and against the names, and
then what else changed. Where the record alone does not tell, the verdict is `unclear`; what would have to be
known and is not is named as missing.
"""

from collections.abc import Callable, Mapping

from linter.model import UNSET, User, display_name
from linter.resemblance.addresses import Fit, is_opaque, is_role, roman_words, split
from linter.resemblance.evidence import ADDRESSES, Evidence
from linter.resemblance.names import Name
from linter.resemblance.rename import Outcome
from linter.resemblance.tables import GIVEN
from linter.resemblance.verdict import Identity, Verdict

_READ = ("full_name", "first_name", "last_name", *ADDRESSES)


def classify(before: User, after: User) -> Identity:
    """Holds two states of one record against each other: some tenths of a millisecond where one changed."""
    if all(getattr(before, field) == getattr(after, field) for field in _READ):
        return Identity(verdict="unchanged")
    missing = tuple(
        name
        for name, old, new in (
            ("name", display_name(before), display_name(after)),
            *((field, getattr(before, field), getattr(after, field)) for field in ADDRESSES),
        )
        if old is UNSET and new is not UNSET
    )
    if missing:
        return Identity(verdict="unclear", missing=missing)
    seen = Evidence(before, after)
    verdict = _verdict(seen)
    if verdict == "unclear" and display_name(before) is UNSET:
        return Identity(verdict="unclear", missing=("name",))
    return Identity(verdict=verdict, signals=tuple(seen.signals()))


def _verdict(seen: Evidence) -> Verdict:
    """The decision, from what weighs most to what weighs least."""
    if seen.name is Outcome.SAME and not seen.moves:
        return "unchanged"
    if seen.employee_same is False or seen.other_dates:
        return "another-person" if seen.name in _DOUBTED else "unclear"
    return _DECIDE[seen.name](seen)


_DOUBTED = frozenset({Outcome.RENAMED, Outcome.LITTLE, Outcome.OTHER})
"""What became of a name where an employee id or a date of birth that changes says: another person."""


def _address_alone(seen: Evidence) -> Verdict:
    """The name stays: whose is the new address?"""
    if seen.course == "strange":
        fitted = any(each.old_fit is Fit.WHOLE for each in seen.moves if each.course == "strange")
        return "another-person" if fitted else "unclear"
    if seen.unexplained:
        return "unclear"
    if _was_another_ones(seen):
        return "rename" if seen.alias_kept else "unclear"
    if seen.new_domain:
        return "rebranding"
    parts = any(each.old_fit is Fit.PART for each in seen.moves if each.course == "fits")
    return "rename" if parts or seen.course == "follows" else "correction"


def _was_another_ones(seen: Evidence) -> bool:
    """Whether an old address looks like a person's, but not like that of the one who gets the new one."""
    if seen.old.foreign:
        return False
    strange = [each.old for each in seen.moves if each.course == "fits" and each.old_fit is Fit.NONE]
    return any(_somebodys(split(address)[0]) for address in strange)


def _somebodys(local: str) -> bool:
    """Whether a local part looks like a person's, whoever that is."""
    words = roman_words(local)
    named = sum(len(word) > 2 for word in words) > 1 or any(word in GIVEN for word in words)
    return not is_role(local) and not is_opaque(local) and (named or len(local) > 4)


def _one_name(seen: Evidence) -> Verdict:
    return "unclear" if seen.unexplained or _was_another_ones(seen) else "correction"


def _renamed(seen: Evidence) -> Verdict:
    return "unclear" if seen.unexplained or len(seen.other_details) > 1 else "rename"


def _other(seen: Evidence) -> Verdict:
    """Nothing of the name stays."""
    if "role" in (seen.old.sort, seen.new.sort):
        return "another-person" if seen.moves else "unclear"
    if not seen.moves and seen.kept_fits_new_name:
        return "correction" if _cannot_be_compared(seen.old, seen.new) else "unclear"
    if seen.moves and seen.course == "domain" and not seen.role_mailbox:
        return "unclear"
    # Neither alone says much: both come about by themselves where a record is handed over.
    return "unclear" if seen.alias_kept and seen.employee_same else "another-person"


def _cannot_be_compared(old: Name, new: Name) -> bool:
    """Whether one name is in another script, or no more than a login."""
    login = len(old.words) == 1 and old.words[0].roman not in GIVEN
    return old.foreign != new.foreign or login


def _post(seen: Evidence) -> Verdict:
    return "rename" if seen.course in ("same", "domain") else "unclear"


def _placeholder(seen: Evidence) -> Verdict:
    return "correction" if seen.kept_fits_new_name and not seen.moves else "unclear"


def _nobody_could_tell(seen: Evidence) -> Verdict:
    return "unclear"


_DECIDE: Mapping[Outcome, Callable[[Evidence], Verdict]] = {
    Outcome.SAME: _address_alone,
    Outcome.RESPELT: _one_name,
    Outcome.LONGER: _one_name,
    Outcome.RENAMED: _renamed,
    Outcome.LITTLE: _nobody_could_tell,
    Outcome.OTHER: _other,
    Outcome.POST: _post,
    Outcome.PLACEHOLDER: _placeholder,
    Outcome.EMPTIED: _nobody_could_tell,
}
