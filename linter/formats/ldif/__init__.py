"""LDIF (RFC 2849): entries of a directory, or changes to them.

Where to get it: `ldapsearch -LLL -x -b ou=People,dc=example,dc=com` or `slapcat` for a snapshot (with
`'*' entryUUID`, so that users have an immutable key); in Active Directory `ldifde -f users.ldf -r
"(objectClass=user)"`. As changes: the file that `ldapmodify -f`, `ldapadd -f` or `ldifde -i -f` is about to
get. Records without a `changetype:` are entries to be added when the file is read as changes.

Understood: `add`, `delete`, `modify` (`add:`, `delete:`, `replace:`, `increment:`), `modrdn`, `moddn`, in
order; base64, folded lines, comments, options (`cn;lang-fr`), a missing last `-`. A user's id is `objectGUID`
or `entryUUID` where the file or the snapshot has it, else the distinguished name (DN). DNs are compared
without case, blanks and ways of escaping, and are followed through renames, those of the entries above
included: a user keeps the id, and `attributes.dn` says where it stands now. A user of a snapshot is found by
`attributes.dn`, and by the sign-in where the DN begins with `uid=` or `mail=`.

| attribute | field |
|---|---|
| `displayName`, else `cn` | `full_name` |
| `givenName`, `sn` | `first_name`, `last_name` |
| `mail` (before it, `SMTP:` of `proxyAddresses`) | `primary_email` |
| `smtp:` of `proxyAddresses` | `aliases` |
| `userPrincipalName`, else `uid`, else `sAMAccountName` | `sign_in_id` |
| `employeeNumber`, else `employeeID`; `manager` | `employee_id`; `manager_id` |
| `userAccountControl` (bit 0x2), `nsAccountLock`, `loginDisabled`, `pwdAccountLockedTime` | `enabled` |
| `memberOf`; `member`, `uniqueMember`, `memberUid` of groups | `groups`, as DNs |
| `userPassword`, `unicodePwd` and other secrets | dropped, only their names are kept |
| every other one, in lower case | `attributes` |

Values that are added to or deleted from an attribute whose other values are not known stand there as
`{add: [...], delete: [...]}`. A tree delete (control 1.2.840.113556.1.4.805) deletes every user below that
the snapshot or the file knows. A deleted entry that is taken back (`delete: isDeleted`) is a `restore`.

Not understood, and counted as not checked: entries that are no users (a group created, a container renamed;
members of groups are checked), and controls that alter what a change does. Without a snapshot only the object
classes of an `add` and the names `ou=`, `o=`, `dc=`, `c=`, `l=`, `st=` tell what is no user. Values in files
(`jpegPhoto:< file:...`) are refused; nothing is ever opened or fetched.
"""

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.ldif.changes import part_of
from linter.formats.ldif.state import snapshot_of
from linter.formats.part import Keep, Part
from linter.model import Snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]

_NAMES = (".ldif", ".ldf")


def read_changes(content: Content, given: Given) -> Part:
    """The changes of a file, in order. Raises `InputError` with everything that is wrong."""
    return part_of(content, given)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The entries of a file as the users of one account, whose id it does not say.

    Raises `InputError` with everything that is wrong.
    """
    return snapshot_of(content)


def recognises(sample: bytes, name: str) -> bool:
    """Whether the first line that is no comment begins a record, or the file with its version."""
    for line in sample.removeprefix(b"\xef\xbb\xbf").splitlines():
        start = line.rstrip().lower()
        if not start or line.startswith((b"#", b" ")) or start.replace(b" ", b"") == b"version:1":
            continue
        if start.startswith(b"dn:"):
            return b"=" in start or start.startswith(b"dn::") or (start == b"dn:" and name.endswith(_NAMES))
        return False
    return False
