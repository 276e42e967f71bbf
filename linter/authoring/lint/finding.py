"""What a check finds, and the finding that it becomes in a report."""

import msgspec

from linter.engine.builtin import Builtin
from linter.engine.findings import digest
from linter.model import Finding, Instead, Location, Related, Severity

PACK = "policy"
"""The pack that the checks of policies are rules of."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a policy.

    `subject` is the full id of the rule, or of what else it is about; `detail` tells it from other hits of
    the same check with the same subject, wherever they stand.
    """

    subject: str
    message: str
    location: Location
    detail: str = ""
    related: tuple[Related, ...] = ()


def finding_of(name: str, texts: Builtin, severity: Severity, hit: Hit) -> Finding:
    """A hit of a check as a finding. Its fingerprint stays the same when lines move."""
    rule = f"{PACK}/{name}"
    return Finding(
        rule=rule,
        title=texts.title,
        severity=severity,
        message=hit.message,
        fingerprint=digest([rule, hit.subject, hit.detail]),
        location=hit.location,
        related=hit.related,
        why=texts.why,
        instead=Instead(text=texts.instead),
    )
