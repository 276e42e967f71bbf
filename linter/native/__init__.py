"""The native form of a change as plain data: its shape, the model's values from it, and back."""

from linter.native.data import native_account, native_change, native_envelope
from linter.native.record import Builder, Unsound, examine, read_change
from linter.native.shape import Record

__all__ = [
    "Builder",
    "Record",
    "Unsound",
    "examine",
    "native_account",
    "native_change",
    "native_envelope",
    "read_change",
]
