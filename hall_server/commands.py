"""The commands of `python -m hall_server`; each returns what it prints as one JSON document."""

from __future__ import annotations

import os
import secrets
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clerk_app.kernel.clock import Clock, stamp
from clerk_app.kernel.errors import Damaged, Misused, Unavailable
from clerk_app.wire.enrolment import CODE_CHARACTERS
from hall_server.devices import revoke
from hall_server.doctor import examine
from hall_server.enrolment import issue_code
from hall_server.halls import hall_code, make_hall
from hall_server.store.engine import KEY_BYTES
from hall_server.store.hall_store import FILE_NAME, KEY_VARIABLE, HallStore, parse_key

Said = dict[str, Any]


def key_from_environment() -> bytes:
    """Raises `Unavailable` (`no_key`), `Misused` (`bad_key`)."""
    text = os.environ.get(KEY_VARIABLE, "")
    if not text:
        raise Unavailable(
            "no_key",
            f"缺少库的钥匙：请在环境变量 {KEY_VARIABLE} 中给出 64 个十六进制数字；"
            "首次建库可用 init --print-key 生成一个",
        )
    return parse_key(text)


def init(args: Namespace, clock: Clock) -> Said:
    """Make the store, or one more hall in it."""
    hall_code(args.hall)
    made = args.print_key and not os.environ.get(KEY_VARIABLE)
    if made and (args.data / FILE_NAME).exists():
        raise Misused("store_exists", "库已存在，它的钥匙不能再生成，请用原来的钥匙")
    key = secrets.token_bytes(KEY_BYTES) if made else key_from_environment()
    with HallStore(args.data, key, create=True) as store:
        hall = store.write(
            lambda db: make_hall(db, args.hall, args.name, stamp(clock.now())),
        )
    said: Said = {"hall": hall.hall, "name": hall.name, "hall_key": hall.public_key.hex()}
    return said | {"key": key.hex()} if made else said


def enrol(args: Namespace, clock: Clock) -> Said:
    """Print a one-time code; may run beside a serving process."""
    hall_code(args.hall)
    with HallStore(args.data, key_from_environment()) as store:
        issued = store.write(
            lambda db: issue_code(
                db,
                args.hall,
                args.name,
                now=clock.now(),
                random_bytes=secrets.token_bytes(CODE_CHARACTERS),
                station=args.station or "",
                successor=args.successor or "",
            )
        )
    return {
        "hall": args.hall,
        "station": issued.station,
        "code": issued.code.shown(),
        "expires_at": issued.expires_at,
    }


def revoke_device(args: Namespace, _: Clock) -> Said:
    """Believe a stolen device no more; may run beside a serving process."""
    with HallStore(args.data, key_from_environment()) as store:
        store.write(lambda db: revoke(db, args.hall, args.device))
    return {"hall": args.hall, "device": args.device, "state": "revoked"}


def doctor(args: Namespace, clock: Clock) -> Said:
    """Raises `Damaged` (`store_damaged`) after saying what is wrong."""
    with HallStore(args.data, key_from_environment()) as store:
        return examine(store, stamp(clock.now()))


def not_built(args: Namespace, _: Clock) -> Said:
    """Raises `Unavailable` (`not_available_yet`)."""
    raise Unavailable("not_available_yet", f"{args.command} 尚未提供（not available yet）")


def check_said(command: str, said: Said) -> None:
    """Raises `Damaged` where the doctor found something."""
    if command == "doctor" and not said["ok"]:
        raise Damaged("store_damaged", "大厅的库有损坏，见 problems")


def default_data() -> Path:
    """The server's folder when `--data` is not given: `hall` beside the workstation's."""
    from clerk_app.kernel.paths import default_data_dir

    return default_data_dir().with_name("window-clerk-hall")


COMMANDS: dict[str, Callable[[Namespace, Clock], Said]] = {
    "init": init,
    "enrol": enrol,
    "revoke": revoke_device,
    "doctor": doctor,
    "import": not_built,
    "backup": not_built,
    "restore": not_built,
}
