"""YAML, read strictly: one document, YAML 1.2 core scalars, no duplicate keys, no bombs.

The tree is built from PyYAML's events (libyaml where it is there), because PyYAML's own loaders
drop duplicate keys silently and turn `NO` into false and `12:30:45` into a number.
"""

import functools
import re
from typing import Any

import yaml

from linter.document.node import Items, Node, Pairs, PlacedNode
from linter.document.place import broken, refusal, split_lines
from linter.document.scalar import core_scalar
from linter.errors import InputError
from linter.model import Problem

MAX_DEPTH = 64
"""How many lists and mappings may stand in one another."""

_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"

_FREE_ALIASES = 10_000
_ALIAS_RATIO = 10
_STR_TAG = "tag:yaml.org,2002:str"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# U+0085, U+2028 and U+2029 break lines in YAML 1.1 but not in 1.2 and in no editor: places would be wrong.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_yaml(text: str, path: str) -> Node:
    """The tree of a YAML document. Raises `InputError` with everything that is wrong with its form."""
    bad = _FORBIDDEN.search(text)
    if bad:
        before = split_lines(text[: bad.start()])
        raise refusal(path, text)(
            f"the character U+{ord(bad[0]):04X} is not allowed in YAML",
            len(before),
            len(before[-1]) + 1,
            f'write it as an escape in double quotes: "\\u{ord(bad[0]):04x}"',
        )
    loader = _Loader(text)
    composer = _Composer(loader, text, path)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, path) from error
    finally:
        loader.dispose()
    if composer.problems:
        raise InputError(composer.problems)
    return root


class _Composer:
    """Builds one tree from a stream of events and collects what can be said without giving up."""

    def __init__(self, loader: Any, text: str, path: str) -> None:
        self.next = loader.get_event
        self.text = text
        self.path = path
        self.refuse = refusal(path, text)
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open_anchors: set[str] = set()
        self.nodes = 0
        self.aliased = 0

    def document(self) -> Node:
        """The only document of the stream."""
        self.next()
        start = self.next()
        if isinstance(start, yaml.StreamEndEvent):
            raise self.refuse("the file holds no document", 1, 1, "it has only comments or blank lines")
        root = self.node(self.next(), 0)
        self.next()
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.fail("a second document begins here", after, "keep one document a file")
        return root

    def node(self, event: Any, depth: int) -> Node:
        """The tree that begins with an event."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.tag not in (None, _STR_TAG) or (event.tag and not isinstance(event, yaml.ScalarEvent)):
            raise self.fail(f"the tag `{event.tag}` is not supported", event, "remove it; quote what is text")
        if depth >= MAX_DEPTH and not isinstance(event, yaml.ScalarEvent):
            raise self.fail(_TOO_DEEP, event, "")
        if event.anchor is None:
            return self.content(event, depth)
        before = self.nodes + self.aliased
        self.open_anchors.add(event.anchor)
        node = self.content(event, depth)
        self.open_anchors.discard(event.anchor)
        self.anchors[event.anchor] = (node, self.nodes + self.aliased - before)
        return node

    def content(self, event: Any, depth: int) -> Node:
        """The tree of an event that is no alias."""
        self.nodes += 1
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            pairs, end = self.pairs(depth + 1)
            return self.collection("mapping", pairs, event, end, pairs[-1][1] if pairs else None)
        items, end = self.items(depth + 1)
        return self.collection("list", items, event, end, items[-1] if items else None)

    def scalar(self, event: Any) -> Node:
        """A scalar: text where it is quoted or tagged so, else what the core schema says."""
        start, end = event.start_mark, event.end_mark
        place = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        style = event.style or ""
        if style or event.tag:
            return PlacedNode("text", event.value, *place, style)
        try:
            kind, value = core_scalar(event.value)
        except ValueError as error:
            self.report(str(error), *place[:2], "quote it if it is text")
            kind, value = "null", None
        return PlacedNode(kind, value, *place)

    def collection(self, kind: Any, value: Any, event: Any, end: Any, last: Node | None) -> Node:
        """A list or mapping; one in block style ends with its last value, not where the next thing begins."""
        start = event.start_mark
        if event.flow_style or last is None:
            stop = (end.end_mark.line + 1, end.end_mark.column + 1)
        else:
            stop = (last.end_line, last.end_column)
        return PlacedNode(kind, value, start.line + 1, start.column + 1, *stop)

    def items(self, depth: int) -> tuple[Items, Any]:
        """The items of a list and the event that ends it."""
        items: list[Node] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth))
        return tuple(items), event

    def pairs(self, depth: int) -> tuple[Pairs, Any]:
        """The pairs of a mapping, keys checked, and the event that ends it."""
        pairs: list[tuple[Node, Node]] = []
        seen: dict[Any, Node] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.node(event, depth)
            self.check_key(key, seen)
            pairs.append((key, self.node(self.next(), depth)))
        return tuple(pairs), event

    def check_key(self, key: Node, seen: dict[Any, Node]) -> None:
        """Refuses keys that are not text, twice there, or YAML 1.1's merge key."""
        if key.kind != "text":
            name = "" if key.kind in ("mapping", "list") else f" `{self.text_of(key)}`"
            self.report(f"the key{name} is not text", key.line, key.column, "quote it")
        elif key.value == "<<" and not key.style:
            self.report("merge keys (`<<`) are not supported", key.line, key.column, "write the keys out")
        elif key.value in seen:
            hint = f"it is first set in line {seen[key.value].line}"
            self.report(f"the key `{key.value}` is here twice", key.line, key.column, hint)
        else:
            seen[key.value] = key

    def alias(self, event: Any) -> Node:
        """What an anchor named, at the place of the alias, as long as the whole stays in proportion."""
        name = event.anchor
        if name in self.open_anchors:
            raise self.fail(f"the alias `*{name}` stands inside what it names", event, "write it out")
        if name not in self.anchors:
            raise self.fail(f"the alias `*{name}` names nothing above it", event, "quote it if it is text")
        node, size = self.anchors[name]
        self.aliased += size
        if self.aliased > _FREE_ALIASES + _ALIAS_RATIO * self.nodes:
            raise self.fail("the aliases of this file unfold to far too much", event, "write the values out")
        start, end = event.start_mark, event.end_mark
        return PlacedNode(
            node.kind, node.value, start.line + 1, start.column + 1, end.line + 1, end.column + 1, node.style
        )

    def text_of(self, key: Node) -> str:
        """A key as it is written."""
        return self.lines[key.line - 1][key.column - 1 : key.end_column - 1]

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return split_lines(self.text)

    def report(self, message: str, line: int, column: int, hint: str) -> None:
        """Notes a problem and goes on."""
        where = broken(self.path, self.lines, line, column)
        self.problems.append(Problem(message=message, location=where, hint=hint))

    def fail(self, message: str, event: Any, hint: str) -> InputError:
        """A problem after which reading on makes no sense, together with those found before."""
        mark = event.start_mark
        last = self.refuse(message, mark.line + 1, mark.column + 1, hint)
        return InputError([*self.problems, *last.problems])


def _syntax_error(error: yaml.MarkedYAMLError, text: str, path: str) -> InputError:
    """PyYAML's complaint as ours."""
    problem = error.problem or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    at_the_end = mark is not None and not text[mark.index :].strip()
    if "end of stream" in problem or (at_the_end and "did not find" in problem):
        mark = error.context_mark or mark
        problem = "what begins here is not closed"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "maximum nesting depth" in problem:
        # Recent parsers have a limit of their own, which they reach while they look ahead.
        return refusal(path, text)(_TOO_DEEP, line, column, "")
    hint = _hint(problem, split_lines(text), line)
    if error.context and error.context_mark and error.context_mark.line + 1 != line:
        problem = f"{problem} {error.context} that begins in line {error.context_mark.line + 1}"
    return refusal(path, text)(f"this is not YAML: {problem}", line, column, hint)


def _hint(problem: str, lines: list[str], line: int) -> str:
    """What most often causes a complaint."""
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in problem:
        return "indent with blanks, not tabs"
    if "mapping values are not allowed" in problem:
        return "quote a text that contains `: `, and check the indentation"
    if "cannot start any token" in problem:
        return "quote a text that begins with this character"
    if "not closed" in problem or "expected ',' or" in problem:
        return "a closing quote, bracket or comma is missing"
    return "check the indentation and the quotes of this line and the one above"
