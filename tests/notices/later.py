"""Facts of papers of the later life of a case, made up; the hardest ones too."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.facts import WITHDRAWN, ActFacts, DocumentFacts, PaperLine, Reason
from tests.notices.samples import BASE, PAPERS

ACCEPTED = replace(
    BASE,
    papers=(),
    accepted_on="2026-03-02",
    promised_due="2026-03-09",
    statutory_due="2026-03-30",
    delivery="窗口领取或者免费邮寄",
    issued_at="2026-03-04T10:05:00.000+08:00",
)
_MOVED = ActFacts(
    on="2026-03-04",
    old_promised_due="2026-03-09",
    old_statutory_due="2026-03-30",
)
_ACTS = {
    "suspension": replace(
        _MOVED,
        special_kind="检验",
        reason="需要对拟投入的车辆抽样检验",
        basis="《示例运输办法》第五条",
        length="抽样3个工作日，出具报告7个工作日",
        days=10,
        from_on="2026-03-05",
        until_on="2026-03-18",
        new_promised_due="2026-03-23",
        new_statutory_due="2026-04-14",
        approver="赵示例",
    ),
    "extension": replace(
        _MOVED,
        reason="车辆技术档案需要向外省核实，核实结果尚未寄回",
        approver="李示例",
        extension_workdays=10,
        new_promised_due="2026-03-23",
        new_statutory_due="2026-04-14",
    ),
    "denial": ActFacts(
        on="2026-03-04",
        approver="李示例",
        result_number="青交许决〔2026〕7号",
        result_on="2026-03-04",
        opinions=("运输管理股：拟投入车辆的技术等级未达到要求", "法制股：同意不予许可"),
    ),
    "closure": ActFacts(
        on="2026-03-06",
        approver="李示例",
        result_name="道路运输经营许可证",
        result_number="青交运许0000176号",
        result_on="2026-03-05",
        valid_until="2030-03-04",
        suspended_workdays=10,
        extension_workdays=5,
        opinions=("运输管理股：符合条件，同意发证",),
    ),
    "delivery_receipt": ActFacts(
        on="2026-03-09",
        result_name="道路运输经营许可证",
        result_number="青交运许0000176号",
        result_on="2026-03-05",
        delivered_on="2026-03-09",
        place="青禾县示例镇示例路1号",
        method="邮寄（EMS）",
        waybill="EX000000176CN",
        recipient="欧阳示例",
        recipient_id_masked="110***********0011",
        proxy_reason="受送达人外出，由同住的成年家属代收",
        deliverer="张测试",
    ),
    "return": ActFacts(
        on="2026-03-10",
        reason="在告知的期限内没有补正，视为放弃申请",
        back=("道路货物运输经营申请表", "经办人身份证明和授权委托书"),
    ),
    "commitment": ActFacts(
        on="2026-03-02",
        basis="《示例告知承诺办法》第二条",
        check_on="2026-06-01",
        result_name="道路运输经营许可证",
        open=("停车场地使用证明",),
        commitments=("停车场地面积不少于拟投入车辆所需面积", "三十日内完成驾驶员岗前培训"),
    ),
    "correction_receipt": ActFacts(
        on="2026-03-06",
        supplied=(PAPERS[3].name,),
        open=(PAPERS[4].name,),
    ),
    "dual_notice": ActFacts(
        on="2026-03-02",
        approver="李示例",
        reason="拟投入的车辆没有取得技术等级评定",
        open=("道路运输车辆技术等级评定表",),
        target="青禾县机动车综合性能检测站",
    ),
    "transfer_slip": ActFacts(
        on="2026-03-03",
        method="邮寄",
        waybill="EX000000176CN",
        target="示例市交通运输局",
        sent=(PAPERS[0].name, PAPERS[3].name),
    ),
}
_DENIED = Reason("not_qualified", "《示例运输条例》第二十二条", "车辆技术等级未达到规定要求")
RETURNED = replace(BASE, make_good_by="2026-03-20", on_expiry="退件", papers=PAPERS)


def later(kind: str) -> DocumentFacts:
    """Plausible facts for any kind of `LATER`."""
    facts = {
        "denial": replace(ACCEPTED, reasons=(_DENIED,)),
        "return": RETURNED,
        "correction_receipt": RETURNED,
        "transfer_slip": RETURNED,
        "commitment": replace(
            BASE, papers=(), conditions="有符合要求的车辆。\n有停车场地。\n有驾驶员。"
        ),
        "dual_notice": replace(BASE, papers=()),
    }.get(kind, ACCEPTED)
    act = _ACTS[kind]
    return replace(facts, kind=kind, act=act, issued_at=f"{act.on}T10:05:00.000+08:00")


def other(kind: str) -> DocumentFacts:
    """The same of an item that is no 行政许可 and names no licence."""
    return replace(later(kind), item_type="公共服务", item_name="老年人意外伤害保险补贴发放")


def withdrawn() -> DocumentFacts:
    """退件单 of a case its applicant takes back."""
    act = ActFacts(on="2026-03-05", back=("道路货物运输经营申请表",))
    reasons = (Reason(WITHDRAWN, "", "申请人撤回"),)
    return replace(later("return"), reasons=reasons, act=act)


def all_in() -> DocumentFacts:
    """补正回执 after the last listed paper arrived."""
    act = ActFacts(on="2026-03-06", supplied=(PAPERS[3].name, PAPERS[4].name))
    ready = tuple(replace(p, state="in_order", fault="", copies_in=2) for p in PAPERS)
    return replace(
        later("correction_receipt"),
        accepted_on="2026-03-06",
        promised_due="2026-03-13",
        statutory_due="2026-04-03",
        papers=ready,
        act=act,
    )


LONG_ITEM = (
    "<b>示例{item_name}𬱖䶮</b>在城镇国有土地上进行建设以及对建筑物构筑物道路管线和其他工程设施"
    "实施改建扩建所需许可的核发（含临时建设、市政交通项目、历史文化街区保护范围内的修缮和立面改造）"
    "【跨区域通办】&amp;{}§10"
)
LONG_NAME = "阿卜杜热依木·㛃䶮𬱖𫖯𠅤" * 3


def hardest(kind: str) -> DocumentFacts:
    """A name of 110 characters, long names, 40 papers, rare characters, markup, braces."""
    many = tuple(f"第{n}份{'<i>{phone}</i>𠀂' * (n % 9 == 0)}材料" for n in range(1, 41))
    words = "情况{reason}复杂，需要向外省核实并组织实地查看；" * 12 + "待核实"
    said = later(kind).act or ActFacts()
    act = replace(
        said,
        reason=said.reason and words,
        basis=said.basis and words,
        place=said.place and f"{LONG_ITEM}1号",
        proxy_reason=said.proxy_reason and words,
        length=said.length and words,
        approver=said.approver and LONG_NAME,
        recipient=said.recipient and LONG_NAME,
        deliverer=said.deliverer and LONG_NAME,
        result_name=said.result_name and f"{LONG_ITEM}许可证",
        result_number=said.result_number and "示例许字〔2026〕第" + "0123456789" * 4 + "号",
        waybill=said.waybill and "EX" + "0" * 30 + "CN",
        method=said.method and "邮寄（特快专递，收件人付费，保价）",
        target=said.target and LONG_ITEM,
        back=said.back and many,
        supplied=said.supplied and many,
        sent=said.sent and many,
        open=said.open and many,
        opinions=said.opinions and (words, *many),
        commitments=said.commitments and (words, *many),
    )
    return replace(
        later(kind),
        item_name=LONG_ITEM,
        applicant=LONG_NAME,
        agent=LONG_NAME,
        department="示例市自然资源和规划局（示例市海洋局、示例市林业和草原局合署办公）",
        situation="是否" + "在历史文化街区保护范围内" * 4 + "？否",
        sample=True,
        provisional=("promised_due", "statutory_due", "make_good_by"),
        act=act,
    )


def lined(paper: PaperLine) -> DocumentFacts:
    """补正回执 with one paper wanting."""
    facts = later("correction_receipt")
    return replace(facts, papers=(paper,), act=ActFacts(on="2026-03-06", open=(paper.name,)))
