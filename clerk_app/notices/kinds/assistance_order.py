"""帮办代办单: who helps whom, under which authority, what was done. It costs nothing."""

from __future__ import annotations

from clerk_app.notices.acts import ending, opening, points
from clerk_app.notices.document import Document, Field
from clerk_app.notices.explaining import ended, lines, name_fields
from clerk_app.notices.facts import DocumentFacts, OrderFacts
from clerk_app.notices.parts import document, fields_of, values
from clerk_app.notices.wording import Wording

KIND = "assistance_order"
TITLE = "帮办代办单"
COPIES = 2
SIGNERS = ("委托人", "帮办人员", "日期")


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Signed by both; that nothing is paid for it stands on every one."""
    filled = values(facts, TITLE)
    order = facts.order or OrderFacts("")
    steps = points(order.steps) or lines(*wording.told("steps_none", filled))
    open_ = wording.told("result_none", filled) if order.steps else ()
    result = (ended(facts, order.result),) if order.result else open_
    sections = (
        (wording.text("steps", filled), steps),
        (wording.text("result_title", filled), lines(*result)),
    )
    body = (
        *opening(wording, "opening", filled),
        *ending(
            facts, wording, filled, sections, wording.told("free", filled), signers=(SIGNERS,)
        ),
    )
    rows = fields_of(
        Field("委托人", facts.applicant),
        Field("证件号码", facts.id_masked),
        Field("帮办人员", order.helper),
        Field("接单日期", filled["taken_on"]),
        Field("服务内容", order.service, wide=True),
        Field("委托", order.authority, wide=True),
        *name_fields(facts, "办理事项"),
    )
    return document(facts, TITLE, COPIES, body, rows=rows, holders="委托人一份，窗口存档一份")
