"""Requests as changes."""

import functools
from collections.abc import Sequence

from linter.formats.baseline import Baseline
from linter.formats.content import Content
from linter.formats.fault import Problems
from linter.formats.given import Given
from linter.formats.graph.operations import drafts
from linter.formats.graph.order import open_pairs, sorted_requests, touch
from linter.formats.graph.reading import requests_of
from linter.formats.graph.request import Request
from linter.formats.odata.request import Draft, part_of_drafts
from linter.formats.part import Census, Part


def part_of(content: Content, given: Given) -> Part:
    """The changes that the requests of a file propose, in an order that Graph keeps.

    Raises `InputError` with everything that is wrong.
    """
    requests = requests_of(content)
    census = Census()
    problems = Problems(content.name)
    proposed = []
    for request in requests:
        explained = functools.partial(_listed, request, census)
        proposed.append(problems.explain(explained) or [])
    problems.raise_any()
    _note_open_order(requests, proposed, Baseline(given.account), census)
    ordered = [draft for number in sorted_requests(requests) for draft in proposed[number]]
    return part_of_drafts(ordered, census)


def _listed(request: Request, census: Census) -> list[Draft]:
    return list(drafts(request, census.set_aside))


def _note_open_order(
    requests: Sequence[Request], proposed: Sequence[Sequence[Draft]], baseline: Baseline, census: Census
) -> None:
    """Sets aside the pairs of requests that Graph may run in either order, where that matters."""
    touched = [touch(found, baseline) for found in proposed]
    kinds = ("that may change one user", "that move one total of the account both ways")
    for pairs, kind in zip(open_pairs(requests, touched), kinds, strict=True):
        if pairs:
            first, second = (requests[number] for number in pairs[0])
            what = f"pair of requests {kind}, in no fixed order (the first: `{first.id}` and `{second.id}`)"
            census.set_aside(what, second.place(), len(pairs), rule="order-not-fixed")
