"""SCIM 2.0 (RFC 7643, RFC 7644): provisioning requests, and lists of users.

Where to get it: the provisioning log of the identity provider shows the requests it sends (Entra: *Enterprise
applications > Provisioning > Provisioning logs*; Okta: *Reports > System log*), and a script has them before
it sends them. For a snapshot, save the answer to `GET /scim/v2/Users?count=1000`.

As changes, a file is one of these:

- requests as text: `PATCH /Users/2819c223 HTTP/1.1`, headers, an empty line and JSON; several follow each
  other, with `###` between them or not;
- a BulkRequest, whose operations refer to each other by `bulkId:`;
- a patch alone that has the user's `id`, `externalId` or `userName` beside `Operations` (of a group: `id`,
  `externalId` or `displayName`);
- a user or group alone: with an `id` it is a PUT, and so it is where the snapshot has the `userName`;
  otherwise it is a POST.

| attribute | field |
|---|---|
| `userName` | `sign_in_id` |
| `displayName`, else `name.formatted` | `full_name` |
| `name.givenName`, `name.familyName` | `first_name`, `last_name` |
| `emails`: the primary one, else the one for work, else the first | `primary_email` |
| `active` | `enabled` |
| `roles`, `entitlements` | `roles`, `licenses` |
| `employeeNumber`, `manager` | `employee_id`, `manager_id` |
| `groups` (snapshots only); `members` of groups | `groups`, by their ids |
| `password` and other secrets | dropped, only their names are kept |
| every other one, by its name or path | `attributes` |

Understood: operations in capitals, `"False"` for false, dotted and filtered paths, values without a path,
names of schemas before those of attributes, members removed by a filter or by value. Values that are added to
or removed from an attribute whose other values are not known stand there as `{add: [...], delete: [...]}`.
A PUT clears what it leaves out; with a snapshot, only what differs is a change, and attributes of the
standard's schemas are cleared, too. `id`, `meta` and `schemas` in a body are the server's and say nothing.

Not understood, and counted as not checked: groups created, renamed or deleted (members are checked; those of
a new group by its name), requests for anything but users and groups, `/Me`, requests that only read, other
operations than `add`, `replace` and `remove`, filters that are more than `eq` with `or`, the read-only
`groups` of a user, and a PUT without `active`, which suspends the user in some services. Groups in the list
of a snapshot are passed over. That a list is complete can never be told from it, for it may have been
filtered; a `totalResults` beyond the list tells that it is not.
"""

import re

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.formats.sample import json_like, top_keys
from linter.formats.scim.changes import part_of
from linter.formats.scim.snapshot import snapshot_of
from linter.model import Snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]

_REQUEST = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:###.*\s+)?(?:POST|PUT|PATCH|DELETE)[ \t]+"
    rb"\S*/(?:Users|Groups|Bulk)(?:[/?]\S*)?(?:\s|\Z)"
)
_NAME = re.compile(rb"urn:(?:ietf:params:)?scim:|:messages:2\.0:", re.IGNORECASE)
_ANSWER = frozenset({"resources", "totalresults"})


def read_changes(content: Content, given: Given) -> Part:
    """The changes of a file, in order. Raises `InputError` with everything that is wrong."""
    return part_of(content, given)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users of a file as those of one account, whose id it does not say.

    Raises `InputError` with everything that is wrong.
    """
    return snapshot_of(content)


def recognises(sample: bytes, name: str) -> bool:
    """Whether a file begins with a request for users or groups, or is JSON that names SCIM's schemas."""
    if not json_like(sample):
        return _REQUEST.match(sample) is not None
    keys = {key.lower() for key in top_keys(sample)}
    return ("schemas" in keys and _NAME.search(sample) is not None) or keys >= _ANSWER
