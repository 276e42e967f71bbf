"""What a reporter may be told besides the report."""

from typing import Literal, TypeAlias

import msgspec

Subject: TypeAlias = Literal["changes", "snapshot", "outcome", "policies"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to write a report.

    `subject` is what was judged: a change set, a snapshot alone, what came of changes, or policies. `inputs`
    are its files, the first of which stands for the place of what has none, and `folder` is where relative
    paths start: paths below it are written relative to it. `version` is that of prechange, empty where it
    is not told.

    Only the text form heeds the rest. `width` counts terminal columns. `verbosity` is 1 with evidence
    and waived findings, -1 with one line for each finding.
    """

    colour: bool = False
    width: int = 80
    verbosity: int = 0
    subject: Subject = "changes"
    inputs: tuple[str, ...] = ()
    folder: str = ""
    version: str = ""
