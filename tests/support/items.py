"""Builders of items, applications and events: one line each, plain words, invented content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from clerk_app.catalogue.model import (
    Answer,
    DeferralPolicy,
    Fault,
    ItemType,
    LimitUnit,
    Material,
    Necessity,
    OnTheSpot,
    Pace,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.model import Party as PaperParty
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, Header, make_event
from clerk_app.storage.schema import metadata

MONDAY = "2026-03-02T10:05:00+08:00"
"""A Monday of the published calendar of 2026, with no day of rest but weekends until April."""
PERSON = Party("person", "示例申请人𬱖䶮")
AGENT = Party("person", "示例代办人")
POLICY = DeferralPolicy(enabled=True, bound_workdays=10)
FORM = Material(
    "申请表",
    Necessity.REQUIRED,
    faults=(Fault("未签字", OnTheSpot.YES), Fault("内容不实", OnTheSpot.NO)),
)
LEASE = Material("租赁合同", Necessity.DEFERRABLE, faults=(Fault("缺页"),))
RECORD = Material("体检证明", Necessity.REQUIRED, source_channel="政府部门核发")
PHOTO = Material("照片", Necessity.OPTIONAL)
MANDATE = Material("授权委托书", Necessity.SITUATIONAL, party=PaperParty.AGENT)
BY_AGENT = Situation(
    "代办", "是否委托他人代办？", (Answer("是", "是", adds=("授权委托书",)), Answer("否", "否"))
)


def workdays(value: int) -> TimeLimit:
    """A limit in workdays."""
    return TimeLimit(value, LimitUnit.WORKDAY)


def item(
    *materials: Material,
    type: ItemType | None = ItemType.LICENSING,
    handling: Pace | None = Pace.PROMISED,
    legal: TimeLimit | None = None,
    promised: TimeLimit | None = None,
    situations: tuple[Situation, ...] = (),
    deferral: DeferralPolicy = POLICY,
) -> ServiceItem:
    """A licence with a deferral policy of ten workdays, if nothing else is said."""
    return ServiceItem(
        key="T-1",
        name="测试事项",
        type=type,
        department="示例局",
        handling=handling,
        legal_limit=legal,
        promised_limit=promised,
        materials=materials or (FORM, LEASE),
        situations=situations,
        deferral=deferral,
        content_hash="c" * 64,
    )


def checked(
    material: Material | str,
    state: PaperState = PaperState.IN_ORDER,
    fault: str = "",
    correction: str = "",
    copies: int = 1,
) -> CheckedPaper:
    """One line of the checklist as the clerk left it."""
    name = material if isinstance(material, str) else material.name
    return CheckedPaper(name, state, fault, correction, copies)


def application(
    *papers: CheckedPaper, at: str = MONDAY, answers: tuple[tuple[str, str], ...] = ()
) -> Application:
    """An application with these papers, received at `at`; change the rest with `replace`."""
    return Application(
        item="T-1",
        received_at=datetime.fromisoformat(at),
        applicant=PERSON,
        situations=answers,
        papers=papers,
    )


def event(
    kind: str,
    body: Body,
    *,
    case: str = "",
    s: int = 1,
    base_ver: int = -1,
    device: str = "0123456789abcdef",
    operator: str = "c1",
    at: str = "2026-03-02T10:05:00.000+08:00",
) -> Event:
    """An event with true hashes, as a station would write it; its chain starts anywhere."""
    header = Header(
        device=device, s=s, kind=kind, at=at, operator=operator, case=case, base_ver=base_ver
    )
    salt = hashlib.sha256(f"{device}{s}".encode()).digest()[:16]
    return make_event(header, body, salt=salt, prev_hash=bytes(32))


@contextmanager
def memory_store() -> Iterator[Connection]:
    """A real encrypted SQLite in memory with every table, inside one transaction."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: dbapi2.connect(":memory:", check_same_thread=False),
        module=dbapi2,
        poolclass=StaticPool,
    )
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
