"""prechange's own form, as a YAML document: a change set, or a snapshot.

Where to get it: write it. The schemas `schemas/changes.schema.json` and `schemas/snapshot.schema.json`
describe every key, and editors complete and check by them.

Understood: everything that prechange knows of. A change set is `changes:` with the evidence (`account`,
`requested_by`, `reference` ...) beside it; a snapshot is `accounts:`, or one account at the top level. An
absent value is unknown, `null` is known to be empty. YAML is read strictly: keys that are there twice are
refused, and `NO` or `12:30` are text.

Not understood: files over 64 MiB; JSON Lines has no such limit.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from linter.document import Source, at, join, parse_yaml
from linter.formats import tree
from linter.formats.account import Gathering, in_tree
from linter.formats.content import Content
from linter.formats.given import Given
from linter.formats.part import Keep, Part, Tally
from linter.model import Change, Envelope, Location, Snapshot
from linter.native.record import Builder, envelope_of

_KEY = re.compile(rb"^(changes|accounts|users|purchased_users)[ \t]*:([ \t\r]|$)", re.MULTILINE)


def recognises(sample: bytes, name: str) -> bool:
    """Whether a document has one of the keys that a change set or snapshot must have."""
    return not sample.lstrip().startswith((b"{", b"[")) and _KEY.search(sample) is not None


def read_changes(content: Content, given: Given) -> Part:
    """The change set of a document."""
    text = content.text()
    return part_of(Source(content.name, text, parse_yaml(text, content.name)))


def read_snapshot(content: Content, keep: Keep) -> Snapshot:
    """The snapshot of a document."""
    text = content.text()
    return snapshot_of(Source(content.name, text, parse_yaml(text, content.name)), keep)


def part_of(source: Source) -> Part:
    """The change set of a parsed document."""
    document, records = tree.change_set(source)
    envelope = envelope_of(document)
    tally = Tally()
    tally.add(records)
    return Part(envelope, tally.survey(envelope), functools.partial(_changes, source, records, envelope))


def snapshot_of(source: Source, keep: Keep) -> Snapshot:
    """The snapshot of a parsed document."""
    head, accounts = tree.accounts(source)
    single = tree.is_single(source.root)
    gathering = Gathering(keep)
    for number, account in enumerate(accounts):
        gathering.add(account, "" if single else f"/accounts/{number}")

    def source_of(pointer: str) -> Source:
        return source.part(at(source.root, pointer) or source.root, pointer)

    return gathering.snapshot(head, source.path, in_tree(source_of))


def _changes(source: Source, records: Sequence[Any], envelope: Envelope, first: int) -> Iterator[Change]:
    """The changes of a document."""
    builder = Builder(envelope)
    for number, record in enumerate(records):
        yield builder.change(record, first + number, functools.partial(_locate, source, number))


def _locate(source: Source, number: int, pointer: str) -> Location:
    """The place of a part of a change."""
    where = join("", "changes", number) + (f"/{pointer.removeprefix('/')}" if pointer else "")
    return source.locate(where, key=bool(pointer))
