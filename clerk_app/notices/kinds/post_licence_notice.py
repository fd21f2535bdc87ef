"""后置审批一次性告知书（证照分离）: what must still be applied for once the result is had."""

from __future__ import annotations

from clerk_app.notices.dates import issued_day
from clerk_app.notices.document import Block, Document, Field, Heading
from clerk_app.notices.explaining import (
    explaining,
    fields,
    follow_up_table,
    lines,
    name_fields,
)
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import closing, paragraphs, values
from clerk_app.notices.wording import Wording

KIND = "post_licence_notice"
TITLE = "后置审批一次性告知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The list for the kind of business chosen; where nothing is to be applied for, that. Whoever
    only asked has done nothing yet."""
    filled = values(facts, TITLE)
    asked = facts.since(3) and bool(facts.enquiry) and not facts.case_number
    listed: tuple[Block, ...] = (
        (follow_up_table(facts.follow_ups),)
        if facts.follow_ups
        else lines(wording.text("nothing", filled))
    )
    duty = wording.lines("duty", filled) if facts.follow_ups else ()
    blocks: list[Block] = [
        fields(
            Field("申请人", facts.applicant),
            Field("承办机关", facts.department),
            *name_fields(facts, "咨询事项" if asked else "已办事项"),
            Field("经营类别", facts.enterprise, wide=True),
            Field("告知日期", issued_day(facts)),
        ),
        *paragraphs(wording, "opening_asked" if asked else "opening", filled),
        Heading(wording.text("list", filled)),
        *listed,
        *closing(facts, wording, filled, first=duty),
    ]
    copies = wording.text("copies_asked" if asked else "copies", filled)
    return explaining(facts, TITLE, copies, blocks, foot=wording.text("foot", filled))
