"""Two states of the same accounts to the changes between them.

Users are joined by their immutable ids. A user whose id is no more than a sign-in or an address, as in
exports without an id column, is joined by it; a new sign-in then cannot be told from a new user, and that
is said.
"""

from linter.diff.renames import renames
from linter.diff.states import diff

__all__ = ["diff", "renames"]
