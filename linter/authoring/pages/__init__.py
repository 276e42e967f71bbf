"""The pages of rules, made from the rule files."""

from linter.authoring.pages.site import MARK, site

__all__ = ["MARK", "site"]
