"""Which keys hold secrets."""

import functools
import re

_ENDINGS = ("password", "passwd", "passwort", "pwd", "passphrase", "secret", "token", "apikey", "privatekey")
_WHOLE = frozenset(
    {"pass", "pin", "credential", "credentials", "passwordprofile", "passwordcredentials", "recoverycode"}
)
_TAIL = re.compile(r"(hash|value|text|base64|s)$")


@functools.lru_cache(maxsize=4096)
def is_secret(key: str) -> bool:
    """Whether a key of this name holds a secret, as `password`, `passwordProfile` and `unicodePwd` do."""
    name = "".join(character for character in key.casefold() if character.isalnum())
    stem = _TAIL.sub("", name)
    return name in _WHOLE or stem in _WHOLE or name.endswith(_ENDINGS) or stem.endswith(_ENDINGS)
