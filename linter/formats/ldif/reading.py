"""A file record by record, with everything that is wrong with it."""

from collections.abc import Callable, Iterator

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.fault import MOST_PROBLEMS, Problems
from linter.formats.ldif.block import Extent, Spoiled, blocks_of, pieces
from linter.formats.ldif.place import Finder
from linter.model import Problem


class Walk:
    """The blocks of a file with their places: the piece of the file, and which of its records it is.

    What cannot be read at all goes to `problems`; for the rest there is `refuse`.
    """

    def __init__(self, content: Content, finder: Finder) -> None:
        self.problems = Problems(content.name)
        self._content = content
        self._finder = finder

    def __iter__(self) -> Iterator[tuple[Extent, int, str]]:
        """The records, first to last."""
        try:
            for extent, data in pieces(self._content):
                try:
                    blocks = blocks_of(data)
                except Spoiled as fault:
                    self.problems.add([self._finder.spoiled(extent, data, fault)])
                    continue
                for ordinal, block in enumerate(blocks):
                    yield extent, ordinal, block
        except InputError as error:
            self.problems.add(error.problems)

    def refuse(self, problem: Callable[[], Problem]) -> None:
        """Notes what is wrong with a record, or only counts it where there is much already."""
        if len(self.problems.found) >= MOST_PROBLEMS:
            self.problems.more += 1
        else:
            self.problems.add([problem()])
