"""Where in a text people are named: known names and addresses as whole words, and any e-mail address."""

import bisect
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from linter.privacy.cipher import BEGUN

Span = tuple[int, int]

_NO_PART = r"\s<>()\[\]{}\"'`,;:|\\@…"
_ADDRESS = re.compile(rf"[^{_NO_PART}]+@[^{_NO_PART}]*[^{_NO_PART}.!?]")
_ESCAPE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})"
    r"|\\([\"'\\/ bfnrt])|(?<!')'(')(?!')"
)
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_COMMON = 3
"""Names this short (`An`, `Li`) are looked for as they are written: in lower case they are ordinary words."""

_CUT = "…"


class Names:
    """A set of texts that name people, looked for without regard to case."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._folded: set[str] = set()
        self._exact: set[str] = set()
        self._lengths: dict[str, set[int]] = {}
        for text in {form for name in texts for form in _forms(name)}:
            self._add(text)

    def spans(self, text: str, also: Iterable[Span] = ()) -> list[Span]:
        """Where people are named, and `also` where it is said, from left to right; what overlaps is one."""
        found = [match.span() for match in (*_ADDRESS.finditer(text), *BEGUN.finditer(text))]
        return _merged([*also, *found, *self._known(text)])

    def line_spans(self, text: str) -> list[Span]:
        """The same for a line of a file: with escapes, and names that go on beyond its ends."""
        decoded, places = _decoded(text)
        found = [*self.spans(text), *self._edges(text)]
        for start, end in (*self.spans(decoded), *self._edges(decoded)):
            found.append((places[start], places[end]))
        return _merged(found)

    def _add(self, text: str) -> None:
        lowered = _lowered(text)
        if len(text) <= _COMMON and text.isalnum():
            self._exact |= {text, text.upper()}
        else:
            self._folded.add(lowered)
        self._lengths.setdefault(lowered[:2], set()).add(len(text))

    def _known(self, text: str) -> Iterator[Span]:
        lowered = _lowered(text)
        for start in range(len(text)):
            for size in (2, 1):
                for length in self._lengths.get(lowered[start : start + size], ()):
                    end = start + length
                    if (
                        end <= len(text)
                        and _parts(text, start)
                        and _parts(text, end)
                        and (lowered[start:end] in self._folded or text[start:end] in self._exact)
                    ):
                        yield start, end

    def _edges(self, text: str) -> Iterator[Span]:
        """The beginning of a name at the end of a line, and the end of one at its beginning."""
        yield from _at_end(_lowered(text), self._beginnings)
        size = len(text)
        for start, end in _at_end(_lowered(text)[::-1], self._ends):
            yield size - end, size - start

    @functools.cached_property
    def _beginnings(self) -> list[str]:
        return sorted(self._folded)

    @functools.cached_property
    def _ends(self) -> list[str]:
        return sorted(text[::-1] for text in self._folded)


def replaced(text: str, spans: Iterable[Span], hide: Callable[[str], str]) -> str:
    """The text with what stands in the spans hidden."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], hide(text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def _forms(text: str) -> Iterator[str]:
    """How a name may be written: as it is, and in the other Unicode normal forms."""
    text = text.strip()
    if text:
        yield text
    if not text.isascii():
        for form in ("NFC", "NFD", "NFKC"):
            yield unicodedata.normalize(form, text)


def _lowered(text: str) -> str:
    """In lower case, and as long as before."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _parts(text: str, place: int) -> bool:
    """Whether words part at a place. Scripts without capitals may do without blanks: there they do."""
    return not (0 < place < len(text) and _in_word(text[place - 1]) and _in_word(text[place]))


def _in_word(char: str) -> bool:
    return char.islower() or char.isupper() or char.isdigit() or char == "_"


def _at_end(text: str, words: list[str]) -> Iterator[Span]:
    """The first place from which on a text is how a word begins; where it is not cut, a blank must follow."""
    body = text.rstrip()
    cut = body.endswith(_CUT)
    body = body.removesuffix(_CUT)
    if not body or not words:
        return
    for start in range(max(0, len(body) - 256), len(body)):
        if _parts(body, start) and not body[start].isspace():
            wanted = body[start:] if cut else f"{body[start:]} "
            near = bisect.bisect_left(words, wanted)
            if near < len(words) and words[near].startswith(wanted):
                yield start, len(body)
                return


def _decoded(text: str) -> tuple[str, list[int]]:
    """The text with the escapes of YAML and JSON decoded, and where in it each of its characters stood."""
    chars: list[str] = []
    places: list[int] = []
    last = 0
    for match in _ESCAPE.finditer(text):
        chars += text[last : match.start()]
        places += range(last, match.start())
        chars.append(_meant(match))
        places.append(match.start())
        last = match.end()
    chars += text[last:]
    places += range(last, len(text) + 1)
    return "".join(chars), places


def _meant(match: re.Match[str]) -> str:
    high, low, *codes, simple, quote = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    for code in codes:
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else "?"
    return str(_SIMPLE.get(simple, simple) if simple else quote)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
