"""A text file read strictly, as nodes that know their places."""

from linter.document.check import check
from linter.document.json import parse_json, parse_json_at
from linter.document.lazy import line_starts, loses_keys
from linter.document.node import Node, PlacedNode, at, in_place_of, join, key_at, plain, tokens
from linter.document.place import split_lines
from linter.document.secret import is_secret
from linter.document.source import Source
from linter.document.text import (
    MAX_BYTES,
    STDIN,
    CopiedPath,
    decode,
    empty,
    given_path,
    not_utf8,
    read_text,
    shown_path,
    unreadable,
)
from linter.document.words import did_you_mean
from linter.document.yaml import parse_yaml

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "CopiedPath",
    "Node",
    "PlacedNode",
    "Source",
    "at",
    "check",
    "decode",
    "did_you_mean",
    "empty",
    "given_path",
    "in_place_of",
    "is_secret",
    "join",
    "key_at",
    "line_starts",
    "loses_keys",
    "not_utf8",
    "parse_json",
    "parse_json_at",
    "parse_yaml",
    "plain",
    "read_text",
    "shown_path",
    "split_lines",
    "tokens",
    "unreadable",
]
