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

    The module has `write(change_set, given)`.
    """

    title: str
    module: Callable[[], ModuleType]

    def write(self, change_set: ChangeSet, given: Given = NOTHING) -> Written:
        """The change set as text, with what the format cannot say.

        `given` is what the format's reader would be told: the columns of a table, and the state that names
        are looked up in.
        """
        written: Written = self.module().write(change_set, given)
        return written


WRITERS: dict[str, Writer] = {
    "native": Writer("prechange's own form (YAML)", lambda: import_module("linter.writers.yaml")),
    "yaml": Writer("prechange's own form, as a YAML document", lambda: import_module("linter.writers.yaml")),
    "json": Writer("prechange's own form, as a JSON document", lambda: import_module("linter.writers.json")),
    "jsonl": Writer("prechange's own form, one change a line", lambda: import_module("linter.writers.jsonl")),
}
"""Writers by the names of the formats that read what they write; `native` is the form that people edit."""

NATIVE_FORMS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""The forms of prechange's own format by the suffixes of their files; every other suffix means YAML."""


def native_form(path: str | None) -> str:
    """The name of the native form that the suffix of a file asks for."""
    dot = (path or "").rfind(".")
    return NATIVE_FORMS.get((path or "")[dot:].lower(), "yaml") if dot >= 0 else "yaml"
