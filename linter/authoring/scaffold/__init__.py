"""What a policy author starts from: a repository, or a rule."""

from linter.authoring.scaffold.files import CI, rule_file, starter_files

__all__ = ["CI", "rule_file", "starter_files"]
