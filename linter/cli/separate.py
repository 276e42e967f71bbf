"""The class of the commands that end in `-- WORDS`: what stands after `--` is not for prechange to read."""

from typing import Any

import typer

from linter.cli.command import PlainCommand

_KEY = "linter.cli.separate"


class SeparatedCommand(PlainCommand):
    """A command line in two: options and arguments, then `--` and words that are kept as they are."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse what stands before the first `--`, and keep the rest for `words_of`."""
        before, after = args, list[str]()
        if "--" in args:
            end = args.index("--")
            before, after = args[:end], args[end + 1 :]
        ctx.meta[_KEY] = tuple(after)
        return super().parse_args(ctx, before)


def words_of(ctx: typer.Context) -> tuple[str, ...]:
    """What stood after `--`."""
    words: tuple[str, ...] = ctx.meta.get(_KEY, ())
    return words
