"""Change sets written out, in the formats that changes are read from. Nothing is written to files here."""

from linter.writers.registry import NATIVE_FORMS, WRITERS, Writer, native_form
from linter.writers.written import KINDS, Unsaid, Written

__all__ = ["KINDS", "NATIVE_FORMS", "WRITERS", "Unsaid", "Writer", "Written", "native_form"]
