"""A file record by record, with everything that is wrong with it."""

from collections.abc import Callable, Iterator

from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.fault import MOST_PROBLEMS, Problems
from linter.formats.ldif.block import Extent, Spoiled, pieces
from linter.formats.ldif.place import Finder
from linter.formats.ldif.runs import Run, Runs
from linter.model import Problem


class Walk:
    """The records of a file, many together where they are alike, each time with the piece of the file.

    What cannot be read at all goes to `problems`; for the rest there is `refuse`.
    """

    def __init__(self, content: Content, finder: Finder) -> None:
        self.problems = Problems(content.name)
        self._content = content
        self._finder = finder

    def __iter__(self) -> Iterator[tuple[Extent, Run]]:
        """The records, first to last."""
        runs = Runs()
        try:
            for extent, data in pieces(self._content):
                try:
                    for run in runs.of(data):
                        yield extent, run
                except Spoiled as fault:
                    self.problems.add([self._finder.spoiled(extent, data, fault)])
        except InputError as error:
            self.problems.add(error.problems)

    def refuse(self, problem: Callable[[], Problem]) -> None:
        """Notes what is wrong with a record, or only counts it where there is much already."""
        if len(self.problems.found) >= MOST_PROBLEMS:
            self.problems.more += 1
        else:
            self.problems.add([problem()])
