"""The labelled pairs of `pairs.yaml`: records before and after, and what a careful administrator says."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from linter.model import User
from linter.resemblance import classify

_RECORD = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>|(?P<alone>.*)")
_FIELDS = {"manager_id", "employee_id"}


class Pair(NamedTuple):
    """Two states of one record, the right verdict, and whether the pair was held out while tuning."""

    label: str
    group: str
    text: str
    before: User
    after: User
    held_out: bool


def address(text: str) -> str:
    """An address; a local part stands at `company.example`."""
    return text if "@" in text or "\\" in text else f"{text}@company.example"


def record(text: str) -> dict[str, Any]:
    """`Name <local part>` as the fields of a user."""
    found = _RECORD.fullmatch(text)
    assert found, text
    name = found["alone"] if found["name"] is None else found["name"]
    values: dict[str, Any] = {"full_name": None if name == "null" else name}
    if found["address"]:
        values |= dict.fromkeys(("primary_email", "sign_in_id"), address(found["address"]))
    return values


def states(before: str, after: str, more: dict[str, list[Any]]) -> tuple[User, User]:
    """The two records of a pair."""
    old, new = record(before), record(after)
    for field, values in more.items():
        if field == "aliases":
            old["aliases"], new["aliases"] = (), tuple(map(address, values))
        elif field == "sign_in_id":
            old[field], new[field] = map(address, values)
        elif field in _FIELDS:
            old[field], new[field] = values
        else:
            for user, value in zip((old, new), values, strict=True):
                user.setdefault("attributes", {})[field] = value
    return User(id="u1", **old), User(id="u1", **new)


def held_out(before: str, after: str) -> bool:
    """A third of the pairs, chosen by a hash: nobody looked at them while the classifier was tuned."""
    return blake2b(f"{before}\n{after}".encode(), digest_size=4).digest()[0] % 3 == 0


def _pairs() -> Iterable[Pair]:
    groups = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text("utf-8"))
    for group, content in groups.items():
        for before, after, *more in content["pairs"]:
            old, new = states(before, after, more[0] if more else {})
            text = f"{before} -> {after}"
            yield Pair(content["label"], group, text, old, new, held_out(before, after))


PAIRS = tuple(_pairs())


class Figures(NamedTuple):
    """How many pairs were judged as labelled, and, for people, the others and the confusion table."""

    right: int
    all: int
    wrong: str

    @property
    def accuracy(self) -> float:
        """The part that was right, from 0 to 1."""
        return self.right / self.all


def figures(which: Callable[[Pair], bool]) -> Figures:
    """The figures for some of the pairs."""
    chosen = [pair for pair in PAIRS if which(pair)]
    found = [(pair, classify(pair.before, pair.after).verdict) for pair in chosen]
    wrong = [(pair, verdict) for pair, verdict in found if verdict != pair.label]
    confused = Counter((pair.label, verdict) for pair, verdict in wrong)
    lines = [f"{times} x {label} taken for {verdict}" for (label, verdict), times in confused.items()]
    lines += [f"{verdict}: {pair.text} ({pair.group})" for pair, verdict in wrong]
    return Figures(len(chosen) - len(wrong), len(chosen), "\n".join(lines))
