"""The user of Dynamics CRM and Dataverse: what its attributes mean, and their labels and codes."""

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from linter.formats.flag import as_flag
from linter.model import fold
from linter.model.state import Invitation, Kind

LOGICAL: Mapping[str, str] = {
    "systemuserid": "id",
    "fullname": "full_name",
    "firstname": "first_name",
    "lastname": "last_name",
    "internalemailaddress": "primary_email",
    "windowsliveid": "windows_live_id",
    "domainname": "user_name",
    "employeeid": "employee_id",
    "parentsystemuserid": "manager_id",
    "isdisabled": "status",
    "invitestatuscode": "invitation",
    "islicensed": "licensed",
    "accessmode": "access",
    "applicationid": "application",
    "modifiedon": "modified_on",
}
"""What attributes are, by their logical names: fields of a user, or what a field is made of."""

FULL_NAME_EDIT = "edit of the read-only full name"
"""How a new full name is counted, which a system that makes it of first and last name does not take."""

_HEX = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ID = re.compile(rf"\{{?({_HEX})\}}?$")
_ID_LINE = 37
_IDS = re.compile(rf"(?:{_HEX}\n)*", re.IGNORECASE)
_INVITATIONS: Mapping[str, Invitation] = {
    "invitation not sent": "none",
    "not sent": "none",
    "invited": "sent",
    "invitation near expired": "sent",
    "invitation expired": "expired",
    "invitation accepted": "accepted",
    "invitation rejected": "rejected",
    "invitation revoked": "revoked",
    "0": "none",
    "1": "sent",
    "2": "sent",
    "3": "expired",
    "4": "accepted",
    "5": "rejected",
    "6": "revoked",
}
# An administrative user has access to settings only and takes no seat, as a service has it.
_KINDS: Mapping[str, Kind] = {
    "read-write": "person",
    "administrative": "service",
    "read": "person",
    "support user": "support",
    "non-interactive": "service",
    "delegated admin": "support",
    "0": "person",
    "1": "service",
    "2": "person",
    "3": "support",
    "4": "service",
    "5": "support",
}
_QUARTER = timedelta(minutes=15)
_FARTHEST = timedelta(hours=14)
_SECOND = timedelta(seconds=1)


def as_id(text: str) -> str | None:
    """The id of a record in lower case and without braces; `None` where it is none."""
    found = _ID.match(text.lower())
    return found[1] if found else None


def all_ids(texts: Iterable[str]) -> bool:
    """Whether some texts are surely ids of records, all of them."""
    lines = list(texts)
    joined = "\n".join([*lines, ""])
    # A text of several lines would be taken for several texts, but for the length of all.
    return len(joined) == len(lines) * _ID_LINE and _IDS.fullmatch(joined) is not None


@functools.lru_cache(maxsize=64)
def as_enabled(text: str, inverted: bool) -> bool | None:
    """Whether a user is enabled; `inverted` where a yes means disabled. `None` where it cannot be told."""
    said = fold(text)
    if said in ("enabled", "disabled"):
        return said == "enabled"
    flag = as_flag(text) if inverted else None
    return None if flag is None else not flag


@functools.lru_cache(maxsize=64)
def as_invitation(text: str) -> Invitation | None:
    """How far an invitation is, by its label or code."""
    return _INVITATIONS.get(fold(text))


@functools.lru_cache(maxsize=64)
def as_kind(text: str) -> Kind | None:
    """What kind of user has an access mode, by its label or code."""
    return _KINDS.get(fold(text))


@functools.lru_cache(maxsize=1024)
def as_moment(text: str) -> tuple[datetime, bool] | None:
    """A time, and whether it has its offset (without one it is UTC); `None` for a local form or a day."""
    try:
        moment = datetime.fromisoformat(text) if ":" in text else None
    except ValueError:
        return None
    if moment is None:
        return None
    return (moment, True) if moment.tzinfo else (moment.replace(tzinfo=UTC), False)


def is_full_name(name: str, known: str | None, first: str, last: str) -> bool:
    """Whether a full name is the one that is known, or made of first and last name in any order."""
    if known and fold(known) == fold(name):
        return True
    joined = f"{first} {last}"
    return name == joined or _words(name) == _words(joined)


def is_same_moment(known: datetime, told: datetime, exact: bool) -> bool:
    """Whether two times can be the same; one that is not `exact` may be that of another time zone."""
    apart = abs(known.replace(microsecond=0) - told.replace(microsecond=0))
    if exact or apart < _SECOND:
        return apart < _SECOND
    return apart <= _FARTHEST and apart % _QUARTER < _SECOND


def _words(name: str) -> list[str]:
    """The words of a name in any order, as `Last, First` has another one."""
    return sorted(fold(name).replace(",", " ").split())
