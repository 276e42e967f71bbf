"""Commands that take the options of another command, without writing them down again."""

import inspect
from collections.abc import Callable, Iterable
from typing import TypeVar

Command = TypeVar("Command", bound=Callable[..., int])


def borrowing(other: Callable[..., int], without: Iterable[str] = ()) -> Callable[[Command], Command]:
    """For a command with `**options`: typer gives it the parameters of the other command, too.

    Its own go first; `without` names those of the other's that it does not take.
    """

    def decorate(command: Command) -> Command:
        signature = inspect.signature(command)
        own = [each for each in signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
        left = {*without, *(each.name for each in own)}
        theirs = [each for each in inspect.signature(other).parameters.values() if each.name not in left]
        both = [each.replace(kind=each.KEYWORD_ONLY) for each in (*own, *theirs)]
        command.__signature__ = signature.replace(parameters=both)  # type: ignore[attr-defined]
        return command

    return decorate
