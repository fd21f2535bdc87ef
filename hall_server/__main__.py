"""`python -m hall_server [--data DIR] COMMAND`: the reference hall server.

Every command prints one JSON document on stdout; logs and messages for people go to stderr.
Exit: 0 done · 1 a bug · 2 wrong usage · 3 refused by a rule, or a wrong key · 4 something is
unavailable · 5 damaged data. The store's key (64 hex digits) comes from HALL_SERVER_KEY.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from clerk_app.kernel.clock import SystemClock
from clerk_app.kernel.errors import ClerkError
from hall_server.commands import COMMANDS, check_said, default_data


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m hall_server", description=__doc__)
    top.add_argument("--data", type=Path, default=None, help="folder of the store")
    commands = top.add_subparsers(dest="command", required=True)

    serve = commands.add_parser("serve", help="serve the hall over HTTP")
    serve.add_argument("--db", default=None, metavar="URL")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8470, help="0 takes a free one and prints it")

    init = commands.add_parser("init", help="make the store, or one more hall in it")
    init.add_argument("--hall", required=True, metavar="CODE12")
    init.add_argument("--name", required=True)
    init.add_argument("--print-key", action="store_true", help="make a key and print it once")

    enrol = commands.add_parser("enrol", help="print a one-time code for a workstation")
    enrol.add_argument("--hall", required=True, metavar="CODE12")
    enrol.add_argument("--name", required=True)
    enrol.add_argument("--station", default=None, metavar="NNNN")
    enrol.add_argument(
        "--successor",
        default=None,
        metavar="NNNN",
        help="the station of a workstation that was restored; it is given a new number",
    )

    revoke = commands.add_parser("revoke", help="believe a stolen device no more")
    revoke.add_argument("--hall", required=True, metavar="CODE12")
    revoke.add_argument("--device", required=True)

    commands.add_parser("doctor", help="look the store over").add_argument(
        "--json", action="store_true"
    )
    for name in ("import", "backup", "restore"):
        commands.add_parser(name, help="not available yet").add_argument("file", nargs="?")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = parser().parse_args(argv)
    args.data = args.data or default_data()
    clock = SystemClock()
    try:
        if args.command == "serve":
            from hall_server.serve import serve  # loads uvicorn and FastAPI

            serve(args, clock, _say)
        else:
            said = COMMANDS[args.command](args, clock)
            _say(json.dumps(said, ensure_ascii=False))
            check_said(args.command, said)
    except ClerkError as error:
        if error.code != "store_damaged":  # the doctor has printed its document already
            fault = {"error": {"code": error.code, "message": error.message}}
            _say(json.dumps(fault, ensure_ascii=False))
        print(error.message, file=sys.stderr)
        return error.exit_code
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
