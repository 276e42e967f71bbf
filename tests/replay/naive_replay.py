"""A second model of replay, for tests: each change played on the naive model of its account."""

from collections.abc import Iterator
from typing import Any

import msgspec

from linter.model import SETTABLE_FIELDS, UNSET, Account, BillingAdmin, Change, Released, Snapshot, fold
from tests.replay.naive import ITEM_OPS, LISTS, NEW_USER, NOW, NaiveAccount, Record, addresses, keys, same


def compare(before: Record, field: str, new: Any) -> Any:
    return not same(before[field], new) if field in before else UNSET


def naive_replay(snapshot: Snapshot | None, changes: list[Change]) -> Iterator[dict[str, Any]]:
    listed = {} if snapshot is None else {account.id: account for account in snapshot.accounts}
    accounts: dict[str, NaiveAccount] = {}
    for change in changes:
        name = change.envelope.account
        if name is UNSET:
            name = next(iter(listed)) if len(listed) == 1 else ""
        if name not in accounts:
            accounts[name] = NaiveAccount(listed.get(name, Account(id=name)), snapshot, name in listed)
        yield from naive_change(accounts[name], change)


def naive_find(
    account: NaiveAccount, change: Change, key: str, pointer: str
) -> tuple[Record, bool, list[Any]]:
    """The user, whether the account has it, and the faults as (rule, pointer, undecided)."""
    found = account.find(key, prefer_deleted=change.op == "restore")
    if len(found) == 1:
        return found[0], True, []
    stranger = account.strangers.get(fold(key), {"id": key})
    if found:
        return stranger, False, [("ambiguous-user", pointer, False)]
    if account.named(key) or account.whole:
        return stranger, False, [("unknown-user", pointer, False)]
    if change.before and pointer == "user":
        return stranger, False, []
    return stranger, False, [("unknown-user", pointer, True)]


def naive_change(account: NaiveAccount, change: Change) -> Iterator[dict[str, Any]]:
    user, known, faults, possible = naive_target(account, change)
    if account.unlisted:
        faults = [("unknown-account", "account", True)] + (faults if not possible else [])
    if not possible:
        yield naive_still(account, change, user, faults)
        return
    faults += [
        ("unknown-attribute", f"set/{name}", False) for name in change.set if name not in SETTABLE_FIELDS
    ]
    if change.op == "create" and change.replaces:
        assert user is not None
        replaced, replaced_known, more = naive_find(account, change, change.replaces, "replaces")
        faults += [] if account.unlisted else more
        if not replaced_known:
            account.strangers[fold(replaced["id"])] = replaced
        account.replacements.append((replaced["id"], user["id"]))
    if user is not None and change.before and change.op != "create":
        if known and user["id"] not in account.history:
            for name, value in change.before.items():
                if name in user and not same(user[name], value):
                    faults.append(("stale-snapshot", f"before/{name}", False))
        user = {**change.before, **user}
    parts = naive_parts(change, user)
    for number, (part, settled, more) in enumerate(parts):
        these = (faults if number == 0 else []) + more
        step = naive_step(account, part, user, known, settled, these, alone=len(parts) == 1)
        yield step
        user = step["after"] or user


def naive_target(account: NaiveAccount, change: Change) -> tuple[Record | None, bool, list[Any], bool]:
    if change.op == "set_purchased_users":
        return None, True, [], True
    if change.op == "create":
        key = change.user
        if key is UNSET:
            taken = [user["id"] for user in account.everyone()]
            wanted = [change.set.get("sign_in_id"), change.set.get("primary_email")]
            free = [text for text in wanted if text and text not in taken]
            key = free[0] if free else f"new-{change.index}"
        existing = [user for user in account.everyone() if user["id"] == key]
        if existing:
            return existing[0], True, [("duplicate-user", "user", False)], False
        return {"id": key}, True, [], True
    if change.user is UNSET:
        return None, True, [("unknown-user", "", False)], False
    user, known, faults = naive_find(account, change, change.user, "user")
    deleted = bool(user.get("deleted_at"))
    if (change.op == "restore" and known and not deleted) or (
        deleted and change.op not in ("restore", "delete")
    ):
        return user, known, [*faults, ("impossible-operation", "user", False)], False
    return user, known, faults, True


def naive_parts(change: Change, user: Record | None) -> list[tuple[Change, Record, list[Any]]]:
    """The elementary changes with what is known after each, and its faults."""
    if not set(change.set) & {"enabled", *LISTS}:
        return [(change, {}, [])]
    assert user is not None
    rest = {name: value for name, value in change.set.items() if name not in ("enabled", *LISTS)}
    named = {"user": user["id"] if change.user is UNSET else change.user, "set": {}, "secrets": ()}

    def part(op: str, **fields: Any) -> tuple[Change, Record, list[Any]]:
        elementary = msgspec.structs.replace(change, op=op, **named, replaces=UNSET, **fields)
        return elementary, {}, []

    created = change.op == "create"
    parts: list[Any] = []
    flag: list[Any] = []
    if "enabled" in change.set and change.set["enabled"] is not (True if created else user.get("enabled")):
        flag = [part("enable" if change.set["enabled"] else "disable")]
    unknown, emptied = [], {}
    for name, (add, remove, item) in LISTS.items():
        if name not in change.set:
            continue
        wanted: list[str] = []
        for text in change.set[name] or ():
            wanted += [] if fold(text) in map(fold, wanted) else [text]
        now = () if created else user.get(name)
        if now is None and name not in user and not created:
            unknown.append(name)
            added = [part(add, **{item: text}) for text in wanted]
            known = {name: tuple(wanted)} | ({"licensed": bool(wanted)} if name == "licenses" else {})
            if added:
                added[-1] = (added[-1][0], known, [])
            else:
                emptied |= known
            parts += added
            continue
        folded = {fold(text) for text in wanted}
        present = {fold(text) for text in now or ()}
        parts += [part(remove, **{item: text}) for text in now or () if fold(text) not in folded]
        parts += [part(add, **{item: text}) for text in wanted if fold(text) not in present]
    parts = parts + flag if created else flag + parts
    if created or rest or change.secrets or emptied or not parts:
        parts.insert(0, (msgspec.structs.replace(change, set=rest), emptied, []))
    if unknown:
        parts[0] = (*parts[0][:2], [("unknown-before", f"set/{unknown[0]}", True)])
    return parts


def naive_effect(account: NaiveAccount, change: Change, user: Record) -> tuple[Record, dict[str, Any]]:
    """The record afterwards and what was touched."""
    moment = change.envelope.effective_at or NOW
    values = {name: value for name, value in change.set.items() if name in SETTABLE_FIELDS}
    if change.op == "create":
        merged = {"attributes": {**(values.get("attributes") or {})}}
        return {**NEW_USER, **user, **values, **merged}, {name: True for name in values if values[name]}
    if change.op == "update":
        touched = {name: compare(user, name, value) for name, value in values.items()}
        if "attributes" in values:
            new = {**user.get("attributes", {}), **values["attributes"]} if values["attributes"] else {}
            touched["attributes"] = attributes_differ(user, values["attributes"])
            values["attributes"] = new
        full = naive_full_name(user, values)
        if full is not ...:
            touched["full_name"] = full if full is UNSET else compare(user, "full_name", full)
            values["full_name"] = full
        return {name: value for name, value in {**user, **values}.items() if value is not UNSET}, touched
    if change.op in ITEM_OPS:
        return naive_list(change, user)
    simple = {
        "disable": {"enabled": False},
        "enable": {"enabled": True},
        "delete": {"deleted_at": moment},
        "restore": {"deleted_at": None},
        "invite": {"invitation": "sent", "invited_at": moment},
    }.get(change.op, {})
    if change.op == "delete":
        if user.get("deleted_at"):
            return user, {"deleted_at": False}
        return {**user, **simple}, {"deleted_at": True}
    return {**user, **simple}, {name: compare(user, name, value) for name, value in simple.items()}


def attributes_differ(user: Record, given_: Any) -> Any:
    if "attributes" not in user:
        return UNSET
    old = user["attributes"]
    if not given_:
        return bool(old)
    if any(name in old and old[name] != value for name, value in given_.items()):
        return True
    return UNSET if set(given_) - set(old) else False


def naive_list(change: Change, user: Record) -> tuple[Record, dict[str, Any]]:
    field, item = ITEM_OPS[change.op]
    name = getattr(change, item)
    adds = change.op == LISTS[field][0]
    new, touched = dict(user), {field: UNSET}
    if field in user:
        now = user[field] or ()
        has = fold(name) in {fold(text) for text in now}
        touched[field] = has is not adds
        if adds and not has:
            new[field] = (*now, name)
        elif not adds and has:
            new[field] = tuple(text for text in now if fold(text) != fold(name))
    if change.op == "assign_license":
        touched["licensed"] = compare(user, "licensed", True)
        new["licensed"] = True
    if change.op == "remove_license" and touched[field] is not False and user.get("licensed") is not False:
        if field not in user:
            touched["licensed"] = UNSET
            new.pop("licensed", None)
        elif not new[field]:
            touched["licensed"] = compare(user, "licensed", False)
            new["licensed"] = False
    return new, touched


def naive_keys(change: Change, user: Record, after: Record, touched: dict[str, Any]) -> dict[str, str]:
    if change.op == "restore":
        return dict.fromkeys(sorted(keys(user)), "user")
    if change.op not in ("create", "update"):
        return {}
    new = {fold(change.user): "user"} if change.op == "create" and change.user is not UNSET else {}
    for name in ("sign_in_id", "primary_email", "aliases"):
        if touched.get(name, False) is not False:
            for key in after[name] if isinstance(after[name], tuple) else (after[name],):
                if key and (change.op == "create" or fold(key) not in keys(user)):
                    new.setdefault(fold(key), f"set/{name}")
    return new


def naive_step(
    account: NaiveAccount,
    change: Change,
    user: Record | None,
    known: bool,
    settled: Record,
    faults: list[Any],
    *,
    alone: bool,
) -> dict[str, Any]:
    before_state = account.totals()
    basis: Record = user or {"id": ""}
    after, touched = naive_effect(account, change, basis)
    after, touched = {**after, **settled}, {**dict.fromkeys(settled, UNSET), **touched}
    recorded = naive_recorded(change, basis, known)
    gained, lost, reused = set[str](), (), ()
    moves = any(not known or before_state[name] != value for name, value in recorded.items())
    effective = moves or change.op == "create" or change.secrets or set(touched.values()) - {False}
    if effective:
        faults = faults + naive_key_faults(account, change, basis, known, after, touched)
        gained, lost = naive_addresses(change, basis, after, touched)
        reused = naive_reused(account, change, basis, naive_keys(change, basis, after, touched))
        naive_release(account, change, basis, after)
    else:
        after = basis
        if alone and all(undecided for *_, undecided in faults):
            faults = [*faults, ("no-effect", ...)]
    told = naive_told(account, change, user)
    account.purchased = recorded.get("purchased_users", account.purchased)
    account.admin = recorded.get("billing_admin", account.admin)
    if effective:
        account.happened[change.op] = account.happened.get(change.op, 0) + 1
    if user is not None:
        account.write(after, known)
    return {
        **told,
        "change": change,
        "before": None if user is None or change.op == "create" else user,
        "after": None if user is None else after,
        "changed": touched,
        "account": before_state,
        "account_after": account.totals(),
        "new_addresses": gained,
        "lost_addresses": lost,
        "reused": reused,
        "faults": faults,
        "effective": bool(effective),
    }


def naive_addresses(change: Change, user: Record, after: Record, touched: dict[str, Any]) -> Any:
    """What a user is given and loses."""
    fields = ("primary_email", "sign_in_id", "aliases")
    moved = [name for name in fields if name in touched]
    if change.op not in ("create", "update") or not moved:
        return set(), ()
    gained = set(addresses(after)) - set(addresses(user))
    kept = {fold(address) for address in addresses(after)}
    lost = {address for address in addresses(user) if fold(address) not in kept}
    if change.op == "create":
        return gained, ()
    if any(name not in user for name in moved) or (lost and any(name not in after for name in fields)):
        return gained, UNSET
    return gained, lost


def naive_reused(account: NaiveAccount, change: Change, user: Record, new: dict[str, str]) -> Any:
    """What a user is given that was somebody else's."""
    found = []
    for key in new:
        earlier = account.released.get(key)
        if earlier is not None and earlier.user != user["id"]:
            found.append(earlier)
            continue
        gone = [
            other for other in account.everyone() if other.get("deleted_at") and other["id"] != user["id"]
        ]
        bore = [other for other in gone if key in {fold(address) for address in addresses(other)}]
        if bore:
            last = max(bore, key=lambda other: other["deleted_at"])
            found.append(Released(address=key, user=last["id"], at=last["deleted_at"]))
    return tuple(found) if found or account.whole or not new else UNSET


def naive_release(account: NaiveAccount, change: Change, user: Record, after: Record) -> None:
    """Remember what a user does not bear any more."""
    if change.op not in ("create", "update", "restore"):
        return
    for address in addresses(user):
        if fold(address) not in {fold(kept) for kept in addresses(after)}:
            moment = change.envelope.effective_at or NOW
            account.released[fold(address)] = Released(address=address, user=user["id"], at=moment)


def naive_full_name(user: Record, values: dict[str, Any]) -> Any:
    """The full name that follows from new parts of it; `...` where it is left alone."""
    if not user.get("full_name") or "full_name" in values or not {"first_name", "last_name"} & set(values):
        return ...
    old = [user.get(part) for part in ("first_name", "last_name") if user.get(part)]
    new = {"first_name": user.get("first_name"), "last_name": user.get("last_name"), **values}
    if fold(user["full_name"]) != fold(" ".join(old)):
        return UNSET
    return " ".join(new[part] for part in ("first_name", "last_name") if new[part]) or None


def naive_recorded(change: Change, user: Record, known: bool) -> dict[str, Any]:
    if change.op == "set_purchased_users":
        return {"purchased_users": change.purchased_users}
    if change.op != "set_billing_admin":
        return {}
    if not known:
        return {"billing_admin": UNSET}
    name = user.get("full_name", UNSET)
    if not name and "first_name" in user and "last_name" in user:
        name = " ".join(part for part in (user["first_name"], user["last_name"]) if part) or name
    email = user.get("primary_email", UNSET)
    return {"billing_admin": BillingAdmin(user_id=user["id"], full_name=name, email=email)}


def naive_key_faults(
    account: NaiveAccount, change: Change, user: Record, known: bool, after: Record, touched: dict[str, Any]
) -> list[Any]:
    new = naive_keys(change, user, after, touched)
    others = [
        other for other in account.everyone() if other["id"] != user["id"] and not other.get("deleted_at")
    ]
    taken = {key for other in others for key in keys(other)}
    found = [("duplicate-user", pointer, False) for key, pointer in new.items() if key in taken]
    if not found and new and not account.whole and known and not account.unlisted:
        return [("duplicate-user", next(iter(new.values())), True)]
    return found


def latest(history: list[str]) -> list[str]:
    """Of each operation only the last."""
    return [op for position, op in enumerate(history) if op not in history[position + 1 :]]


def naive_told(account: NaiveAccount, change: Change, user: Record | None) -> dict[str, Any]:
    told = {"requester": account.requester(change), "earlier": [], "successor": None, "replaced": None}
    told["replaced_earlier"] = []
    if user is None:
        return told
    history = account.history.setdefault(user["id"], [])
    told["earlier"] = latest(history)
    for replaced, successor in account.replacements:
        if replaced == user["id"]:
            told["successor"] = account.by_id(successor)
        if successor == user["id"]:
            told["replaced"] = account.by_id(replaced)
            told["replaced_earlier"] = latest(account.history.get(replaced, []))
    history.append(change.op)
    return told


def naive_still(
    account: NaiveAccount, change: Change, user: Record | None, faults: list[Any]
) -> dict[str, Any]:
    state = account.totals()
    return {
        **naive_told(account, change, user),
        "change": change,
        "before": user,
        "after": user,
        "changed": {},
        "account": state,
        "account_after": state,
        "new_addresses": set(),
        "lost_addresses": (),
        "reused": (),
        "faults": faults,
        "effective": False,
    }
