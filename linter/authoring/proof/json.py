"""The proof of policies for programs: the contract of `schemas/proof.schema.json`."""

from typing import Any

import msgspec

from linter.authoring.proof.whole import Proof
from linter.reporters.encode import encode
from linter.reporters.visible import escaped


def report(proof: Proof) -> str:
    """The whole proof as one indented JSON document. What was not measured is left out."""
    fields: dict[str, Any] = {
        "schema": proof.schema,
        "holds": proof.holds,
        "rules": proof.rules,
        "notes": proof.notes,
        "results": [_with(each, passed=each.passed) for each in proof.results],
    }
    for name, measure in (("coverage", proof.coverage), ("mutation", proof.mutation)):
        if measure is not None:
            fields[name] = _with(measure, percent=measure.percent)
    return escaped(msgspec.json.format(encode(fields), indent=2)) + "\n"


def _with(value: msgspec.Struct, **further: Any) -> dict[str, Any]:
    """A value's fields, and what it comes to."""
    return {**msgspec.structs.asdict(value), **further}
