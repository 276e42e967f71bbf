"""Markdown through GitHub's own parser, raw HTML included, as GitHub has it before it cleans the page."""

import re
from html.parser import HTMLParser

from cmarkgfm.cmark import Options, markdown_to_html_with_extensions

_EXTENSIONS = ["table", "strikethrough", "autolink", "tagfilter"]
LINKED = re.compile(r"@\w|(?:#|GH-)\d|://|www\.|\b[0-9a-f]{7,40}\b|:\w+:|\$")
"""What GitHub or GitLab turns into a mention, a reference, a link, an emoji or a formula, outside of code."""


class Page(HTMLParser):
    """A page's tags, its text in and outside of code, its tables' rows, and its comments."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.code: list[str] = []
        self.text: list[str] = []
        self.rows: list[int] = []
        self.comments: list[str] = []
        self._open: list[str] = []
        html = markdown_to_html_with_extensions(markdown, Options.CMARK_OPT_UNSAFE, extensions=_EXTENSIONS)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [f"{tag} {name}" for name, _ in attrs]
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1
        if tag == "code":
            self.code.append("")
        if tag not in ("br", "hr", "img"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "code" in self._open:
            self.code[-1] += data
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)
