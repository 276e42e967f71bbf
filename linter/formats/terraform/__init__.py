"""Terraform and OpenTofu: the JSON form of a plan.

Where to get it: `terraform plan -out=plan.tfplan`, then `terraform show -json plan.tfplan > plan.json`.

As changes, what the plan does with these resources, in all modules: users (`azuread_user`, `okta_user`,
`googleworkspace_user`), roles (`azuread_directory_role_assignment`, `azuread_directory_role_member`) and
members of groups (`azuread_group_member`). A replacement is a delete and a create: the new user has another
id, and none of the old one's licences. `no-op` and `read` change nothing. The values that the plan gives for
the time before serve where no snapshot is given. Terraform lists resources by address, not in the order in
which it applies them; roles and groups are therefore taken away first and given last. Role template ids
become role names, and `is_admin` of a `googleworkspace_user` is the role `Super Admin`.

| `azuread_user` | `okta_user` | `googleworkspace_user` | field |
|---|---|---|---|
| `object_id` | `id` | `id` | the user's id |
| `user_principal_name` | `login` | `primary_email` | `sign_in_id` |
| `mail` | `email` | `primary_email` | `primary_email` |
| `display_name` | `display_name` | `name.full_name` | `full_name` |
| `given_name` | `first_name` | `name.given_name` | `first_name` |
| `surname` | `last_name` | `name.family_name` | `last_name` |
| `account_enabled` | `status` | `suspended`, `archived` | `enabled` |
| `employee_id`, `manager_id` | `employee_number`, `manager_id` | | `employee_id`, `manager_id` |
| | `admin_roles`, `group_memberships` | `aliases` | `roles`, `groups`, `aliases` |
| every other one | every other one | every other one | `attributes` |

As a snapshot, the users of its `prior_state`; the JSON form of a state (`terraform show -json`) does as well.
It has only the users that Terraform knows, and not their roles and groups.

Not known, and counted as not checked: values that are *known only after apply*, and sensitive values, which
are never shown. Of a user who is there already, and of who gets a role or group, they leave the verdict
undecided; of a new user they are unknown values. A role or group given to a user that the plan creates is
followed where the configuration names that user as one resource (`azuread_user.anna.object_id`), not where it
computes which (`each.key`). Also counted: resources of every other type, changes made outside Terraform
(`resource_drift`), deferred changes, the scope of a role, and resources that Terraform only forgets. A plan
about users of two directories is refused, for nobody could tell their users apart. Passwords are dropped,
only their names are kept.
"""

from linter.formats.sample import top_keys
from linter.formats.terraform.changes import read_changes
from linter.formats.terraform.state import read_snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]

_ONE_OF = frozenset(
    {"terraform_version", "planned_values", "resource_changes", "prior_state", "configuration", "values"}
)


def recognises(sample: bytes, name: str) -> bool:
    """Whether the document has the version of its form, and a part that plans and states have."""
    keys = top_keys(sample)
    return "format_version" in keys and not keys.isdisjoint(_ONE_OF)
