"""The page for people who would rather look than read: one file that needs nothing but a browser.

Everything that comes from outside passes two gates on its way into the page: `visible`, which
spells characters that would act unseen, and Jinja's own escaping. Neither is left to the templates.
Should markup get through all the same, the page's Content-Security-Policy lets nothing run and
nothing be loaded: it names the page's one style and one script by their hashes.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.model import Report
from linter.reporters.options import Options
from linter.reporters.page import page
from linter.reporters.visible import visible

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"


def report(report: Report, options: Options) -> str:
    """The report as one self-contained HTML page."""
    return _environment().get_template("page.html").render(page=page(report, options))


@cache
def _environment() -> "jinja2.Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _asset("page.css"), _asset("page.js")
    environment.globals.update(
        style=_Trusted(style),
        script=_Trusted(script),
        policy=_policy(style, script),
    )
    environment.filters.update(pieces=_pieces, breakable=_breakable)
    return environment


class _Trusted(str):
    """Text of this package that is markup already."""

    __slots__ = ()

    def __html__(self) -> str:
        """What stands in the page."""
        return str(self)


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, sent or run but this style and this script."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _shown(value: Any) -> Any:
    """What an expression in a template comes to, made visible; markup of our own stays."""
    return value if hasattr(value, "__html__") else visible(str(value))


def _pieces(text: str) -> list[tuple[str, bool]]:
    """A message as pieces, with whether each is a user's text, which messages put in backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [(text, False)]
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def _breakable(text: str) -> list[str]:
    """An address, a path or a date in pieces between which a line may break."""
    return re.split(r"(?<=\w)(?=[@./_])|(?<=\d)(?=T\d)", text)
