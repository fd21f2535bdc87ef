"""A hall with one whole item on a real encrypted store, and an online case for it. Invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.journal.events import Event
from clerk_app.reporting.rules.online_file import OnlineCase, read_online
from tests.staff.halls import make_hall, place

ITEM: dict[str, Any] = {
    "code": "T-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "测试局",
    "version": "3",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "materials": [
        {"name": "申请书", "necessity": "必要", "form": "原件", "source_channel": "申请人自备"},
        {"name": "体检证明", "necessity": "必要", "source_channel": "政府部门核发"},
    ],
    "directory": {"basic_code": "000119002000", "state": "1"},
    "listing": {"body_code": "11000000000000000X"},
}
PERSON = {
    "kind": "person",
    "name": "张测试",
    "id_type": "resident_id",
    "id_number": "11010519491231002X",
    "phone": "13800000000",
}
FILE: dict[str, Any] = {
    "online_number": "WS2026030200017",
    "pre_reviewed_by": "李示例",
    "pre_reviewed_at": "2026-03-02T09:30:00+08:00",
    "item": "T-1",
    "received_at": "2026-03-02T09:00:00+08:00",
    "applicant": PERSON,
    "materials": [
        {"name": "申请书", "state": "in_order"},
        {"name": "体检证明", "state": "in_order"},
    ],
}


def make_platform_hall(folder: Path) -> Path:
    """A hall of five clerks whose catalogue is the one item; a folder to copy."""
    made = make_hall(folder / "made")
    file = folder / "items.json"
    file.write_text(json.dumps([ITEM], ensure_ascii=False), encoding="utf-8")
    with place(made, folder / "data") as here:
        import_catalogue(here.at("c4"), [file])
    return folder / "data"


def online(counter: Counter, **changes: Any) -> OnlineCase:
    """The online case as it is read from its file; a value of None takes the field out."""
    raw = {name: value for name, value in {**FILE, **changes}.items() if value is not None}
    return read_online(raw, now=counter.clock.now(), today=counter.today())


def case_events(counter: Counter, number: str) -> list[Event]:
    with counter.store.reading() as db:
        return counter.journal.case_events(db, number)
