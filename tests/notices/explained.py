"""Facts of papers that explain an item, made up; the hardest ones too."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.facts import (
    DocumentFacts,
    FeeLine,
    FollowUpLine,
    PaperLine,
    Question,
)

ENQUIRY = "ZX51160200012600000177"
PAPERS = (
    PaperLine(
        "食品经营许可申请书",
        necessity="必要",
        originals=1,
        due="原件1份",
        keep="收取",
        source="申请人自备",
        how_to_get="窗口免费领取，不会填写的由窗口人员帮助填写",
        standard="经营项目、经营场所填写完整，由经营者签名",
        blank_form="窗口和大厅网站",
        sample="大厅填单台",
    ),
    PaperLine(
        "营业执照",
        necessity="必要",
        form="核对原件",
        originals=1,
        due="原件1份",
        keep="核验",
        source="政府部门核发（可通过数据共享核验）",
        standard="登记状态为存续",
        basis="《示例办法》第三条",
    ),
    PaperLine(
        "主要设备设施清单",
        necessity="容缺后补",
        originals=1,
        due="原件1份",
        keep="收取",
        deferrable=True,
        defer_workdays=5,
    ),
    PaperLine("店面照片", necessity="非必要", copies=2, due="2份", keep="收取", optional=True),
    PaperLine("授权委托书", originals=1, due="原件1份", keep="收取", of_agent=True),
)
BASE = DocumentFacts(
    kind="guide",
    number="3f9a1c2e",
    hall="青禾县政务服务中心",
    window="3 号窗口",
    clerk="林晓穗",
    phone="0000-6612305",
    supervision_phone="12345",
    department="青禾县市场监督管理局",
    item_name="食品经营许可（新办）",
    item_code="SL-0001",
    item_version="2026-01",
    item_hash="3f9a1c2e" + "0" * 56,
    item_type="行政许可",
    handling="承诺件",
    level="县级",
    effective_from="2026-01-01",
    effective_to="2026-12-31",
    situation="是否委托他人代办？是",
    legal_basis=("《中华人民共和国食品安全法》第三十五条",),
    conditions="已取得营业执照等主体资格。\n有与经营品种相适应的场所和设备。",
    quantity_limit="无",
    papers=PAPERS,
    questions=(
        Question(
            "是否经营散装熟食？",
            ("答“是”：另交《操作流程图》（原件1份）；并回答第2题。", "答“否”：材料不变。"),
        ),
        Question(
            "是否现场制作？",
            ("答“是”：另交《健康证明》（复印件1份）。", "答“否”：材料不变。"),
            "“是否经营散装熟食？”答“是”",
        ),
    ),
    stages=("收件", "受理", "现场核查", "决定", "送达"),
    flow="现场核查由两名以上工作人员进行。",
    promised_text="8 个工作日",
    statutory_text="20 个工作日",
    other_limits=("承诺办结时限（网上）：5 个工作日",),
    special_procedures=("检验（抽样检验），所需时间：7 个工作日，依据：《示例办法》第五条",),
    fee="收费",
    fee_note="见收费标准",
    fees=(FeeLine("证书工本费", "10 元/本", "《示例收费办法》第二条", "低保户免收"),),
    result="食品经营许可证",
    delivery="窗口领取、邮寄",
    follow_ups=(
        FollowUpLine("户外广告登记", department="青禾县城市管理局", basis="《示例条例》第九条"),
        FollowUpLine(
            "酒类流通备案", "JL-01", "青禾县商务局", "从事酒类批发", "《示例办法》第七条", "网上办"
        ),
    ),
    channels="窗口、网上",
    place="青禾县政务服务中心一楼东厅 3 号窗口",
    hours="工作日 9:00—12:00，13:30—17:30",
    issued_at="2026-03-02T10:05:00.000+08:00",
)

HARD_NAME = (
    "<b>示例{item_name}𬱖䶮</b>在城镇国有土地上进行建设以及对建筑物构筑物道路管线和其他工程设施"
    "实施改建扩建所需许可的核发（含临时建设、市政交通项目、历史文化街区保护范围内的修缮和立面改造"
    "以及地下空间的开发利用）【跨区域通办】&amp;{}§10"
)


def explained(kind: str) -> DocumentFacts:
    """Plausible facts for any kind that explains an item."""
    if kind == "guide":
        return BASE
    facts = replace(
        BASE,
        kind=kind,
        number=f"{ENQUIRY}-01",
        enquiry=ENQUIRY,
        way="窗口",
        query=f"hall:511602001000:{ENQUIRY}",
    )
    return replace(facts, enterprise="从事酒类批发") if kind == "post_licence_notice" else facts


def hardest(kind: str) -> DocumentFacts:
    """A name of 122 characters, 60 papers, rare characters, markup, braces."""
    many = tuple(
        replace(
            PAPERS[n % 5],
            name=f"第{n + 1}份 {PAPERS[n % 5].name}" + "（<i>𬱖䶮</i> {phone}）" * (n % 7 == 0),
            standard="在有效期内，每一页都要盖章并且由法定代表人签名" * (1 + n % 3),
        )
        for n in range(60)
    )
    long = FollowUpLine(
        HARD_NAME, "GB-" + "9" * 31, "示例部门" * 8, "从事" + "某种" * 20, "依据" * 40
    )
    return replace(
        explained(kind),
        item_name=HARD_NAME,
        papers=many,
        department="示例市自然资源和规划局（示例市海洋局、示例市林业和草原局合署办公）",
        situation="是否" + "在历史文化街区保护范围内" * 4 + "？否",
        conditions="条件{conditions}<br>；" * 12,
        follow_ups=(long, *BASE.follow_ups),
        fees=tuple(FeeLine(f"第{n}项费用", "1,000 元/平方米", "《示例》" * 6) for n in range(5)),
        promised_note="仅限材料齐全、无需现场核查的情形" * 2,
        sample=True,
    )
