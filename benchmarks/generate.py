"""Make change sets and snapshots of any size, the same ones for the same seed.

    python -m benchmarks.generate 100000 --into /tmp/hundred-thousand

The world made here is one that the `crm-online` pack has nothing against: small accounts, a few large
ones, every billing record in order, seats to spare. A model of it is kept while the changes are made, so
that all of them are possible, but for about one in a hundred that somebody should object to.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain
from pathlib import Path
from random import Random
from typing import Any
from unicodedata import normalize

import orjson

SEED = 7
TAKEN_AT = "2026-11-20T09:00:00Z"
NOW = "2026-11-20T12:00:00Z"
OBJECTIONABLE = 0.01

FIRST = [
    "Ada",
    "Ben",
    "Chloé",
    "Dmitri",
    "Elif",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jun",
    "Kofi",
    "Lena",
    "Mateo",
    "Nora",
]
LAST = [
    "Abebe",
    "Brandt",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fontaine",
    "García",
    "Haddad",
    "Ito",
    "Jensen",
    "Kowalski",
]
ROLES = ["Sales", "Sales Manager", "Service", "Marketing", "Knowledge Editor", "Report Reader"]
LICENSES = ["crm-basic", "crm-professional", "crm-storage"]
GROUPS = ["berlin", "lagos", "lyon", "osaka", "quito", "field", "office", "night-shift"]

CHOICES = {"role": ROLES, "license": LICENSES, "group": GROUPS}
GIVING = {"grant_role": "role", "assign_license": "license", "add_group": "group"}
TAKING = {"revoke_role": "role", "remove_license": "license", "remove_group": "group"}

# How often each kind of change is made, of a thousand.
OPS = {
    "update": 480,
    "grant_role": 120,
    "revoke_role": 60,
    "assign_license": 80,
    "remove_license": 40,
    "add_group": 90,
    "remove_group": 40,
    "disable": 40,
    "enable": 20,
    "create": 20,
    "invite": 10,
}


@dataclass(slots=True)
class Person:
    """A user as the changes made so far have left it."""

    id: str
    enabled: bool = True
    invitation: str = "none"
    has: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in CHOICES})
    edits: int = 0


@dataclass(slots=True)
class Tenant:
    """An account as the changes made so far have left it. The first user is the billing administrator."""

    id: str
    people: list[Person]
    seats: int
    enabled: int


def sizes(random: Random, users: int) -> Iterator[int]:
    """How many users each account has: mostly 5 to 50, now and then some thousands."""
    left = users
    while left > 0:
        large = left > 20_000 and random.random() < 0.002
        size = random.randint(2_000, 8_000) if large else random.randint(5, 50)
        yield size
        left -= size


def make_tenant(random: Random, name: str, size: int) -> Tenant:
    """An account with every tenth user disabled and some roles, licences and groups handed out."""
    people = [
        Person(
            id=f"{name}-u{number}",
            enabled=number == 0 or random.random() < 0.9,
            invitation="accepted",
            has={kind: random.sample(names, random.randint(1, 2)) for kind, names in CHOICES.items()},
        )
        for number in range(size)
    ]
    enabled = sum(person.enabled for person in people)
    return Tenant(id=name, people=people, seats=size + size // 4 + 2, enabled=enabled)


def details(random: Random, user: str, tenant: str) -> dict[str, str]:
    """A name and an address that no other user has."""
    first, last = random.choice(FIRST), random.choice(LAST)
    plain = normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
    return {
        "full_name": f"{first} {last}",
        "first_name": first,
        "last_name": last,
        "primary_email": f"{plain}.{user}@{tenant}.example",
    }


def user_record(random: Random, person: Person, tenant: str) -> dict[str, Any]:
    """One user of the snapshot."""
    fresh = details(random, person.id, tenant)
    return (
        {"id": person.id}
        | fresh
        | {
            "sign_in_id": fresh["primary_email"],
            "aliases": [],
            "enabled": person.enabled,
            "licensed": bool(person.has["license"]),
            "invitation": person.invitation,
            "roles": person.has["role"],
            "licenses": person.has["license"],
            "groups": person.has["group"],
            "modified_at": TAKEN_AT,
        }
    )


def account_record(random: Random, tenant: Tenant) -> dict[str, Any]:
    """One line of the snapshot."""
    users = [user_record(random, person, tenant.id) for person in tenant.people]
    admin = users[0]
    return {
        "taken_at": TAKEN_AT,
        "complete": True,
        "id": tenant.id,
        "name": f"Customer {tenant.id}",
        "purchased_users": tenant.seats,
        "billing_admin": {
            "user_id": admin["id"],
            "full_name": admin["full_name"],
            "email": admin["primary_email"],
        },
        "users": users,
    }


def objectionable(random: Random, tenant: Tenant) -> dict[str, Any]:
    """A change that a rule objects to. The model does not carry it out, so later changes stay possible."""
    person = random.choice([person for person in tenant.people[:50] if person.enabled])
    kind = random.choice(["rename", "repurpose", "role", "unknown"])
    if kind == "rename":
        address = f"mail.{person.id}@{tenant.id}.example"
        return {"op": "update", "user": person.id, "set": {"primary_email": address}}
    if kind == "repurpose":
        return {"op": "update", "user": person.id, "set": details(random, f"{person.id}x", tenant.id)}
    if kind == "role":
        return {"op": "grant_role", "user": person.id, "role": "Billing Administrator"}
    return {"op": "disable", "user": f"{tenant.id}-nobody"}


def ordinary(random: Random, tenant: Tenant) -> dict[str, Any]:
    """A change that nothing speaks against; an update where the one drawn is not possible."""
    op = random.choices(list(OPS), list(OPS.values()))[0]
    person = random.choice(tenant.people)
    if op in GIVING or op in TAKING:
        record = _give_or_take(random, op, person)
    elif op == "create":
        record = _create(random, tenant)
    elif op != "update":
        record = _switch(op, tenant, person)
    else:
        record = None
    return record or _update(random, tenant, person)


def _give_or_take(random: Random, op: str, person: Person) -> dict[str, Any] | None:
    """Only who has accepted is given anything, and everybody keeps one of what they have."""
    kind = GIVING.get(op) or TAKING[op]
    held = person.has[kind]
    free = [name for name in CHOICES[kind] if name not in held]
    if op in GIVING and free and person.enabled and person.invitation == "accepted":
        held.append(random.choice(free))
        return {"op": op, "user": person.id, kind: held[-1]}
    if op in TAKING and len(held) > 1:
        return {"op": op, "user": person.id, kind: held.pop()}
    return None


def _create(random: Random, tenant: Tenant) -> dict[str, Any] | None:
    if tenant.enabled >= tenant.seats:
        return None
    user = f"{tenant.id}-u{len(tenant.people)}"
    tenant.people.append(Person(id=user))
    tenant.enabled += 1
    fresh = details(random, user, tenant.id)
    return {"op": "create", "user": user, "set": fresh | {"sign_in_id": fresh["primary_email"]}}


def _switch(op: str, tenant: Tenant, person: Person) -> dict[str, Any] | None:
    """Disable, enable or invite. The billing administrator, who comes first, stays enabled."""
    if op == "disable" and person.enabled and person is not tenant.people[0]:
        person.enabled, tenant.enabled = False, tenant.enabled - 1
    elif op == "enable" and not person.enabled and tenant.enabled < tenant.seats:
        person.enabled, tenant.enabled = True, tenant.enabled + 1
    elif op == "invite" and person.enabled and person.invitation == "none":
        person.invitation = "sent"
    else:
        return None
    return {"op": op, "user": person.id}


def _update(random: Random, tenant: Tenant, person: Person) -> dict[str, Any]:
    person.edits += 1
    values: dict[str, Any] = {"employee_id": f"E{person.edits}-{person.id}"}
    if random.random() < 0.3:
        values["attributes"] = {
            "department": f"{random.choice(GROUPS)}-{person.edits}",
            "title": random.choice(ROLES),
        }
    if random.random() < 0.3:
        values["aliases"] = [f"{person.id}.{person.edits}@{tenant.id}.example"]
    return {"op": "update", "user": person.id, "set": values}


def change_records(random: Random, tenants: list[Tenant], count: int) -> Iterator[dict[str, Any]]:
    """The changes, those of all accounts mingled, a large account's the more often."""
    weights = list(accumulate(len(tenant.people) for tenant in tenants))
    for number in range(count):
        tenant = random.choices(tenants, cum_weights=weights)[0]
        make = objectionable if random.random() < OBJECTIONABLE else ordinary
        record: dict[str, Any] = {"account": tenant.id} | make(random, tenant)
        if number % 10 == 0:
            record["requested_by"] = tenant.people[0].id
        yield record


def write_lines(path: Path, records: Iterator[dict[str, Any]]) -> None:
    """JSON Lines, one record a line."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)


def generate(folder: Path, changes: int, *, seed: int = SEED, bystanders: int = 1) -> None:
    """Write `changes.jsonl` and `snapshot.jsonl` into a folder.

    The accounts that are changed have about one user for two changes; `bystanders` is how many times as
    many users the snapshot holds in accounts that no change names.
    """
    random = Random(seed)
    users = max(20, changes // 2)
    tenants = [make_tenant(random, f"a{n}", size) for n, size in enumerate(sizes(random, users))]
    others = (make_tenant(random, f"b{n}", size) for n, size in enumerate(sizes(random, users * bystanders)))
    folder.mkdir(parents=True, exist_ok=True)
    records = (account_record(random, tenant) for tenant in chain(tenants, others))
    write_lines(folder / "snapshot.jsonl", records)
    write_lines(folder / "changes.jsonl", change_records(random, tenants, changes))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a seeded change set and its snapshot as JSON Lines.")
    parser.add_argument("changes", type=int, help="how many changes")
    parser.add_argument("--into", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--bystanders", type=int, default=1, help="users in untouched accounts, in multiples of the others"
    )
    given = parser.parse_args()
    generate(given.into, given.changes, seed=given.seed, bystanders=given.bystanders)


if __name__ == "__main__":
    main()
