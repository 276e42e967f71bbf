"""What is looked at when two states of one user record are held against each other."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from linter.model import UNSET, User, display_name
from linter.resemblance.addresses import Fit, alike, domain_mistyped, fit, is_opaque, is_role, split
from linter.resemblance.likeness import resembles
from linter.resemblance.names import read_name
from linter.resemblance.rename import Outcome, outcome
from linter.resemblance.verdict import Says, Signal

Course: TypeAlias = Literal["same", "domain", "respelt", "fits", "follows", "role", "opaque", "strange"]
"""What became of an address, from the least to the most that it asks to be explained."""

_COURSES: dict[Course, tuple[Says, str]] = {
    "same": ("same", "the address stays"),
    "domain": ("same", "the same local part at another domain"),
    "respelt": ("same", "the same local part, written differently"),
    "fits": ("same", "the new one is made from the name"),
    "follows": ("same", "the new one has a part of the old one"),
    "role": ("neither", "the new one is a shared mailbox's"),
    "opaque": ("neither", "the new one is a number or a code"),
    "strange": ("another", "the new one is not made from the name"),
}
_ORDER = tuple(_COURSES)

ADDRESSES = ("primary_email", "sign_in_id")
_DATES = ("hire_date", "start_date", "birth_date", "date_of_birth")
_DETAILS = ("phone", "mobile_phone", "telephone", "department", "title", "job_title")


class Move(NamedTuple):
    """An address that changed: both values, what became of it, and how it went with the old name."""

    field: str
    old: str
    new: str
    course: Course
    old_fit: Fit


class Evidence:
    """Everything that tells, or hides, whose a record is."""

    def __init__(self, before: User, after: User) -> None:
        self._before, self._after = before, after
        self.old_name, self.new_name = display_name(before) or "", display_name(after) or ""
        self.old, self.new = read_name(self.old_name), read_name(self.new_name)
        self.name: Outcome = outcome(self.old_name, self.new_name, self.old, self.new)
        known = [(field, _text(before, field), _text(after, field)) for field in ADDRESSES]
        pairs = [(field, old, new) for field, old, new in known if old and new]
        self.kept = [new for _, old, new in pairs if _fold(old) == _fold(new)]
        self.moves = [self._move(field, old, new) for field, old, new in pairs if _fold(old) != _fold(new)]

    def _move(self, field: str, old: str, new: str) -> Move:
        return Move(field, old, new, self._course(old, new), fit(split(old)[0], self.old))

    def _course(self, old: str, new: str) -> Course:
        """What became of an address."""
        (old_local, old_domain), (new_local, new_domain) = split(old), split(new)
        if old_local == new_local:
            return "respelt" if domain_mistyped(old_domain, new_domain) else "domain"
        if is_role(new_local):
            return "respelt" if is_role(old_local) else "role"
        if fit(new_local, self.new) in (Fit.WHOLE, Fit.INITIALS):
            return "fits"
        if alike(old_local, new_local):
            return "respelt"
        # Such names are in no address as they are written: only the addresses can be compared.
        if self.old.foreign and self.new.foreign and resembles(old_local, new_local):
            return "follows"
        return "opaque" if is_opaque(new_local) else "strange"

    @property
    def course(self) -> Course:
        """Of all addresses the course that most needs an explanation; `same` where none changed."""
        return max((each.course for each in self.moves), key=_ORDER.index, default="same")

    @property
    def unexplained(self) -> bool:
        """Whether an address went where neither the name nor the old address leads."""
        return self.course in ("role", "opaque", "strange")

    @property
    def new_domain(self) -> bool:
        """Whether an address moved to another domain, and not by a slip."""
        domains = [(split(each.old)[1], split(each.new)[1]) for each in self.moves]
        return any(old != new and not domain_mistyped(old, new) for old, new in domains)

    @property
    def role_mailbox(self) -> bool:
        """Whether the addresses are those of a shared mailbox, which stays when its reader goes."""
        known = [*self.kept, *(each.old for each in self.moves)]
        return bool(known) and all(is_role(split(each)[0]) for each in known)

    @property
    def kept_fits_new_name(self) -> bool:
        """Whether the addresses that stay are made from the new name."""
        return bool(self.kept) and all(fit(split(each)[0], self.new) is Fit.WHOLE for each in self.kept)

    @property
    def alias_kept(self) -> bool:
        """Whether an address that was given up still reaches the record."""
        aliases = {_fold(alias) for alias in self._after.aliases or ()}
        return any(_fold(each.old) in aliases for each in self.moves)

    @property
    def employee_same(self) -> bool | None:
        """Whether the employee id is the same; `None` where it is not known on both sides."""
        return _same(self._before.employee_id, self._after.employee_id)

    @cached_property
    def other_dates(self) -> list[str]:
        """The dates of a person's life that changed: hired, born."""
        return [name for name in _DATES if self._attribute_same(name) is False]

    @cached_property
    def other_details(self) -> list[str]:
        """What else changed that often goes with the person: manager, telephone, department, title."""
        manager = ["manager_id"] if _same(self._before.manager_id, self._after.manager_id) is False else []
        return manager + [name for name in _DETAILS if self._attribute_same(name) is False]

    def _attribute_same(self, name: str) -> bool | None:
        old, new = self._before.attributes or {}, self._after.attributes or {}
        return _same(old.get(name), new.get(name))

    def signals(self) -> Iterator[Signal]:
        """All of it in words."""
        yield Signal("name", self.name.says, self.name.text(self.old_name, self.new_name))
        for each in self.moves:
            says, text = _COURSES[each.course]
            if each.course == "fits" and self.name.says != "same":
                # An address goes with its name, whosever that is.
                says = self.name.says
            yield Signal(each.field, says, f"`{each.old}` becomes `{each.new}`: {text}")
        if self.role_mailbox:
            yield Signal("mailbox", "neither", "a shared mailbox stays when people go")
        if self.employee_same is True:
            yield Signal("employee_id", "same", "the employee id stays")
        elif self.employee_same is False:
            both = f"`{self._before.employee_id}` becomes `{self._after.employee_id}`"
            yield Signal("employee_id", "another", f"another employee id: {both}")
        if self.alias_kept:
            yield Signal("aliases", "same", "the old address is kept as an alias")
        for name in (*self.other_dates, *self.other_details):
            yield Signal(name, "another", f"`{name}` changes, too")


def _text(user: User, field: str) -> str:
    value = getattr(user, field)
    return value if isinstance(value, str) else ""


def _fold(text: str) -> str:
    return text.strip().casefold()


def _same(old: object, new: object) -> bool | None:
    """Whether two values are the same, but for leading zeros; `None` where one is unknown or empty."""
    if old in (UNSET, None, "") or new in (UNSET, None, ""):
        return None
    return _fold(str(old)).lstrip("0") == _fold(str(new)).lstrip("0")
