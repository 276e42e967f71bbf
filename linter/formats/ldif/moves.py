"""Where entries stand as a file goes on: names followed through renames, deletions and names used again."""

from collections.abc import Iterator

from linter.formats.ldif.dn import Name


class _Place:
    """A place in the tree whose entry is not simply the one that has always been there.

    `first` is the name that the entry had before the file; `None` for a place above such entries only.
    `empty`: nobody is here any more. `again`: others were here, or below, before.
    """

    __slots__ = ("again", "below", "empty", "first")

    def __init__(self, first: Name | None = None, *, empty: bool = False, again: bool = False) -> None:
        self.first = first
        self.empty = empty
        self.again = again
        self.below: dict[str, _Place] = {}

    @property
    def counts(self) -> bool:
        """Whether somebody came here, or left."""
        return self.first is not None or self.empty


_MOST_WALKED = 4096
_GONE = _Place(empty=True)
"""A place that was left, and below which nobody has come since. It is shared, so nothing is put below it."""


class Moves:
    """The names that entries had before the file, by those that they have now."""

    def __init__(self) -> None:
        self._root = _Place()
        self._walked: dict[str, tuple[_Place | None, int, int, _Place | None]] = {}
        self._reused: dict[str, int] = {}

    @property
    def any(self) -> bool:
        """Whether anybody came or left."""
        return bool(self._root.below)

    def first_name(self, name: Name) -> Name | None:
        """The name that the entry at a name had first; `None` where nobody is there any more."""
        if not self._root.below:
            return name
        depth, place = self._nearest(name)
        if place is None:
            return name
        if place.first is None:
            return None
        return name.first(len(name.parts) - depth).under(place.first)

    def arrive(self, name: Name) -> Name:
        """An entry is created. Its first name is another one where an earlier entry had that name."""
        if not self._root.below:
            return name
        _, nearest = self._nearest(name)
        here = self._find(name)
        if nearest is None and here is None:
            return name
        fresh = nearest is None or not (nearest.empty or nearest.again)
        first = name if fresh and (here is None or here.first is None) else self._unused(name)
        place = _Place(first, again=first is not name)
        if here is not None and here is not _GONE:
            place.below = here.below
        self._put(name, place)
        return first

    def stay(self, name: Name, first: Name) -> None:
        """Remember an entry that was created at a name, for `below` to find."""
        if self._find(name) is None:
            self._put(name, _Place(first))

    def leave(self, name: Name) -> None:
        """The entry at a name, and all below it, are deleted."""
        self._put(name, _GONE)

    def move(self, old: Name, new: Name) -> None:
        """The entry at a name, and all below it, get another name."""
        if old.key == new.key:
            return
        first = self.first_name(old) or self._unused(old)
        place = self._find(old)
        moved = _Place(first, again=self.first_name(new) is None)
        if place is not None:
            moved.below = place.below
        self._put(old, _GONE)
        self._put(new, moved)

    def below(self, name: Name) -> Iterator[tuple[Name, Name]]:
        """The places at and below a name whose entries came there: their names now, and the first ones."""
        first = self.first_name(name)
        if first is not None:
            yield name, first
        place = self._find(name)
        left = [] if place is None else [(place, name)]
        while left:
            place, here = left.pop()
            for part, inner in place.below.items():
                # Only keys are compared below, so the key will do as the text.
                there = Name(f"{part},{here.text}", f"{part},{here.key}")
                if inner.first is not None:
                    yield there, inner.first
                left.append((inner, there))

    def _nearest(self, name: Name) -> tuple[int, _Place | None]:
        """The place at a name, or next above it, where somebody came or left, and how deep that is."""
        part, _, above = name.key.partition(",")
        walked = self._walked.get(above)
        if walked is None:
            walked = self._walk(above)
        place, depth, found, nearest = walked
        own = place.below.get(part) if place and part else None
        return (depth + 1, own) if own is not None and own.counts else (found, nearest)

    def _walk(self, key: str) -> tuple[_Place | None, int, int, _Place | None]:
        """The place of a key and its depth; the depth of the last one where somebody came or left, and it.

        Ways that lead to a place are remembered, as most names stand in the same few.
        """
        place: _Place | None = self._root
        nearest = None
        depth = found = 0
        for part in reversed(key.split(",") if key else ()):
            place = place.below.get(part) if place else None
            if place is None:
                return None, depth, found, nearest
            depth += 1
            if place.counts:
                nearest, found = place, depth
        if len(self._walked) >= _MOST_WALKED:
            self._walked.clear()
        self._walked[key] = place, depth, found, nearest
        return self._walked[key]

    def _find(self, name: Name) -> _Place | None:
        place: _Place | None = self._root
        for part in reversed(name.parts):
            if place is None:
                return None
            place = place.below.get(part)
        return place

    def _put(self, name: Name, new: _Place) -> None:
        """Puts a place where a name is, and what it needs above it."""
        parts = name.parts
        if not parts:
            return
        walked = self._walked.get(name.key.partition(",")[2])
        above = walked[0] if walked else None
        if above is None or above is _GONE:
            above = self._path(parts[1:])
        if parts[0] in above.below:
            self._walked.clear()
        above.below[parts[0]] = new

    def _path(self, parts: list[str]) -> _Place:
        """The place that some parts lead to, made where it is missing."""
        self._walked.clear()
        above = self._root
        for part in reversed(parts):
            inner = above.below.get(part)
            if inner is None or inner is _GONE:
                inner = _Place(empty=inner is _GONE)
                above.below[part] = inner
            above = inner
        return above

    def _unused(self, name: Name) -> Name:
        """A first name for an entry at a name that an earlier one had."""
        number = self._reused.get(name.key, 1) + 1
        self._reused[name.key] = number
        return Name(f"{name.text} ({number})", f"{name.key} ({number})")
