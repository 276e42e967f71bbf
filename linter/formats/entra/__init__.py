"""Microsoft Entra ID: the files of the bulk operations, and the download of all users.

Where to get it: Microsoft Entra admin center, *Users > All users > Bulk operations > Bulk create*, *Bulk
invite* or *Bulk delete*; *Users > Deleted users > Bulk restore*; *Groups > a group > Members > Bulk
operations > Import members*. The download is *Users > All users > Download users*. A column is known by the
property in brackets in its header (`User name [userPrincipalName] Required`, or the older
`Name (example: Chris Green) [displayName] *`), so that the label may be in any language; the line
`version:v1.0` may stand above it. A row of examples that the template brought along is left out, and said so.

As changes: users created (`Block sign in` is the inverse of enabled; the initial password is dropped), guests
invited (each is created, then invited; one whom the snapshot knows is only invited), users deleted, users
restored, members of a group. The files name no group: add a column `group` with its name, which Entra
ignores. Members are added; say `op: remove_group` in `FILE.prechange.yaml` where they are removed.

As a snapshot, the download of all users: an empty cell says that there is no value.

Not understood: roles and licences, which none of these files has. Properties that prechange has no field for
become attributes under the property's name, columns without a property under their label.
"""

from linter.formats.entra.changes import read_changes
from linter.formats.entra.header import recognises
from linter.formats.entra.users import read_snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]
