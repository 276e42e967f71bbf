"""Microsoft Graph: requests that change users, and the users that it answers with.

Where to get it: a request as text, as Graph Explorer, the documentation and `.http` files have it (method,
address, headers, an empty line, JSON body); a JSON batch, the body of `POST /$batch`. As a snapshot, the
response to `GET https://graph.microsoft.com/v1.0/users?$select=id,displayName,givenName,surname,mail,`
`userPrincipalName,proxyAddresses,accountEnabled,employeeId,userType,externalUserState,assignedLicenses`
`&$expand=memberOf&$top=100`, for instance by `az rest`; several pages stand in one JSON list. Without
`$select` Graph leaves out `accountEnabled`, `assignedLicenses` and `proxyAddresses`, which then are unknown.

| request | change |
|---|---|
| `POST /users` | `create` |
| `PATCH` and `DELETE /users/{id or UPN}`, `DELETE /directoryObjects/{id}` | `update`, `delete` |
| `POST /users/{id}/assignLicense` | `assign_license`, `remove_license`, by `skuId` |
| `PUT` and `DELETE /users/{id}/manager/$ref` | `update` of `manager_id` |
| `POST /directoryRoles/{id}/members/$ref`, `DELETE .../members/{id}/$ref` | `grant_role`, `revoke_role` |
| `POST /roleManagement/directory/roleAssignments` | `grant_role` |
| `POST /groups/{id}/members/$ref`, `members@odata.bind` of `PATCH /groups/{id}` | `add_group` |
| `DELETE /groups/{id}/members/{id}/$ref` | `remove_group` |
| `POST /directory/deletedItems/{id}/restore` | `restore` |

Of a user, `userPrincipalName` is `sign_in_id`, `displayName`, `givenName` and `surname` are the names, `mail`
(else `SMTP:` of `proxyAddresses`) is `primary_email`, `smtp:` are `aliases`, `accountEnabled` is `enabled`;
all others are attributes. The password profile and other secrets are dropped. Template ids of built-in roles
become their names; a role with another id keeps the id, and is counted as not checked, because its name is
not known. Roles are also found as `/directoryRoles/roleTemplateId={id}`.

Requests of a batch are taken in an order that `dependsOn` (or `DependsOn`) allows; Graph fixes no other.
Requests on different users are taken as they stand in the file. Two that may change one user, or of which one
raises and the other lowers a total (who holds a role, how many users are enabled), are judged in the order of
the file, and counted as a pair in no fixed order: the verdict is then undecided, because another order may be
wrong, and `dependsOn` between the two decides it. Without a snapshot an object id and a user name may be one
user.

A snapshot is incomplete where the last page has an `@odata.nextLink`, or fewer users than `@odata.count`
says; a response without them may still be filtered, so that nothing is said. `memberOf` tells roles and
groups where it has fewer than the 20 objects that Graph expands at most.

Not understood, and counted as not checked: every other request that is no `GET`, requests on `/me`, whom the
file does not name, the removal of a role assignment by its own id, service plans of a licence that are
switched off, members that are no users. An assignment for a part of the directory is judged as one for all
of it.
"""

import re

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.graph.changes import part_of
from linter.formats.graph.users import users_of
from linter.formats.part import Keep, Part
from linter.formats.sample import json_like, top_keys
from linter.model import Snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]

_REQUEST = re.compile(
    rb"(?:GET|POST|PATCH|PUT|DELETE)[ \t]+"
    rb"(?:https?://[\w.-]*graph[\w.-]*(?::\d+)?)?/(?:v1\.0|beta)/[^\r\n]",
    re.IGNORECASE,
)
_COMMENT = (b"#", b"//")
_BATCH = (re.compile(rb'"method"\s*:\s*"', re.IGNORECASE), re.compile(rb'"url"\s*:\s*"', re.IGNORECASE))
_USERS = re.compile(
    rb'"@odata\.(?:context"\s*:\s*"[^"]*\$metadata#users\b|type"\s*:\s*"#microsoft\.graph\.user")'
)
_OF_A_USER = re.compile(rb'"userPrincipalName"\s*:')
_FOREIGN = frozenset({"changes", "accounts", "users", "Operations", "schemas", "resource_changes"})


def read_changes(content: Content, given: Given) -> Part:
    """The changes of a request or batch. Raises `InputError` with everything that is wrong."""
    return part_of(content, given)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users of a response as those of one account, whose id it does not say.

    Raises `InputError` with everything that is wrong.
    """
    return users_of(content)


def recognises(sample: bytes, name: str) -> bool:
    """Whether a file is a request to Graph, a batch of them, or a list of users with its annotations."""
    text = sample.removeprefix(b"\xef\xbb\xbf")
    if not json_like(text):
        lines = (line for line in text.splitlines() if line.strip() and not line.startswith(_COMMENT))
        return _REQUEST.match(next(lines, b"")) is not None
    keys = top_keys(text)
    if keys & _FOREIGN:
        return False
    if "requests" in keys:
        return all(pattern.search(text) for pattern in _BATCH)
    listed = "value" in keys or text.lstrip().startswith(b"[") or "userPrincipalName" in keys
    return listed and (_USERS.search(text) is not None or _OF_A_USER.search(text) is not None)
