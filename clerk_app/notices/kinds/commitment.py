"""告知承诺书: what the authority tells, what the applicant commits to, the later check.

Another institution than conditional acceptance: nothing is made good later, a promise stands in.
"""

from __future__ import annotations

from clerk_app.notices.acts import act_of, act_values, head, listing, opening, points
from clerk_app.notices.dates import act_day, issued_day
from clerk_app.notices.document import (
    Block,
    Closing,
    Document,
    Field,
    Note,
    Paragraph,
)
from clerk_app.notices.explaining import lines, numbered
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import contact_parts, document
from clerk_app.notices.promisor import hands, last_words, seal_of_unit
from clerk_app.notices.wording import Wording

KIND = "commitment"
TITLE = "告知承诺书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Sealed by the authority that tells, signed by the applicant who commits."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    check = act_day(facts, "check_on")
    passages = ("check" if check else "check_unsaid", "consequences")
    # nobody signs a page that does not say what follows
    after = tuple(
        Paragraph(line, 0, keep=key == "consequences" or not facts.since(3))
        for key in passages
        for line in wording.told(key, filled)
    )
    promises = points(
        (
            *wording.told(_bare("promises", facts, wording), filled),
            *act.commitments,
            *wording.told("promises_last", filled),
        )
    )
    body: tuple[Block, ...] = (
        *opening(wording, "opening", filled),
        *numbered(
            (
                (wording.text("inform", filled), _informed(facts, wording)),
                (wording.text("promises_title", filled), promises),
                (wording.text("after_title", filled), after),
            )
        ),
        Closing(
            last_words(facts, wording, filled),
            facts.department or facts.hall,
            issued_day(facts),
            seal_label="（告知机关盖章）",
            contact=contact_parts(facts) if facts.since(3) else (),
            beside=seal_of_unit(facts),
        ),
        hands(facts),
        Note(wording.text("note", filled)),
    )
    rows = head(
        facts,
        Field("承诺依据", act.basis, wide=True),
        Field("办理结果", act.result_name or facts.result, wide=True),
    )
    return document(facts, TITLE, COPIES, body, wording.text("foot", filled), rows=rows)


def _bare(key: str, facts: DocumentFacts, wording: Wording) -> str:
    """The passage that speaks of conditions; of an item without any the other one: what it
    promises is then all there is to be read."""
    other = f"{key}_bare"
    return other if not facts.conditions and facts.since(3) and other in wording.texts else key


def _informed(facts: DocumentFacts, wording: Wording) -> tuple[Block, ...]:
    """The points told, the conditions of the item, what the promise stands in for."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    blocks: list[Block] = [*points(wording.told(_bare("informs", facts, wording), filled))]
    if facts.conditions:
        blocks.append(Paragraph(wording.text("conditions", filled), 0, keep=True))
        blocks += [
            Paragraph(line.text, 2, small=not facts.since(3)) for line in lines(facts.conditions)
        ]
    if act.open:
        blocks.append(Paragraph(wording.text("stands_for", filled), 0, keep=True))
        blocks += listing(act.open)
    return tuple(blocks)
