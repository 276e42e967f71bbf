"""The built-in roles of Microsoft Entra, whose template ids are the same in every tenant.

Ids, names and the label PRIVILEGED are from Microsoft's list of them (entra-docs, permissions-reference.md of
20 January 2026). Billing and License Administrator do not have the label.
"""

import re
from collections.abc import Mapping

import msgspec


class BuiltinRole(msgspec.Struct, frozen=True):
    """A role by the name that administrators know; `privileged` is Microsoft's own label."""

    name: str
    privileged: bool = False


ENTRA_ROLES: Mapping[str, BuiltinRole] = {
    "62e90394-69f5-4237-9190-012177145e10": BuiltinRole("Global Administrator", privileged=True),
    "e8611ab8-c189-46e8-94e1-60213ab1f814": BuiltinRole("Privileged Role Administrator", privileged=True),
    "7be44c8a-adaf-4e2a-84d6-ab2649e08a13": BuiltinRole(
        "Privileged Authentication Administrator", privileged=True
    ),
    "fe930be7-5e62-47db-91af-98c3a49a38b1": BuiltinRole("User Administrator", privileged=True),
    "4d6ac14f-3453-41d0-bef9-a3e0c569773a": BuiltinRole("License Administrator"),
    "b0f54661-2d74-4c50-afa3-1ec803f12efe": BuiltinRole("Billing Administrator"),
    "729827e3-9c14-49f7-bb1b-9608f156bbb8": BuiltinRole("Helpdesk Administrator", privileged=True),
    "966707d0-3269-4727-9be2-8c3a10f19b9d": BuiltinRole("Password Administrator", privileged=True),
    "c4e39bd9-1100-46d3-8c65-fb160da0071f": BuiltinRole("Authentication Administrator", privileged=True),
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": BuiltinRole("Application Administrator", privileged=True),
    "158c047a-c907-4556-b7ef-446551a6b5f7": BuiltinRole("Cloud Application Administrator", privileged=True),
    "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2": BuiltinRole("Hybrid Identity Administrator", privileged=True),
    "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9": BuiltinRole("Conditional Access Administrator", privileged=True),
    "194ae4cb-b126-40b2-bd5b-6091b380977d": BuiltinRole("Security Administrator", privileged=True),
    "29232cdf-9323-42fd-ade2-1d097af3e4de": BuiltinRole("Exchange Administrator"),
    "44367163-eba1-44c3-98af-f5787879f96a": BuiltinRole("Dynamics 365 Administrator"),
    "11648597-926c-4cf3-9c36-bcebb0ba8dcc": BuiltinRole("Power Platform Administrator"),
    "f2ef992c-3afb-46b9-b7cf-a126ee74c451": BuiltinRole("Global Reader", privileged=True),
    "88d8e3e3-8f55-4a1e-953a-9b9898b8876b": BuiltinRole("Directory Readers"),
    "95e79109-95c0-4d8e-aee3-d01accf2d47b": BuiltinRole("Guest Inviter"),
    "d29b2b05-8046-44ba-8758-1e26182fcf32": BuiltinRole("Directory Synchronization Accounts"),
    "4ba39ca4-527c-499a-b93d-d9b492c50246": BuiltinRole("Partner Tier1 Support"),
    "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8": BuiltinRole("Partner Tier2 Support"),
}
"""Roles by template id, in lower case."""

_ID_LENGTH = 36
_GROUP = re.compile(r"\s*cn\s*=(?P<name>[^,+]+),", re.IGNORECASE)
_NAMES = frozenset(role.name for role in ENTRA_ROLES.values())
_PRIVILEGED = frozenset(role.name.casefold() for role in ENTRA_ROLES.values() if role.privileged)


def role_name(role: str) -> str:
    """The name of a role given by its template id, or of a group given by its DN; any other text as it is."""
    if group := _GROUP.match(role):
        return group["name"].strip()
    if len(role) < _ID_LENGTH:
        return role
    known = ENTRA_ROLES.get(role.strip().lower())
    return role if known is None else known.name


def is_builtin_role(role: str) -> bool:
    """Whether a role is known by its name, so that two of them can be told apart."""
    return role in _NAMES


def is_privileged_role(role: str) -> bool:
    """Whether a role, by name or template id, is one that Microsoft labels PRIVILEGED."""
    return role_name(role).strip().casefold() in _PRIVILEGED
