"""What a writer makes of a change set."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from linter.model import Change, Location

Kind: TypeAlias = Literal["change", "detail", "evidence", "secret"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Unsaid:
    """Something of a change set that is not in what was written, because the format cannot say it.

    `kind` is a whole `change`, a `detail` of a change that is written without it, `evidence` (who asked and
    why), or a `secret`, which the reader dropped already. `what` is a sentence for a person, `change` the
    change it is about (`None`: the change set as a whole) and `pointer` the part of it.
    """

    kind: Kind
    what: str
    change: Change | None = None
    pointer: str = ""
    hint: str = ""

    @property
    def location(self) -> Location | None:
        """Where it stands in the file that it was read from; found when it is asked for."""
        return None if self.change is None else self.change.origin(self.pointer)


@dataclass(frozen=True)
class Written:
    """A change set as text. `pieces` can be iterated again and again, and are never all in memory at once.

    `unsaid` is what the text leaves out: whoever uses the text must refuse it, or tell. `beside` is what
    FILE.prechange.yaml has to say beside the written FILE, so that reading both gives the same changes.
    """

    pieces: Iterable[str]
    unsaid: tuple[Unsaid, ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All of the text."""
        return "".join(self.pieces)


@dataclass(frozen=True)
class Pieces:
    """Text that is made anew at each iteration."""

    make: Callable[[], Iterator[str]]

    def __iter__(self) -> Iterator[str]:
        """The pieces, first to last."""
        return self.make()
