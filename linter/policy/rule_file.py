"""A rule file, read and compiled: everything that is wrong with it is found in one reading."""

import functools
from collections.abc import Sequence

from linter.document import Source, at, did_you_mean, join
from linter.errors import InputError
from linter.model import SETTABLE_FIELDS, UNSET, Location, Problem, Unset, User
from linter.policy import sense
from linter.policy.checker import Checker, ExpressionError, Slip
from linter.policy.example import read_examples
from linter.policy.expression import Expression, Failure
from linter.policy.files import decode, in_order, open_source
from linter.policy.limit import COUNTED_OPS, LIMIT_SUBJECTS, misplaced, read_limit
from linter.policy.places import BLOCKS, place_in
from linter.policy.raw import RawMatch, RawRule
from linter.policy.remedy import read_instead
from linter.policy.rule import Limit, Rule
from linter.policy.shelf import PolicyFile
from linter.policy.template import InsteadTemplate, Template, parse_template
from linter.policy.tree import Path as ReadPath
from linter.policy.types import SET_FIELDS, SETTING_OPS, Subject, Table

STATE_SUBJECTS: tuple[Subject, ...] = ("user", "account")
"""The subjects whose rules are invariants."""


class Context:
    """What the rules of one pack share: its id, and a checker for each subject, made when first needed."""

    def __init__(self, pack: str, params: Table) -> None:
        self.pack = pack
        self.params = params
        self._checkers: dict[tuple[Subject, bool], Checker] = {}

    def checker(self, subject: Subject, *, limit: bool = False) -> Checker:
        """The checker for the rules about a subject, or for the texts of those that have a limit."""
        key = (subject, limit)
        if key not in self._checkers:
            self._checkers[key] = Checker(subject, self.params, limit=limit)
        return self._checkers[key]


def read_rule(file: PolicyFile, context: Context) -> tuple[Rule, Source]:
    """The rule in a file, and the file with its places. Raises `InputError` with every problem in it."""
    source = open_source(file)
    raw = decode(source, RawRule, "policy")
    return _Reader(source, raw, context).rule(), source


class _Reader:
    """Reads the parts of one rule and collects what is wrong with them."""

    def __init__(self, source: Source, raw: RawRule, context: Context) -> None:
        self._source = source
        self._raw = raw
        self._context = context
        self._checker = context.checker(raw.subject)
        self._texts = context.checker(raw.subject, limit=raw.limit is not UNSET)
        self._ops: frozenset[str] | None = None
        self._problems: list[Problem] = []

    def rule(self) -> Rule:
        """The rule, if nothing is wrong with it."""
        raw, pack = self._raw, self._context.pack
        self._ops, fields = self._match(raw.match)
        when, condition, excess = self._conditions()
        limit = self._limit()
        message = self._template(raw.message, "/message")
        instead = None if raw.instead is UNSET else self._instead()
        examples, wrong = read_examples(self._source, raw.examples, self._context.params)
        self._problems += wrong
        if self._problems:
            raise InputError(in_order(self._problems))
        return Rule(
            id=f"{pack}/{raw.id}",
            name=raw.id,
            pack=pack,
            title=raw.title.strip(),
            severity=raw.severity,
            subject=raw.subject,
            ops=self._ops,
            fields=fields,
            when=when,
            condition=condition,
            objects_when=raw.deny is not UNSET,
            message=message,
            why=raw.why.strip(),
            instead=instead,
            references=tuple(raw.references),
            supersedes=frozenset(full_id(name, pack) for name in raw.supersedes),
            each_step=raw.each_step,
            excess=excess,
            limit=limit,
            examples=examples,
            location=self._source.locate("/id"),
            path=self._source.path,
            locate=functools.partial(_locate, self._source),
        )

    def _report(self, pointer: str, slip: Slip, *, key: bool = False) -> None:
        """Notes a problem at its place; the fault of a whole text at all of it, or where a block begins."""
        node = at(self._source.root, pointer)
        if node is not None and not key and (slip.offset or node.style in BLOCKS):
            location = place_in(self._source, node, slip.offset)
        else:
            location = self._source.locate(pointer, key=key)
        self._problems.append(Problem(message=slip.message, location=location, hint=slip.hint))

    def _report_key(self, pointer: str, message: str, hint: str = "") -> None:
        """Notes a problem with a key's being there."""
        self._report(pointer, Slip(message, hint), key=True)

    def _match(self, match: RawMatch | Unset) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        """The ops and fields that select changes."""
        if match is UNSET:
            return None, None
        if self._raw.subject != "change" and self._raw.limit is UNSET:
            hint = "only rules about changes select by op and field; use `when` here"
            self._report_key("/match", f"`match` has no meaning in a rule about `{self._raw.subject}`", hint)
            return None, None
        ops = None if match.op is UNSET else _names(match.op)
        if self._raw.limit is not UNSET and ops is not None and not ops <= COUNTED_OPS:
            named = ", ".join(f"`{op}`" for op in sorted(ops - COUNTED_OPS))
            self._report("/match/op", Slip(f"{named} hits no user, and a limit counts users", "leave it out"))
        if match.fields is UNSET:
            return ops, None
        listed = isinstance(match.fields, list)
        for index, name in enumerate(match.fields if isinstance(match.fields, list) else [match.fields]):
            pointer = join("/match/fields", index) if listed else "/match/fields"
            if slip := _field_slip(name):
                self._report(pointer, slip)
        if ops is not None and ops.isdisjoint(("create", "update")):
            hint = "leave `fields` out, or match `create` or `update`"
            self._report_key(
                "/match/fields", "only `create` and `update` set fields, so this can never match", hint
            )
        return ops, _names(match.fields)

    def _conditions(self) -> tuple[Expression | None, Expression | None, Expression | None]:
        """`when`, the condition, and `excess`."""
        raw = self._raw
        self._check_keys()
        when = None if raw.when is UNSET else self._condition(raw.when, "/when")
        if when is not None and isinstance(value := sense.constant(when), bool):
            hint = "remove it" if value else "the rule could never apply"
            self._report("/when", Slip(f"`when` is always {str(value).lower()}", hint))
        guards = sense.null_tests(when.tree) if when is not None else frozenset()
        name = "require" if raw.deny is UNSET else "deny"
        written = raw.require if raw.deny is UNSET else raw.deny
        if written is UNSET:
            return when, None, None
        condition = self._condition(written, f"/{name}", guards)
        if condition is None:
            return when, None, None
        self._check_constant(condition, name)
        if raw.excess is UNSET:
            return when, condition, None
        excess = self._expression(raw.excess, "/excess", guards | sense.null_tests(condition.tree))
        if excess is not None and excess.type not in ("INT", "DOUBLE"):
            self._report("/excess", Slip("`excess` must be a number", "how far the limit is passed"))
        return when, condition, excess

    def _check_keys(self) -> None:
        """Keys that exclude each other, or have no meaning for the subject."""
        raw = self._raw
        if raw.deny is not UNSET and raw.require is not UNSET:
            self._report_key(
                "/require", "a rule has either `deny` or `require`, not both", "remove one of them"
            )
        if raw.deny is UNSET and raw.require is UNSET and raw.limit is UNSET:
            hint = "write `deny:` with what must not be, or `require:` with what must be"
            self._report("", Slip("the rule has neither `deny` nor `require`", hint))
        for key, slip in misplaced(raw):
            self._report(f"/{key}", slip, key=True)
        if raw.subject in STATE_SUBJECTS:
            return
        hint = "only rules about a user or an account are held against states"
        if raw.each_step:
            self._report_key(
                "/each_step", f"`each_step` has no meaning in a rule about `{raw.subject}`", hint
            )
        if raw.excess is not UNSET:
            self._report_key("/excess", f"`excess` has no meaning in a rule about `{raw.subject}`", hint)

    def _limit(self) -> Limit | None:
        """The limit, where the rule has one."""
        raw = self._raw
        if raw.limit is UNSET or raw.on_exceed is UNSET or raw.subject not in LIMIT_SUBJECTS:
            return None
        changes = self._context.checker("change")

        def number(text: str, pointer: str) -> Expression | None:
            return self._expression(text, pointer, frozenset())

        def condition(text: str, pointer: str) -> Expression | None:
            return self._condition(text, pointer, checker=changes)

        return read_limit(raw.limit, raw.on_exceed, number, condition, self._report)

    def _check_constant(self, condition: Expression, name: str) -> None:
        """A condition that depends on nothing: only "always" can be meant, and only of something selected."""
        value = sense.constant(condition)
        if value is None:
            return
        if isinstance(value, Failure):
            self._report(f"/{name}", Slip(f"`{name}` always fails: {value.text}"))
        elif value is (name == "require"):
            self._report(
                f"/{name}", Slip(f"`{name}` is always {str(value).lower()}, so the rule can never object")
            )
        elif self._raw.match is UNSET and self._raw.when is UNSET:
            hint = "say with `match` or `when` what it is about"
            self._report(
                f"/{name}",
                Slip(f"`{name}` is always {str(value).lower()}, so the rule objects to everything", hint),
            )

    def _condition(
        self,
        written: str | bool,
        pointer: str,
        guards: frozenset[ReadPath] = frozenset(),
        checker: Checker | None = None,
    ) -> Expression | None:
        """An expression that must be true or false; about the rule's subject, where no checker is given."""
        text = written if isinstance(written, str) else str(written).lower()
        expression = self._expression(text, pointer, guards, checker)
        if expression is not None and expression.type != "BOOL":
            said = "can be anything" if expression.type == "DYN" else "is neither true nor false"
            self._report(
                pointer, Slip(f"this {said}, and a condition is one of both", "compare it with something")
            )
            return None
        return expression

    def _expression(
        self, text: str, pointer: str, guards: frozenset[ReadPath], checker: Checker | None = None
    ) -> Expression | None:
        """An expression, or nothing where it is wrong."""
        checker = checker or self._checker
        try:
            expression = checker.check(text)
        except ExpressionError as error:
            for slip in error.slips:
                self._report(pointer, slip)
            return None
        for slip in sense.slips(expression, checker, self._ops, guards):
            self._report(pointer, slip)
        return expression

    def _template(self, text: str, pointer: str) -> Template:
        """A text with expressions; where one is wrong, the bare text stands in until that is raised."""
        try:
            return parse_template(text.strip(), self._texts.check)
        except ExpressionError as error:
            blanks = len(text) - len(text.lstrip())
            for slip in error.slips:
                self._report(pointer, Slip(slip.message, slip.hint, slip.offset + blanks))
            return Template(text, (text,))

    def _instead(self) -> InsteadTemplate | None:
        assert self._raw.instead is not UNSET
        return read_instead(self._raw.instead, self._template, self._condition, self._report)


def _locate(source: Source, key: str, offset: int) -> Location:
    """The place of a character of the text under a key."""
    node = at(source.root, join("", *key.split("/")))
    return source.locate("") if node is None else place_in(source, node, offset)


def full_id(name: str, pack: str) -> str:
    """A rule's id with its pack: a name without one is of the same pack."""
    return name if "/" in name else f"{pack}/{name}"


def _names(written: str | Sequence[str]) -> frozenset[str]:
    """One name or several."""
    return frozenset([written] if isinstance(written, str) else written)


def _field_slip(name: str) -> Slip | None:
    """Why a field cannot be matched."""
    if name in SET_FIELDS:
        return None
    if name in SETTING_OPS:
        ops = " or ".join(f"`{op}`" for op in SETTING_OPS[name])
        return Slip(f"`{name}` is changed by ops of its own, so this can never match", f"match the op {ops}")
    if name == "name":
        hint = "list `full_name`, `first_name` and `last_name`"
        return Slip("`name` is made of other fields, so this can never match", hint)
    if name in User.__struct_fields__:
        hint = f"fields that can: {', '.join(SET_FIELDS)}"
        return Slip(f"`{name}` cannot be set by a change, so this can never match", hint)
    meant = did_you_mean(name, SETTABLE_FIELDS)
    return Slip(
        f"unknown field `{name}`", f"did you mean `{meant}`?" if meant else f"one of: {', '.join(SET_FIELDS)}"
    )
