"""The exit codes of the gate."""

from enum import IntEnum

HELD_BACK = "prechange: refused, the command was not run\n"
"""The last line on standard error where the gate held a command back."""


class GateExit(IntEnum):
    """What `prechange exec` says where the command did not run. Any other code is the command's own.

    `env`, `timeout` and `docker run` have the same three.
    """

    REFUSED = 125
    """The gate did not let it run, whatever the reason."""
    NOT_EXECUTABLE = 126
    """Allowed, but the command could not be started."""
    NOT_FOUND = 127
    """Allowed, but there is no such command."""
