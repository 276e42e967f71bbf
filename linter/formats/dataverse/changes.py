"""Requests as changes."""

import functools

from linter.formats.content import Content
from linter.formats.dataverse.batch import Request, requests_of
from linter.formats.dataverse.known import Known
from linter.formats.dataverse.operations import Operations
from linter.formats.fault import Problems
from linter.formats.given import Given
from linter.formats.odata.request import Draft, part_of_drafts
from linter.formats.part import Census, Part


def part_of(content: Content, given: Given) -> Part:
    """The changes that the requests of a file propose. Raises `InputError` with everything that is wrong."""
    requests = requests_of(content)
    census = Census()
    problems = Problems(content.name)
    operations = Operations(Known(given), census.set_aside)

    def proposed(request: Request) -> list[Draft]:
        return list(operations.drafts(request))

    found = [problems.explain(functools.partial(proposed, request)) or [] for request in requests]
    problems.raise_any()
    return part_of_drafts([draft for drafts in found for draft in drafts], census)
