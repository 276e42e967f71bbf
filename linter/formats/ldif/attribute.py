"""What the attributes of an entry mean: fields of a user, memberships, secrets, or something else."""

import base64
import functools
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from linter.document import is_secret
from linter.formats.ldif.record import Value, base_of, lowered

FIELDS = {
    "full_name": ("displayname", "cn", "commonname", "fullname"),
    "first_name": ("givenname", "gn"),
    "last_name": ("sn", "surname"),
    "primary_email": ("mail", "rfc822mailbox"),
    "sign_in_id": ("userprincipalname", "uid", "userid", "samaccountname"),
    "employee_id": ("employeenumber", "employeeid"),
    "manager_id": ("manager",),
}
"""The attributes that fill a field of a user; the first that an entry has counts."""

FLAGS = frozenset({"useraccountcontrol", "nsaccountlock", "pwdaccountlockedtime", "logindisabled"})
"""The attributes that say whether a user can sign in."""

IDS = ("objectguid", "entryuuid", "nsuniqueid", "ipauniqueid", "guid")
"""The attributes that hold an entry's immutable key."""

MEMBERS = frozenset({"member", "uniquemember", "memberuid"})
"""The attributes of a group that name its members."""

USERS = frozenset(
    {
        "person",
        "organizationalperson",
        "inetorgperson",
        "user",
        "account",
        "posixaccount",
        "shadowaccount",
        "simplesecurityobject",
        "inetuser",
        "edupersonaccount",
    }
)
GROUPS = frozenset(
    {"group", "groupofnames", "groupofuniquenames", "groupofmembers", "posixgroup", "rfc822mailgroup"}
)
_NO_USERS = frozenset({"computer", "contact"})
CONTAINERS = frozenset({"ou", "o", "dc", "c", "l", "st"})
"""The types of names that only entries have which hold others."""

NAMES = {"group": "a group", "container": "a container", "other": "an entry that is no user"}
"""What an entry that is no user is called."""

_MORE_SECRETS = frozenset(
    {
        "userpkcs12",
        "krbprincipalkey",
        "krbextradata",
        "supplementalcredentials",
        "pwdhistory",
        "passwordhistory",
        "sambapasswordhistory",
        "ntpwdhistory",
        "lmpwdhistory",
        "ipanthash",
    }
)
_DISABLED = 0x2
_LOCKED_FOR_GOOD = "000001010000Z"


class Meaning(NamedTuple):
    """What an attribute description means; of two attributes for one field that of lesser `rank` counts."""

    name: str
    base: str
    field: str = ""
    rank: int = 0
    special: str = ""


_RANKS = {name: (field, rank) for field, names in FIELDS.items() for rank, name in enumerate(names)}
_SPECIAL = {
    **dict.fromkeys(FLAGS, "flag"),
    **dict.fromkeys(IDS, "id"),
    **dict.fromkeys(MEMBERS, "member"),
    "memberof": "memberof",
    "proxyaddresses": "proxy",
    "objectclass": "class",
}


@functools.lru_cache(maxsize=4096)
def meaning_of(description: str) -> Meaning:
    """What an attribute description means. With a language or another option it is no field of a user."""
    name, base = lowered(description), base_of(description)
    if is_secret(base) or base in _MORE_SECRETS:
        return Meaning(name, base, special="secret")
    field, rank = _RANKS.get(name, ("", 0))
    return Meaning(name, base, field, rank, _SPECIAL.get(name, ""))


def kind_of(classes: Iterable[str]) -> str | None:
    """What kind of entry has these object classes: `user`, `group`, `other`; `None` where there are none."""
    names = {name.lower() for name in classes}
    if not names:
        return None
    if names & USERS and not names & _NO_USERS:
        return "user"
    return "group" if names & GROUPS else "other"


def enabled(base: str, value: str | None) -> bool | None:
    """What a flag says of whether a user can sign in; `None` where it says nothing. Raises `ValueError`.

    `value` is `None` where the flag has been taken away.
    """
    if base == "useraccountcontrol":
        return None if value is None else not int(value) & _DISABLED
    if base == "pwdaccountlockedtime":
        return True if value is None else (False if value.strip().upper() == _LOCKED_FOR_GOOD else None)
    if value is None:
        return True
    said = value.strip().lower()
    if said not in ("true", "false"):
        raise ValueError(value)
    return said == "false"


def is_kept(base: str) -> bool:
    """Whether a flag says more than a yes or no, so that it stands among the attributes, too."""
    return base in ("useraccountcontrol", "pwdaccountlockedtime")


def identity(base: str, value: Value) -> str:
    """The immutable key that an attribute holds, in the form in which it is usually written."""
    if isinstance(value, bytes):
        if base == "objectguid" and len(value) == 16:
            return str(uuid.UUID(bytes_le=value))
        return value.hex()
    return value.strip().lower()


def addresses(values: Iterable[str]) -> tuple[str | None, tuple[str, ...], list[str]]:
    """The primary address, the aliases, and what else there is, of the values of `proxyAddresses`."""
    primary: str | None = None
    aliases, others = [], []
    for value in values:
        if value.startswith("SMTP:"):
            primary = value[5:]
        elif value.startswith("smtp:"):
            aliases.append(value[5:])
        else:
            others.append(value)
    return primary, tuple(aliases), others


def plain(value: Value) -> str:
    """A value as it stands among the attributes: text, or else base64."""
    return value if isinstance(value, str) else base64.b64encode(value).decode()


def together(values: Sequence[Value]) -> Any:
    """The values of an attribute: one alone, or a list."""
    return plain(values[0]) if len(values) == 1 else [plain(value) for value in values]
