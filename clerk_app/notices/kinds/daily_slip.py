"""日清单: what one window did on one day, and the journal's head code as it stood at the end.

The code on paper is an anchor outside the computer: a journal cut or rewritten later no longer
has it.
"""

from __future__ import annotations

from clerk_app.notices.acts import told
from clerk_app.notices.document import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Heading,
    Note,
    Signature,
    Table,
)
from clerk_app.notices.facts import DayFacts, DocumentFacts
from clerk_app.notices.parts import document, fields_of, section, values
from clerk_app.notices.wording import Wording

KIND = "daily_slip"
TITLE = "日清单"
COPIES = 1
SIGNERS = ("经办人", "复核人", "日期")
NONE = "无"


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Numbers from the first to the last, those voided by name: a gap has to be told."""
    filled = values(facts, TITLE)
    day = facts.day or DayFacts("")
    rows = fields_of(
        Field("日期", filled["on"]),
        Field("窗口", facts.window),
        Field("经办人", facts.clerk),
        Field("首个编号", day.first_number or NONE, wide=True),
        Field("末个编号", day.last_number or NONE, wide=True),
        Field("作废编号", "、".join(day.voided) or NONE, wide=True),
        Field("补打", f"{day.reprints} 页"),
        Field("事件", f"{day.events} 条"),
        Field("日志存证码", day.head or NONE),
    )
    counted = [(Cell(line.name), Cell(str(line.count))) for line in day.counts]
    total = sum(line.count for line in day.counts)
    table = Table(
        (Column("办理内容", 138), Column("件数", 30, figures=True)),
        (*counted, (Cell("合计"), Cell(str(total)))),
    )
    body: tuple[Block, ...] = (
        *told(wording, "opening", filled),
        Heading(section(1, wording.text("counts", filled))),
        table,
        *told(wording, "check", filled),
        Signature(SIGNERS),
        Note(wording.text("note", filled)),
    )
    foot = wording.text("foot", filled)
    return document(facts, TITLE, COPIES, body, foot, rows=rows, holders="窗口存档")
