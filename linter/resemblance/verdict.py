"""What can be said of two states of a user record, and of the intent that comes with a change."""

from typing import Literal, TypeAlias, get_args

import msgspec

Verdict: TypeAlias = Literal["unchanged", "correction", "rename", "rebranding", "another-person", "unclear"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""`unchanged`: name and addresses stay, but for letter case in addresses. `correction`: the same name or
address, written otherwise. `rename`: the same person under a new name. `rebranding`: another domain."""

Says: TypeAlias = Literal["same", "another", "neither"]
"""For whom a signal speaks: the same person, another one, or neither."""

Standing: TypeAlias = Literal["none", "confirmed", "contested", "open"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""How an intent stands beside the verdict. `none`: nothing is said of the person. `open`: the record alone
does not tell whether it is right."""


class Signal(msgspec.Struct, frozen=True):
    """Something that was looked at: its name, for whom it speaks, and a sentence with the values."""

    name: str
    says: Says
    text: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a record, and the signals for and against that.

    `missing` names unknown fields that keep it from being told; the verdict is `unclear` then.
    """

    verdict: Verdict
    signals: tuple[Signal, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def looks(self) -> str:
        """What it looks like, in words."""
        return _WORDS[self.verdict]

    @property
    def reason(self) -> str:
        """The sentences of the signals that carry the verdict."""
        against = self.verdict == "another-person"
        carrying = [s for s in self.signals if (s.says == "another") == against or s.name == "name"]
        return "; ".join(dict.fromkeys(signal.text for signal in carrying or self.signals))


_WORDS: dict[Verdict, str] = {
    "unchanged": "the same person, unchanged",
    "correction": "a correction",
    "rename": "a rename",
    "rebranding": "a rebranding",
    "another-person": "another person",
    "unclear": "somebody who may be another person",
}
