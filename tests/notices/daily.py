"""Facts of the papers of the hall's daily work, made up; the hardest ones too."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.facts import (
    CountLine,
    DayFacts,
    DocumentFacts,
    OrderFacts,
    ReminderFacts,
    TicketFacts,
)
from tests.notices.later import LONG_ITEM, LONG_NAME
from tests.notices.samples import BASE, CASE, COUNTED

_OWN = {
    "reminder": {
        "reminder": ReminderFacts(
            step="现场核查",
            whose="青禾县交通运输局运输科",
            due_on="2026-03-09",
            late=3,
            asked="完成现场核查并上传核查记录",
            answer_by="2026-03-16",
        )
    },
    "assistance_order": {
        "order": OrderFacts(
            helper="苏禾",
            taken_on="2026-03-02",
            service="填表和网上申报",
            authority="授权委托书 委3号，权限：代办申请，2026年3月2日至2026年4月1日",
            steps=("2026年3月2日 林晓穗：帮助填写申请表", "2026年3月3日 苏禾：网上提交"),
            result="已受理",
        )
    },
    "daily_slip": {
        "day": DayFacts(
            on="2026-03-02",
            counts=(CountLine("受理", 12), CountLine("一次性告知", 3), CountLine("办结", 9)),
            first_number=CASE,
            last_number="51160200012600002310",
            voided=("51160200012600000564",),
            reprints=2,
            events=187,
            head="9F3A61C2",
        )
    },
    "ticket": {
        "ticket": TicketFacts(
            number="A038",
            business="企业准营 · 综合窗口",
            ahead="9",
            zone="东区",
            windows="03–07",
            taken_at="3月2日 10:41",
            wait="20–35 分钟",
            mark="预约优先",
            closes_at="12:00",
            calls_again=2,
        )
    },
}


def daily(kind: str) -> DocumentFacts:
    """Plausible facts for any of the papers of the daily work."""
    facts = replace(BASE, kind=kind, **_OWN.get(kind, {}))  # type: ignore[arg-type]
    if kind == "material_list":
        return replace(facts, papers=COUNTED, notice_due="2026-03-09")
    if kind == "daily_slip":
        return replace(facts, case_number="", number="RQ-0001-20260302", query="")
    if kind == "ticket":
        content = "https://hall.example/q/7f3a9c2e51d04b68"
        return replace(facts, case_number="", number="A038", query=content)
    return replace(facts, papers=())


def hardest(kind: str) -> DocumentFacts:
    """Long names, sixty papers, a reason of 4,000 characters, markup, rare characters."""
    facts = replace(
        daily(kind),
        applicant=LONG_NAME[:25],
        item_name=LONG_ITEM,
        department="示例市自然资源和规划局（示例市海洋局、示例市林业和草原局合署办公）",
        sample=True,
    )
    words = "请核对{reason}<b>并</b>答复𬱖䶮；" * 200
    if facts.reminder:
        return replace(facts, reminder=replace(facts.reminder, asked=words, whose=LONG_ITEM))
    if facts.order:
        steps = tuple(f"2026年3月{n % 28 + 1}日 {LONG_NAME}：{LONG_ITEM}" for n in range(30))
        return replace(facts, order=replace(facts.order, helper=LONG_NAME, steps=steps))
    if facts.day:
        counts = tuple(CountLine(f"第{n}类办理{LONG_ITEM[:n]}", n * 37) for n in range(1, 40))
        voided = tuple(f"5116020001260000{n:04d}" for n in range(40))
        return replace(facts, day=replace(facts.day, counts=counts, voided=voided))
    if facts.ticket:
        hard = replace(facts.ticket, number="YX1038", business=LONG_ITEM, windows="03–07、12、15")
        return replace(facts, ticket=hard, hall="示例市政务服务中心新城分中心（市民之家）")
    papers = tuple(
        replace(COUNTED[n % 5], name=f"第{n + 1}份{'<i>{phone}</i>𠀂' * (n % 9 == 0)}材料")
        for n in range(60)
    )
    return replace(facts, papers=papers)
