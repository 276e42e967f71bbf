"""prechange's own form, as a JSON document: a change set, or a snapshot.

Where to get it: write it from a program, by the same schemas as the YAML form.

Understood: what the YAML form says, with the same keys. A key that is there twice is refused.

Not understood: comments, and numbers such as `NaN`.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from linter.document import Source, parse_json
from linter.formats import jsonl, tree, yaml
from linter.formats.account import Gathering, duplicate, examine_account, in_tree
from linter.formats.bulk import NotTrusted, Reading, decoded
from linter.formats.content import Content
from linter.formats.elements import Elements
from linter.formats.fault import Problems
from linter.formats.given import Given
from linter.formats.part import Keep, Part, Tally
from linter.formats.sample import top_keys
from linter.model import Account, Change, Envelope, Location, Snapshot
from linter.native.record import Builder, envelope_of, examine
from linter.native.shape import AccountLine, Document, ManyAccounts, Record, head_of

_KEYS = frozenset({"changes", "accounts", "users", "purchased_users"})
_DOCUMENT: Any = msgspec.json.Decoder(Document)
_CHANGE: Any = msgspec.json.Decoder(Record)
_MANY: Any = msgspec.json.Decoder(ManyAccounts)
_ACCOUNT: Any = msgspec.json.Decoder(Account)
_SINGLE: Any = msgspec.json.Decoder(AccountLine)


def recognises(sample: bytes, name: str) -> bool:
    """Whether a document has one of the keys that a change set or snapshot must have."""
    return not _KEYS.isdisjoint(top_keys(sample)) and not jsonl.recognises(sample, name)


def read_changes(content: Content, given: Given) -> Part:
    """The change set of a document."""
    data = content.whole()
    try:
        document = decoded(_DOCUMENT, data, _nothing)
    except NotTrusted:
        return yaml.part_of(_explained(content))
    elements = Elements(content.name, data, "changes", document.changes)
    problems = Problems(content.name)
    tally = Tally()
    tally.add(record for _, record in _records(elements, (_CHANGE, examine, tree.change), problems))
    problems.raise_any()
    envelope = envelope_of(document)
    return Part(envelope, tally.survey(envelope), functools.partial(_changes, elements, envelope))


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The snapshot of a document."""
    data = content.whole()
    try:
        document = decoded(_MANY, data, _nothing)
    except NotTrusted:
        return _single(content, data, keep)
    elements = Elements(content.name, data, "accounts", document.accounts)
    problems = Problems(content.name)
    gathering = Gathering(keep)
    for number, account in _records(elements, (_ACCOUNT, examine_account, tree.account), problems):
        earlier = gathering.add(account, number, number)
        if earlier is not None:
            where = elements.source(number).locate("/id")
            first = elements.source(earlier).locate("/id")
            problems.add(
                [duplicate("account", account.id, where, f"line {first.line}, column {first.column}")]
            )
    problems.raise_any()
    return gathering.snapshot(head_of(document), content.name, in_tree(elements.source))


def _records(elements: Elements, reading: Reading, problems: Problems) -> Iterator[tuple[int, Any]]:
    """The records that are right, with their numbers; what is wrong with others goes to `problems`."""
    decoder, examined, explained = reading
    for number, raw in enumerate(elements.raws):
        try:
            yield number, decoded(decoder, raw, examined)
        except NotTrusted:
            record = problems.explain(functools.partial(_explained_element, elements, number, explained))
            if record is not None:
                yield number, record


def _explained_element(elements: Elements, number: int, explained: Callable[[Source], Any]) -> Any:
    """What the slow reader makes of an element."""
    return explained(elements.source(number))


def _single(content: Content, data: bytes, keep: Keep) -> Snapshot:
    """The snapshot of one account at the top level, or the refusal of what is no snapshot."""
    try:
        line = decoded(_SINGLE, data, examine_account)
    except NotTrusted:
        return yaml.snapshot_of(_explained(content), keep)
    gathering = Gathering(keep)
    gathering.add(line, None)
    return gathering.snapshot(head_of(line), content.name, in_tree(lambda _: _explained(content)))


def _changes(elements: Elements, envelope: Envelope, first: int) -> Iterator[Change]:
    """The changes of a document that was checked before."""
    builder = Builder(envelope)
    for number, raw in enumerate(elements.raws):
        origin = functools.partial(_locate, elements, number)
        yield builder.change(_CHANGE.decode(raw), first + number, origin)


def _locate(elements: Elements, number: int, pointer: str) -> Location:
    """The place of a part of a change."""
    return elements.locate(number, pointer, key=bool(pointer))


def _explained(content: Content) -> Source:
    """The document read slowly, with places. Raises `InputError` where its form is wrong."""
    text = content.text(max_bytes=content.size)
    return Source(content.name, text, parse_json(text, content.name))


def _nothing(document: Any) -> None:
    """Of a document's top level the decoder judges everything."""
