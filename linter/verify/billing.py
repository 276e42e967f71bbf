"""What an account records beside its users: seats, and billing details, which do not follow by themselves."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from linter.model import UNSET, Account, BillingAdmin, BillingRecord, User, display_name, fold
from linter.verify.effects import Effect, Kind, agree, judged
from linter.verify.expected import Expected
from linter.verify.pairs import Pairs
from linter.verify.report import Matter, Place

_LEFT = "billing-record-left-behind"

Told: TypeAlias = Iterator[tuple[Place, Matter]]


class Person(NamedTuple):
    """One user: as the state before has it, as it should be, and as it came."""

    was: User
    wanted: User
    came: User


def recorded(earlier: Account, later: Account, pairs: Pairs, expected: Expected) -> Told:
    """Everything that an account records, and what the billing system holds about each of its users."""
    yield from _seats(earlier, later, expected)
    people = tuple(_people(earlier, pairs))
    admin = _administrator(earlier, people, expected)
    found = _billing_admin(earlier, later, admin, pairs, expected)
    if found is not None:
        change = expected.recorded.get((earlier.id, "billing_admin"))
        place = Place(account=earlier.id, change=change, field="billing_admin")
        yield place, Matter.of(found, f"account `{earlier.id}`")
    elif admin is not None and isinstance(later.billing_admin, BillingAdmin):
        record = BillingRecord(email=later.billing_admin.email, full_name=later.billing_admin.full_name)
        yield from _left_behind(earlier.id, admin, record, "billing_admin", expected)
    for person in people:
        held, holds = person.was.billing_record, person.came.billing_record
        if isinstance(holds, BillingRecord) or (isinstance(held, BillingRecord) and holds is UNSET):
            yield from _left_behind(earlier.id, person, holds or BillingRecord(), "billing_record", expected)


def _seats(earlier: Account, later: Account, expected: Expected) -> Told:
    """The number of purchased users."""
    change = expected.recorded.get((earlier.id, "purchased_users"))
    wanted = expected.accounts[earlier.id].purchased_users
    was, came = earlier.purchased_users, later.purchased_users
    effect = judged("purchased_users", was, wanted, came, touched=change is not None)
    if effect is not None:
        place = Place(account=earlier.id, change=change, field="purchased_users")
        yield place, Matter.of(effect, f"account `{earlier.id}`")


def _people(earlier: Account, pairs: Pairs) -> Iterator[Person]:
    """Those who were there before and came."""
    known = {user.id: user for user in earlier.users or ()}
    for wanted, came in pairs.both:
        if wanted.id in known:
            yield Person(known[wanted.id], wanted, came)


def _administrator(earlier: Account, people: Iterable[Person], expected: Expected) -> Person | None:
    """The user whom the billing record named before the changes."""
    named = expected.initial[earlier.id].billing_user
    if not isinstance(named, User):
        return None
    return next((person for person in people if person.was.id == named.id), None)


def _billing_admin(
    earlier: Account, later: Account, admin: Person | None, pairs: Pairs, expected: Expected
) -> Effect | None:
    """What is wrong with the billing record. One that was aligned with its user is what it should be."""
    was, came = earlier.billing_admin, later.billing_admin
    wanted = expected.accounts[earlier.id].billing_admin
    touched = (earlier.id, "billing_admin") in expected.recorded
    if came is UNSET or wanted is UNSET:
        return judged("billing_admin", was, wanted, came, touched=touched)
    aligned = not touched and admin is not None and _follows(came, admin.came)
    if aligned or _one_record(wanted, came, pairs):
        return None
    unmoved = was is UNSET or _one_record(was, came, pairs)
    kind: Kind = "extra" if not touched else "missing" if unmoved else "different"
    return Effect(kind, "billing_admin", _named(was), _named(wanted), _named(came))


def _one_record(a: BillingAdmin | None, b: BillingAdmin | None, pairs: Pairs) -> bool:
    """Whether two billing records name the same, as far as both say."""
    if a is None or b is None:
        return a is b
    key = pairs.ids.get(a.user_id, a.user_id) if isinstance(a.user_id, str) else a.user_id
    values = ((key, b.user_id, ""), (a.email, b.email, "email"), (a.full_name, b.full_name, ""))
    return all(UNSET in (x, y) or agree(field, x, y) for x, y, field in values)


def _follows(came: BillingAdmin | None, user: User) -> bool:
    """Whether a billing record has the present address of a user."""
    if came is None or not isinstance(came.email, str) or not isinstance(user.primary_email, str):
        return False
    return came.user_id in (UNSET, None, user.id) and fold(came.email) == fold(user.primary_email)


def _named(admin: Any) -> Any:
    """Whom a billing record names, in a word; `None` and `UNSET` stay."""
    return admin.email or admin.user_id or admin.full_name if isinstance(admin, BillingAdmin) else admin


def _left_behind(account: str, person: Person, record: BillingRecord, held: str, expected: Expected) -> Told:
    """Details of a user that changed while the billing system goes on holding the old ones."""
    fields = expected.fields.get((account, person.wanted.id), {})
    details = (
        ("primary_email", person.was.primary_email, person.came.primary_email, "email", record.email),
        ("name", display_name(person.was), display_name(person.came), "full_name", record.full_name),
    )
    for field, was, came, part, holds in details:
        if not was or not came or agree("email", was, came):
            continue
        change = fields.get(field) or fields.get("full_name") or fields.get("last_name")
        place = Place(
            account=account, user=person.was.id, came=person.came.id, change=change, field=f"{held}.{part}"
        )
        if holds is UNSET:
            # Many billing records hold no name; an address they all have.
            if part == "email":
                yield place, Matter(_LEFT, "", unknown=f"after.{held}.{part}")
        elif holds and agree("email", was, holds):
            still = f"the billing record of user `{person.came.id}` still holds `{holds}`"
            message = f"{still}, and `{field}` became `{came}`"
            evidence = {f"before.{field}": was, f"after.{field}": came, f"after.{held}.{part}": holds}
            yield place, Matter(_LEFT, message, evidence)
