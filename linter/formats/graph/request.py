"""A request to Microsoft Graph."""

from dataclasses import dataclass

from linter.formats.graph.address import segments
from linter.formats.odata import request


@dataclass(frozen=True)
class Request(request.Request):
    """One request.

    `id` is what other requests of the batch name it by, `depends` the ids of those that come before it.
    """

    id: str = ""
    depends: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of its address."""
        return segments(self.url)
