"""Checks expressions against the types of one subject and one pack, and says in words what is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec
from cel_expr_python import cel  # type: ignore[import-untyped]
from cel_expr_python.ext import ext_strings  # type: ignore[import-untyped]

from linter.document import did_you_mean
from linter.policy.expression import Expression, extension
from linter.policy.functions import FUNCTIONS
from linter.policy.messages import PACKAGE, model_pool
from linter.policy.types import LIMIT, PARAMS, ROOTS, SUBJECT_ROOTS, SUBJECTS, TABLES, Subject, Table


class Slip(msgspec.Struct, frozen=True):
    """One thing wrong with an expression: what, what to do, and where (characters from its start)."""

    message: str
    hint: str = ""
    offset: int = 0


class ExpressionError(Exception):
    """An expression that cannot be used."""

    def __init__(self, slips: tuple[Slip, ...]) -> None:
        self.slips = slips
        super().__init__("; ".join(slip.message for slip in slips))


class Checker:
    """The checker for rules about one subject, in a pack with these params.

    With `limit` it is for their texts, which can tell how far their limit was used.
    """

    def __init__(self, subject: Subject, params: Table, *, limit: bool = False) -> None:
        self.subject = subject
        self._roots = (*SUBJECT_ROOTS[subject], *([LIMIT] if limit else []))
        self.tables: Mapping[str, Table] = {**TABLES, PARAMS: params}
        self._env = _environment(self._roots, params)

    def check(self, source: str) -> Expression:
        """The expression, parsed and typed. Raises `ExpressionError` with everything the checker found."""
        if not source.strip():
            raise ExpressionError((Slip("there is no expression here"),))
        try:
            checked = self._env.compile(source)
        except RuntimeError as error:
            raise ExpressionError(tuple(self._slips(source, str(error)))) from error
        return Expression(source, checked.serialize(), str(checked.return_type()))

    def _slips(self, source: str, text: str) -> Iterator[Slip]:
        """The checker's report, one slip for each error; of syntax errors only the first tells anything."""
        found = list(_ERROR.finditer(text))
        if not found:
            yield Slip(f"this is not an expression: {_STATUS.sub('', text).strip()}")
        for match in found:
            offset = _offset(source, int(match[1]), int(match[2]))
            message = match[3].strip()
            if message.startswith("Syntax error"):
                yield _syntax_slip(source, offset, message)
                return
            yield self._type_slip(source, offset, message)

    def _type_slip(self, source: str, offset: int, message: str) -> Slip:
        """What the type checker said, in the project's words."""
        for pattern, explain in _EXPLANATIONS:
            if match := pattern.search(message):
                return explain(self, source, offset, match)
        return Slip(_simple_types(message[:1].lower() + message[1:]), offset=offset)

    def no_field(self, source: str, offset: int, match: re.Match[str]) -> Slip:
        """A field that a value does not have."""
        name, table = match[1], match[2].removeprefix(f"{PACKAGE}.")
        start = _start_of_path(source, offset)
        known = self.tables.get(table, {})
        meant = did_you_mean(name, known)
        if table == PARAMS:
            said = "this pack has no such param"
        else:
            said = f"{_A_TABLE.get(table, 'this value')} has no field `{name}`"
        hint = f"did you mean `{meant}`?" if meant else f"known: {', '.join(known) or 'none'}"
        return Slip(f"`{source[start:offset]}.{name}`: {said}", hint, offset + 1)

    def no_name(self, source: str, offset: int, match: re.Match[str]) -> Slip:
        """A name or function that nothing declares."""
        name = match[1].split(".")[0]
        if source[offset : offset + 1] == "(":
            return _no_function(source, offset, match[1])
        start = _start_of_path(source, offset)
        roots = self._roots
        if name == LIMIT:
            return Slip("`limit` is there only in the texts of a rule with a `limit`", offset=start)
        if name in ROOTS:
            others = " or ".join(f"`subject: {each}`" for each in SUBJECTS if name in SUBJECT_ROOTS[each])
            message = f"`{name}` is not there in a rule about `{self.subject}`"
            return Slip(message, f"it is there with {others}; here: {', '.join(roots)}", start)
        meant = did_you_mean(name, roots)
        hint = f"did you mean `{meant}`?" if meant else f"known names: {', '.join(roots)}"
        return Slip(f"unknown name `{name}`", hint, start)

    def no_overload(self, source: str, offset: int, match: re.Match[str]) -> Slip:
        """An operator or function on types it is not for."""
        name, types = match[1], _simple_types(match[2])
        if name in FUNCTIONS:
            return Slip(f"`{name}` cannot take ({types})", f"it takes ({_taken(name)})", offset)
        if name == "_[_]" and types.startswith(tuple(_A_TABLE.values())):
            return Slip("a field is not read with `[ ]`", "write `.` and the field's name", offset)
        operator = _OPERATORS.get(name, name.strip("_"))
        hint = "the two sides must be of one type" if name in _ALIKE else ""
        return Slip(f"`{operator}` cannot take ({types})", hint, offset)


def _environment(names: tuple[str, ...], params: Table) -> cel.Env:
    """The environment that knows some roots and the params of a pack."""
    roots = {
        name: cel.Type.TIMESTAMP
        if ROOTS[name].type == "timestamp"
        else cel.Type(f"{PACKAGE}.{ROOTS[name].type}")
        for name in names
    }
    return cel.NewEnv(
        model_pool(params), variables=roots, extensions=[ext_strings.ExtStrings(), extension(checking=True)]
    )


_STATUS = re.compile(r"\s*\[[A-Z_]+\]\s*$|^[A-Z_]+: ")
_ERROR = re.compile(
    r"ERROR: <input>:(\d+):(\d+): (.*?)(?=\n \||\nERROR: |\s*\[INVALID_ARGUMENT\]|\Z)", re.DOTALL
)
_PATH_END = re.compile(r"[\w.\]\[\"']*\Z")
_WORD_END = re.compile(r"\w*\Z")

_A_TABLE = {
    "User": "a user",
    "BillingRecord": "a billing record",
    "Account": "an account",
    "BillingAdmin": "a billing admin",
    "Changed": "`changed`",
    "Released": "a released address",
    "Change": "a change",
    "Limit": "a limit",
    "ChangeSet": "a change set",
    "Snapshot": "a snapshot",
    PARAMS: "`params`",
}
_ARGUMENTS = {"string": "text", "counts": "a map of numbers", "strings": "a list of texts"}
_OPERATORS = {"_[_]": "[ ]", "_?_:_": "? :", "@in": "in", "!_": "!", "-_": "-"}
_ALIKE = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_?_:_"})
# fmt: off
_KNOWN = (
    "all", "exists", "exists_one", "filter", "map", "has", "size", "matches", "contains", "startsWith",
    "endsWith", "lowerAscii", "upperAscii", "split", "join", "replace", "trim", "substring", "indexOf",
    "lastIndexOf", "charAt", "format", "timestamp", "duration", "int", "double", "string", "bool",
    "type", "dyn", "getFullYear", "getMonth", "getDate", "getDayOfWeek", "getHours", "getMinutes",
)
# fmt: on
"""CEL's own functions, for \"did you mean\"."""


def _offset(source: str, line: int, column: int) -> int:
    """Characters before a line and column of the expression."""
    return sum(len(each) + 1 for each in source.split("\n")[: line - 1]) + column - 1


def _start_of_path(source: str, offset: int) -> int:
    """Where the names joined by dots that end at an offset begin."""
    found = _PATH_END.search(source[:offset])
    return found.start() if found else offset


def _simple_types(text: str) -> str:
    """The checker's type names as words: `wrapper(string)` is text."""
    text = re.sub(r"wrapper\((\w+)\)", r"\1", text)
    text = re.sub(r"\b(?:string)\b", "text", text)
    for name in ("Timestamp", "Duration"):
        text = text.replace(f"google.protobuf.{name}", name.lower())
    return re.sub(rf"\b{PACKAGE}\.(\w+)", lambda found: _A_TABLE.get(found[1], found[1]), text)


def _taken(name: str) -> str:
    """The arguments of one of the project's functions, in words."""
    return ", ".join(_ARGUMENTS[each] for each in FUNCTIONS[name].arguments)


def _no_function(source: str, offset: int, name: str) -> Slip:
    """A function that nobody declared, or a known one with another number of arguments."""
    found = _WORD_END.search(source[:offset])
    start = found.start() if found else offset
    if name in FUNCTIONS:
        return Slip(f"`{name}` cannot be called like this", f"it takes ({_taken(name)})", start)
    if name in _KNOWN:
        return Slip(f"`{name}` cannot be called like this", offset=start)
    meant = did_you_mean(name, (*FUNCTIONS, *_KNOWN))
    return Slip(f"unknown function `{name}`", f"did you mean `{meant}`?" if meant else "", start)


def _syntax_slip(source: str, offset: int, message: str) -> Slip:
    """What the parser said, without its list of everything that could have come."""
    if "<EOF>" in message and "expecting <EOF>" not in message:
        return Slip("the expression ends too early", "a value or a closing bracket is missing", offset)
    if "token recognition error" in message:
        return Slip(f"`{source[offset:].split()[0]}` cannot be read", _token_hint(source[offset:]), offset)
    rest = source[offset:].split()
    word = rest[0] if rest else ""
    meant = _WORDS.get(word.lower(), "")
    return Slip(f"`{word}` cannot stand here", f"write `{meant}`" if meant else "", offset)


def _token_hint(rest: str) -> str:
    """What is usually meant by a character that CEL does not know."""
    if rest[:1] in "'\"":
        return "a closing quote is missing"
    return {"&": "write `&&`", "|": "write `||`", "=": "write `==`"}.get(rest[:1], "")


_WORDS = {"and": "&&", "or": "||", "not": "!", "is": "==", "=": "==", "&": "&&", "|": "||", "<>": "!="}

_EXPLANATIONS: tuple[tuple[re.Pattern[str], Callable[[Checker, str, int, re.Match[str]], Slip]], ...] = (
    (re.compile(r"undefined field '([^']*)' not found in struct '([^']*)'"), Checker.no_field),
    (re.compile(r"undeclared reference to '([^']*)'"), Checker.no_name),
    (re.compile(r"found no matching overload for '([^']*)' applied to '\((.*)\)'"), Checker.no_overload),
)
