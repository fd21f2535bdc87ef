"""催办单: which step of a case waits, whose it is, how late it is, what is asked and by when."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.acts import ending, opening
from clerk_app.notices.document import Document, Field, Highlight, Highlights
from clerk_app.notices.explaining import ended, lines
from clerk_app.notices.facts import DocumentFacts, ReminderFacts
from clerk_app.notices.parts import document, facts_block, fields_of, tight, values
from clerk_app.notices.wording import Wording

KIND = "reminder"
TITLE = "催办单"
COPIES = 2
SIGNERS = ("催办人", "承办单位签收", "日期")


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Goes to whoever holds the step; the citizen's limits do not move by it."""
    filled = values(facts, TITLE)
    reminder = facts.reminder or ReminderFacts("", "")
    late = f"{reminder.late} 个工作日" if reminder.late else ""
    cells = tuple(
        cell
        for cell in (
            Highlight("应办日期", filled["due_on"]),
            Highlight("已超过", tight(facts, late)),
            Highlight("请在此日前答复", filled["answer_by"]),
        )
        if cell.value
    )
    asking = replace(facts, department="")  # the hall urges: the seal is not that of who is urged
    asked = (ended(facts, text) for text in wording.told("asked", filled))
    sections = ((wording.text("asked_title", filled), lines(*asked)),)
    late_answer = late and "answer_late" in wording.texts
    answer = wording.told("answer_late" if late_answer else "answer", filled)
    body = (
        *opening(wording, "opening", filled),
        *((Highlights(cells),) if cells else ()),
        *ending(asking, wording, filled, sections, answer, signers=(SIGNERS,)),
    )
    rows = fields_of(
        Field("催办环节", reminder.step, wide=True),
        Field("承办单位", reminder.whose, wide=True),
        *facts_block(facts).rows,
    )
    return document(facts, TITLE, COPIES, body, rows=rows, holders="承办单位一份，窗口存档一份")
