"""What the citizen must still be told: read off the case, for a call list or any other way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from clerk_app.intake.model import CaseState, Stage
from clerk_app.intake.rules.clock import Days, iso
from clerk_app.intake.rules.life import CLOSED, stage_of

REMIND_BEFORE = (3, 1)
"""Workdays before promised papers are due on which the applicant is reminded (default)."""


class Calendar(Days, Protocol):
    """What reminders ask of the calendar."""

    def workdays_between(self, start: date, end: date) -> int: ...


class Message(StrEnum):
    """Why somebody is called."""

    CORRECTION = "correction"  # 补正告知已出，等材料
    PAPERS_SOON = "papers_soon"  # 容缺材料快到期
    PAPERS_LATE = "papers_late"  # 容缺材料已过期
    RESULT_READY = "result_ready"  # 可以领取结果


@dataclass(frozen=True, slots=True)
class Owed:
    """One message. `key` names it once and for all: told once, it is not owed again."""

    key: str
    message: Message
    number: str
    words: str


def owed(state: CaseState, today: date, calendar: Calendar) -> tuple[Owed, ...]:
    """The messages owed on a day that were not told yet, most urgent first."""
    found: list[Owed] = []
    stage = stage_of(state)
    names = "、".join(paper.name for paper in state.open_papers)
    by = iso(state.make_good_by)
    if stage is Stage.CONDITIONALLY_ACCEPTED and by is not None and names:
        left = calendar.workdays_between(today, by)
        if today > by:  # a day of rest after the last day is no workday, and late
            key = f"papers_late:{by}"
            words = f"容缺材料应在 {by} 前补齐，已经过期：{names}"
            found.append(Owed(key, Message.PAPERS_LATE, state.number, words))
        nearest = min((n for n in REMIND_BEFORE if today <= by and left <= n), default=None)
        if nearest is not None:
            key = f"papers_soon:{by}:{nearest}"
            words = f"容缺材料请在 {by} 前补齐：{names}"
            found.append(Owed(key, Message.PAPERS_SOON, state.number, words))
    if stage is Stage.RETURNED_FOR_CORRECTION and state.notice_given_on:
        key = f"correction:{state.notice_given_on}"
        found.append(Owed(key, Message.CORRECTION, state.number, f"待补正：{names}"))
    if stage in CLOSED:
        words = "办件已办结，请来领取结果"
        found.append(Owed(f"result:{state.closed_on}", Message.RESULT_READY, state.number, words))
    return tuple(each for each in found if each.key not in state.told)
