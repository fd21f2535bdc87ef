"""`python -m clerk_app`: no command opens the window, a command runs without it."""

from __future__ import annotations

import sys

from clerk_app.cli.main import run


def main(argv: list[str]) -> int:
    """The program. Returns the exit code."""
    from clerk_app.bootstrap import Workstation

    return run(argv, Workstation())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
