"""Pseudonyms that can be turned back: deterministic authenticated encryption (AES-SIV) under one key.

A pseudonym is `anon1`, the encrypted text in base32 in lower case, and `0`. It is made of letters and
digits only, so no output format has to escape it and no line is wrapped inside it.
"""

import base64
import binascii
import bisect
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from linter.errors import InputError

KEY_VARIABLE = "PRECHANGE_PRIVACY_KEY"
SHORTEST_KEY = 32
"""Characters of a key: 32 random ones cannot be guessed, and pseudonyms invite guessing."""

PSEUDONYM = re.compile(r"anon1([a-z2-7]{28,})0")
BEGUN = re.compile(r"anon1[a-z2-7]*0?")
"""What looks like a pseudonym or the beginning of one, as a hostile name might."""

_CUT = re.compile(r"anon1([a-z2-7]{8,})(?![a-z2-7]*0)")
_CONTEXT = [b"prechange privacy 1"]
_MAKE = "make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


class Cipher:
    """Hides texts under a key, and reveals them again."""

    def __init__(self, key: str) -> None:
        """Raises `InputError` where the key is too short, or the library for it is not there."""
        key = key.strip()
        if len(key) < SHORTEST_KEY or len(set(key)) < SHORTEST_KEY // 4:
            raise InputError.one(
                f"the key in {KEY_VARIABLE} is too easy to guess",
                hint=f"it takes {SHORTEST_KEY} random characters or more; {_MAKE}",
            )
        self._siv = _library()(hashlib.blake2b(key.encode("utf-8", "surrogatepass")).digest())
        self._known: dict[str, str] = {}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Cipher":
        """The cipher under the key that the environment holds. Raises `InputError` where it holds none."""
        key = environment.get(KEY_VARIABLE, "")
        if not key.strip():
            hint = f"set {KEY_VARIABLE} to {SHORTEST_KEY} random characters or more, and keep it; {_MAKE}"
            raise InputError.one("there is no key for pseudonyms", hint=hint)
        return cls(key)

    def hide(self, text: str) -> str:
        """The pseudonym of a text, always the same one; nothing for nothing."""
        if not text:
            return text
        known = self._known.get(text)
        if known is None:
            sealed = self._siv.encrypt(text.encode("utf-8", "surrogatepass"), _CONTEXT)
            code = base64.b32encode(sealed).decode().rstrip("=").lower()
            known = self._known[text] = f"anon1{code}0"
        return known

    def reveal(self, text: str, escape: Callable[[str], str] = str) -> str:
        """The text with every pseudonym turned back; `escape` fits what was hidden to what it stands in.

        One that has lost its end is known by its beginning, if it stands elsewhere in the text as a whole.
        Raises `InputError` where a pseudonym was made under another key, or is none.
        """
        known = {code: self._open(code) for code in PSEUDONYM.findall(text)}
        text = PSEUDONYM.sub(lambda found: escape(known[found[1]]), text)
        codes = sorted(known)

        def whole(cut: re.Match[str]) -> str:
            place = bisect.bisect_left(codes, cut[1])
            found = codes[place : place + 1]
            return escape(known[found[0]]) if found and found[0].startswith(cut[1]) else cut[0]

        return _CUT.sub(whole, text)

    def _open(self, code: str) -> str:
        from cryptography.exceptions import InvalidTag

        try:
            sealed = base64.b32decode(code.upper() + "=" * (-len(code) % 8))
            data: bytes = self._siv.decrypt(sealed, _CONTEXT)
        except (InvalidTag, binascii.Error, ValueError):
            raise InputError.one(
                f"the key in {KEY_VARIABLE} is not the one that this was hidden with",
                hint="set the key of the run that wrote it; nothing was revealed",
            ) from None
        return data.decode("utf-8", "surrogatepass")


def cut_short(text: str) -> int:
    """How many pseudonyms in a text have lost their end, and cannot be turned back."""
    return len(_CUT.findall(text))


def _library() -> Any:
    """AES-SIV, which is an extra: most people never hide anything."""
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV
    except ImportError:
        raise InputError.one(
            "pseudonyms need the library `cryptography`, which is not installed",
            hint="install it: pip install 'prechange[privacy]'",
        ) from None
    return AESSIV
