"""The user's defaults: `prechange.yaml`, or `[tool.prechange]` in `pyproject.toml`."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from linter.document import Node, PlacedNode, Source, at, check, parse_yaml, plain, read_text
from linter.errors import InputError
from linter.model import Location, Op, Severity
from linter.schemas import load

YAML_NAME = "prechange.yaml"
TOML_NAME = "pyproject.toml"
MAX_AGE_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
HINTS = {
    "policy": "packs and rules are listed under `policies`",
    "param": "params stand under `params:`, by pack and name",
    "severity": "severities stand under `severities:`, by rule",
    "rules": "packs and rules are listed under `policies`",
}

_AGE = re.compile(r"([1-9][0-9]{0,5})([mhdw])")
_TABLE = re.compile(r"\s*\[tool\.prechange(?:\.([^\]]+))?\]\s*(#.*)?")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def _nowhere(pointer: str) -> Location | None:
    """Defaults that nobody wrote have no place."""
    return None


class WaiverSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The waiver files to use, and how waivers are judged.

    A waiver is reported `warn_before` its end. `allow_self_approval` lets a requester approve their own.
    """

    files: tuple[str, ...] = ()
    warn_before: timedelta = timedelta(days=14)
    allow_self_approval: bool = False


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What the user set once for all runs; the command line goes first.

    `policies` are built-in names or absolute paths, `params` values by pack and name, `severities`
    by full rule id. A snapshot must hold `min_population` users, and may not have lost more than `max_drop`
    percent of them since the `previous` one. `hook_changes` are globs for the files that git hooks judge.
    `columns` says what the columns of a table hold, by header, and `op` what its rows do where no column says
    it. `path` is the file, empty where there is none; `locate` finds the place of what a JSON Pointer names.
    """

    policies: tuple[str, ...] = ()
    params: Mapping[str, Mapping[str, Any]] = {}
    severities: Mapping[str, Severity] = {}
    snapshot: str | None = None
    max_snapshot_age: timedelta | None = None
    previous: str | None = None
    min_population: int = 1
    max_drop: float | None = None
    fail_on: Severity = "error"
    hook_changes: tuple[str, ...] = ()
    columns: Mapping[str, Any] = {}
    op: Op | None = None
    waivers: WaiverSettings = WaiverSettings()
    path: str = ""
    locate: Callable[[str], Location | None] = _nowhere


def read_config(path: str | None, cwd: Path) -> Config:
    """The configuration in a file; without a path, the nearest one in `cwd` or above; else the defaults.

    Raises `InputError` with everything that is wrong with the file.
    """
    if path is not None:
        return _from_toml(path) if path.endswith(".toml") else _from_yaml(path)
    for folder in (cwd, *cwd.parents):
        if (folder / YAML_NAME).is_file():
            return _from_yaml(str(folder / YAML_NAME))
        if (folder / TOML_NAME).is_file() and _has_table(folder / TOML_NAME):
            return _from_toml(str(folder / TOML_NAME))
        if (folder / ".git").exists():
            break
    return Config()


def parse_age(text: str) -> timedelta:
    """A time such as `7d`, `36h`, `90m` or `2w`. Raises `InputError` for any other text."""
    match = _AGE.fullmatch(text.strip())
    if not match:
        raise InputError.one(f"`{text}` is not an age", hint="write a number and m, h, d or w: `7d`, `36h`")
    return timedelta(**{MAX_AGE_UNITS[match[2]]: int(match[1])})


def _from_yaml(path: str) -> Config:
    """The configuration in a YAML file."""
    text = read_text(path)
    return _checked(Source(path, text, parse_yaml(text, path)))


def _from_toml(path: str) -> Config:
    """The configuration in a `[tool.prechange]` table; the defaults where there is no such table."""
    import tomllib

    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error)) from error
    table = data.get("tool", {}).get("prechange", {})
    return _checked(Source(path, text, _Toml(text).node(table)))


def _has_table(path: Path) -> bool:
    """Whether a `pyproject.toml` speaks of prechange, or seems to where it is broken."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    if "prechange" not in text:
        return False
    import tomllib

    try:
        return "prechange" in tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError:
        return "[tool.prechange" in text


def _not_toml(path: str, reason: str) -> InputError:
    """The refusal of a file that is not TOML, at the place its reader gives."""
    place = _TOML_PLACE.search(reason)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    message = _TOML_PLACE.sub("", reason).strip()
    where = Location(path=path, line=line, column=column)
    return InputError.one(f"this is not TOML: {message[:1].lower()}{message[1:]}", where)


def _checked(source: Source) -> Config:
    """The configuration of a document, held against its schema; paths made absolute."""
    problems = check(source, load("config"), hints=HINTS)
    if problems:
        raise InputError(problems)
    data = plain(source.root)
    folder = Path(source.path).resolve().parent
    snapshot = data.get("snapshot")
    age = data.get("max_snapshot_age")
    return Config(
        policies=tuple(_resolved(spec, folder) for spec in data.get("policies", ())),
        params=data.get("params", {}),
        severities=data.get("severities", {}),
        snapshot=str(folder / snapshot) if snapshot else None,
        max_snapshot_age=parse_age(age) if age else None,
        previous=str(folder / data["previous"]) if data.get("previous") else None,
        min_population=data.get("min_population", 1),
        max_drop=data.get("max_drop"),
        fail_on=data.get("fail_on", "error"),
        columns=data.get("columns", {}),
        op=data.get("op"),
        hook_changes=tuple(data.get("hook", {}).get("changes", ())),
        waivers=_waivers(data.get("waivers", {}), folder),
        path=source.path,
        locate=lambda pointer: source.locate(pointer) if at(source.root, pointer) else None,
    )


def _waivers(data: Mapping[str, Any], folder: Path) -> WaiverSettings:
    """The settings for waivers, paths made absolute."""
    given: dict[str, Any] = {"files": tuple(str(folder / file) for file in data.get("files", ()))}
    if "warn_before" in data:
        given["warn_before"] = parse_age(data["warn_before"])
    return WaiverSettings(**given, allow_self_approval=data.get("allow_self_approval", False))


def _resolved(spec: str, folder: Path) -> str:
    """A policy's path from the folder of the configuration; a bare name is a built-in or installed pack."""
    is_path = "/" in spec or "\\" in spec or spec.startswith(".") or spec.endswith((".yaml", ".yml", ".zip"))
    return str(folder / spec) if is_path else spec


class _Toml:
    """Nodes for the table of a TOML file. Its reader gives no places: keys are looked up in the text."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.start = next((n for n, line in enumerate(self.lines, 1) if _TABLE.fullmatch(line)), 1)

    def node(self, value: Any, line: int = 0) -> Node:
        """The tree of a value."""
        line = line or self.start
        if isinstance(value, dict):
            pairs = tuple(self._pair(key, inner, line) for key, inner in value.items())
            return self._at(line, "mapping", pairs)
        if isinstance(value, list):
            return self._at(line, "list", tuple(self.node(item, line) for item in value))
        if isinstance(value, bool):
            return self._at(line, "bool", value)
        if isinstance(value, int):
            return self._at(line, "int", value)
        if isinstance(value, float):
            return self._at(line, "float", value)
        return self._at(line, "text", str(value))

    def _pair(self, key: str, value: Any, line: int) -> tuple[Node, Node]:
        """A key, on the line that seems to set it, and its value."""
        found = self._line_of(key, line)
        text = self.lines[found - 1] if found <= len(self.lines) else ""
        column = text.find(key) + 1 or 1
        name = PlacedNode("text", key, found, column, found, column + len(key))
        return name, self.node(value, found)

    def _line_of(self, key: str, line: int) -> int:
        """The first line from `line` on that sets a key or opens its table; `line` where none does."""
        name = rf"[\"']?{re.escape(key)}[\"']?"
        sets = re.compile(rf"\s*{name}\s*=|\s*\[.*\.{name}\s*\]|.*[{{,]\s*{name}\s*=")
        numbered = enumerate(self.lines[line - 1 :], line)
        return next((number for number, text in numbered if sets.match(text)), line)

    def _at(self, line: int, kind: Any, value: Any) -> Node:
        """A node that fills the rest of its line after the equals sign."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        column = text.find("=") + 1
        column += len(text[column:]) - len(text[column:].lstrip()) + 1
        return PlacedNode(kind, value, line, column, line, max(column, len(text)) + 1)
