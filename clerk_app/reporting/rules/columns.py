"""The tables of the national exchange library that hold a case, column by column.

Names, lengths, what each column means and which may not be empty are facts about that library.
The order is that in which a clerk types a case; the columns of the upload come last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ACCEPT, MATERIAL, PROCESS = "up_pro_accept", "up_pro_material", "up_pro_process"
SPECIAL, RESULT = "up_pro_special_procedure", "up_pro_result"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `most` is its longest text in code points, 0 where none is known; `codes`
    names the table its words are looked up in."""

    name: str
    label: str
    most: int = 0
    required: bool = False
    codes: str = ""
    whole: bool = False
    moment: bool = False


def _must(
    name: str,
    label: str,
    most: int = 0,
    *,
    codes: str = "",
    whole: bool = False,
    moment: bool = False,
) -> Column:
    return Column(name, label, most, required=True, codes=codes, whole=whole, moment=moment)


_PROJECT = _must("project_no", "办件编号", 50)
_UPLOAD = (
    _must("row_guid", "记录唯一标识", 50),
    _must("cd_operation", "同步类型", 2),
    _must("cd_time", "同步时间", moment=True),
    _must("cd_batch", "批次号", 32),
    _must("data_source", "数据来源", 3),
)
UPLOAD: frozenset[str] = frozenset(column.name for column in _UPLOAD)
"""Columns of the upload itself: nobody types them."""

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    ACCEPT: (
        _PROJECT,
        _must("task_name", "事项名称", 1000),
        _must("task_code", "实施编码", 36),
        Column("local_task_code", "地方实施编码", 50),
        Column("task_handle_item", "业务办理项编码", 50),
        _must("catalog_code", "基本编码", 12),
        Column("local_catalog_code", "地方基本编码", 50),
        _must("task_version", "事项版本", whole=True),
        _must("project_type", "办理类型", 2, codes="project_type"),
        _must("apply_type", "申请类型", 2, codes="apply_type"),
        _must("applyer_type", "申请人类型", 2, codes="applicant_type"),
        _must("applyer_name", "申请人名称", 100),
        _must("applyer_page_type", "申请人证件类型", 70, codes="id_type"),
        _must("applyer_page_code", "申请人证件号码", 500),
        Column("legal", "法定代表人", 100),
        Column("contact_name", "联系人/代理人姓名", 100),
        Column("contact_type", "联系人/代理人证件类型", 6, codes="id_type"),
        Column("contact_code", "联系人/代理人证件号码", 50),
        Column("contact_mobile", "联系人手机号码", 11),
        Column("address", "通讯地址", 1000),
        Column("zip_code", "邮编", 6),
        Column("project_name", "办理摘要", 1000),
        _must("apply_date", "申请时间", moment=True),
        _must("accept_date", "受理时间", moment=True),
        Column("promise_date", "承诺办结时间", moment=True),
        Column("accept_doc_no", "受理文书编号", 50),
        _must("org_name", "受理部门", 100),
        _must("org_code", "受理部门编码", 18),
        Column("handle_user_name", "受理人员", 100),
        *_UPLOAD,
    ),
    MATERIAL: (
        _PROJECT,
        _must("material_name", "材料名称", 200),
        Column("get_type", "收取方式", 2, codes="get_type"),
        Column("get_name", "收取数量", 5),
        Column("material_attach_name", "附件名称", 200),
        Column("remark", "备注", 1000),
        *_UPLOAD,
    ),
    PROCESS: (
        _PROJECT,
        _must("process_name", "办理环节名称", 1000),
        _must("event_name", "业务动作", 2, codes="action"),
        _must("event_start_time", "环节开始时间", moment=True),
        _must("event_end_time", "环节结束时间", moment=True),
        _must("handle_user_name", "办理人员", 100),
        _must("handle_explain", "办理意见", 2000),
        *_UPLOAD,
    ),
    SPECIAL: (
        _PROJECT,
        _must("special_type", "特别程序种类", 2, codes="special"),
        _must("special_name", "特别程序种类名称", 1000),
        _must("special_reason", "特别程序启动理由或依据", 2000),
        _must("special_time", "特别程序开始时间", moment=True),
        _must("end_time", "特别程序结束时间", moment=True),
        Column("result", "特别程序结果", 2000),
        Column("special_explain", "特别程序办理意见", 2000),
        Column("applyer_user_name", "申请人", 100),
        Column("handle_user", "办理人", 100),
        *_UPLOAD,
    ),
    RESULT: (
        _PROJECT,
        _must("result_type", "办结结果", 2, codes="result"),
        _must("result_date", "办结时间", moment=True),
        Column("result_explain", "办件结果描述", 2000),
        Column("result_cetr_name", "结果证照名称"),
        Column("result_cetr_no", "结果证照编号", 2000),
        _must("is_delivery_results", "是否快递递送结果", 2),
        Column("satisfaction", "满意度", 2, codes="satisfaction"),
        Column("handle_user_name", "办结人员", 100),
        *_UPLOAD,
    ),
}
"""Misspelt names (`result_cetr_no`) are those of the library."""
TITLES: Mapping[str, str] = {
    ACCEPT: "受理信息",
    MATERIAL: "办件材料",
    PROCESS: "办理过程",
    SPECIAL: "特别程序",
    RESULT: "办结信息",
}
