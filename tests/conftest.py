"""Settings shared by every test."""

import os

from hypothesis import settings

# The tests start the command hundreds of times. Where an environment keeps Python from writing bytecode, each
# of these processes would compile everything anew, which takes longer than what it is there for.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No deadline: a slow machine is not a wrong answer. In CI the same examples are tried every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
