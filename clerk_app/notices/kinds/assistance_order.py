"""帮办代办单: who helps whom, under which authority, what was done. It costs nothing."""

from __future__ import annotations

from clerk_app.notices.acts import ending, opening, points
from clerk_app.notices.document import Document, Field, Whose
from clerk_app.notices.explaining import ended, lines, name_fields
from clerk_app.notices.facts import DocumentFacts, OrderFacts
from clerk_app.notices.parts import document, fields_of, values
from clerk_app.notices.wording import Wording

KIND = "assistance_order"
TITLE = "帮办代办单"
COPIES = 2
SIGNERS = ("委托人", "帮办人员", "日期")
HELP = "帮办"
"""The service of who helps and acts for nobody."""
_HELP = "_help"


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Signed by both; that nothing is paid for it stands on every one. Help beside the person,
    without an authority, is no commission and is not called one."""
    filled = values(facts, TITLE)
    order = facts.order or OrderFacts("")
    beside = facts.since(3) and order.service.startswith(HELP) and not order.authority
    wording = _beside(wording) if beside else wording
    person = "申请人" if beside else "委托人"
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
            facts,
            wording,
            filled,
            sections,
            wording.told("free", filled),
            signers=((person, *SIGNERS[1:]),),
        ),
    )
    rows = fields_of(
        Field(person, facts.applicant),
        Field("证件号码", facts.id_masked, whose=Whose.BEFORE),
        Field("帮办人员", order.helper, whose=Whose.OWN),
        Field("接单日期", filled["taken_on"]),
        Field("服务内容", order.service, wide=True),
        Field("委托", order.authority, wide=True),
        *name_fields(facts, "办理事项"),
    )
    holders = f"{person}一份，窗口存档一份"
    return document(facts, TITLE, COPIES, body, rows=rows, holders=holders)


def _beside(wording: Wording) -> Wording:
    """With the sentences for help without an authority in the place of those of a commission."""
    texts = {
        key.removesuffix(_HELP): text for key, text in wording.texts.items() if key.endswith(_HELP)
    }
    return Wording(wording.kind, {**wording.texts, **texts})
