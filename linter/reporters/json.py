"""The JSON form: the model's report as it is, the contract of `schemas/report.schema.json`."""

import msgspec

from linter.model import Report
from linter.reporters.encode import encode
from linter.reporters.options import Options
from linter.reporters.visible import escaped


def report(report: Report, options: Options) -> str:
    """The whole report as one indented JSON document. A trace that was not asked for is left out."""
    fields = msgspec.structs.asdict(report)
    if report.trace is None:
        del fields["trace"]
    return escaped(msgspec.json.format(encode(fields), indent=2)) + "\n"
