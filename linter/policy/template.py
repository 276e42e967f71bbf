"""Texts with `{{ expression }}` in them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from linter.model import Ask, Instead, Safety
from linter.policy.checker import ExpressionError, Slip
from linter.policy.expression import Activation, Expression, Failure, Unknown
from linter.policy.tree import Path

UNKNOWN = "unknown"
NONE = "none"

Compile = Callable[[str], Expression]


class Template(msgspec.Struct, frozen=True):
    """A text: literal parts, and expressions whose values go between them."""

    source: str
    parts: tuple[str | Expression, ...]

    @property
    def reads(self) -> frozenset[Path]:
        """Every name that its expressions read."""
        return frozenset(path for part in self.parts if isinstance(part, Expression) for path in part.reads)

    def render(self, activation: Activation) -> str:
        """The text with the values in it: `unknown` for what is not known, `none` for what is empty."""
        return "".join(
            part if isinstance(part, str) else as_text(part.evaluate(activation)) for part in self.parts
        )

    def value(self, activation: Activation) -> Any:
        """The value itself where the text is one expression and nothing else, else the rendered text."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Expression):
            return _plain(self.parts[0].evaluate(activation))
        return self.render(activation)


class AskTemplate(msgspec.Struct, frozen=True):
    """What to ask a person for. In `until` every text is a `Template`."""

    who: Template
    message: Template
    menu: Template | None = None
    until: Mapping[str, Any] = {}

    def render(self, activation: Activation) -> Ask:
        """What to ask for in one case."""
        return Ask(
            who=self.who.render(activation),
            message=self.message.render(activation),
            menu=self.menu.render(activation) if self.menu else "",
            until=_filled(self.until, activation),
        )


class InsteadTemplate(msgspec.Struct, frozen=True):
    """A remedy whose words and changes hold expressions. In `changes` every text is a `Template`.

    Where `when` is there, the changes are a remedy only in the cases in which it is true.
    """

    text: Template
    changes: tuple[Mapping[str, Any], ...] = ()
    when: Expression | None = None
    safety: Safety = "unsafe"
    ask: AskTemplate | None = None

    @property
    def reads(self) -> frozenset[Path]:
        """Every name that its expressions read."""
        asked = [] if self.ask is None else [self.ask.who, self.ask.message, self.ask.menu, self.ask.until]
        parts = [*_templates(self.changes), *_templates(asked)]
        own = frozenset[Path]() if self.when is None else frozenset(self.when.reads)
        return self.text.reads.union(own, *(each.reads for each in parts))

    def render(self, activation: Activation) -> Instead:
        """The remedy for one case. A key of a change whose value is unknown or empty is left out."""
        applies = self.when is None or self.when.evaluate(activation) is True
        return Instead(
            text=self.text.render(activation),
            changes=tuple(_filled(change, activation) for change in self.changes) if applies else (),
            safety=self.safety,
            ask=self.ask.render(activation) if self.ask else None,
        )


def as_text(value: Any) -> str:
    """A value as a message writes it. What failed to evaluate is not known either."""
    if isinstance(value, Unknown | Failure):
        return UNKNOWN
    if value is None:
        return NONE
    if isinstance(value, list):
        return ", ".join(as_text(each) for each in value) or NONE
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {as_text(each)}" for key, each in sorted(value.items(), key=_by_key))
    return str(_plain(value))


def _by_key(pair: tuple[Any, Any]) -> str:
    return str(pair[0])


def duration_text(value: timedelta) -> str:
    """A duration in the largest units that it is whole in: `14d`, `36h`, `1d 30m`."""
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    parts = []
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count}{unit}")
    return sign + (" ".join(parts) or "0s")


def _plain(value: Any) -> Any:
    """A value that JSON can hold: times as RFC 3339 text, and as text whatever else JSON does not know."""
    if value is None or isinstance(value, str | int | float | Unknown | Failure):
        return value
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return duration_text(value)
    return str(value)


def _filled(value: Any, activation: Activation) -> Any:
    """A part of a remedy with its values; keys without a value are dropped."""
    if isinstance(value, Template):
        return value.value(activation)
    if isinstance(value, Mapping):
        filled = {key: _filled(each, activation) for key, each in value.items()}
        return {key: each for key, each in filled.items() if not _absent(each, value[key])}
    if isinstance(value, list):
        return [each for each in (_filled(item, activation) for item in value) if not _absent(each, ...)]
    return value


def _absent(filled: Any, template: Any) -> bool:
    """Whether there is nothing to say under a key; a null that the author wrote stays."""
    if isinstance(filled, Unknown | Failure):
        return True
    return filled is None and template is not None


def _templates(value: Any) -> Iterator[Template]:
    """Every template in the changes of a remedy."""
    if isinstance(value, Template):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _templates(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _templates(each)


def parse_template(source: str, compile_expression: Compile) -> Template:
    """A template from its text. Raises `ExpressionError`; its offsets count from the start of the text."""
    parts: list[str | Expression] = []
    wrong: list[Slip] = []
    position = 0
    while (start := source.find("{{", position)) >= 0:
        if source[position:start]:
            parts.append(source[position:start])
        end = _end(source, start + 2)
        if end is None:
            raise ExpressionError(
                (*wrong, Slip("`{{` is not closed", "write `}}` after the expression", start))
            )
        inner = source[start + 2 : end]
        blanks = len(inner) - len(inner.lstrip())
        try:
            parts.append(compile_expression(inner.strip()))
        except ExpressionError as error:
            wrong += [Slip(each.message, each.hint, each.offset + start + 2 + blanks) for each in error.slips]
        position = end + 2
    if (stray := source.find("}}", position)) >= 0:
        wrong.append(Slip("`}}` closes nothing", "write `{{` before the expression", stray))
    if wrong:
        raise ExpressionError(tuple(wrong))
    if source[position:]:
        parts.append(source[position:])
    return Template(source, tuple(parts))


def _end(source: str, start: int) -> int | None:
    """Where the `}}` that closes an expression begins: not in quotes, not one of its own braces."""
    quote, depth, position = "", 0, start
    while position < len(source):
        character = source[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in "'\"":
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        elif source.startswith("}}", position):
            return position
        position += 1
    return None
