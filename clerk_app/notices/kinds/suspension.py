"""特别程序告知书: which special procedure, how long it takes, what that does to the dates."""

from __future__ import annotations

import re

from clerk_app.notices.acts import (
    act_of,
    act_values,
    ending,
    head_with_code,
    moved_dates,
    opening,
    told,
)
from clerk_app.notices.dates import act_day
from clerk_app.notices.document import Block, Document, Field
from clerk_app.notices.explaining import fields
from clerk_app.notices.facts import ActFacts, DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.wording import Wording

KIND = "suspension"
TITLE = "特别程序告知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The time needed is told in writing and is no part of the limit (行政许可法 art. 45). While
    the procedure runs its end and the dates after it are expected only, and said to be."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    ended = bool(act.until_on and act.on) and _is_over(facts, act)
    licence = facts.is_licence
    key = "opening_ended" if ended else wording.fitting("opening", licence=licence)
    procedure = fields(
        Field("程序种类", act.special_kind),
        Field("所需时间", _length(act), wide=True),
        Field("起止日期", _span(facts, "" if ended else _mark(facts)), wide=True),
        Field("告知听证权利", act_day(facts, "told_on")),
        Field("申请听证", act_day(facts, "asked_on")),
        Field("进行依据", act.basis or _of_hearing(facts, wording), wide=True),
        Field("告知事由", act.reason, wide=True),
    )
    foreseen = facts.since(3) and not ended
    clock: tuple[Block, ...] = (
        *moved_dates(facts, "预计顺延后" if foreseen else "顺延后"),
        *told(wording, "uncounted_before" if foreseen else "uncounted", filled),
        *(() if ended else told(wording, _still(act), filled)),
        *(told(wording, "paused", filled) if act.paused_since else ()),
    )
    sections = (
        (wording.text("procedure", filled), (procedure,) if procedure.rows else ()),
        (wording.text("clock", filled), clock),
    )
    first = () if ended else wording.told("coming", filled)
    body = (*opening(wording, key, filled), *ending(facts, wording, filled, sections, first))
    rows = head_with_code(facts, Field("批准人", act.approver))
    return document(facts, TITLE, COPIES, body, rows=rows)


def _mark(facts: DocumentFacts) -> str:
    """What was expected when the act was done is not expected any more when it is entered late."""
    return "（办理时预计）" if facts.acted_on else "（预计）"


def _of_hearing(facts: DocumentFacts, wording: Wording) -> str:
    """The article of a hearing the applicant was told of or asked for (行政许可法 art. 47); one
    held without that may rest on another, and none is guessed."""
    act = act_of(facts)
    key = wording.fitting("basis_hearing", licence=facts.is_licence)
    return "".join(wording.told(key, {})) if act.told_on or act.asked_on else ""


def _is_over(facts: DocumentFacts, act: ActFacts) -> bool:
    """A procedure of one workday that begins today is not over today."""
    return act.until_on < act.on if facts.since(3) else act.until_on <= act.on


def _length(act: ActFacts) -> str:
    """How long in words, and in workdays where the words do not say them."""
    days = f"{act.days}个工作日" if act.days else ""
    if not (act.length and days):
        return act.length or days
    said = re.search(rf"(?<!\d){act.days}(?!\d)", act.length)
    return act.length if said else f"{act.length}（{days}）"


def _span(facts: DocumentFacts, mark: str) -> str:
    since, until = act_day(facts, "from_on"), act_day(facts, "until_on")
    if since and until:
        return f"{since}至{until}{mark}"
    return f"自{since}起" if since else until and f"至{until}{mark}"


def _still(act: ActFacts) -> str:
    """While the procedure runs, a later date is an estimate, or not known yet."""
    known = act.new_promised_due or act.new_statutory_due
    return "estimated" if known else "open_end"
