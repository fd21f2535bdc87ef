"""失信名单: the hall's list, loaded whole, and how old it may be.

A workstation that was offline for long cannot know who was listed since: 容缺 then needs a
supervisor who answers for it (G3).
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, insert

from clerk_app.deeds.counter import Counter
from clerk_app.intake.rules.given import applicant_key
from clerk_app.intake.tables import credit_list
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import ClerkError, Misused
from clerk_app.storage.facts import set_fact
from clerk_app.storage.faults import disk_faults

LIST_ON = "credit_list_on"
"""The fact that holds the day of the list."""
MOST_BYTES = 64 * 1024 * 1024
_COLUMNS = ["id_type", "id_number", "why"]


def is_stale(list_on: str, day: date, most_days: int) -> bool:
    """Whether the list held is too old on a day: older than `most_days` natural days. With no list
    at all the clerk's own look-up counts, as the intake form asks for it."""
    try:
        return bool(list_on) and day > parse_day(list_on) + timedelta(days=most_days)
    except ClerkError:
        return True


def import_list(counter: Counter, file: Path, as_of: date) -> int:
    """Load a list in place of the one before; returns how many it names.

    The file is CSV in UTF-8 with the columns id_type, id_number and why. Raises `Misused`
    (`bad_credit_list`) naming the line, `Refused` (`not_allowed`), `Unavailable` for the disk.
    Nothing is changed then.
    """
    counter.viewer.require_administration()
    rows = _read(file)
    with counter.store.transaction() as db:
        db.execute(delete(credit_list))
        if rows:
            db.execute(
                insert(credit_list),
                [{"applicant": key, "why": why} for key, why in rows.items()],
            )
        set_fact(db, LIST_ON, as_of.isoformat())
    return len(rows)


def _read(file: Path) -> dict[str, str]:
    with disk_faults(file):
        if file.stat().st_size > MOST_BYTES:
            raise Misused("bad_credit_list", f"文件太大：{file.name}")
        data = file.read_bytes()
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True)
        header = next(lines, [])
        if header != _COLUMNS:
            raise Misused("bad_credit_list", f"第一行应为 {','.join(_COLUMNS)}")
        found: dict[str, str] = {}
        for number, line in enumerate(lines, start=2):
            key = applicant_key(line[0], line[1]) if len(line) == len(_COLUMNS) else ""
            if not key:
                raise Misused("bad_credit_list", f"第 {number} 行不对，应有证件类型、号码和原因")
            found[key] = line[2]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Misused("bad_credit_list", f"{file.name} 不是 UTF-8 的 CSV 文件") from error
    return found
