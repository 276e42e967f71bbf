"""Every format that can be read: a new one is a module, and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.part import Keep, Part
from linter.formats.sample import (
    anything,
    json_like,
    message_like,
    record_like,
    request_like,
    sheet_like,
    table_like,
)
from linter.model import ENVELOPE_FIELDS, Snapshot


@dataclass(frozen=True)
class Format:
    """A format: what it is in a sentence, the suffixes that only its files have, and its reader.

    `evidence` names the envelope fields that its files can carry. The module has `recognises(sample, name)`
    and one or both of `read_changes(content, given)` and `read_snapshot(content, keep)`; its docstring is
    the format's page. It is loaded when it is first asked for something. Where the user says what the
    columns are (`mapped`), `read_snapshot` takes `given`, too. `look` tells at once that a sample cannot have
    the format, so that the module is not loaded to say so.
    """

    title: str
    suffixes: tuple[str, ...]
    module: Callable[[], ModuleType]
    evidence: tuple[str, ...] = ()
    mapped: bool = False
    look: Callable[[bytes], bool] = anything

    @property
    def reads_changes(self) -> Callable[[Content, Given], Part] | None:
        """The reader of change sets; `None` where files of this format hold none."""
        function: Callable[[Content, Given], Part] | None = self._function("read_changes")
        return function

    @property
    def reads_snapshot(self) -> Callable[[Content, Keep, Given], Snapshot] | None:
        """The reader of snapshots; `None` where files of this format hold none."""
        function = self._function("read_snapshot")
        if function is None:
            return None

        def read(content: Content, keep: Keep, given: Given) -> Snapshot:
            snapshot: Snapshot = function(content, keep, given) if self.mapped else function(content, keep)
            return snapshot

        return read

    def recognises(self, sample: bytes, name: str) -> bool:
        """Whether the first bytes of a file show that it has this format; its name is a weak hint."""
        return self.look(sample) and bool(self.module().recognises(sample, name))

    def _function(self, name: str) -> Any:
        return getattr(self.module(), name, None)


FORMATS: dict[str, Format] = {
    "yaml": Format(
        "prechange's own form, as a YAML document",
        (".yaml", ".yml"),
        lambda: import_module("linter.formats.yaml"),
        ENVELOPE_FIELDS,
    ),
    "json": Format(
        "prechange's own form, as a JSON document",
        (".json",),
        lambda: import_module("linter.formats.json"),
        ENVELOPE_FIELDS,
        look=json_like,
    ),
    "jsonl": Format(
        "prechange's own form, one change or account a line, for files of any size",
        (".jsonl", ".ndjson"),
        lambda: import_module("linter.formats.jsonl"),
        ENVELOPE_FIELDS,
        look=json_like,
    ),
    "crm": Format(
        "the export of users from Dynamics CRM Online, edited or not",
        (".xlsx",),
        lambda: import_module("linter.formats.crm"),
        look=sheet_like,
    ),
    "m365": Format(
        "the file of Microsoft 365's *Add multiple users*",
        (),
        lambda: import_module("linter.formats.m365"),
        look=table_like,
    ),
    "entra": Format(
        "the files of Microsoft Entra's bulk operations, and its download of users",
        (),
        lambda: import_module("linter.formats.entra"),
        look=table_like,
    ),
    "google": Format(
        "the file of Google Workspace's *Bulk update users*, and its download of users",
        (),
        lambda: import_module("linter.formats.google"),
        look=table_like,
    ),
    "okta": Format(
        "the CSV file of users that Okta imports",
        (),
        lambda: import_module("linter.formats.okta"),
        look=table_like,
    ),
    "ldif": Format(
        "LDIF: the entries of a directory (LDAP, Active Directory), or changes to them",
        (".ldif", ".ldf"),
        lambda: import_module("linter.formats.ldif"),
        look=record_like,
    ),
    "dataverse": Format(
        "the Dataverse Web API: a request, a `$batch` with change sets, or the users that it answers with",
        (),
        lambda: import_module("linter.formats.dataverse"),
        look=message_like,
    ),
    "graph": Format(
        "Microsoft Graph: a request, a JSON batch, or the users that it answers with",
        (),
        lambda: import_module("linter.formats.graph"),
        look=request_like,
    ),
    "terraform": Format(
        "the JSON form of a Terraform or OpenTofu plan",
        (),
        lambda: import_module("linter.formats.terraform"),
        look=json_like,
    ),
    "scim": Format(
        "SCIM 2.0: provisioning requests, and lists of users",
        (),
        lambda: import_module("linter.formats.scim"),
        look=request_like,
    ),
    "csv": Format(
        "any other table as delimited text, with a column map",
        (".csv", ".tsv"),
        lambda: import_module("linter.formats.table"),
        ENVELOPE_FIELDS,
        mapped=True,
        look=table_like,
    ),
}
