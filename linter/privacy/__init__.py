"""Pseudonyms for everybody who is named in a report, which whoever has the key can turn back."""

from linter.privacy.cipher import KEY_VARIABLE, PSEUDONYM, Cipher, cut_short
from linter.privacy.conceal import conceal
from linter.privacy.names import Names
from linter.privacy.people import people
from linter.privacy.revealing import reveal, reveal_json

__all__ = [
    "KEY_VARIABLE",
    "PSEUDONYM",
    "Cipher",
    "Names",
    "conceal",
    "cut_short",
    "people",
    "reveal",
    "reveal_json",
]
