"""The gate: nothing but an allowed change set goes through, whether to a command or into a git repository."""
