"""What a step makes of a user: the root `identity` of conditions, and intents that are contested."""

from collections.abc import Iterator
from typing import Any

from linter.engine.judge import Open
from linter.model import Fault, Step
from linter.resemblance import Identity, Says, Standing, claims, classify, standing

RULE = "contested-intent"
_MARKS: dict[Says, str] = {"same": "same person", "another": "another person", "neither": "either"}


def identity(step: Step) -> Identity:
    """What became of the step's user; a user who comes to be, or is not there, became nobody else."""
    if step.before is None or step.after is None:
        return Identity(verdict="unchanged")
    return classify(step.before, step.after)


def identity_view(step: Step) -> dict[str, Any]:
    """The fields that conditions read. What depends on an unknown value is left out."""
    found = identity(step)
    intent = step.change.envelope.intent
    if found.missing:
        return {} if claims(intent) else {"intent": "none"}
    return {
        "verdict": found.verdict,
        "reason": found.reason,
        "signals": [f"{_MARKS[signal.says]}: {signal.text}" for signal in found.signals],
        "intent": standing(intent, found.verdict),
    }


def named(case: Open, step: Step) -> Open:
    """The case with the user's unknown fields in place of the `identity` that depends on them."""
    if not any(name.startswith("identity") for name in case.missing):
        return case
    fields = [f"before.{field}" for field in identity(step).missing]
    others = [name for name in case.missing if not name.startswith("identity")]
    return Open(missing=tuple(dict.fromkeys((*others, *fields))), reason=case.reason)


def contested(step: Step) -> Iterator[tuple[Fault, dict[str, Any]]]:
    """The fault where a change says that it is something else than it looks like, with its evidence."""
    intent = step.change.envelope.intent
    if step.change.op != "update" or not claims(intent):
        return
    found = identity(step)
    if found.missing:
        unknown = ", ".join(f"`before.{field}`" for field in found.missing)
        message = f"whether this is `{intent}`, as `intent` says, cannot be told without {unknown}"
        yield Fault(rule=RULE, message=message, undecided=True), {}
        return
    stands: Standing = standing(intent, found.verdict)
    if stands == "contested":
        message = f"`intent` says `{intent}`, and this looks like {found.looks}: {found.reason}"
        evidence = {f"identity.{name}": value for name, value in identity_view(step).items()}
        yield Fault(rule=RULE, message=message), {"change.intent": intent, **evidence}
