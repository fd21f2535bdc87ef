"""Facts for papers, made up; no real persons, halls or items."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.facts import DocumentFacts, FeeLine, PaperLine, Reason

CASE = "51160200012600000176"
ACT = "《中华人民共和国行政许可法》第三十二条第一款"

PAPERS = (
    PaperLine(
        name="道路货物运输经营申请表",
        necessity="必要",
        originals=1,
        copies_in=1,
        keep="收取",
        state="in_order",
    ),
    PaperLine(name="营业执照", necessity="必要", copies=1, keep="核验", state="waived_shared"),
    PaperLine(
        name="经办人身份证明和授权委托书",
        necessity="必要",
        originals=1,
        copies_in=1,
        keep="收取",
        state="corrected_on_the_spot",
        correction="补写委托期限",
    ),
    PaperLine(
        name="聘用或者拟聘用驾驶员的机动车驾驶证、从业资格证及其复印件",
        necessity="必要",
        originals=1,
        copies=2,
        copies_in=2,
        keep="核验",
        state="defective",
        fault="从业资格证复印件已过有效期",
        standard="复印件2份，注明“与原件一致”；原件当场核验，须在有效期内",
        how_to_get="驾驶员本人提供；证件遗失的，到发证机关补办",
    ),
    PaperLine(
        name="车辆照片（右前方45°，彩色）",
        necessity="容缺后补",
        originals=2,
        keep="收取",
        state="missing",
        standard="近3个月拍摄，号牌清晰，五寸2张或者电子版",
        how_to_get="自行拍摄；可在大厅自助机免费打印",
        deferrable=True,
        make_good_by="2026-03-09",
    ),
)

COUNTED = tuple(
    replace(paper, pages=pages, source=source)
    for paper, pages, source in zip(
        PAPERS, (4, 0, 2, 6, 0), ("申请人", "证照库", "申请人", "申请人", ""), strict=True
    )
)
"""The same with the pages of each and where it comes from."""

BASE = DocumentFacts(
    kind="acceptance",
    number=f"{CASE}-01",
    case_number=CASE,
    hall="青禾县政务服务中心",
    window="03号综合窗口",
    clerk="林晓穗",
    phone="0000-6612305",
    supervision_phone="12345",
    department="青禾县交通运输局",
    item_name="道路货物运输经营许可（普通货运）",
    item_type="行政许可",
    item_code="511602-0118-001",
    item_version="2026-01",
    situation="企业；委托代办；拟投入车辆2辆",
    legal_basis=("《中华人民共和国道路运输条例》",),
    applicant="欧阳𬱖",
    id_masked="110***********002X",
    agent="令狐㛃䶮",
    received_on="2026-03-02",
    papers=PAPERS,
    issued_at="2026-03-02T10:05:00.000+08:00",
    query="wc:7f3a9c2e51d04b68",
)


def of_kind(kind: str) -> DocumentFacts:
    """Plausible facts for any kind in the registry."""
    ready = tuple(replace(p, state="in_order", copies_in=1, fault="") for p in PAPERS)
    deferred = tuple(
        replace(p, state="in_order", copies_in=3, fault="") if p.state == "defective" else p
        for p in PAPERS
    )
    dated = replace(
        BASE,
        accepted_on="2026-03-02",
        promised_due="2026-03-09",
        statutory_due="2026-03-30",
        fee="不收费",
        delivery="窗口领取或者免费邮寄",
    )
    conditional = replace(dated, papers=deferred, make_good_by="2026-03-09", on_expiry="退件")
    facts = {
        "receipt": replace(BASE, papers=COUNTED, notice_due="2026-03-09"),
        "acceptance": replace(
            dated,
            papers=ready,
            fee="10 元/证",
            fees=(FeeLine("证书工本费", "10 元/证", "《示例收费办法》第三条"),),
            special_procedures=(
                "检验（车辆检验），所需时间：12个工作日，依据：《示例办法》第五条",
            ),
            reasons=(Reason("complete", f"{ACT}第（五）项", "申请材料齐全、符合法定形式"),),
        ),
        "one_time_notice": replace(
            BASE,
            notice_due="2026-03-09",
            reasons=(
                Reason("defective", f"{ACT}第（四）项", "申请材料不符合法定形式"),
                Reason("deferrable_missing", f"{ACT}第（四）项", "可容缺的材料未交"),
            ),
        ),
        "conditional_acceptance": conditional,
        "undertaking": conditional,
        "non_acceptance": replace(
            BASE,
            papers=(),
            target_agency="青禾县市场监督管理局",
            reasons=(
                Reason(
                    "not_competent",
                    f"{ACT}第（二）项",
                    "申请事项依法不属于本机关职权范围，请向青禾县市场监督管理局申请",
                ),
            ),
        ),
        "not_needed": replace(
            BASE,
            papers=(),
            reasons=(Reason("not_needed", f"{ACT}第（一）项", "申请事项依法不需要取得行政许可"),),
        ),
    }
    return replace(facts[kind], kind=kind)
