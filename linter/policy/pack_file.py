"""`pack.yaml`, and the values that its params have."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linter.document import Source, did_you_mean, join
from linter.errors import InputError
from linter.model import UNSET, Problem
from linter.policy.files import decode, open_source
from linter.policy.params import WORDS, text_value, typed_value
from linter.policy.raw import RawPack, RawParam
from linter.policy.rule import Pack, Param, ParamValue

PACK_FILE = "pack.yaml"


def read_pack(path: Path, given: Mapping[str, Mapping[str, Any]]) -> Pack:
    """The pack, with the values given for params by pack and name. Raises `InputError` with every problem."""
    source = open_source(path)
    raw = decode(source, RawPack, "pack")
    values = given.get(raw.id, {})
    problems = [_unknown(raw, name) for name in values if name not in raw.params]
    params = []
    for name, declared in raw.params.items():
        default = typed_value(declared.default, declared.type)
        value = default
        if default is None:
            problems.append(_wrong_default(source, name, declared))
        elif name in values:
            value = _given(values[name], declared)
            if value is None:
                problems.append(_wrong_value(raw.id, name, declared, values[name]))
        if declared.binds is not UNSET:
            problems += _wrong_binding(source, raw.id, name, declared, value)
        if default is not None and value is not None:
            params.append(_param(name, declared, default, value))
    if problems:
        raise InputError(problems)
    return Pack(
        id=raw.id,
        title=raw.title.strip(),
        description=raw.description.strip(),
        version="" if raw.version is UNSET else raw.version,
        params=tuple(params),
        path=str(path),
    )


def _param(name: str, declared: RawParam, default: ParamValue, value: ParamValue) -> Param:
    return Param(
        name=name,
        type=declared.type,
        description=declared.description.strip(),
        default=default,
        value=value,
        binds="" if declared.binds is UNSET else declared.binds,
    )


def _given(value: Any, declared: RawParam) -> ParamValue | None:
    """A value from a configuration, or from the command line, where everything is text."""
    return text_value(value, declared.type) if isinstance(value, str) else typed_value(value, declared.type)


def _unknown(raw: RawPack, name: str) -> Problem:
    meant = did_you_mean(name, raw.params)
    known = ", ".join(raw.params) or "none"
    hint = f"did you mean `{raw.id}.{meant}`?" if meant else f"its params: {known}"
    return Problem(message=f"the pack `{raw.id}` has no param `{name}`", hint=hint)


def _wrong_value(pack: str, name: str, declared: RawParam, value: Any) -> Problem:
    written = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    written = written.lower() if isinstance(value, bool) else written
    return Problem(message=f"param `{pack}.{name}` must be {WORDS[declared.type]}, not `{written}`")


def _wrong_default(source: Source, name: str, declared: RawParam) -> Problem:
    return Problem(
        message=f"the default of `{name}` must be {WORDS[declared.type]}",
        location=source.locate(join("/params", name, "default")),
    )


def _wrong_binding(
    source: Source, pack: str, name: str, declared: RawParam, value: ParamValue | None
) -> list[Problem]:
    """A bound param is a number of days."""
    if declared.type != "int":
        place = source.locate(join("/params", name, "type"))
        return [Problem(message=f"`{name}` binds `seat_days`, which is of type int", location=place)]
    if isinstance(value, int) and not 0 <= value <= _MOST_DAYS:
        return [Problem(message=f"param `{pack}.{name}` is a number of days from 0 to {_MOST_DAYS}")]
    return []


_MOST_DAYS = 36_500
