"""`python -m clerk_app`: no command opens the window, a command runs without it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.paths import default_data_dir

if TYPE_CHECKING:
    from clerk_app.desk.entrance import Opener

_OPTIONS = ("--data", "--window", "--theme")


def main(argv: list[str]) -> int:
    """The program. Returns the exit code."""
    options, rest = _window_options(argv)
    if rest:
        from clerk_app.bootstrap import Workstation
        from clerk_app.cli.main import run

        return run(argv, Workstation(), _draw_the_day)
    try:
        return _open_window(options)
    except ClerkError as error:
        print(f"{error.message}（{error.code}）", file=sys.stderr)
        return error.exit_code


def _window_options(argv: list[str]) -> tuple[dict[str, str], list[str]]:
    """The options of the window, and what is left over: a command and its own."""
    options: dict[str, str] = {}
    rest = list(argv)
    while rest and rest[0].split("=")[0] in _OPTIONS:
        name, equals, value = rest[0].partition("=")
        if not equals and len(rest) < 2:
            break
        options[name] = value if equals else rest[1]
        rest = rest[1:] if equals else rest[2:]
    return options, rest


def _opener() -> Opener:
    """Imported when it is first needed: after the sign-in window has painted."""
    from clerk_app.bootstrap import Workstation

    return Workstation().open


def _open_window(options: dict[str, str]) -> int:
    """Light until the sign-in has painted: no database, no HTTP, no PDF is imported here."""
    from clerk_app.desk.entrance import Entrance
    from clerk_app.kernel.clock import SystemClock
    from clerk_app.kernel.logs import start_log
    from ui.app import run

    folder = Path(options.get("--data") or default_data_dir())
    start_log(folder)
    clock = SystemClock()
    window = options.get("--window", "1")
    return run(
        lambda: Entrance(folder, _opener, clock, window=window),
        clock=clock,
        theme_name=options.get("--theme", "light"),
    )


def _draw_the_day(folder: Path, out: Path, passphrase: str) -> list[Path]:
    """The same counter through the window, with a picture of each screen."""
    from clerk_app.desk.entrance import Entrance
    from clerk_app.desk.runner import IdleRunner
    from clerk_app.kernel.clock import SystemClock
    from ui.app import play_day

    clock = SystemClock()
    # the demo itself pushes, and tells what that push did
    port = Entrance(folder, _opener, clock, out=out, background=IdleRunner())
    return play_day(port, clock, out, passphrase)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
