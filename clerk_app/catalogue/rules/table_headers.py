"""The headings halls write over their tables, and the field each one means.

A heading may mean one thing of an item, another of a paper (名称, 备注): both are kept here
and the sheet decides. Words are compared narrow, without blanks, stars or remarks in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from clerk_app.catalogue.model import LimitUnit
from clerk_app.kernel.text import half_width

ITEM_WORDS: Final[dict[str, str]] = {
    "name": "事项名称 名称 服务事项 服务事项名称 政务服务事项 政务服务事项名称 办理事项 "
    "办理事项名称 业务名称 所属事项 所属事项名称 对应事项",
    "code": "事项编码 实施编码 编码 办理项编码 业务办理项编码 实施清单编码 事项代码 所属事项编码 "
    "政务服务事项编码",
    "id": "事项编号 内部编号 事项标识",
    "group": "主项名称 主项 事项大类 主项事项名称",
    "type": "事项类型 权力类型 事项类别 权力类别 职权类型 事项性质",
    "department": "实施主体 部门 责任单位 所属部门 实施部门 实施机构 主管部门 实施主体名称 "
    "责任部门 办理部门 实施单位 部门名称 委办局",
    "level": "行使层级 层级 实施层级 办理层级 行使级别",
    "handling": "办件类型 办理类型",
    "legal_basis": "设定依据 法律依据 实施依据 办理依据 政策依据 依据",
    "legal_limit": "法定时限 法定办结时限 法定期限 法定办理时限",
    "legal_limit_unit": "法定时限单位 法定办结时限单位",
    "promised_limit": "承诺时限 承诺办结时限 承诺期限 承诺办理时限",
    "promised_limit_unit": "承诺时限单位 承诺办结时限单位",
    "limit": "办结时限 办理时限 时限 办理期限",
    "charge": "是否收费",
    "fee_standard": "收费标准 收费金额 收费情况 收费 收费项目及标准 费用",
    "fee_basis": "收费依据",
    "fee_note": "收费说明",
    "materials": "申请材料 申报材料 材料清单 所需材料 提交材料 申请材料清单 办理材料 所需材料清单",
    "materials_complete": "材料是否齐全 材料清单是否完整",
    "conditions": "办理条件 受理条件 申请条件 准予条件 申报条件",
    "flow": "办理流程 流程 办事流程",
    "stages": "办理环节 审批环节 办理步骤",
    "result": "办理结果 审批结果 结果名称 结果 办理结果名称 审批结果名称",
    "delivery": "送达方式 领取方式 结果送达方式 取件方式 结果领取方式",
    "place": "办理地点 办理地址 受理地点 办事地点 窗口地址",
    "hours": "办理时间 办公时间 工作时间 受理时间",
    "phone": "咨询电话 咨询方式 联系电话 咨询联系电话",
    "supervision_phone": "监督电话 投诉电话 监督投诉电话 监督投诉方式 投诉方式",
    "aliases": "别名 俗称 常用叫法 关键词 群众叫法",
    "effective_from": "生效日期 实施日期 启用日期",
    "effective_to": "失效日期 废止日期 停用日期",
    "version": "版本 版本号",
    "sample": "示例事项 是否示例",
    "service_object": "服务对象 办理对象",
    "onsite_visits": "到办事现场次数 到现场次数 跑动次数",
    "cross_regional": "通办范围 跨域通办",
    "deferral.enabled": "是否容缺 容缺 容缺受理 是否容缺受理 可否容缺",
    "deferral.bound_workdays": "容缺天数 容缺期限 补齐时限 补正时限 容缺时限",
    "deferral.before_promised_by": "须早于承诺时限",
    "deferral.on_expiry": "容缺逾期处理 逾期处理",
    "deferral.grace_workdays": "容缺宽限",
    "deferral.block_months": "失信后停用容缺",
    "deferral.immediate_allowed": "即办件可否容缺",
    "deferral.clock_starts": "容缺时限起算",
}
PAPER_WORDS: Final[dict[str, str]] = {
    "name": "材料名称 申请材料 申请材料名称 申报材料 申报材料名称 提交材料 所需材料 "
    "提交材料名称 名称",
    "necessity": "必要性 材料必要性 是否必要 必要性描述 是否必需 是否必须",
    "form": "材料形式 形式 材料形式要求 原件或复印件",
    "copies": "份数 材料份数 纸质份数 数量 纸质材料份数",
    "originals": "原件份数 原件数量 原件数",
    "photocopies": "复印件份数 复印件数量 复印件数",
    "keep": "收取方式 收取或核验 收取核验 核验方式 收取/核验",
    "source_channel": "来源渠道 材料来源 来源 材料来源渠道",
    "applies_when": "适用情形 办理情形 情形 情形说明 适用情况",
    "deferrable": "是否容缺 容缺 可否容缺 是否可容缺 容缺受理 是否容缺受理",
    "defer_workdays": "容缺天数 补齐时限 补正时限 容缺时限 容缺期限",
    "standard": "受理标准 审查要点 材料要求 受理要点 审查标准",
    "how_to_get": "获取方式 取得方式 如何取得 获取途径",
    "party": "提交人 提交主体 由谁提交",
    "faults": "常见问题 常见错误 常见错误示例 常见问题示例",
    "note": "填报须知 备注 说明 填写须知",
    "basis": "要求提供的依据 要求提供材料的依据 材料依据",
    "blank_form": "空白表格 空表下载",
    "filled_sample": "示例样表 样表 示范文本",
    "paper_size": "纸张规格 纸张大小 材料规格",
    "valid_days": "材料有效期 有效天数",
    "shared_as": "材料标记 同一材料标记",
}
SITUATION_WORDS: Final[dict[str, str]] = {
    "key": "情形编号 情形编码 问题编号 情形标识",
    "question": "问题 情形问题 询问 情形 询问内容 办理情形",
    "help": "问题说明 提示",
    "value": "选项 回答 答案 可选答案 选项名称",
    "label": "选项说明 选项文字",
    "adds": "需要材料 增加材料 需补充材料 所需材料 对应材料",
    "removes": "不需要材料 减少材料 免交材料 免提交材料",
    "asks": "追问 下一问 后续问题",
}
SKIPPED: Final = frozenset({"序号", "行号", "no", "no."})
"""Headings that only number the lines of the table."""

_REMARK = re.compile(r"[(\[【（][^()\[\]【】（）]*[)\]】）]")
_TRIM = "*※★☆:：·.、"


def _turned(words: dict[str, str]) -> dict[str, str]:
    said = {word: field for field, text in words.items() for word in text.split()}
    return said | {field: field for field in words}


_ITEM, _PAPER, _SITUATION = map(_turned, (ITEM_WORDS, PAPER_WORDS, SITUATION_WORDS))


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: as written, and what it means of an item, a paper, a situation ("": no).

    `unit` is a unit it gives to bare numbers below it.
    """

    text: str
    item: str = ""
    paper: str = ""
    situation: str = ""
    skipped: bool = False
    unit: LimitUnit | None = None

    @property
    def known(self) -> bool:
        """Whether it means anything at all."""
        return bool(self.item or self.paper or self.situation or self.skipped)


def heading(text: str) -> Heading:
    """Read one heading.

    >>> heading("＊事项 名称（必填）").item, heading("法定时限（工作日）").unit
    ('name', <LimitUnit.WORKDAY: '工作日'>)
    """
    narrow = "".join(half_width(text).split())
    bare = _REMARK.sub("", narrow).strip(_TRIM)
    unit = None
    if "工作日" in narrow:
        unit = LimitUnit.WORKDAY
    elif re.search(r"[(（](?:自然日|天|日)[)）]", narrow):
        unit = LimitUnit.DAY
    shown = " ".join(text.split())[:100]
    for word in (narrow.strip(_TRIM).lower(), bare.lower()):
        means = _ITEM.get(word, ""), _PAPER.get(word, ""), _SITUATION.get(word, "")
        skipped = word in SKIPPED
        if any(means) or skipped:
            return Heading(shown, *means, skipped=skipped, unit=unit)
    return Heading(shown, unit=unit)
