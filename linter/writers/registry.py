"""Every format that change sets can be written in: a new one is a module, and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from linter.formats import Given
from linter.model import ChangeSet
from linter.writers.written import Written

NOTHING = Given()


@dataclass(frozen=True)
class Writer:
    """A format to write: what it is in a sentence, and its module, loaded when it is first used.

    The module has `write(change_set, given)`. `suffix` is what the name of a file of this format ends in;
    `looks_up` says that names are looked up in the state, by the writer and the reader alike.
    """

    title: str
    suffix: str
    module: Callable[[], ModuleType]
    looks_up: bool = False

    def write(self, change_set: ChangeSet, given: Given = NOTHING) -> Written:
        """The change set as text, with what the format cannot say.

        `given` is what the format's reader would be told: the columns of a table, and the state that names
        are looked up in.
        """
        written: Written = self.module().write(change_set, given)
        return written


WRITERS: dict[str, Writer] = {
    "native": Writer(
        "prechange's own form; YAML, or what the name of the file says",
        ".yaml",
        lambda: import_module("linter.writers.yaml"),
    ),
    "yaml": Writer(
        "prechange's own form, as a YAML document", ".yaml", lambda: import_module("linter.writers.yaml")
    ),
    "json": Writer(
        "prechange's own form, as a JSON document", ".json", lambda: import_module("linter.writers.json")
    ),
    "jsonl": Writer(
        "prechange's own form, one change a line", ".jsonl", lambda: import_module("linter.writers.jsonl")
    ),
    "csv": Writer(
        "a table as delimited text, one change a row", ".csv", lambda: import_module("linter.writers.csv")
    ),
    "scim": Writer("SCIM 2.0: a bulk request", ".json", lambda: import_module("linter.writers.scim")),
    "ldif": Writer("LDIF: change records", ".ldif", lambda: import_module("linter.writers.ldif"), True),
    "graph": Writer("Microsoft Graph: JSON batches", ".json", lambda: import_module("linter.writers.graph")),
}
"""Writers by the names of the formats that read what they write; `native` is the form that people edit."""

NATIVE_FORMS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""The forms of prechange's own format by the suffixes of their files; every other suffix means YAML."""


def native_form(path: str | None) -> str:
    """The name of the native form that the suffix of a file asks for."""
    dot = (path or "").rfind(".")
    return NATIVE_FORMS.get((path or "")[dot:].lower(), "yaml") if dot >= 0 else "yaml"
