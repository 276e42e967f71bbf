"""The command line: one thin file a command, and one boundary where errors become exit codes."""
