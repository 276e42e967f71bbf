"""What build servers do with a log, as their documentation and sources tell: where they see commands."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command that a build server would carry out."""

    name: str
    properties: dict[str, str]
    data: str


def github_commands(log: str) -> list[Command | None]:
    """For each line of a log the workflow command in it, of either form that the runner knows."""
    return [_github(line) or _older_github(line) for line in _lines(log)]


def azure_commands(log: str) -> list[Command | None]:
    """For each line of a log the logging command in it; the agent finds it anywhere in the line."""
    return [_azure(line) for line in _lines(log)]


def _lines(log: str) -> list[str]:
    """.NET ends a line at these three and at nothing else."""
    lines = log.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def _github(line: str) -> Command | None:
    text = line.lstrip()
    if not text.startswith("::"):
        return None
    head, found, data = text[2:].partition("::")
    if not found:
        return None
    name, _, told = head.partition(" ")
    properties = dict(pair.partition("=")[::2] for pair in told.split(",") if pair)
    return Command(
        name,
        {key.strip(): _unescape(value, ":,") for key, value in properties.items()},
        _unescape(data, ""),
    )


def _older_github(line: str) -> Command | None:
    """`##[name key=value;]data`, anywhere in a line."""
    _, found, rest = line.partition("##[")
    head, closed, data = rest.partition("]")
    return Command(head.partition(" ")[0], {}, data) if found and closed else None


def _unescape(text: str, more: str) -> str:
    for sign in "\r\n" + more:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text.replace("%25", "%")


def _azure(line: str) -> Command | None:
    _, found, rest = line.partition("##vso[")
    if not found:
        # Not a command, but the log shows such a line as a heading, an error or a group.
        _, shown, rest = line.partition("##[")
        return Command(f"[{rest.partition(']')[0]}", {}, "") if shown else None
    head, _, data = rest.partition("]")
    name, _, told = head.partition(" ")
    properties = dict(pair.partition("=")[::2] for pair in told.split(";") if pair)
    return Command(
        name,
        {key: _azure_unescape(value, ";]") for key, value in properties.items()},
        _azure_unescape(data, ""),
    )


def _azure_unescape(text: str, more: str) -> str:
    for sign in "\r\n" + more:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text.replace("%AZP25", "%")
