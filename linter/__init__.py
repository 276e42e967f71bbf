"""Judge proposed user, role and licence changes by policies, before anyone applies them.

    policies = linter.load_packs(["crm-online"])
    changes = linter.read_changes(["changes.yaml"])
    snapshot = linter.read_snapshot("snapshot.yaml")
    report = linter.check(changes, snapshot, policies, now=datetime.now(UTC))

Whatever costs time to load (YAML, CEL) is loaded when a name that needs it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Loaded now: the package `linter.replay` bears the function's name, and whoever imported it first would
# otherwise decide which of the two `linter.replay` is.
from linter.replay import replay

if TYPE_CHECKING:
    from linter.engine import Trust, audit, check
    from linter.formats import read_changes, read_snapshot
    from linter.policy import load_packs

__version__ = "0.1.0"

__all__ = ["Trust", "audit", "check", "load_packs", "read_changes", "read_snapshot", "replay"]

_HOMES = {
    "Trust": "linter.engine",
    "audit": "linter.engine",
    "check": "linter.engine",
    "load_packs": "linter.policy",
    "read_changes": "linter.formats",
    "read_snapshot": "linter.formats",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
