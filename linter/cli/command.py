"""The classes of the commands: options are taken as they are written."""

from typing import Any

from typer.core import TyperCommand, TyperGroup


class PlainCommand(TyperCommand):
    """A command with no options but flags, texts and lists of texts.

    Those need no conversion. typer's own goes through pydantic, which takes longer to load than a
    small check takes altogether.
    """

    def get_params(self, ctx: Any) -> Any:
        """The options and arguments, each with its value as it is written."""
        return _as_written(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """The same for a command that has commands."""

    def get_params(self, ctx: Any) -> Any:
        """The options, each with its value as it is written."""
        return _as_written(super().get_params(ctx))


def _as_written(params: Any) -> Any:
    for param in params:
        param.get_runtime_param = _AsWritten
    return params


class _AsWritten:
    """Stands where typer has a conversion."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value itself; a list where the option can be repeated."""
        return list(value or ()) if param.multiple or param.nargs == -1 else value
