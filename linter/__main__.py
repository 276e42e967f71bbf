"""`python -m linter` is the command `prechange`."""

from linter.cli.app import main

if __name__ == "__main__":
    main()
