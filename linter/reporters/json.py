"""The JSON form: the model's report as it is, the contract of `schemas/report.schema.json`."""

import msgspec

from linter.model import Report
from linter.reporters.encode import encode
from linter.reporters.options import Options
from linter.reporters.visible import escaped


def report(report: Report, options: Options) -> str:
    """The whole report as one indented JSON document. A trace or split that there is not is left out."""
    fields = msgspec.structs.asdict(report)
    for name in ("trace", "split"):
        if fields[name] is None:
            del fields[name]
    return escaped(msgspec.json.format(encode(fields), indent=2)) + "\n"
