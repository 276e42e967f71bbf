"""Settings shared by every test."""

import os

from hypothesis import settings

# No deadline: a slow machine is not a wrong answer. In CI the same examples are tried every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
