"""The Dataverse Web API (Dynamics 365, CRM Online): requests that change users, and the users it lists.

Where to get it: the requests as a script or tool is about to send them, as text: one request (method,
address, headers, an empty line, JSON body), several with a line `###` between them, or a batch, which is the
`multipart/mixed` body of `POST /api/data/v9.2/$batch`, with or without the lines of that request before it.
As a snapshot, the response to `GET /api/data/v9.2/systemusers?$select=fullname,firstname,lastname,`
`internalemailaddress,domainname,windowsliveid,isdisabled,islicensed,invitestatuscode,accessmode,`
`applicationid,employeeid,modifiedon,_parentsystemuserid_value`
`&$expand=systemuserroles_association($select=name)`; several pages stand in one JSON list.

| request | change |
|---|---|
| `POST systemusers` | `create` |
| `PATCH systemusers(...)` with `If-Match` | `update` |
| with `If-None-Match: *` | `create` |
| with neither | `update`, or `create` where the snapshot is complete and has no such user |
| `PUT`, `DELETE systemusers(...)/property` | `update` of the one property |
| `DELETE systemusers(...)` | `delete` |
| `POST systemusers(...)/Microsoft.Dynamics.CRM.SetState` | `enable`, `disable` |
| `.../systemuserroles_association/$ref`, of the user or of the role | `grant_role`, `revoke_role` |
| `.../teammembership_association/$ref`, `AddMembersTeam`, `RemoveMembersTeam` | `add_group`, `remove_group` |
| `PUT`, `DELETE systemusers(...)/parentsystemuserid/$ref` | `update` of `manager_id` |
| `CreateMultiple`, `UpdateMultiple`, `UpsertMultiple` | the same for each of the targets |

| property | field |
|---|---|
| `systemuserid`, `employeeid` | `id`, `employee_id` |
| `firstname`, `lastname`, `internalemailaddress` | `first_name`, `last_name`, `primary_email` |
| `windowsliveid`, else `domainname` | `sign_in_id` (the other one is an attribute) |
| `isdisabled` | `enabled`, the other way round |
| `accessmode` | `kind` (1 and 4 are `service`, 3 and 5 `support`), and an attribute |
| `applicationid`, where it is filled, or the first name `#` | `kind: application` |
| `parentsystemuserid@odata.bind`, `_parentsystemuserid_value` | `manager_id` |
| `invitestatuscode` | `invitation`; in a request, 1 is `invite` |
| `fullname`, `islicensed`, `modifiedon` | `full_name`, `licensed`, `modified_at`: of snapshots |
| `systemuserroles_association@odata.bind`, and the one of teams | `grant_role`, `add_group` |
| passwords and other secrets | dropped, only their names are kept |
| every other one, and every other one that is bound | `attributes`, without annotations |

Understood: addresses with the host, from `/api/data/` on, or from the entity set on; alternate keys such as
`systemusers(domainname='...')`, which are looked up in the snapshot; `$1` for the record of an earlier
request of the same change set, by its Content-ID; names of headers in any case, and `X-HTTP-Method`. What
`Content-Length` says is not believed. The order of the file is the order in which Dataverse runs requests.
Each is judged as if it were carried out; where one fails, Dataverse takes its whole change set back, and
stops the batch there.

Roles are named by id. Their names come from a snapshot in this form, or from the request that creates a
role; one without a name keeps the id, and is counted as not checked. Teams are groups, by their ids.

A snapshot is incomplete where the last page has an `@odata.nextLink`, or fewer users than `@odata.count`
says; a response without them may still be filtered, so that nothing is said. Roles that are cut off
(`systemuserroles_association@odata.nextLink`) are not known.

Not understood, and counted as not checked: requests for anything but users (teams or roles that are created
or changed, tasks), other actions, an edit of the read-only `fullname`, an invitation status or licence that
a request sets, records that are written within a user, a move to another business unit, which may take the
user's roles away, and an update without `If-Match: *` where nobody knows whether the user is there. A header
that lets a request act for another user says nothing. Refused: more than 1000 requests or
8 MiB, a batch in a batch, a read in a change set, parts that are not closed, text beside the parts, and
requests to two environments.
"""

import re

from linter.formats.content import Content
from linter.formats.dataverse.changes import part_of
from linter.formats.dataverse.users import users_of
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.formats.sample import json_like, top_keys
from linter.model import Snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]

_METHOD = rb"(?:GET|POST|PATCH|PUT|DELETE)[ \t]+"
_REQUEST = re.compile(_METHOD + rb"[^\r\n]*?(?:/api/data/v\d|\bsystemusers\b|\$batch\b)", re.IGNORECASE)
_DELIMITER = re.compile(rb"--(?!-)\S[^\r\n]*(?:\r\n|\n|\r)+content-[a-z-]+[ \t]*:", re.IGNORECASE)
_BATCH = re.compile(rb"content-type[ \t]*:[ \t]*multipart/mixed[ \t]*;[^\r\n]*boundary", re.IGNORECASE)
_COMMENT = (b"#", b"//", b"@")
_USERS = re.compile(
    rb'"@odata\.(?:context"\s*:\s*"[^"]*\$metadata#systemusers\b|type"\s*:\s*"#Microsoft\.'
    rb'Dynamics\.CRM\.systemuser")'
)
_OF_A_USER = re.compile(rb'"systemuserid"\s*:')
_FOREIGN = frozenset(
    {"changes", "accounts", "users", "Operations", "schemas", "resource_changes", "requests"}
)
_GRAPH = re.compile(rb"(?:https?://[\w.-]*graph[\w.-]*(?::\d+)?)?/(?:v1\.0|beta)/", re.IGNORECASE)


def read_changes(content: Content, given: Given) -> Part:
    """The changes of the requests of a file, in order. Raises `InputError` with everything that is wrong."""
    return part_of(content, given)


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The users of a response as those of one account, whose id it does not say.

    Raises `InputError` with everything that is wrong.
    """
    return users_of(content)


def recognises(sample: bytes, name: str) -> bool:
    """Whether a file is a request to Dataverse, a batch of them, or a list of users with its annotations."""
    text = sample.removeprefix(b"\xef\xbb\xbf")
    if not json_like(text):
        return _is_request(text)
    keys = top_keys(text)
    if keys & _FOREIGN:
        return False
    listed = "value" in keys or text.lstrip().startswith(b"[") or "systemuserid" in keys
    return listed and (_USERS.search(text) is not None or _OF_A_USER.search(text) is not None)


def _is_request(text: bytes) -> bool:
    begin = text.lstrip()
    if _DELIMITER.match(begin) or _BATCH.match(begin):
        return True
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(_COMMENT))
    request = _REQUEST.match(next(lines, b"").lstrip())
    return request is not None and _GRAPH.search(request.string[: request.end()]) is None
