"""Lines of a text as a reader of an error may see them: cut to a window, secret values masked."""

import re
from collections.abc import Callable, Sequence

from linter.document.secret import is_secret
from linter.errors import InputError
from linter.model import Location

MASK = "***"
WINDOW = 240
_BEFORE = 60
BREAK = re.compile(r"\r\n|\n|\r")
_WORD_AND_COLON = re.compile(r"([^\s\"'{\[,:=]+)[\"']?\s*[:=]\s*")

Span = tuple[int, int]


def split_lines(text: str) -> list[str]:
    """The lines of a text, split where editors split: at LF, CRLF and CR."""
    return text.split("\n") if "\r" not in text else BREAK.split(text)


def shown(
    path: str,
    line_text: str,
    line: int,
    span: Span,
    *,
    pointer: str = "",
    secrets: Sequence[Span] = (),
    bounds: Span | None = None,
) -> Location:
    """A location with its line's text.

    `span` is what to underline, `secrets` what to mask, `bounds` what may be shown at all; each in
    columns, from 1, the end excluded.
    """
    column, end = span
    start, stop = _window(column, *(bounds or (1, len(line_text) + 1)))
    window = line_text[start:stop]
    text, begin = _masked(window, column - start, [(first - start, last - start) for first, last in secrets])
    text = text.replace("\t", " ").rstrip()
    if start:
        text, begin = "…" + text, begin + 1
    if stop < len(line_text):
        text += "…"
    return Location(
        path=path,
        line=line,
        column=column,
        end_column=max(end, column + 1),
        pointer=pointer,
        text=text,
        text_column=begin if begin != column else 0,
    )


def broken(path: str, lines: Sequence[str], line: int, column: int, *, first_line: int = 1) -> Location:
    """A location in a text that did not parse: what is secret can only be guessed from the look of lines."""
    index = line - first_line
    line_text = lines[index] if 0 <= index < len(lines) else ""
    return shown(path, line_text, line, (column, column + 1), secrets=_guessed(lines, index))


def refusal(path: str, text: str, first_line: int = 1) -> Callable[[str, int, int, str], InputError]:
    """Makes the error of a text that does not parse, from message, line, column and hint."""

    def make(message: str, line: int, column: int, hint: str) -> InputError:
        where = broken(path, split_lines(text), line, column, first_line=first_line)
        return InputError.one(message, where, hint)

    return make


def _masked(text: str, column: int, secrets: Sequence[Span]) -> tuple[str, int]:
    """The text with secrets replaced, and the column at which `column` is found in it."""
    begin = column
    for first, end in sorted(secrets, reverse=True):
        start, last = max(first, 1), min(end, len(text) + 1)
        if start >= last:
            continue
        text = text[: start - 1] + MASK + text[last - 1 :]
        if column >= last:
            begin += len(MASK) - (last - start)
        elif column > start:
            begin += start - column
    return text, begin


def _window(column: int, first: int, end: int) -> Span:
    """The offsets of the part of a line to show, so that a column of it can be seen."""
    start = max(first - 1, min(column - 1 - _BEFORE, end - 1 - WINDOW))
    return start, min(start + WINDOW, end - 1)


def _guessed(lines: Sequence[str], index: int) -> list[Span]:
    """What to hide of a line that did not parse: what follows a secret's key, or lies under it."""
    if not 0 <= index < len(lines):
        return []
    line = lines[index]
    found = _after_secret_key(line)
    if found:
        return [(found, len(line) + 1)]
    indent = _indent(line)
    for above in range(index - 1, max(-1, index - 200), -1):
        if lines[above].strip() and (_indent(lines[above]) < indent or not line.strip()):
            return [(1, len(line) + 1)] if _after_secret_key(lines[above]) else []
    return []


def _after_secret_key(line: str) -> int:
    """The column where the value of the first secret key of a line begins; 0 where there is none."""
    return next((match.end() + 1 for match in _WORD_AND_COLON.finditer(line) if is_secret(match[1])), 0)


def _indent(line: str) -> int:
    """The number of blanks before a line's first character."""
    return len(line) - len(line.lstrip())
