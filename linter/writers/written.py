"""What a writer makes of a change set."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeVar, get_args

from linter.model import Change, Location

Kind: TypeAlias = Literal["change", "detail", "evidence", "secret", "note"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Unsaid:
    """Something of a change set that is not in what was written, because the format cannot say it.

    `kind` is a whole `change`, a `detail` of a change that is written without it, `evidence` (who asked and
    why), a `secret`, which the reader dropped already, or a mere `note` on what is written. `what` is a
    sentence for a person, `change` the change it is about (`None`: the change set as a whole) and `pointer`
    the part of it.
    """

    kind: Kind
    what: str
    change: Change | None = None
    pointer: str = ""
    hint: str = ""

    @property
    def location(self) -> Location | None:
        """Where it stands in the file that it was read from, if it was; found when it is asked for."""
        place = None if self.change is None else self.change.origin(self.pointer)
        return place if place and place.path else None


@dataclass(frozen=True)
class Written:
    """A change set as text. `pieces` can be iterated again and again, and are never all in memory at once.

    `unsaid` is what the text leaves out: whoever uses the text must refuse it, or tell. `beside` is what
    FILE.prechange.yaml has to say beside the written FILE. `means` are the changes that reading both gives,
    as plain data with all of their evidence; `None` where the writer itself held each to the reader. `more`
    are further files, to be read after this one, where the format does not let one hold everything.
    """

    pieces: Iterable[str]
    unsaid: tuple[Unsaid, ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)
    means: Iterable[dict[str, Any]] | None = None
    more: tuple["Written", ...] = ()

    @property
    def text(self) -> str:
        """All of the text."""
        return "".join(self.pieces)


T = TypeVar("T")


@dataclass(frozen=True)
class Anew(Generic[T]):
    """What is made anew at each iteration."""

    make: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        """The items, first to last."""
        return self.make()
