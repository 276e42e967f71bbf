"""The lines of LDIF (RFC 2849): base64 where a value demands it, folded where they are long."""

import base64
import re
from collections.abc import Iterable

_WIDTH = 76
_SAFE = re.compile(r"(?![ :<])[\x20-\x7e]*(?<! )")


def value_line(name: str, value: str) -> str:
    """An attribute and its value, ended by a line feed. What is not printable ASCII is base64, in UTF-8."""
    if _SAFE.fullmatch(value):
        return _folded(f"{name}: {value}" if value else f"{name}:")
    return _folded(f"{name}:: {base64.b64encode(value.encode()).decode()}")


def record(name: str, kind: str, lines: Iterable[str]) -> str:
    """A change record: a DN, the change type, and lines that `value_line` and `block` made."""
    return "".join((value_line("dn", name), f"changetype: {kind}\n", *lines))


def block(op: str, attribute: str, values: Iterable[str]) -> str:
    """One modification of an attribute."""
    return "".join((f"{op}: {attribute}\n", *(value_line(attribute, each) for each in values), "-\n"))


def _folded(line: str) -> str:
    first, rest = line[:_WIDTH], line[_WIDTH:]
    return "\n ".join((first, *(rest[at : at + _WIDTH - 1] for at in range(0, len(rest), _WIDTH - 1)))) + "\n"
