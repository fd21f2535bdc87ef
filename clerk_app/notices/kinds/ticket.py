"""叫号小票: the number, how many wait before it, which windows to watch. No name, no identity."""

from __future__ import annotations

from clerk_app.notices.document import Document, Field, TicketHead, TicketRules
from clerk_app.notices.facts import DocumentFacts, TicketFacts
from clerk_app.notices.parts import fields_of, values
from clerk_app.notices.wording import Wording

KIND = "ticket"
TITLE = "叫号小票"
COPIES = 1


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """A wait is told as a range where it is estimated, never as a promise."""
    filled = values(facts, TITLE)
    ticket = facts.ticket or TicketFacts(facts.number)
    windows = f"{ticket.windows} 号窗口" if ticket.windows else ""
    rows = fields_of(
        Field("前面等候", f"{ticket.ahead} 人" if ticket.ahead else ""),
        Field("大约等待", ticket.wait),
        Field("请留意", " ".join(filter(None, (ticket.zone, windows)))),
        Field("取号时间", ticket.taken_at),
    )
    rules = (*wording.told("missed", filled), *wording.told("closes", filled))
    blocks = (
        TicketHead(
            facts.hall, wording.text("label", filled), ticket.number, ticket.business, ticket.mark
        ),
        rows,
        TicketRules(rules, facts.query, wording.text("scan", filled)),
    )
    named = "监督电话 " if facts.supervision_phone and facts.since(3) else ""
    ask = f"{named}{facts.supervision_phone}"
    foot = " · ".join(filter(None, (wording.text("privacy", filled), ask)))
    return Document(
        kind=facts.kind,
        title=TITLE,
        number=facts.number,
        hall=facts.hall,
        blocks=blocks,
        foot=foot,
        sample=facts.sample,
    )
