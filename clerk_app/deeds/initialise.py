"""启用: makes the data folder of a workstation, whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import Clock, stamp
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.roles import Role
from clerk_app.kernel.text import body_name, person_name
from clerk_app.staff.rules import check_password
from clerk_app.storage import key_file
from clerk_app.storage.engine import NAME as STORE
from clerk_app.storage.engine import open_store
from clerk_app.storage.facts import set_fact
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import sync_folder
from clerk_app.storage.journal import Act, Journal
from clerk_app.storage.migrate import migrate
from clerk_app.storage.practice import mark_practice, refuse_in_practice
from clerk_app.storage.status import write_status

_HALL = re.compile(r"[0-9]{12}\Z")
_STATION = re.compile(r"(?!0000)[0-9]{4}\Z")
SAMPLE_CLERKS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("示例窗口员", (Role.CLERK,)),
    ("示例主管", (Role.CLERK, Role.SUPERVISOR)),
)
EVERY_DUTY: tuple[Role, ...] = (Role.ADMINISTRATOR, Role.CLERK, Role.SUPERVISOR)
"""The first clerk of a workstation does all but audit; more clerks take duties away later."""


@dataclass(frozen=True, slots=True)
class Created:
    """What is shown once and never kept: the recovery code and the sample clerks' passwords."""

    device: str
    recovery_code: str
    passwords: tuple[tuple[str, str], ...]


def initialise(
    folder: Path,
    journal: Journal,
    clock: Clock,
    *,
    hall: str,
    name: str,
    station: str,
    operator: str,
    passphrase: str,
    sample: bool,
    practice: bool = False,
) -> Created:
    """Make an encrypted data folder with one clerk; with `practice` one to learn on, for ever.

    Raises `Misused` (`bad_hall`, `bad_station`), `Refused` (`store_exists`, `weak_password`,
    `practice`: one to learn on has no station number), `Unavailable` (`disk_full`, `read_only`).
    On any of them nothing stays behind.
    """
    check_hall(hall)
    if practice and station:
        raise Refused("practice", "练习用的数据不用站点编号，编号一律是 0000，请去掉站点编号")
    if station:
        check_station(station)
    check_password(passphrase)
    name = body_name(name, "大厅名称", limit=100)
    operator = person_name(operator, "工作人员姓名")
    if not name or not operator:
        raise Misused("bad_hall", "大厅名称和工作人员姓名不能为空")
    with disk_faults():
        occupied = folder.exists() and any(folder.iterdir())
    if occupied:
        raise Refused("store_exists", f"文件夹不是空的，不能在这里启用：{folder}")
    clerks = [("c1", operator, EVERY_DUTY, passphrase)]
    if sample:
        for index, (who, roles) in enumerate(SAMPLE_CLERKS, start=2):
            clerks.append((f"c{index}", who, roles, key_file.new_password()))
    code = key_file.new_recovery_code()
    new = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    try:
        with disk_faults():
            new.mkdir(parents=True, mode=0o700)
        key = secrets.token_bytes(key_file.KEY_BYTES)
        slots = [
            key_file.wrap(key, password, kind="password", clerk=clerk, name=who)
            for clerk, who, _, password in clerks
        ]
        slots.append(key_file.wrap(key, code, kind="recovery"))
        key_file.save(new, tuple(slots))
        device = _fill(new, key, journal, clock, clerks, hall, name, station, sample, practice)
        with disk_faults():
            if folder.exists():
                folder.rmdir()
            new.rename(folder)
            sync_folder(folder.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return Created(device, code, tuple((who, pw) for _, who, _, pw in clerks[1:]))


def _fill(
    new: Path,
    key: bytes,
    journal: Journal,
    clock: Clock,
    clerks: list[tuple[str, str, tuple[Role, ...], str]],
    hall: str,
    name: str,
    station: str,
    sample: bool,
    practice: bool,
) -> str:
    store = open_store(new / STORE, key, create=True)
    act = Act(stamp(clock.now()), clerks[0][0])
    try:
        with store.transaction() as db:
            migrate(db, journal)
            device = journal.new_device(db)
            set_fact(db, "hall", hall)
            set_fact(db, "hall_name", name)
            set_fact(db, "sample", "1" if sample or practice else "")
            body: Body = {"hall": hall, "name": name, "sample": int(sample or practice)}
            if practice:
                mark_practice(db)
                body["practice"] = 1
            record_device(db, journal, "workstation.initialised", body, act)
            for clerk, who, roles, _ in clerks:
                added: Body = {"clerk": clerk, "name": who, "roles": [str(r) for r in roles]}
                journal.append(db, "clerk.added", added, act)
            if station:
                assign_station(db, journal, station, act)
            write_status(new, db, journal)
    finally:
        store.close()
    return device


def record_device(db: Connection, journal: Journal, kind: str, body: Body, act: Act) -> None:
    """The first event of a device carries its public key, so that a chain can be checked by
    whoever holds nothing but the chain."""
    own = journal.own_device(db)
    journal.append(db, kind, {**body, "public_key": own.public_key.hex()}, act)


def assign_station(db: Connection, journal: Journal, station: str, act: Act) -> None:
    """Give this workstation its station number; from now on it may number cases.

    Raises `Refused` (`practice`): whatever gives a number, one to learn on never has one.
    """
    refuse_in_practice(db, "不能登记站点编号")
    set_fact(db, "station", station)
    journal.append(db, "station.assigned", {"station": station}, act)


def check_hall(code: str) -> None:
    """Raise `Misused` (`bad_hall`) unless `code` is the 12 digits of a hall."""
    if not _HALL.match(code):
        raise Misused("bad_hall", f"大厅代码应为 12 位数字：{code!r}")


def check_station(station: str) -> None:
    """Raise `Misused` (`bad_station`) unless `station` is four digits, not 0000."""
    if not _STATION.match(station):
        raise Misused("bad_station", f"站点编号应为 4 位数字（0001–9999）：{station!r}")
