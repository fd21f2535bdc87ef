"""催办: whoever has the step of a case that is near or late is asked in writing to do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clerk_app.deeds.case_paper import CaseFile, issue_paper
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import Issued
from clerk_app.intake.rules.supervision import watched
from clerk_app.intake.rules.urging import waiting
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import body_name, plain
from clerk_app.notices.facts import DocumentFacts, ReminderFacts

KIND = "reminder"
WHOSE_LIMIT = 100
ASKED_LIMIT = 500


def urge(counter: Counter, number: str, *, to: str, by_day: date, asked: str = "") -> Issued:
    """Issue a 催办单 of a case on today's supervision: `to` is who is asked, `by_day` the last day
    of the answer, `asked` what is asked, else what the step needs.

    The limits stay as they are. Raises `Refused` (`nothing_to_urge`: nothing is late or near;
    `bad_period`: the day is past; as `case_paper.issue_paper`), `Misused` (`text_missing`,
    `bad_text`). Nothing is written then.
    """
    whose = body_name(to, "催办对象", limit=WHOSE_LIMIT)
    said = plain(asked, "催办内容", limit=ASKED_LIMIT)
    if not whose:
        raise Misused("text_missing", "请写明催办谁")
    today = counter.today()
    if by_day < today:
        raise Refused("bad_period", f"{by_day} 已经过去，请写今天或者以后的日期")

    def word(file: CaseFile, facts: DocumentFacts) -> DocumentFacts:
        found = waiting(watched(file.state, today, counter.calendar), today, counter.calendar)
        reminder = ReminderFacts(
            step=found.step,
            whose=whose,
            due_on=found.due.isoformat() if found.due else "",
            late=found.late,
            asked=said or found.asked,
            answer_by=by_day.isoformat(),
        )
        # who is asked needs the step, not the citizen's papers
        return replace(facts, papers=(), reasons=(), returnable=False, reminder=reminder)

    return issue_paper(counter, number, KIND, word)
