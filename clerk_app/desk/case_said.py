"""What the law says of a case today, why, and what to press: one card in the hall's words.

An article is named only where the licensing law binds the item (行政许可), and only those the
rules themselves stand on (`intake.rules`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clerk_app.desk import actions as keys
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.life import (
    CLOSED,
    DECIDED,
    LAID_DOWN,
    UNDER_REVIEW,
    stage_of,
    words_of,
)
from clerk_app.intake.rules.silence import Lapse, deem_on, grace_end, lapse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from clerk_app.intake.model import CaseState
    from clerk_app.kernel.working_days import Calendar

OK, WAIT, CONDITIONAL, LATE, DONE, PAUSED, ELSEWHERE, UNKNOWN = (
    "ok", "wait", "conditional", "late", "done", "paused", "elsewhere", "unknown",
)  # fmt: skip
"""Signs of the card."""
LAPSES = {
    Lapse.RETURN: "补齐期限已过，应退件",
    Lapse.GRACE: "补齐期限已过，在宽限期内",
    Lapse.GRACE_OVER: "宽限期已满，应退件",
    Lapse.TERMINATE: "补齐期限已过，应终止办理",
}
LAW = "《行政许可法》"
LISTED = 3
"""Papers named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """One card: sign, title, why, what to do, and the article where the licensing law binds."""

    sign: str
    title: str
    text: str = ""
    how: str = ""
    article: str = ""


def said_of(seen: CaseState, today: date, calendar: Calendar, *, unrecorded: bool = False) -> Said:
    """The card of a case; `seen` is the case as the law sees it today.

    `unrecorded`: silence accepted it and nobody has recorded that yet.
    """
    stage = stage_of(seen)
    if stage is None:
        return Said(UNKNOWN, f"现在是“{seen.state}”", "别的程序记的状态，本程序不认识，请升级。")
    if unrecorded:
        return _cited(
            Said(
                LATE,
                "逾期没有告知，已视为受理",
                f"自 {seen.accepted_on} 起视为受理，办理时限从那天算。",
                f"按 {_key('deem')} 记录视为受理；做别的动作时也会先记下。",
                f"{LAW}第三十二条第一款第（四）项",
            ),
            seen,
        )
    said = _CARDS[stage](seen, today, calendar)
    if seen.conflicts:
        said = replace(said, text=f"{said.text}有 {len(seen.conflicts)} 处冲突，请核对。")
    return said


def names_of(names: tuple[str, ...]) -> str:
    """Papers by name, or how many.

    >>> names_of(("申请书", "照片"))
    '“申请书”“照片”'
    """
    shown = "".join(f"“{name}”" for name in names[:LISTED])
    return shown if len(names) <= LISTED else f"{shown}等 {len(names)} 份"


def _received(seen: CaseState, _today: date, _calendar: Calendar) -> Said:
    last = deem_on(seen)
    if not last:
        return Said(WAIT, "已收件，还没有决定", how=f"材料来了按 {_key('supply')}。")
    return _cited(
        Said(
            WAIT,
            f"须在 {last} 前一次告知",
            "到期没有告知，自收件那天起就视为受理。",
            f"按 {_key('supply')} 定材料；不归本机关办或不用办的，按 {_key('refuse')}。",
            f"{LAW}第三十二条第一款第（四）项",
        ),
        seen,
    )


def _collected(seen: CaseState, _today: date, _calendar: Calendar) -> Said:
    text = f"由{seen.for_hall}决定，办理时限从它收到材料那天起算。"
    if seen.is_on_the_way:
        how = f"对方收到了按 {_key('take_over')}，没有人接收退回来了按 {_key('send_back')}。"
        return Said(WAIT, "代收的材料在移交途中", text, how)
    return Said(WAIT, "代收的材料还在窗口", text, f"移交按 {_key('dispatch')}，移交单随材料走。")


def _returned(seen: CaseState, _today: date, _calendar: Calendar) -> Said:
    wanting = tuple(paper.name for paper in seen.open_papers)
    last = deem_on(seen)
    if last or not seen.notice_given_on:
        text = f"{last} 过后没有给，自收件那天起就视为受理。" if last else "给了才算告知。"
        return _cited(
            Said(
                LATE,
                "告知书还没有打印给申请人",
                text,
                f"选中一次性告知书按 {_key('reprint')}。",
                f"{LAW}第三十二条第一款第（四）项",
            ),
            seen,
        )
    return _cited(
        Said(
            WAIT,
            "已一次告知，等申请人补正",
            f"还差{names_of(wanting)}。按告知书全部补正的，当天受理。" if wanting else "",
            f"交来了按 {_key('supply')}。",
            f"{LAW}第三十二条第一款第（五）项",
        ),
        seen,
    )


def _accepted(seen: CaseState, today: date, calendar: Calendar) -> Said:
    if seen.is_suspended:
        return _suspended(seen)
    due = iso(seen.promised_due or seen.statutory_due)
    if due is None:
        return Said(OK, "已受理，正在审查", "本事项没有写办理时限。")
    text = _limits(seen)
    if seen.deemed:
        text = f"逾期没有告知，已视为受理。{text}"
    if today > due:
        late = calendar.workdays_between(due, today)
        title = f"已超过期限 {late} 个工作日" if late else "已超过期限"
        return _cited(Said(LATE, title, text, _decide_how(seen), f"{LAW}第四十二条"), seen)
    return _cited(Said(OK, f"{due} 前作出决定", text, _decide_how(seen), f"{LAW}第四十二条"), seen)


def _decide_how(seen: CaseState) -> str:
    later = "" if seen.extended_workdays else f"，要延期按 {_key('extend')}"
    return f"准予按 {_key('decide')}，不予按 {_key('deny')}{later}。"


def _suspended(seen: CaseState) -> Said:
    running = seen.suspensions[-1]
    return _cited(
        Said(
            PAUSED,
            f"{running.kind}，不计时",
            f"自 {running.since} 起停止计时，结束后到期日顺延。",
            f"结束了按 {_key('resume')}。",
            f"{LAW}第四十五条",
        ),
        seen,
    )


def _conditional(seen: CaseState, today: date, calendar: Calendar) -> Said:
    wanting = tuple(paper.name for paper in seen.open_papers)
    if not wanting:
        return _accepted(seen, today, calendar)
    if seen.is_suspended:
        return replace(_suspended(seen), text=f"容缺的{names_of(wanting)}还没有补齐。")
    found = lapse(seen, today, calendar)
    limits = _limits(seen)
    if found is Lapse.NONE:
        return Said(
            CONDITIONAL,
            f"{seen.make_good_by} 前补齐容缺材料",
            f"还差{names_of(wanting)}，补齐前不能出结果。{limits}",
            f"交来了按 {_key('supply')}。",
        )
    end = grace_end(seen, calendar)
    title = LAPSES[found]
    if found is Lapse.GRACE and end is not None:
        title = f"已过补齐期限，宽限到 {end.day}"
        limits = "补齐前不计时，补齐后到期日顺延。"
        how = f"交来了按 {_key('supply')}；到期还没有，按 {_key('return')} 退件。"
        return Said(LATE, title, f"还差{names_of(wanting)}。{limits}", how)
    how = f"按 {_key('return')} 退件。"
    return Said(LATE, title, f"还差{names_of(wanting)}，按事项规定不能再补。", how)


def _decided(seen: CaseState, _today: date, _calendar: Calendar) -> Said:
    denied = stage_of(seen) is Stage.DENIED
    return _cited(
        Said(
            OK,
            f"{words_of(seen)}，还没有办结",
            f"{seen.deliver_due} 前要送达。" if seen.deliver_due else "",
            f"按 {_key('close')} 办结。",
            "" if denied else f"{LAW}第四十四条",
        ),
        seen,
    )


def _closed(seen: CaseState, today: date, _calendar: Calendar) -> Said:
    due = iso(seen.deliver_due)
    denied = stage_of(seen) is Stage.CLOSED_DENIED
    late = due is not None and today > due
    title = f"应在 {seen.deliver_due} 前送达，已经过期" if late else f"{seen.deliver_due} 前送达"
    if due is None:
        title = "等送达"
    return _cited(
        Said(
            LATE if late else OK,
            title,
            f"{words_of(seen)}，{seen.closed_on}。",
            f"交给申请人以后按 {_key('deliver')} 登记送达。",
            "" if denied else f"{LAW}第四十四条",
        ),
        seen,
    )


def _over(seen: CaseState, _today: date, _calendar: Calendar) -> Said:
    stage = stage_of(seen)
    if stage in LAID_DOWN:
        barred = seen.blocked_until
        text = f"{barred} 以前不再适用容缺。" if barred else ""
        how = f"要接着办按 {_key('reopen')} 补件重启，从那天重新收件。"
        return Said(DONE, words_of(seen), text, how)
    if stage is Stage.HANDED_OVER:
        return Said(DONE, f"已移交{seen.for_hall}", f"{seen.ended_on} 对方签收，由它决定和答复。")
    if stage is Stage.DELIVERED:
        return Said(DONE, "已送达，办完了", f"{seen.delivered_on} 送达。")
    text = "书面告知写明了去处和理由。" if stage is Stage.NOT_ACCEPTED else "依法不需要办理。"
    return Said(ELSEWHERE, words_of(seen), text)


def _limits(seen: CaseState) -> str:
    parts = [f"承诺 {seen.promised_due}"] if seen.promised_due else []
    parts += [f"法定 {seen.statutory_due}"] if seen.statutory_due else []
    parts += [f"已延期 {seen.extended_workdays} 个工作日"] if seen.extended_workdays else []
    tail = "，日历未公布，日期暂定" if seen.provisional else ""
    return "，".join(parts) + tail + "。" if parts else ""


def _cited(said: Said, seen: CaseState) -> Said:
    """With its article only where the licensing law binds the item."""
    return said if seen.terms.licensing else replace(said, article="")


def _key(name: str) -> str:
    return next(each.key for each in keys.CASE_KEYS if each.id == name)


_CARDS: dict[Stage, Callable[[CaseState, date, Calendar], Said]] = {
    **dict.fromkeys(Stage, _over),
    Stage.RECEIVED: _received,
    Stage.COLLECTED: _collected,
    Stage.RETURNED_FOR_CORRECTION: _returned,
    **dict.fromkeys(UNDER_REVIEW, _accepted),
    Stage.CONDITIONALLY_ACCEPTED: _conditional,
    **dict.fromkeys(DECIDED, _decided),
    **dict.fromkeys(CLOSED, _closed),
}
