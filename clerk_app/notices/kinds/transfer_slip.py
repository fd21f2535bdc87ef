"""代收移交单: which papers taken in for another hall leave, how, and who took them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clerk_app.notices.acts import act_of, act_values, ending, handed_table, head, opening, told
from clerk_app.notices.document import Block, Document, Field, Signature
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.wording import Wording

KIND = "transfer_slip"
TITLE = "代收移交单"
COPIES = 2
SIGNERS = ("移交人", "接收人", "日期")


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Both sides keep one; what is missing or damaged is written down before the other side signs,
    for its limits run from that day."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    sealed = replace(facts, department="")  # by the hall that sends, not the body that decides
    sections = (
        (wording.text("sent", filled), handed_table(act.sent, facts.papers, kept=facts.since(3))),
        (wording.text("check", filled), _found(facts, wording, filled)),
    )
    body = (
        *opening(wording, "opening", filled),
        *ending(
            sealed,
            wording,
            filled,
            sections,
            wording.told(_runs(facts), filled),
            signers=(SIGNERS,),
        ),
    )
    rows = head(
        facts,
        Field("移交日期", filled["on"]),
        Field("移交方式", filled["method"]),
        Field("运单号", filled["waybill"]),
        Field("接收机关", filled["target"], wide=True),
        Field("申请人电话", facts.applicant_phone),
    )
    holders = "移交方一份，接收方一份"
    return document(facts, TITLE, COPIES, body, rows=rows, holders=holders)


def _runs(facts: DocumentFacts) -> str:
    """What went by post or courier is not looked through face to face."""
    sent = facts.since(3) and bool(act_of(facts).waybill)
    return "runs_sent" if sent else "runs"


def _found(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[Block, ...]:
    """What the other side writes down, each on a line of its own."""
    if not facts.since(3):
        return told(wording, "found", filled)
    return tuple(Signature((line.rstrip("_"),)) for line in wording.told("found", filled))
