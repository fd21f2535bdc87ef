"""The verdict (结论) in the hall's words: what the law says now, why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import Pace
from clerk_app.catalogue.rules.summary import fee_text
from clerk_app.intake.model import Outcome, PaperState
from clerk_app.intake.rules.decide import decide
from clerk_app.kernel.errors import ClerkError

if TYPE_CHECKING:
    from datetime import date

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.intake.model import Application, Decision
    from clerk_app.kernel.working_days import Calendar

WEEKDAYS = "一二三四五六日"
NOT_YET = "not_yet"
"""Sign of a verdict that waits for one more step (还差一步)."""
LOOKING = "looking"
"""Sign while papers are not looked at (未看)."""
COLLECTED = "collected"
"""Sign while papers are only taken in for another hall (异地代收)."""
NOTHING = "nothing"
"""Sign before there is anything to judge."""

WORDS: dict[str, str] = {
    Outcome.ACCEPTED: "可以受理",
    Outcome.CONDITIONALLY_ACCEPTED: "可以容缺受理",
    Outcome.RETURNED_FOR_CORRECTION: "需一次性告知补正",
    Outcome.NOT_ACCEPTED: "不属本机关，告知去处",
    Outcome.NOT_NEEDED: "不需要办理，即时告知",
}
CONCEALED = "隐瞒或虚假，不予受理"
BUTTONS: dict[str, str] = {
    Outcome.ACCEPTED: "受理并打印",
    Outcome.CONDITIONALLY_ACCEPTED: "容缺受理并打印",
    Outcome.RETURNED_FOR_CORRECTION: "出具告知书",
    Outcome.NOT_ACCEPTED: "出具决定书",
    Outcome.NOT_NEEDED: "出具告知书",
}
NEXT_STEP: dict[str, str] = {
    # code of a refusal: what to press
    "offer_correction": "按 4 当场更正；申请人不愿改按 N，当场改不了按 M。",
    "agent_missing": "按 Ctrl+G 登记代办人。",
    "fault_missing": "按 Q W E… 选错在哪里，最后一个键自己写。",
    "waiver_not_allowed": "这份按 1 齐全、2 缺或 3 有误。",
    "situation_unanswered": "按 Ctrl+Up 回到情形，答完再看材料。",
    "target_agency_missing": "写明应向哪个机关申请，再按 Enter。",
    "item_incomplete": "按 Ctrl+Up 另选事项，或请管理员补全材料清单。",
    "commitment_unsigned": "请申请人签告知承诺书，按 K 记下；不签的按 1、2 或 3。",
    "commitment_barred": "有失信记录的不适用告知承诺，这份按 1、2 或 3。",
    "commitment_untold": "这份按 1 齐全、2 缺或 3 有误；请管理员补上承诺内容。",
    "commitment_not_allowed": "这份按 1 齐全、2 缺或 3 有误。",
    "deposit_not_allowed": "按 D 取消材料先存窗口。",
    "approval_missing": "按 Ctrl M 选隐瞒或虚假，由主管批准。",
    "bundle_incomplete": "请管理员导入，或回到一件事逐个事项收件。",
    "own_hall": "按 Ctrl+J，把代收清空。",
    "nothing_to_collect": "有材料留下的按 1；没有的按 Ctrl+J 清空代收，告诉申请人去哪里办。",
    "bad_region": "按 Ctrl+J 改区划代码，或清空不代收。",
    "no_body": "按 Ctrl+J 写明由哪个机关办理。",
    "bundle_not_collected": "按 Ctrl+J 清空代收，或在一件事里移到那个事项上单独办。",
    "no_applicant": "按 Ctrl+Up 回到申请人。",
    "id_invalid": "按 Ctrl+Up 回到申请人，核对证件号码。",
    "bad_text": "按 Ctrl+Up 回到申请人，照证件改过来。",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands on the verdict card.

    `sign` is an outcome's id, or `NOT_YET`, `LOOKING`, `NOTHING`. `ready` says whether the
    button may be pressed.
    """

    sign: str
    word: str
    why: str = ""
    how_title: str = ""
    how: str = ""
    article: str = ""
    day: str = ""
    button: str = ""
    ready: bool = False


EMPTY = Verdict(
    NOTHING,
    "还没有结论",
    "填好申请人、选好事项，这里随时说明依法该怎么办。",
)


def judge(
    application: Application, item: ServiceItem, calendar: Calendar, unseen: int
) -> tuple[Decision | None, Verdict]:
    """Decide as things stand and say it. `unseen` counts due papers nobody looked at."""
    try:
        decision = decide(application, item, calendar)
    except ClerkError as error:
        return None, refused(error)
    said = _said(decision, application, item)
    refuses = decision.outcome in {Outcome.NOT_ACCEPTED, Outcome.NOT_NEEDED}
    if unseen and not refuses:
        return decision, Verdict(
            LOOKING,
            f"还有 {unseen} 份没看",
            f"照现在的勾选：{said.word}。{said.why}",
            "下一步",
            "逐份按 1–5 定状态，按 Enter 看下一份；其余都齐全按 A。",
            said.article,
            said.day,
            said.button,
        )
    return decision, said


def refused(error: ClerkError) -> Verdict:
    """A rule that says no, as one more step."""
    step = NEXT_STEP.get(error.code, "改过后结论自动更新。")
    return Verdict(NOT_YET, "还差一步", error.message, "下一步", step)


def short_day(day: date) -> str:
    """A day as the card writes it.

    >>> from datetime import date
    >>> short_day(date(2026, 12, 1))
    '12-01（周二）'
    """
    return f"{day:%m-%d}（周{WEEKDAYS[day.weekday()]}）"


def _said(decision: Decision, application: Application, item: ServiceItem) -> Verdict:
    outcome = decision.outcome
    title, how = _how(decision, application, item)
    hidden = outcome is Outcome.NOT_ACCEPTED and application.concealment is not None
    return Verdict(
        str(outcome),
        CONCEALED if hidden else WORDS[outcome],
        _why(decision, application),
        title,
        how,
        decision.reasons[0].article,
        _day(decision),
        BUTTONS[outcome],
        ready=True,
    )


def _why(decision: Decision, application: Application) -> str:
    if decision.outcome is not Outcome.RETURNED_FOR_CORRECTION:
        return "；".join(reason.text for reason in decision.reasons) + "。"
    states = {paper.name: paper.state for paper in application.papers}
    faulty = sum(states.get(s.name) is PaperState.DEFECTIVE for s in decision.shortfalls)
    missing = len(decision.shortfalls) - faulty
    soft = sum(s.deferrable for s in decision.shortfalls)
    words = [f"{faulty} 份有误"] if faulty else []
    words += [f"{missing} 份缺"] if missing else []
    tail = f"，其中 {soft} 份可容缺" if soft else ""
    kept = ""
    if application.deposit and decision.make_good_by:
        kept = f"材料存在窗口，{short_day(decision.make_good_by)}前补齐；没有受理，不计办理时限。"
    return "、".join(words) + tail + "。" + kept


def _how(decision: Decision, application: Application, item: ServiceItem) -> tuple[str, str]:
    match decision.outcome:
        case Outcome.ACCEPTED:
            return "群众会问的", _promises(decision, item)
        case Outcome.CONDITIONALLY_ACCEPTED:
            by = decision.make_good_by
            day = short_day(by) if by else ""
            return "容缺须知", f"最早一份 {day}前补齐；{_promises(decision, item)}"
        case Outcome.RETURNED_FOR_CORRECTION:
            return "怎样变成可以受理", _to_yes(decision, application, item)
        case Outcome.NOT_ACCEPTED if application.concealment is not None:
            again = "一年内不得再次申请本事项" if item.public_safety else "如实提供后可以再申请"
            return "告诉申请人", f"{again}；不服可以怎样救济，决定书上写明。"
        case Outcome.NOT_ACCEPTED:
            return "怎样才能办", f"请到{application.target_agency}申请；决定书上写明去处。"
        case Outcome.NOT_NEEDED:
            return "告诉群众", "这件事依法不用办，今天就给书面告知。"


def _promises(decision: Decision, item: ServiceItem) -> str:
    words = []
    if decision.promised_due:
        words.append(f"承诺 {short_day(decision.promised_due)}前办结")
    if decision.statutory_due:
        words.append(f"法定到 {decision.statutory_due:%m-%d}")
    fee = fee_text(item.fee)
    if fee:
        words.append(fee)
    if decision.provisional:
        words.append("日历未公布，日期暂定")
    return "；".join(words) + "。" if words else "办结时限以通知书为准。"


def _to_yes(decision: Decision, application: Application, item: ServiceItem) -> str:
    """The shortest way to an acceptance, for the citizen standing there."""
    hard = tuple(s.name for s in decision.shortfalls if not s.deferrable)
    soft = tuple(s.name for s in decision.shortfalls if s.deferrable)
    immediate = item.handling is Pace.ON_THE_SPOT and not item.deferral.immediate_allowed
    if not soft or not item.deferral.enabled or immediate or application.discredited:
        return f"交齐{_quoted(hard + soft)}即可受理。"
    sign = "" if application.undertaking_signed else "请申请人签容缺承诺书，按 C 记下，"
    if application.credit_stale and not application.credit_approved_by:
        sign += "本机失信名单太旧，请主管答复，按 Z，"
    if hard:
        return (
            f"交齐{_quoted(hard)}；{_quoted(soft)}可容缺：{sign or '承诺书已签，'}今天就能受理。"
        )
    return f"{sign}今天即可容缺受理；或交齐{_quoted(soft)}。"


def _quoted(names: tuple[str, ...]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:2])
    return shown if len(names) <= 2 else f"{shown}等 {len(names)} 份"


def _day(decision: Decision) -> str:
    if decision.accepted_on:
        return f"受理日 {decision.accepted_on:%m-%d}"
    if decision.outcome is Outcome.RETURNED_FOR_CORRECTION:
        return f"最迟 {decision.notice_due:%m-%d} 告知"
    return "今天告知"
