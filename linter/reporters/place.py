"""Places as other programs want them: paths relative to the repository, and URIs."""

import re
from typing import Final
from urllib.parse import quote

from linter.model import Location, Report
from linter.reporters.options import Options

_DRIVE: Final = re.compile(r"[A-Za-z]:/")
_STDIN: Final = "<stdin>"


def somewhere(location: Location | None, report: Report, options: Options) -> Location:
    """The place itself where it is in a file; else the beginning of the first file that was judged.

    Some programs refuse a whole report for one finding without a file. Where no file is known at all,
    the path is empty.
    """
    if location and location.path and location.path != _STDIN:
        return location
    named = [path for path in options.inputs if path and path != "-"] or _paths(report)
    return Location(path=named[0], line=1) if named else Location(path="", line=1)


def relative(path: str, options: Options) -> str:
    """The path with forward slashes, relative to the folder that the command ran in if it is below it."""
    plain, folder = (_slashes(text, options) for text in (path, options.folder))
    folder = folder.rstrip("/")
    if folder and plain.startswith(f"{folder}/"):
        plain = plain[len(folder) + 1 :]
    while plain.startswith("./"):
        plain = plain[2:].lstrip("/")
    return plain


def uri(path: str, options: Options) -> str:
    """The path as a URI reference: relative, or `file:` for an absolute path elsewhere."""
    plain = relative(path, options)
    try:
        data = plain.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = plain.encode("utf-8", "backslashreplace")
    spelt = quote(data, safe="/@!$&'()*+,;=")
    if _DRIVE.match(plain):
        return f"file:///{spelt.replace('%3A', ':', 1)}"
    return f"file://{spelt}" if plain.startswith("/") else spelt


def _slashes(path: str, options: Options) -> str:
    """A Windows path with forward slashes. Elsewhere a backslash is a letter like any other."""
    windows = any(_DRIVE.match(text.replace("\\", "/")) for text in (path, options.folder))
    return path.replace("\\", "/") if windows else path


def _paths(report: Report) -> list[str]:
    """The files that the report names, in its order."""
    places = [problem.location for problem in report.errors]
    places += [finding.location for finding in report.findings]
    places += [case.location for case in report.undecided]
    return [place.path for place in places if place and place.path and place.path != _STDIN]
