"""恢复: a data folder made from a backup, with a new identity.

An old image cannot know what was printed after it, so a restored workstation keeps all data but
gets a new device id, and may number nothing until a station number is given again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from clerk_app.deeds.counter import SYSTEM
from clerk_app.deeds.initialise import assign_station, check_station, record_device
from clerk_app.deeds.sign_in import unlock
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import Clock, stamp
from clerk_app.kernel.errors import Damaged, Refused
from clerk_app.storage import attachments, backup, key_file, spool
from clerk_app.storage.engine import NAME as STORE
from clerk_app.storage.engine import open_store
from clerk_app.storage.facts import set_fact
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import sync_folder, write_whole
from clerk_app.storage.journal import Act, Journal
from clerk_app.storage.migrate import migrate
from clerk_app.storage.stations import check_never_held
from clerk_app.storage.status import write_status


def restore(
    folder: Path, journal: Journal, clock: Clock, file: Path, *, passphrase: str, station: str
) -> tuple[str, int]:
    """Make `folder` from a backup; returns the new device id and the number of events.

    Raises `Refused` (`store_exists`, `wrong_password`, `station_spent`), `Misused`
    (`bad_station`), `Damaged` (`bad_backup`, the journal's first fault): nothing stays behind.
    """
    if station:
        check_station(station)
    with disk_faults():
        occupied = folder.exists() and any(folder.iterdir())
    if occupied:
        raise Refused("store_exists", f"文件夹不是空的，不能恢复到这里：{folder}")
    new = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    try:
        with backup.unpacked(file) as source, disk_faults():
            key, _ = unlock(source, passphrase, clock)
            new.mkdir(parents=True, mode=0o700)
            for name in (STORE, key_file.NAME):
                write_whole(new / name, (source / name).read_bytes())
            for each in (*attachments.stored(source), *backup.wording(source)):
                place = new / each.parent.name
                place.mkdir(mode=0o700, exist_ok=True)
                write_whole(place / each.name, each.read_bytes())
        device, events = _renew(new, key, journal, clock, station)
        with disk_faults():
            if folder.exists():
                folder.rmdir()
            new.rename(folder)
            sync_folder(folder.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return device, events


def _renew(new: Path, key: bytes, journal: Journal, clock: Clock, station: str) -> tuple[str, int]:
    store = open_store(new / STORE, key)
    try:
        with store.transaction() as db:
            migrate(db, journal)
            checked = journal.verify(db)
            if not checked.ok:
                raise Damaged("bad_backup", f"备份里的日志不完整（{checked.first_bad}）")
            old = journal.own_device(db)
            device = journal.new_device(db)
            act = Act(stamp(clock.now()), SYSTEM)
            body: Body = {"old": old.device, "old_s": old.head_s, "old_hash": old.head_hash.hex()}
            for key_name in ("station", "hall_url", "hall_key", "forked"):
                set_fact(db, key_name, "")
            set_fact(db, "restored", "1")
            spool.doubt_all(db, stamp(clock.now()), "恢复之前送去打印的，请先看有没有打出")
            record_device(db, journal, "device.replaced", body, act)
            if station:
                check_never_held(db, station)
                assign_station(db, journal, station, act)
            write_status(new, db, journal)
            count = journal.count(db)
    finally:
        store.close()
    return device, count
