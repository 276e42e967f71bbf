"""After the changes were applied: did what they say come about, all of it, and nothing else?

What is expected is what replay makes of the state before. It is held against the state after, user by user
and field by field, and so is the billing record, which does not follow by itself.
"""

from linter.verify.run import verify

__all__ = ["verify"]
