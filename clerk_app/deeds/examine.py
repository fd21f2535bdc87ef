"""体检: what this machine has and lacks, without opening anything that is encrypted."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from clerk_app.kernel import sqlite_safety
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.paths import resource
from clerk_app.kernel.working_days import Calendar
from clerk_app.notices.fonts import FILES, SUFFERS
from clerk_app.notices.page import Face
from clerk_app.notices.wording import OWN_FOLDER, check_own
from clerk_app.storage import key_file
from clerk_app.storage.engine import NAME as STORE
from clerk_app.storage.files import read_json
from clerk_app.storage.status import NAME as STATUS

LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str


def examine(folder: Path) -> list[Check]:
    """Look at SQLite, fonts, calendar, disk, the data folder and the hall's own wording."""
    fault = sqlite_safety.fault_in_version(dbapi2.sqlite_version)
    return [
        Check("sqlite", fault is None, fault or f"SQLite {dbapi2.sqlite_version}，带加密"),
        _fonts(),
        _calendar(),
        _disk(folder),
        _store(folder),
        _wording(folder),
        Check("python", True, f"{sys.version_info.major}.{sys.version_info.minor}"),
    ]


def _fonts() -> Check:
    absent = [face for face, name in FILES.items() if not resource(f"fonts/{name}").exists()]
    if absent:
        # without the serif faces the paper is set in sans; nothing is missing on it
        harmless = set(absent) <= {Face.SERIF, Face.SERIF_BOLD}
        words = "；".join(f"缺 {FILES[face]}（受影响：{SUFFERS[face]}）" for face in absent)
        return Check("fonts", harmless, f"{words}。请运行 make setup")
    return Check("fonts", True, "齐全")


def _wording(folder: Path) -> Check:
    """The hall's own sentences: a fault there stops the paper, so it is named before."""
    place = folder / OWN_FOLDER
    try:
        check_own(place)
    except ClerkError as error:
        return Check("wording", False, error.message)
    own = len(list(place.glob("*.toml"))) if place.is_dir() else 0
    return Check("wording", True, f"本大厅改动了 {own} 种文书的用语" if own else "用随程序的用语")


def _calendar() -> Check:
    try:
        years = Calendar.shipped().years
    except ClerkError as error:
        return Check("calendar", False, error.message)
    return Check("calendar", True, "、".join(str(year) for year in years))


def _disk(folder: Path) -> Check:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    writable = os.access(place, os.W_OK) and not _is_read_only(place)
    if not writable:
        return Check("disk", False, f"不能写入 {place}")
    return Check("disk", free >= LEAST_FREE_BYTES, f"可用 {free // 1_048_576} MB")


def _is_read_only(place: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    return bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def _store(folder: Path) -> Check:
    if not (folder / STORE).exists():
        return Check("store", True, f"尚未启用：{folder}")
    try:
        slots = key_file.load(folder)
    except ClerkError as error:
        return Check("store", False, error.message)
    practice = "，练习用（文书都标示例，不上报、不同步）" if _is_practice(folder) else ""
    return Check("store", True, f"已启用，{len(slots)} 个密钥槽{practice}")


def _is_practice(folder: Path) -> bool:
    """What the status beside the store says: nothing encrypted is opened."""
    with suppress(ClerkError):
        return read_json(folder / STATUS).get("practice") == 1
    return False
