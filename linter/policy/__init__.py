"""Policies: strict YAML files in, typed and compiled rules out. CEL lives here and nowhere else."""

from linter.policy.condition import Condition, condition_of, conditions_in
from linter.policy.expression import Activation, Expression, Failure, Unknown
from linter.policy.extension import Setting
from linter.policy.load import as_declared, load_packs
from linter.policy.mutants import Mutant, mutants
from linter.policy.params import param_text, parse_param
from linter.policy.rule import Example, Limit, Off, Pack, Param, Policies, Rule
from linter.policy.shelf import PACK_FILE, PolicyFile
from linter.policy.template import InsteadTemplate, Template
from linter.policy.turn import Turn, held_against, turns, with_values
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
from linter.policy.words import Clause, in_words

__all__ = [
    "PACK_FILE",
    "ROOTS",
    "SETTING_OPS",
    "SUBJECTS",
    "SUBJECT_ROOTS",
    "TABLES",
    "Activation",
    "Clause",
    "Condition",
    "Example",
    "Expression",
    "Failure",
    "Field",
    "InsteadTemplate",
    "Limit",
    "Mutant",
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
    "Turn",
    "Unknown",
    "as_declared",
    "condition_of",
    "conditions_in",
    "held_against",
    "in_words",
    "load_packs",
    "mutants",
    "param_text",
    "parse_param",
    "turns",
    "with_values",
]
