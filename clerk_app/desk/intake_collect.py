"""异地代收 in the window: papers taken in for a body elsewhere, which alone decides.

The verdict card then says who decides and from when the limits run. A deferral, a promise or a
refusal is the other body's, so none of it is offered or sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk.intake_state import Matter
from clerk_app.desk.verdict import COLLECTED, LOOKING, Verdict, refused
from clerk_app.intake.rules import collecting as rules
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.text import half_width, plain

if TYPE_CHECKING:
    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.desk.intake_state import Work
    from clerk_app.intake.model import Application, Decision, OtherHall

TITLE = "收件凭证（代收）"


def other_hall(work: Work) -> OtherHall | None:
    """The body that decides, as typed; None where this hall does.

    Raises `Misused` (`bad_text`), `Refused` (`bad_region`, `no_body`).
    """
    return rules.other_hall(
        half_width(work.for_region).strip(), plain(work.for_name, "办理机关").strip()
    )


def for_another(work: Work, region: str, name: str) -> Work:
    """The work taken in for another body: what only that body may decide is put away."""
    return replace(
        work,
        for_region=region.strip(),
        for_name=name.strip(),
        matter=Matter.USUAL,
        agency="",
        deposit=False,
        committed=(),
        commitment_signed=False,
        undertaking_signed=False,
        credit_by="",
        provisional_by="",
        reports_up=False,
    )


def judge_collecting(
    application: Application, item: ServiceItem, here: OtherHall, unseen: int
) -> tuple[Decision | None, Verdict]:
    """What is wanting, and that the other body decides. `here` is this hall."""
    try:
        where = rules.require_collectable(application, here)
        wanting = rules.wanting_papers(application, item)
        if not unseen:
            rules.kept_papers(application, item)
    except ClerkError as error:
        return None, refused(error)
    decision = rules.nothing_decided(legal_day(application.received_at), wanting)
    short = f"有 {len(wanting)} 份缺或有误，要不要补由它告知。" if wanting else ""
    said = Verdict(
        COLLECTED,
        "代收，不在这里决定",
        f"由{where.name}决定是否受理。{short}",
        "告诉申请人",
        f"期限从{where.name}收到材料那天起算；今天给收件凭证，不等于受理。",
        "",
        "不计期限",
        "代收并打印",
        ready=True,
    )
    if unseen:
        how = "逐份按 1–5 定状态，按 Enter 看下一份；其余都齐全按 A。"
        said = replace(
            said, sign=LOOKING, word=f"还有 {unseen} 份没看", how_title="下一步", how=how,
            ready=False,
        )  # fmt: skip
    return decision, said
