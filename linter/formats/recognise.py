"""Which format a file has: what is said, else what its content shows, else what its name says."""

from collections.abc import Mapping
from pathlib import PurePath

from linter.document import did_you_mean, given_path
from linter.errors import InputError
from linter.formats.content import Content
from linter.formats.registry import FORMATS, Format
from linter.formats.sample import SAMPLE, begins_with_request
from linter.model import Location


def format_named(name: str, formats: Mapping[str, Format] = FORMATS) -> Format:
    """The format of a name. Raises `InputError` where there is none."""
    if name in formats:
        return formats[name]
    meant = did_you_mean(name, formats)
    hint = f"did you mean `{meant}`?" if meant else f"one of: {', '.join(formats)}"
    raise InputError.one(f"unknown format `{name}`", hint=hint)


def format_of(content: Content, formats: Mapping[str, Format] = FORMATS) -> str:
    """The name of the format that a file has, by its content, and where that does not say it, by its name.

    Raises `InputError` where two or more remain, and for a request to nobody knows what.
    """
    sample = content.read(content.start, SAMPLE)
    name = PurePath(given_path(content.path)).name.lower()
    shown = [key for key, form in formats.items() if form.recognises(sample, name)]
    named = [key for key, form in formats.items() if name.endswith(form.suffixes)]
    left = [key for key in shown if key in named] or shown or named
    if len(left) == 1:
        return left[0]
    if left:
        raise _ambiguous(content, left)
    if begins_with_request(sample):
        raise InputError.one(
            "this is a request, and its address does not tell to which service",
            Location(path=content.name, line=1, column=1),
            "say which: `--format dataverse`, `--format graph` or `--format scim`",
        )
    return "json" if sample.lstrip()[:1] in (b"{", b"[") else "yaml"


def _ambiguous(content: Content, names: list[str]) -> InputError:
    """The refusal of a file that could have several formats."""
    either = " or ".join([", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`"])
    return InputError.one(
        f"the format of this file could be {either}",
        Location(path=content.name),
        f"say which: `--format {names[0]}` (of the file given with `--snapshot`: `--snapshot-format`)",
    )
