"""Imports point one way. This table says which; a deferred or type-only import is an import all the same."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import linter

PACKAGE = Path(linter.__file__).parent

# What each part of `linter` may import. `cli` and the package's own two files may import everything.
PARTS: dict[str, set[str]] = {
    "data": set(),
    "scripts": set(),
    "model": set(),
    "resemblance": {"model", "scripts"},
    "errors": {"model"},
    "schemas": {"data"},
    "document": {"errors", "model"},
    "native": {"document", "model"},
    "formats": {"document", "errors", "model", "native", "schemas"},
    "config": {"document", "errors", "model", "schemas"},
    "diff": {"model", "resemblance"},
    "replay": {"model"},
    "policy": {"data", "document", "errors", "model", "native", "resemblance", "schemas", "scripts"},
    "engine": {"errors", "model", "policy", "replay", "resemblance"},
    "authoring": {
        "data",
        "document",
        "engine",
        "errors",
        "formats",
        "model",
        "native",
        "policy",
        "remedy",
        "replay",
        "reporters",
        "schemas",
    },
    "verify": {"diff", "engine", "model", "replay"},
    "gate": {"document", "errors", "model"},
    "reporters": {"model"},
    "writers": {"document", "formats", "model", "native", "reporters"},
    "remedy": {"engine", "model", "native", "policy", "replay"},
    "waivers": {"document", "errors", "model", "reporters", "schemas"},
    "privacy": {"errors", "model", "reporters"},
}
TOP = {"__init__", "__main__", "cli"}

# Libraries that only these parts may import: slow to load, or a choice that must stay in one place.
LIBRARIES: dict[str, set[str]] = {
    "anyascii": {"resemblance"},
    "cel_expr_python": {"policy"},
    "cryptography": {"privacy"},
    "google": {"engine", "policy"},
    "jinja2": {"reporters"},
    "jsonschema": {"document"},
    "rich": {"cli", "reporters"},
    "typer": {"cli"},
    "yaml": {"document"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module that the code imports, with its line; `from linter import x` counts as `linter.x`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom) and node.module == "linter":
            yield from ((node.lineno, f"linter.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Call) and _loads_by_name(node.func):
            yield node.lineno, _text(node.args[0]) if node.args else ""


def _loads_by_name(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__"}


def _text(node: ast.expr) -> str:
    """A constant's text; anything else could be any module, so it counts as the whole package."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "linter."


def objections(part: str, source: str) -> list[str]:
    found = []
    for line, name in imported(ast.parse(source)):
        top, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if not top:
            found.append(f"{line}: relative import `{name}`")
        elif top == "linter" and part not in TOP and target != part and target not in PARTS[part]:
            found.append(f"{line}: `{part}` may not import `{name}`")
        elif part not in LIBRARIES.get(top, {part}):
            found.append(f"{line}: only {sorted(LIBRARIES[top])} may import `{name}`")
    return found


def test_every_part_is_in_the_table() -> None:
    assert {part_of(path) for path in MODULES} <= TOP | set(PARTS)


def test_the_table_points_one_way() -> None:
    """Some order exists in which each part imports only parts before it."""
    left, placed = dict(PARTS), set[str]()
    while left:
        ready = {part for part, may in left.items() if may <= placed}
        assert ready, f"these import each other: {sorted(left)}"
        placed |= ready
        left = {part: may for part, may in left.items() if part not in ready}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_only_what_its_part_may(path: Path) -> None:
    assert objections(part_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("part", "source", "expected"),
    [
        ("model", "import linter.model.text", []),
        ("model", "from datetime import datetime", []),
        ("replay", "from linter.model import User", []),
        ("reporters", "import rich.text", []),
        ("cli", "from linter import __version__", []),
        ("model", "import linter.errors", ["1: `model` may not import `linter.errors`"]),
        ("replay", "from linter import policy", ["1: `replay` may not import `linter.policy`"]),
        ("replay", "from linter import __version__", ["1: `replay` may not import `linter.__version__`"]),
        ("engine", "def f():\n    from linter.cli import app", ["2: `engine` may not import `linter.cli`"]),
        (
            "engine",
            "if TYPE_CHECKING:\n    import linter.reporters",
            ["2: `engine` may not import `linter.reporters`"],
        ),
        ("model", "import_module('linter.cli')", ["1: `model` may not import `linter.cli`"]),
        ("model", "importlib.import_module(name)", ["1: `model` may not import `linter.`"]),
        ("model", "from . import text", ["1: relative import `.`"]),
        ("cli", "from ..model import text", ["1: relative import `..model`"]),
        ("engine", "import typer", ["1: only ['cli'] may import `typer`"]),
        ("engine", "from cel_expr_python import cel", ["1: only ['policy'] may import `cel_expr_python`"]),
    ],
)
def test_the_test_is_not_blind(part: str, source: str, expected: list[str]) -> None:
    assert objections(part, source) == expected
