"""docs/rules is made from the rule files, so that it says what they do."""

from pathlib import Path

from linter.authoring.pages import site
from linter.data import folder
from linter.policy import load_packs

PAGES = Path(__file__).parents[2] / "docs" / "rules"


def test_the_pages_are_what_the_rules_say() -> None:
    """`make docs` makes them again; look at the difference before keeping it."""
    packs = sorted(str(each.parent) for each in folder("policies").glob("*/pack.yaml"))
    written = {
        path.relative_to(PAGES).as_posix(): path.read_text(encoding="utf-8") for path in PAGES.rglob("*.md")
    }
    made = site(load_packs(packs))
    assert sorted(written) == sorted(made)
    assert [path for path, text in made.items() if written[path] != text] == []
