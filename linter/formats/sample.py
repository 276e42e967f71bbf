"""What the first bytes of a file tell, for readers that have to recognise their format."""

import re

SAMPLE = 64 * 1024
"""How many bytes of a file a reader sees before it says whether it knows the format."""

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_NAME = re.compile(rb"^dn:", re.MULTILINE | re.IGNORECASE)
_OPENING, _CLOSING = (b"{", b"["), (b"}", b"]")

_ABOUT_A_TABLE = re.compile(rb'"?(?:version:v|sep=|#TYPE)')
_LINE_OF_A_TABLE = re.compile(rb"[,;\t\[\x00]")
_COMMENT = re.compile(rb"#(?!TYPE)")
_KEY_OF_YAML = re.compile(rb"\w+:(?:\s|$)")
_REQUEST = re.compile(rb"^\s*(?:GET|POST|PUT|PATCH|DELETE)\s", re.MULTILINE)
_REQUEST_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:GET|POST|PUT|PATCH|DELETE) +(?:/|https?:)")
_PARTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:--[^\s-]|content-)", re.IGNORECASE)
_MARKUP = re.compile(rb"[\s\x00\xef\xbb\xbf\xff\xfe]*<")


def anything(sample: bytes) -> bool:
    """Any sample at all."""
    return True


def json_like(sample: bytes) -> bool:
    """Whether a sample can be JSON."""
    return sample.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def table_like(sample: bytes) -> bool:
    """Whether one of the first two lines that hold something can be a table's header, or be about a table."""
    if json_like(sample):
        return False
    lines = [line for line in sample[:4096].splitlines() if line.strip() and not _COMMENT.match(line)][:2]
    if not lines or _KEY_OF_YAML.match(lines[0]):
        return False
    return any(_ABOUT_A_TABLE.match(line) or _LINE_OF_A_TABLE.search(line) for line in lines)


def sheet_like(sample: bytes) -> bool:
    """Whether a sample can be a table, a workbook (a ZIP archive) or a spreadsheet in XML."""
    return sample.startswith(b"PK") or _MARKUP.match(sample) is not None or table_like(sample)


def request_like(sample: bytes) -> bool:
    """Whether a sample can be JSON, or the text of an HTTP request."""
    return json_like(sample) or _REQUEST.search(sample) is not None


def begins_with_request(sample: bytes) -> bool:
    """Whether a sample begins as the text of an HTTP request does."""
    return _REQUEST_FIRST.match(sample) is not None


def message_like(sample: bytes) -> bool:
    """Whether a sample can be a request, or the body of one that has several parts."""
    return request_like(sample) or _PARTS.match(sample) is not None


def record_like(sample: bytes) -> bool:
    """Whether a sample can be LDIF: a line begins with a name."""
    return _NAME.search(sample) is not None


def top_keys(sample: bytes) -> frozenset[str]:
    """The keys of the JSON object that a sample begins with, as far as it reaches; none for anything else."""
    text = sample.removeprefix(b"\xef\xbb\xbf").lstrip()
    keys: set[str] = set()
    depth = 0
    last = b""
    for match in _TOKEN.finditer(text) if text.startswith(b"{") else ():
        token = match[0]
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
            if depth <= 0:
                break
        elif token == b":" and depth == 1 and last.startswith(b'"'):
            keys.add(last[1:-1].decode("utf-8", "replace"))
        last = token
    return frozenset(keys)
