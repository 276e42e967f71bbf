"""The domains that an account's addresses are in, kept step by step."""

from collections.abc import Iterable, Iterator

from linter.model import User, fold
from linter.replay.totals import is_deleted


class Domains:
    """How many users have an address or a sign-in in each domain.

    `used` holds the domains, in the order in which they came into use; it is replaced, never changed.
    """

    __slots__ = ("_counts", "used")

    def __init__(self, users: Iterable[User]) -> None:
        self._counts: dict[str, int] = {}
        for user in users:
            for domain in _domains(user):
                self._counts[domain] = self._counts.get(domain, 0) + 1
        self.used = tuple(self._counts)

    def replace(self, old: User | None, new: User) -> None:
        """Count `new` where `old` was counted."""
        before = set() if old is None else set(_domains(old))
        after = set(_domains(new))
        for domain in after - before:
            self._counts[domain] = self._counts.get(domain, 0) + 1
            if self._counts[domain] == 1:
                self.used = (*self.used, domain)
        for domain in before - after:
            self._counts[domain] -= 1
            if not self._counts[domain]:
                del self._counts[domain]
                self.used = tuple(other for other in self.used if other != domain)


def _domains(user: User) -> Iterator[str]:
    """The folded domains of a user's address and sign-in, each once; none of a deleted user."""
    if is_deleted(user):
        return
    first = _domain(user.primary_email) if user.primary_email else ""
    second = _domain(user.sign_in_id) if user.sign_in_id and user.sign_in_id != user.primary_email else ""
    if first:
        yield first
    if second and second != first:
        yield second


def _domain(address: str) -> str:
    _, at, domain = address.rpartition("@")
    return fold(domain) if at else ""
