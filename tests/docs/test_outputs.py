import re
from pathlib import Path

from linter.reporters import REPORTERS

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_the_page_tells_of_every_format_and_of_no_other() -> None:
    headings = re.findall(r"^## ([a-z]+(?: and [a-z]+)?)$", PAGE, re.MULTILINE)
    assert sorted(name for heading in headings for name in heading.split(" and ")) == sorted(REPORTERS)
    table = PAGE[PAGE.index("| format |") : PAGE.index("## What holds")]
    assert sorted(re.findall(r"`([a-z]+)`", table)) == sorted(REPORTERS)


def test_the_readme_counts_them() -> None:
    words = {11: "eleven", 12: "twelve", 13: "thirteen"}
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert f"{words[len(REPORTERS)]} formats" in readme
