"""`pack.yaml`, and the values that its params have."""

from collections.abc import Mapping
from typing import Any

from linter.document import Source, did_you_mean, join
from linter.errors import InputError
from linter.model import UNSET, Location, Problem
from linter.policy.extension import PackText, Setting
from linter.policy.params import WORDS, text_value, typed_value
from linter.policy.raw import RawPack, RawParam
from linter.policy.rule import Pack, Param, ParamValue


def read_pack(text: PackText, settings: Mapping[str, Setting], extends: tuple[str, ...] = ()) -> Pack:
    """The pack, with the values that are set for its params. Raises `InputError` with every problem."""
    source, raw = text.source, text.raw
    problems = [_unknown(raw, name, settings[name]) for name in settings if name not in raw.params]
    params = []
    for name, declared in raw.params.items():
        default = typed_value(declared.default, declared.type)
        value, setting = default, settings.get(name)
        if default is None:
            problems.append(_wrong_default(source, name, declared))
        elif setting is not None:
            value = _given(setting.value, declared)
            if value is None:
                problems.append(_wrong_value(raw.id, name, declared, setting))
        if declared.binds is not UNSET:
            problems += _wrong_binding(source, raw.id, name, declared, value)
        if default is not None and value is not None:
            place = source.locate(join("/params", name), key=True)
            params.append(_param(name, declared, default, value, place, setting))
    if problems:
        raise InputError(problems)
    return Pack(
        id=raw.id,
        title=raw.title.strip(),
        description=raw.description.strip(),
        version="" if raw.version is UNSET else raw.version,
        params=tuple(params),
        path=source.path,
        extends=extends,
        menus={op: menu.strip() for op, menu in raw.menus.items()},
    )


def _param(
    name: str,
    declared: RawParam,
    default: ParamValue,
    value: ParamValue,
    place: Location,
    setting: Setting | None,
) -> Param:
    return Param(
        name=name,
        type=declared.type,
        description=declared.description.strip(),
        default=default,
        value=value,
        declared=place,
        binds="" if declared.binds is UNSET else declared.binds,
        location=setting.location if setting else None,
    )


def _given(value: Any, declared: RawParam) -> ParamValue | None:
    """A value from a configuration, or from the command line, where everything is text."""
    return text_value(value, declared.type) if isinstance(value, str) else typed_value(value, declared.type)


def _unknown(raw: RawPack, name: str, setting: Setting) -> Problem:
    meant = did_you_mean(name, raw.params)
    known = ", ".join(raw.params) or "none"
    hint = f"did you mean `{raw.id}.{meant}`?" if meant else f"its params: {known}"
    message = f"the pack `{raw.id}` has no param `{name}`"
    return Problem(message=message, location=setting.location, hint=hint)


def _wrong_value(pack: str, name: str, declared: RawParam, setting: Setting) -> Problem:
    value = setting.value
    written = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    written = written.lower() if isinstance(value, bool) else written
    message = f"param `{pack}.{name}` must be {WORDS[declared.type]}, not `{written}`"
    return Problem(message=message, location=setting.location)


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
