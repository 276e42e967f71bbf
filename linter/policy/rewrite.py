"""Rules with another text in place of one of their conditions, as far as such a rule could be loaded."""

import msgspec

from linter.policy import sense
from linter.policy.checker import ExpressionError
from linter.policy.expression import Expression
from linter.policy.params import FIELDS
from linter.policy.rule import Policies, Rule
from linter.policy.rule_file import Context
from linter.policy.tree import Path


class Rewriter:
    """Rewrites the rules of some policies."""

    def __init__(self, policies: Policies) -> None:
        self._contexts = {
            pack.id: Context(pack.id, {param.name: FIELDS[param.type] for param in pack.params})
            for pack in policies.packs
        }

    def rewritten(self, rule: Rule, key: str, source: str) -> Rule | None:
        """The rule with a text under a key of its expressions; `None` where it would not load."""
        old = rule.expressions[key]
        try:
            expression = self._contexts[rule.pack].checker(rule.subject).check(source)
        except ExpressionError:
            return None
        if expression.type != old.type or _constant(expression):
            return None
        changed = _with(rule, key, expression)
        return changed if self._makes_sense(changed) else None

    def _makes_sense(self, rule: Rule) -> bool:
        """Whether loading has nothing to object to."""
        checker = self._contexts[rule.pack].checker(rule.subject)
        guards: frozenset[Path] = frozenset()
        for expression in rule.expressions.values():
            if any(sense.slips(expression, checker, rule.ops, guards)):
                return False
            guards |= sense.null_tests(expression.tree)
        return True


def _with(rule: Rule, key: str, expression: Expression) -> Rule:
    """The rule with an expression under a key."""
    outer, _, inner = key.partition("/")
    if rule.limit is not None and inner:
        limit = msgspec.structs.replace(rule.limit, **{inner: expression})
        return msgspec.structs.replace(rule, **{outer: limit})
    name = "condition" if key in ("deny", "require") else key
    return msgspec.structs.replace(rule, **{name: expression})


def _constant(expression: Expression) -> bool:
    return expression.type == "BOOL" and sense.constant(expression) is not None
