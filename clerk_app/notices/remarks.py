"""What is remarked at the head of a paper: that it was entered late (补录), what 暂定 means.

Both are looked for in the blocks: a paper remarks on what it prints, not on what is known.
"""

from __future__ import annotations

from datetime import date

from clerk_app.kernel.clock import legal_day, parse_day, parse_stamp
from clerk_app.notices.dates import PROVISIONAL, day_text
from clerk_app.notices.document import Block, Paragraph
from clerk_app.notices.facts import ActFacts, DocumentFacts


def entered_late(facts: DocumentFacts, body: tuple[Block, ...]) -> tuple[Paragraph, ...]:
    """补录: the two days, where the intake or the act was entered later than the hall's limit;
    and of a limit that was over by then, that it is told as it stood when the act was done. That
    is said as well where it was entered within the hall's limit."""
    done = facts.acted_on or facts.received_on
    if not facts.is_back_entered:
        return _issued_later(facts, body)
    if not (done and facts.issued_at):
        return ()
    entered = legal_day(parse_stamp(facts.issued_at))
    if not facts.since(3):
        return (Paragraph(f"补录：收件 {done}，录入 {entered.isoformat()}", 0, small=True),)
    days = day_text(parse_day(done)), day_text(entered)
    told = (
        f"补录：本文书所载事项于{days[0]}办理，{days[1]}录入。"
        if facts.acted_on
        else f"补录：收件 {days[0]}，录入 {days[1]}"
    )
    over = f"{told.rstrip('。')}。{_AS_IT_STOOD}"
    is_over = _is_over(facts, parse_day(done), entered, body)
    return (Paragraph(over if is_over else told, 0, small=True),)


_AS_IT_STOOD = "其中已经过去的期限，是按办理当时写的。"


def _issued_later(facts: DocumentFacts, body: tuple[Block, ...]) -> tuple[Paragraph, ...]:
    """Of an act that was entered on a later day, and not 补录: the two days, where a limit that
    stands on the paper passed between them."""
    done = facts.act.on if facts.act and facts.act.on else facts.received_on
    if not (facts.since(3) and done and facts.issued_at) or facts.kind in _ISSUED_ANY_DAY:
        return ()
    entered = legal_day(parse_stamp(facts.issued_at))
    if not _is_over(facts, parse_day(done), entered, body):
        return ()
    days = day_text(parse_day(done)), day_text(entered)
    told = f"本文书所载事项于{days[0]}办理，{days[1]}出具。{_AS_IT_STOOD}"
    return (Paragraph(told, 0, small=True),)


_ISSUED_ANY_DAY = frozenset({"material_list"})
"""Kinds that belong to no day of the case: they tell what lies there as they are printed."""


_WITH_LIMITS = frozenset(
    {
        *("receipt", "material_list", "acceptance", "conditional_acceptance", "undertaking"),
        *("one_time_notice", "commitment", "correction_receipt", "suspension", "extension"),
    }
)
"""Kinds that name days still to come."""
_LIMITS = ("notice_due", "promised_due", "statutory_due", "make_good_by")
_ACT_LIMITS = ("until_on", "new_promised_due", "new_statutory_due", "check_on", "grace_until")


def _is_over(facts: DocumentFacts, done: date, entered: date, body: tuple[Block, ...]) -> bool:
    """Whether a limit that stands on the paper was still to come when the act was done, and over
    when it was entered. Of papers that all came no day is a limit any more."""
    if facts.kind not in _WITH_LIMITS:
        return False
    act = facts.act or ActFacts()
    owed = facts.kind != "correction_receipt" or act.open
    days = [getattr(facts, name) for name in _LIMITS if owed or name != "make_good_by"]
    days += [getattr(act, name) for name in _ACT_LIMITS]
    days += [paper.make_good_by for paper in facts.papers if owed]
    past = {parse_day(each) for each in days if each and done <= parse_day(each) < entered}
    printed = repr(body)
    return any(day_text(each) in printed for each in past)


_PROVISIONAL = (
    f"标有“{PROVISIONAL}”的日期：所在年份的放假安排还没有公布，公布后可能变动，"
    "以公布后算出的日期为准。"
)


def provisional(facts: DocumentFacts, blocks: tuple[Block, ...]) -> tuple[Paragraph, ...]:
    """What 暂定 means, on a paper that has such a date."""
    if not (facts.provisional and facts.since(3) and PROVISIONAL in repr(blocks)):
        return ()
    return (Paragraph(_PROVISIONAL, 0, small=True),)
