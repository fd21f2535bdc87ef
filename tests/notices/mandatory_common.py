"""What the hand-written lists of mandatory facts have in common: the values of `told.told`."""

from __future__ import annotations

CASE = "51160200012600000176"
HALL = "青禾县政务服务中心"
BODY = "青禾县交通运输局"
TWO = "一式两份：申请人一份，窗口存档一份"
ITEM = "道路货物运输经营许可（普通货运）"
PAPER_4 = "聘用或者拟聘用驾驶员的机动车驾驶证、从业资格证及其复印件"
PAPER_5 = "车辆照片（右前方45°，彩色）"
EDITION = "救济文字第2版（2026年11月28日）"

NUMBERS = (f"办件编号{CASE}", f"文书编号{CASE}-01")
CONTACT = (
    "办理窗口：03号综合窗口",
    "经办人：林晓穗",
    "窗口电话：0000-6612305",
    "监督电话：12345",
)
PARTY = (
    "申请人欧阳𬱖",
    "居民身份证110***********002X",
    "代办人令狐㛃䶮（110***********0036）",
    f"承办机关{BODY}",
    f"申请事项{ITEM}",
    "事项编码511602-0118-001，版本2026-01",
    "办理情形企业；委托代办；拟投入车辆2辆",
    "办理依据《中华人民共和国道路运输条例》",
)
COMMON = (*NUMBERS, *PARTY, "收件日期2026年2月27日", *CONTACT, TWO)
"""编号, 申请人, 事项, 申请日期, 依据, 电话, 份数去向: what any paper of a case carries."""
FOOT = "未盖章无效…存证码9F3A61C2第1页共"
SIGNED = "经办人申请人签收日期"


def sealed(day: str, body: str = BODY) -> str:
    """署名 and 日期 on the place of the seal."""
    return f"（盖章）{body}{day}"


REMEDIES = (
    "自收到…之日起60日内…申请行政复议",
    "六个月内…人民法院…提起行政诉讼",
    EDITION,
)
