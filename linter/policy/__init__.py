"""Policies: strict YAML files in, typed and compiled rules out. CEL lives here and nowhere else.

What takes conditions apart (`condition`, `turn`, `mutants`, `words`) is imported from its own module: judging
needs none of it.
"""

from linter.policy.expression import Activation, Expression, Failure, Unknown
from linter.policy.extension import Setting
from linter.policy.load import as_declared, load_packs
from linter.policy.params import param_text, parse_param
from linter.policy.rule import Example, Limit, Off, Pack, Param, Policies, Rule
from linter.policy.shelf import PACK_FILE, PolicyFile
from linter.policy.template import InsteadTemplate, Template
from linter.policy.types import (
    ROOTS,
    SETTING_OPS,
    SUBJECT_ROOTS,
    SUBJECTS,
    TABLES,
    Field,
    Population,
    Subject,
)

__all__ = [
    "PACK_FILE",
    "ROOTS",
    "SETTING_OPS",
    "SUBJECTS",
    "SUBJECT_ROOTS",
    "TABLES",
    "Activation",
    "Example",
    "Expression",
    "Failure",
    "Field",
    "InsteadTemplate",
    "Limit",
    "Off",
    "Pack",
    "Param",
    "Policies",
    "PolicyFile",
    "Population",
    "Rule",
    "Setting",
    "Subject",
    "Template",
    "Unknown",
    "as_declared",
    "load_packs",
    "param_text",
    "parse_param",
]
