"""A made-up catalogue of any size for `tools.bench_search`, and what clerks type to find in it.

Names are combined from words of service items, as halls combine them (scope, object, action,
variant in brackets); codes have the shape of real ones: item, area, USCC of the body, serial.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

OBJECTS = """
食品生产 食品经营 小作坊登记 餐饮服务 药品零售 医疗器械经营 化妆品生产 特种设备使用 计量器具
广告发布 公共场所卫生 饮用水卫生 放射诊疗 医疗机构执业 护士执业 医师执业 母婴保健服务 预防接种
生育登记 献血 养老保险 医疗保险 失业保险 工伤保险 生育保险 社会保障卡 灵活就业参保 退休待遇
就业登记 劳务派遣 人才引进 职业介绍 住房公积金提取 住房公积金贷款 公共租赁住房 不动产登记
抵押权登记 宅基地使用 土地承包经营 建设用地 建设工程规划 建筑施工 商品房预售 物业服务 燃气经营
供水报装 用电报装 污水排入管网 道路占用 户外广告设置 建筑垃圾处置 客运经营 货运经营 出租车经营
网约车驾驶员 机动车维修 驾驶员培训 船舶营运 取水 河道采砂 水土保持 林木采伐 木材运输 植物检疫
动物防疫 兽药经营 种子生产 农药经营 渔业捕捞 农机驾驶 农民合作社 家庭农场 粮食收购 个体工商户
有限责任公司 股份公司 合伙企业 外商投资企业 社会团体 民办非企业单位 基金会 慈善组织 宗教活动场所
民办学校 幼儿园 教师资格 校车使用 校外培训 助学贷款 学籍 结婚登记 离婚登记 收养登记 最低生活保障
特困供养 临时救助 孤儿救助 高龄津贴 残疾人证 残疾人补贴 康复救助 公墓建设 养老机构 优抚对象
退役士兵安置 烈士褒扬 户口迁移 出生登记 居民身份证 居住证 护照 港澳通行证 机动车登记 驾驶证
爆破作业 烟花爆竹 危险化学品 大型活动 旅馆业 公章刻制 典当业 保安服务 养犬登记 网吧经营
营业性演出 娱乐场所 电影放映 出版物零售 印刷经营 文物修缮 体育项目经营 导游执业 旅行社设立
律师执业 法律援助 公证执业 司法鉴定 人民调解 固定资产投资 节能审查 价格认定 成品油零售 酒类批发
烟草零售 对外贸易 拍卖经营 会计代理 矿产开采 地质勘查 测绘资质 地图审核 排污许可 辐射安全
危险废物经营 环境影响评价 入河排污口 防雷装置 升放气球 消防验收 人防工程 地震评价 档案利用
重大项目 行业协会
""".split()  # noqa: SIM905
ACTIONS = """
许可 核准 登记 备案 审批 认定 确认 给付 申领 发放 缴费 变更 审核 认证 核发 补贴 年检 注销 延续
查询 证明开具 转移接续 待遇核定 补助 奖励 裁决 检查 公示 调解 报告
""".split()  # noqa: SIM905
VARIANTS = """
新办 变更 延续 补办 换发 注销 遗失补领 首次申请 年审 法定代表人变更 地址变更 名称变更 范围变更
个人 单位 设立 增项 减项 告知承诺 简易程序 委托代办 市级 县级 乡镇 村级 线上 窗口 加急
""".split()  # noqa: SIM905
SCOPES = """
小型 个人 单位 跨省 省内 农村 城镇 企业 非营利性 外籍人员 港澳台居民 军人 残疾人 老年人 未成年人
临时 流动人口 重点 区属 长期 省级 市属
""".split()  # noqa: SIM905
DEPARTMENTS = """
市场监管局 人社局 医保局 民政局 卫健委 住建局 自然资源局 公安局 教育局 农业农村局 林草局 水利局
交通运输局 文旅局 生态环境局 税务局 残联 司法局 发改委 应急管理局 气象局 烟草局 城管局 档案局
""".split()  # noqa: SIM905
TYPES = ("行政许可", "行政确认", "行政给付", "行政奖励", "其他行政权力", "公共服务")


@dataclass(frozen=True, slots=True)
class Item:
    """One made-up item; `syllables` are those of the name without its brackets."""

    code: str
    name: str
    syllables: tuple[str, ...]
    department: str
    type: str

    @property
    def initials(self) -> str:
        """The first letters."""
        return "".join(syllable[0] for syllable in self.syllables)

    @property
    def pinyin(self) -> str:
        """All letters."""
        return "".join(self.syllables)


@cache
def _syllables(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(syllable.replace("v", "u") for syllable in lazy_pinyin(word))


def items(count: int) -> list[Item]:
    """`count` items with different names and codes, the same ones at every run."""
    dice = random.Random(20_260_301)  # noqa: S311  nothing secret
    seen: set[str] = set()
    made: list[Item] = []
    while len(made) < count:
        words = [dice.choice(OBJECTS)]
        if dice.random() < 0.5:
            words.insert(0, dice.choice(SCOPES))
        if dice.random() < 0.35:
            words += ["及", dice.choice(OBJECTS)]
        words.append(dice.choice(ACTIONS))
        variant = dice.choice(VARIANTS) if dice.random() < 0.85 else ""
        area = f"{dice.randrange(110100, 659000)}000000"
        name = "".join(words) + (f"（{variant}）" if variant else "")
        if name in seen:
            if dice.random() < 0.5:
                continue
            name = f"{name}{area[:4]}"  # the same item of another place
            if name in seen:
                continue
        seen.add(name)
        syllables: tuple[str, ...] = sum(
            (_syllables(word) for word in [*words, variant] if word), ()
        )
        syllables += tuple(name[-4:]) if name[-1].isdigit() else ()
        department = dice.randrange(len(DEPARTMENTS))
        body = f"115116020{department:02d}87781{dice.randrange(10)}N"
        serial = f"511{dice.choice('ABCYZ0123')}{len(made) * 7919 % 10**8:08d}"
        code = f"{serial}-{area}-000-{body}-{dice.randrange(1, 5)}-00"
        made.append(Item(code, name, syllables, DEPARTMENTS[department], dice.choice(TYPES)))
    return made


MISSES = ("龘", "食经许", "量子", "zzq", "yyyqqx", "999999999999", "许可 龘", "spjyxkq", "biangx")


def keystrokes(catalogue: list[Item], targets: int) -> list[tuple[str, str]]:
    """(kind, text) for every key pressed on the way to `targets` items of each kind."""
    dice = random.Random(7)  # noqa: S311  nothing secret
    pressed: list[tuple[str, str]] = []
    for _ in range(targets):
        hanzi, first, full, code, two = (dice.choice(catalogue) for _ in range(5))
        plain = hanzi.name.split("（")[0]
        start = dice.randrange(max(1, len(plain) - 4)) if dice.random() < 0.5 else 0
        pressed += _growing("hanzi", plain[start : start + 5], 1)
        pressed += _growing("initials", first.initials[:7], 1)
        pressed += _growing("pinyin", full.pinyin[:14], 2)
        pressed += _growing("code", code.code[:12].lower(), 3)
        half = two.name[:2] if dice.random() < 0.5 else two.initials[:2]
        tail = two.name.rstrip("）0123456789").split("（")[0][-2:]
        pressed += [("mixed", f"{half} {tail[:n]}") for n in (1, 2)]
        pressed += [("mixed", two.name[:2] + two.initials[2:n]) for n in (3, 4)]
    pressed += [("miss", text) for text in MISSES] * max(1, targets // 12)
    dice.shuffle(pressed)
    return pressed


def _growing(kind: str, text: str, least: int) -> Iterator[tuple[str, str]]:
    return ((kind, text[:length]) for length in range(least, len(text) + 1))
