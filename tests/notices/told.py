"""The everyday facts with every value its own: no two of them may be mistaken for each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from clerk_app.notices.facts import ActFacts, DocumentFacts
from tests.notices.hard import everyday
from tests.notices.samples import CASE

_WITH_CODE = {
    *("receipt", "material_list", "acceptance", "conditional_acceptance"),
    *("correction_receipt", "suspension", "extension", "closure"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def told(kind: str) -> DocumentFacts:
    """The facts the hand-written list is about."""
    facts = _promised(replace(everyday(kind), received_on="2026-02-27"))
    if facts.case_number and facts.agent:
        facts = replace(facts, id_kind="居民身份证", agent_id_masked="110***********0036")
    if facts.accepted_on:
        facts = replace(facts, accepted_on="2026-03-03")
    if kind in {"receipt", "material_list"}:
        facts = put(facts, "papers.0.source", "本人填写")
        facts = put(facts, "papers.2.source", "窗口自制")
        facts = put(facts, "papers.3.source", "驾校")
    if kind in _WITH_CODE:
        facts = replace(facts, query_code="4C7D02B9")
    if kind in {"conditional_acceptance", "undertaking"}:
        facts = replace(facts, make_good_by="2026-03-12", on_expiry="暂停", grace=7)
        facts = put(facts, "papers.4.make_good_by", "2026-03-11")
    if kind == "one_time_notice":
        facts = replace(facts, make_good_by="2026-03-20", on_expiry="暂停", grace=7)
        facts = replace(facts, reasons=facts.reasons[:1])
        facts = replace(facts, notice_before=f"{CASE}-00", notice_before_on="2026-02-28")
        facts = put(facts, "papers.3.basis", "《示例规则甲》第三条")
        facts = put(facts, "papers.4.basis", "《示例规则乙》第四条")
        facts = put(facts, "papers.4.fresh", True)
    if kind == "not_needed":
        facts = replace(facts, act=ActFacts(reason="示例目录已经取消本项许可"))
    if kind in {"guide", "enquiry_notice"}:
        facts = put(facts, "papers.0.source", "本人填写")
    if kind in {"suspension", "extension"}:
        facts = put(facts, "act.suspended_workdays", 8)
    if kind == "denial":
        facts = put(facts, "act.result_on", "2026-03-05")
    if kind == "transfer_slip":
        facts = replace(facts, applicant_phone="138-0000-0001")
    if kind == "delivery_receipt":
        facts = put(facts, "act.proxy_authority", "代办人，授权委托书委3号")
        facts = put(facts, "act.delivered_on", "2026-03-08")
        facts = put(facts, "act.delivered_at", "16:40")
    if kind == "assistance_order":
        facts = replace(facts, issued_at="2026-03-04T10:05:00.000+08:00")
    if kind == "daily_slip":
        facts = put(facts, "day.head", "5B0C77AE")
    if kind == "post_licence_notice":
        facts = replace(facts, applicant="欧阳𬱖", enquiry="", case_number=CASE)
    if kind == "non_acceptance":
        facts = put(facts, "reasons.0.text", "申请事项依法不属于本机关职权范围")
    return facts


def _promised(facts: DocumentFacts) -> DocumentFacts:
    """With what a promise of papers adds to the papers that tell one."""
    if facts.kind == "correction_receipt":
        return replace(facts, on_expiry="暂停", grace=7)
    if facts.kind == "suspension":
        facts = put(facts, "act.paused_since", "2026-02-25")
        facts = put(facts, "act.grace_until", "2026-05-06")
    if facts.kind in {"acceptance", "conditional_acceptance"}:
        return replace(facts, committed=("安全生产制度文本", "停车场地使用证明"))
    return _unkept(facts) if facts.kind == "return" else facts


def _unkept(facts: DocumentFacts) -> DocumentFacts:
    """Of a promise that was not kept, given back after the grace."""
    facts = replace(facts, accepted_on="2026-03-03")
    facts = put(facts, "papers.4.make_good_by", "2026-03-04")
    for name, value in (
        ("cause", "grace_over"),
        ("open", (facts.papers[4].name,)),
        ("grace_until", "2026-03-09"),
        ("no_deferral_until", "2026-09-10"),
        ("reason", "三次电话催告仍没有交来"),
    ):
        facts = put(facts, f"act.{name}", value)
    return facts


def given(facts: Any, path: str) -> Any:
    """A fact by its path: `act.opinions.0` is the first entry of a list of the record `act`."""
    for name in path.split("."):
        facts = facts[int(name)] if name.isdecimal() else getattr(facts, name)
    return facts


def put(facts: Any, path: str, value: Any) -> Any:
    """The facts with one of them changed."""
    name, _, rest = path.partition(".")
    inner = put(given(facts, name), rest, value) if rest else value
    if name.isdecimal():
        return (*facts[: int(name)], inner, *facts[int(name) + 1 :])
    return replace(facts, **{name: inner})


def type_of(value: Any) -> str:
    """day, number or text: only facts of one type can change places."""
    if isinstance(value, int):
        return "number"
    return "day" if _DAY.fullmatch(value) else "text"
