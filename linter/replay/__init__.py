"""Replay: what a change set does to the world, step by step. Pure: nothing that is given is ever changed."""

from linter.replay.steps import initial_state, replay

__all__ = ["initial_state", "replay"]
