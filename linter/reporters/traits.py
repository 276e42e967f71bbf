"""What a mass has in common, in words."""

from collections.abc import Iterator

from linter.model import Finding, Trait


def traits(finding: Finding) -> Iterator[str]:
    """A sentence for each trait, as `412 of 430 have an empty ..., and 3 of 1570 others`."""
    for each in finding.common:
        yield f"{each.count} of {each.of} {_has(each)}, and {each.others} of {each.of_others} others"


def _has(trait: Trait) -> str:
    """What they have, or have not."""
    if trait.what == "empty":
        return f"have an empty `{trait.field}`"
    if trait.what == "unknown":
        return f"have no known `{trait.field}`"
    if trait.what == "domain":
        return f"have a `{trait.field}` in `{trait.value}`"
    return f"have `{trait.value}` as `{trait.field}`"
