"""Places in files, and the one way in which user keys are compared."""

import re
import unicodedata

import msgspec

_HEAD = re.compile(
    r"(?P<noun>\S+(?: (?!of |that |which |not |with |without |for |in |to |by |on |under |from |\()\S+)*)"
)


class Location(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in a file a person can open.

    `line`, `column` and `end_column` count from 1; a column counts characters, not bytes.
    `pointer` is a JSON Pointer (RFC 6901) into the document, empty where the format has none.
    `text` is the line itself as it stands in the file, secret values masked, so that reporters
    need not open files; `end_column` is one past the last character to underline. Where `text` was
    cut or masked, the place begins in it at `text_column` instead of `column`.
    """

    path: str
    line: int = 0
    column: int = 0
    end_column: int = 0
    pointer: str = ""
    text: str = ""
    text_column: int = 0

    def __str__(self) -> str:
        """`path:line:column`, as far as it is known; `path:sheet!cell` in a spreadsheet."""
        if "!" in self.pointer and not self.pointer.startswith("/"):
            return f"{self.path}:{self.pointer}"
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


def fold(text: str) -> str:
    """The form in which keys (ids, sign-ins, addresses, role names) are compared.

    Unicode NFKC, case folded, outer blanks removed: `Ａlice@X.example ` and `alice@x.example` are one key.
    """
    if text.isascii():
        return text.strip().lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def counted(count: int, what: str) -> str:
    """A number of things that are named in the singular: `1 user`, `3 creations of a group`, `2 policies`."""
    head = _HEAD.match(what)
    if count == 1 or head is None:
        return f"{count} {what}"
    noun = head["noun"]
    if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy")):
        noun = noun[:-1] + "ie"
    elif noun.endswith(("s", "x", "ch", "sh")):
        noun += "e"
    return f"{count} {noun}s{what[head.end() :]}"
