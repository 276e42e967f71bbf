"""Dynamics CRM Online / Dataverse: the export of users to Excel, as it is edited and imported again.

Where to get it: *Settings > Administration > Users* (today *Advanced Find > Users*), *Export to Excel*, with
*Make this data available for re-importing* (2011) or as a static worksheet. Read are XLSX (needs the extra
`xlsx`: `pip install 'prechange[xlsx]'`), XML Spreadsheet 2003 (`.xml`, what CRM 2011 writes), and either
saved as CSV. Headers are display names in English, or logical names (`firstname`, `internalemailaddress`).
Of a workbook the first visible sheet that holds something is read; others are counted as not checked.

As changes: the hidden column `(Do Not Modify) User` says which record a row updates, an empty one creates; a
table without this column creates a user with every row, as the import does. With a snapshot, only what
differs from it is a change; without one, a row is an update with all it says. An empty cell clears the value.
`(Do Not Modify) Modified On` is compared with the snapshot's `modified_at`: where it differs, the change says
so in `before`, and the check reports a stale snapshot. CRM writes this time without its offset: it is read as
UTC, and taken for the same moment where it differs by a whole number of quarter hours, up to 14 hours.

As a snapshot: each row is a user; the id is that of the hidden column or `systemuserid`, else the sign-in,
else the primary e-mail. A row that an edited export is to create has no id, and goes by these, so that
`prechange diff` takes it. An export is a view, so nothing says that it is complete.

| column | field |
|---|---|
| `(Do Not Modify) User`, `systemuserid` | `id` |
| `First Name`, `Last Name`, `Primary Email` | `first_name`, `last_name`, `primary_email` |
| `Windows Live ID`, else `User Name` | `sign_in_id` |
| `Status` (`Enabled`, `Disabled`), `isdisabled` | `enabled` |
| `Full Name`, `Invitation Status`, `User Licensed` | `full_name`, `invitation`, `licensed`: of snapshots |
| `Access Mode` | `kind` (Administrative and Non-interactive are `service`), and an attribute |
| `Application ID`, where it is filled, or the first name `#` | `kind: application` |
| `Employee`, `parentsystemuserid` | `employee_id`, `manager_id` |
| `(Do Not Modify) Modified On`, `Modified On` | `modified_at` |
| `(Do Not Modify) Row Checksum` | not needed: unchanged rows are seen |
| every other one (`Business Unit`, `Manager` as a name) | `attributes` |

Not understood: headers in other languages (they become attributes), exports of other entities (refused), and
security roles, which no export of users has. Counted as not checked: edits of the read-only `Full Name`, an
invitation status or licence that an import would set, formulas (their last results are read), and times of
modification in a local form. Refused: more than 1000 columns, workbooks that unpack to more than 256 MiB,
XML with a document type (external entities), formulas without a result, and cells with an error value.
"""

from linter.formats.content import Content
from linter.formats.crm.changes import changes_of
from linter.formats.crm.opened import opened, recognises
from linter.formats.crm.snapshot import users_of
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.model import Snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]


def read_changes(content: Content, given: Given) -> Part:
    """The users that a file creates or updates. Raises `InputError` with everything that is wrong."""
    return changes_of(opened(content), given)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users that a file lists, in one account, whose id it does not say.

    Raises `InputError` with everything that is wrong.
    """
    return users_of(opened(content))
