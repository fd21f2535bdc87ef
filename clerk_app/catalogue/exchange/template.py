"""The workbook a hall fills in, and our items written into the same workbook.

What the sheets can hold is what `_ITEM`, `_PAPER` and `_ANSWER` list; the reader knows every
heading written here. Text is written as text: a cell that begins with "=" stays words.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clerk_app.catalogue.exchange.sheet_xml import CELL_TEXT
from clerk_app.catalogue.model import (
    Answer,
    ClockStart,
    Fee,
    ItemType,
    Keep,
    LimitKind,
    LimitUnit,
    Listing,
    Material,
    Necessity,
    OnExpiry,
    OnTheSpot,
    Pace,
    Party,
    ServiceItem,
    Situation,
)
from clerk_app.catalogue.rules.table_headers import heading
from clerk_app.kernel.errors import Refused
from clerk_app.storage.files import write_whole

_YES_NO = ("是", "否")
_ROWS_PREPARED: Final = 1000
"""Rows below the header that are text and have their lists, ready to be filled in."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the template: its heading, its remark, its agreed words, an example."""

    head: str
    remark: str
    example: str
    choices: tuple[str, ...] = ()
    width: int = 18


@dataclass(frozen=True, slots=True)
class _Row:
    """What one row of a sheet is written from."""

    item: ServiceItem
    paper: Material | None = None
    situation: Situation | None = None
    answer: Answer | None = None


_Columns = dict[_Column, Callable[[Any], object]]


def _limit(kind: LimitKind) -> Callable[[ServiceItem], str]:
    def text(item: ServiceItem) -> str:
        main = item.legal_limit if kind is LimitKind.LEGAL else item.promised_limit
        others = [limit for limit in item.limits if limit.kind is kind]
        said = [f"{o.channel}：{_amount(o.value, o.unit, o.note)}" for o in others]
        if main and not any((o.value, o.unit) == (main.value, main.unit) for o in others):
            said.insert(0, _amount(main.value, main.unit, main.note))
        return "；".join(part.removeprefix("：") for part in said)

    return text


def _amount(value: int, unit: LimitUnit, note: str) -> str:
    amount = {LimitUnit.WORKDAY: f"{value}个工作日", LimitUnit.DAY: f"{value}日"}.get(unit)
    return (amount or str(unit)) + (f"（{note}）" if note else "")


def _mark(flag: bool | None) -> str:
    return "" if flag is None else _YES_NO[not flag]


def _price(fee: Fee | None) -> str:
    if fee is None or fee.amount_fen is None:
        return ""
    yuan = f"{fee.amount_fen // 100}.{fee.amount_fen % 100:02}".removesuffix(".00")
    return f"{yuan}元/{fee.per}" if fee.per else f"{yuan}元"


def _numbered(entries: Iterable[str]) -> str:
    """A list in a cell, one entry a line; numbered, so that an entry may hold a number itself."""
    return "\n".join(f"{n}. {entry}" for n, entry in enumerate(entries, start=1))


def _fault_lines(paper: Material) -> str:
    marks = {OnTheSpot.YES: "【可当场改】", OnTheSpot.NO: "【不可当场改】"}
    return "\n".join(f"{fault.text}{marks.get(fault.on_the_spot, '')}" for fault in paper.faults)


def _if_deferral(name: str) -> Callable[[ServiceItem], object]:
    def value(item: ServiceItem) -> object:
        policy = item.deferral
        if not policy.enabled and policy.bound_workdays is None:
            return ""
        said = getattr(policy, name)
        if isinstance(said, bool):
            return _mark(said)
        if isinstance(said, ClockStart):
            return "受理" if said is ClockStart.ACCEPTANCE else "补正"
        return "" if said is None else said

    return value


_ITEM: Final[_Columns] = {
    _Column("事项编码", "必填。按文字填写，开头的 0 不要丢", "SL-0001", width=24): lambda i: (
        i.code
    ),
    _Column("事项名称", "必填", "示例：居民养老保险参保登记", width=36): lambda i: i.name,
    _Column("事项编号", "没有编码时填内部编号", ""): lambda i: i.id,
    _Column("主项名称", "所属的主项", ""): lambda i: i.group,
    _Column("事项类型", "八类之一", "公共服务", tuple(ItemType)): lambda i: i.type_text,
    _Column("实施主体", "办理的部门", "示例局", width=28): lambda i: i.department,
    _Column("行使层级", "如 县级、乡级", "县级"): lambda i: i.level,
    _Column("办件类型", "即办件或承诺件", "承诺件", tuple(Pace)): lambda i: i.handling or "",
    _Column("设定依据", "一行写一条", "1. 第一条依据", width=40): lambda i: _numbered(
        i.legal_basis
    ),
    _Column("法定时限", "如 20个工作日", "20个工作日"): _limit(LimitKind.LEGAL),
    _Column("承诺时限", "如 窗口：5个工作日；网上：3个工作日", "5个工作日"): _limit(
        LimitKind.PROMISED
    ),
    _Column("是否收费", "", "否", _YES_NO): lambda i: _mark(i.fee.charge if i.fee else None),
    _Column("收费标准", "如 9元/本", ""): lambda i: _price(i.fee),
    _Column("收费依据", "", ""): lambda i: i.fee.basis if i.fee else "",
    _Column("收费说明", "", ""): lambda i: i.fee.note if i.fee else "",
    _Column("办理条件", "", "年满十六周岁", width=40): lambda i: i.conditions,
    _Column("办理流程", "文字说明", "", width=30): lambda i: i.flow,
    _Column("办理环节", "一行写一个", "受理\n审核\n办结"): lambda i: _numbered(i.stages),
    _Column("办理结果", "", "参保登记凭证"): lambda i: i.result,
    _Column("送达方式", "一行写一个", "窗口领取"): lambda i: _numbered(i.delivery),
    _Column("办理地点", "", "政务服务大厅综合窗口"): lambda i: i.place,
    _Column("办理时间", "", "工作日 9:00-17:00"): lambda i: i.hours,
    _Column("咨询电话", "", ""): lambda i: i.phone,
    _Column("监督电话", "", ""): lambda i: i.supervision_phone,
    _Column("服务对象", "如 自然人、企业法人", "自然人"): lambda i: (
        "、".join(i.listing.subjects) if i.listing else ""
    ),
    _Column("到办事现场次数", "", "1"): lambda i: i.listing.visits if i.listing else None,
    _Column("通办范围", "", ""): lambda i: i.cross_regional,
    _Column("别名", "群众的叫法，一行写一个", "交养老保险"): lambda i: _numbered(i.aliases),
    _Column("材料是否齐全", "材料清单还不完整时填“否”", "是", _YES_NO): lambda i: (
        "" if i.materials_complete else "否"
    ),
    _Column("是否容缺", "", "是", _YES_NO): _if_deferral("enabled"),
    _Column("容缺期限（工作日）", "补齐材料的工作日数", "5"): _if_deferral("bound_workdays"),
    _Column("须早于承诺时限（工作日）", "", "2"): _if_deferral("before_promised_by"),
    _Column("容缺逾期处理", "", "退件", tuple(OnExpiry)): _if_deferral("on_expiry"),
    _Column("容缺宽限（工作日）", "", "0"): _if_deferral("grace_workdays"),
    _Column("失信后停用容缺（月）", "", "0"): _if_deferral("block_months"),
    _Column("即办件可否容缺", "", "否", _YES_NO): _if_deferral("immediate_allowed"),
    _Column("容缺时限起算", "", "受理", ("受理", "补正")): _if_deferral("clock_starts"),
    _Column("示例事项", "只作演示的事项填“是”", "", _YES_NO): lambda i: "是" if i.sample else "",
    _Column("版本", "", ""): lambda i: i.version,
    _Column("生效日期", "如 2026-01-01", "2026-01-01"): lambda i: i.effective_from,
    _Column("失效日期", "如 2026-12-31", ""): lambda i: i.effective_to,
}
_PAPER: Final[_Columns] = {
    _Column("事项编码", "与“事项”表一致", "SL-0001", width=24): lambda r: r.item.key,
    _Column("事项名称", "没有编码时按名称对应", "", width=36): lambda r: r.item.name,
    _Column("材料名称", "必填", "居民身份证", width=36): lambda r: r.paper.name,
    _Column("必要性", "", "必要", tuple(Necessity)): lambda r: r.paper.necessity,
    _Column("材料形式", "如 原件、复印件、原件及复印件", "原件"): lambda r: r.paper.form,
    _Column("原件份数", "", "1"): lambda r: r.paper.originals,
    _Column("复印件份数", "", "0"): lambda r: r.paper.copies,
    _Column("收取或核验", "核验：看过退回", "核验", tuple(Keep)): lambda r: r.paper.keep,
    _Column("来源渠道", "", "政府部门核发"): lambda r: r.paper.source_channel,
    _Column("适用情形", "情形必要时填写", ""): lambda r: r.paper.applies_when,
    _Column("是否容缺", "", "否", _YES_NO): lambda r: _mark(r.paper.deferrable),
    _Column("容缺天数", "工作日", ""): lambda r: r.paper.defer_workdays,
    _Column("受理标准", "", "在有效期内", width=36): lambda r: r.paper.standard,
    _Column("获取方式", "", "", width=30): lambda r: r.paper.how_to_get,
    _Column("提交人", "", "申请人", ("申请人", "代理人")): lambda r: (
        "代理人" if r.paper.party is Party.AGENT else "申请人"
    ),
    _Column(
        "常见问题", "一行一个，行尾可注【可当场改】", "过期【不可当场改】", width=36
    ): lambda r: _fault_lines(r.paper),
    _Column("要求提供的依据", "", ""): lambda r: r.paper.basis,
    _Column("空白表格", "在哪里取", ""): lambda r: r.paper.blank_form,
    _Column("示例样表", "在哪里看", ""): lambda r: r.paper.filled_sample,
    _Column("纸张规格", "", "A4"): lambda r: r.paper.paper_size,
    _Column("材料标记", "几个事项共用的同一材料填同一标记", ""): lambda r: r.paper.shared_as,
    _Column("材料有效期（天）", "", ""): lambda r: r.paper.valid_days,
    _Column("备注", "", ""): lambda r: r.paper.note,
}
_ANSWER: Final[_Columns] = {
    _Column("事项编码", "与“事项”表一致", "SL-0001", width=24): lambda r: r.item.key,
    _Column("事项名称", "没有编码时按名称对应", "", width=36): lambda r: r.item.name,
    _Column("情形编号", "同一问题填同一编号", "代办"): lambda r: r.situation.key,
    _Column("问题", "", "是否由他人代办？", width=36): lambda r: r.situation.question,
    _Column("问题说明", "用平常话说", ""): lambda r: r.situation.help,
    _Column("选项", "一行一个回答", "是"): lambda r: r.answer.value,
    _Column("选项说明", "显示的文字", ""): lambda r: r.answer.label,
    _Column("需要材料", "材料名称，一行一个", "委托书", width=36): lambda r: _numbered(
        r.answer.adds
    ),
    _Column("不需要材料", "材料名称，一行一个", "", width=36): lambda r: _numbered(
        r.answer.removes
    ),
    _Column("追问", "选了以后还要问的情形编号", ""): lambda r: _numbered(r.answer.asks),
}


BEYOND_BOOKS: Final = {
    "fees": "逐项收费",
    "fields": "表单项",
    "special_procedures": "特别程序",
    "follow_ups": "后置审批",
    "directory": "基本目录要素",
    "listing": "实施清单要素",
    "commitment": "告知承诺",
    "public_safety": "关系公共安全",
}
"""Fields of an item that no sheet holds, with the hall's words for them."""


def write_template(path: Path, *, force: bool = False) -> None:
    """Write an empty workbook. Raises `Refused` (`file_exists`), `Unavailable` for the disk."""
    write_items(path, (), force=force)


def write_items(
    path: Path, items: Iterable[ServiceItem], *, force: bool = False
) -> tuple[str, ...]:
    """Write items into the template's sheets. An existing file stays unless `force`.

    Answers the names of what some item has and no sheet holds (`BEYOND_BOOKS`, and unknown
    fields that are not text): these stay in the JSON form only.
    Raises `Refused`: `file_exists`, `too_long_for_sheet`; `Unavailable` for the disk.
    """
    if path.exists() and not force:
        raise Refused("file_exists", f"“{path.name}”已经存在，没有覆盖；要覆盖请加 --force")
    listed = list(items)
    book = _new_book()
    _write_sheet(book.create_sheet("事项"), _with_unknown(listed), listed)
    _write_sheet(book.create_sheet("材料"), _PAPER, _papers(listed))
    _write_sheet(book.create_sheet("情形"), _ANSWER, _answers(listed))
    _explain(book.create_sheet("说明"))
    data = io.BytesIO()
    book.save(data)
    write_whole(path, data.getvalue())
    left_out = [
        word
        for field, word in BEYOND_BOOKS.items()
        if field != "listing" and any(getattr(i, field) for i in listed)
    ]
    if any(_listing_beyond_sheets(item) for item in listed):
        left_out.append("实施清单要素")
    if any(not isinstance(v, str) for i in listed for v in json.loads(i.extra).values()):
        left_out.append("不是文字的其他字段")
    return tuple(left_out)


def _listing_beyond_sheets(item: ServiceItem) -> bool:
    held = item.listing and Listing(subjects=item.listing.subjects, visits=item.listing.visits)
    return item.listing != held


def _new_book() -> Any:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    return book


def _papers(items: Iterable[ServiceItem]) -> Iterator[_Row]:
    for item in items:
        for paper in item.materials:
            yield _Row(item, paper=paper)


def _answers(items: Iterable[ServiceItem]) -> Iterator[_Row]:
    for item in items:
        for situation in item.situations:
            for answer in situation.answers:
                yield _Row(item, situation=situation, answer=answer)


def _with_unknown(items: Iterable[ServiceItem]) -> _Columns:
    """The columns of the items, and one for each unknown field that holds text."""
    names = {
        name: None
        for item in items
        for name, value in json.loads(item.extra).items()
        if isinstance(value, str) and not re.search(r"[.\[]", name) and not heading(name).known
    }

    def of(name: str) -> Callable[[ServiceItem], object]:
        return lambda item: json.loads(item.extra).get(name, "")

    return {**_ITEM, **{_Column(name, "", ""): of(name) for name in names}}


def _write_sheet(sheet: Any, columns: _Columns, rows: Iterable[Any]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = _ROWS_PREPARED + 1
    for at, column in enumerate(columns, start=1):
        cell = sheet.cell(1, at)
        _write(cell, column.head, column.head)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8F3")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        if column.remark:
            cell.comment = Comment(column.remark, "综窗工作站", width=220, height=60)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "@"
        if column.choices:
            words = ",".join(column.choices)
            listed = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
            listed.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "C2"
    at = 1
    for at, row in enumerate(rows, start=2):
        for number, (column, value) in enumerate(columns.items(), start=1):
            said = value(row)
            if said is not None and said != "":
                _write(sheet.cell(at, number), str(said), column.head)
    for number in range(1, len(columns) + 1):
        # text before anything is typed: a code keeps its leading zeros
        for below in range(at + 1, min(last, at + 100) + 1):
            sheet.cell(below, number).number_format = "@"


def _write(cell: Any, text: str, head: str) -> None:
    if len(text) > CELL_TEXT:
        raise Refused("too_long_for_sheet", f"“{head}”有 {len(text)} 个字，表格一格放不下")
    cell.value = _UNFIT.sub("", text)
    cell.data_type = "s"  # words, whatever they begin with
    cell.number_format = "@"


def _explain(sheet: Any) -> None:
    """The explanations, with an example that stands here only and is never imported."""
    lines: list[tuple[str, ...]] = [
        ("事项导入模板",),
        ("一、“事项”表一行一个事项；“材料”表一行一份材料；“情形”表一行一个回答。",),
        ("二、三张表用事项编码对应；表头不要改名，可以加自己的列，导入时原样保留。",),
        ("三、不要写公式；编码、电话按文字填写。本页只作说明，导入时不读。",),
        (),
    ]
    for title, columns in (("事项", _ITEM), ("材料", _PAPER), ("情形", _ANSWER)):
        lines.append((f"“{title}”表", "怎样填写", "示例", "可选的词"))
        for column in columns:
            lines.append((column.head, column.remark, column.example, "、".join(column.choices)))
        lines.append(())
    for at, line in enumerate(lines, start=1):
        for number, text in enumerate(line, start=1):
            if text:
                _write(sheet.cell(at, number), text, "")
    for letter, width in (("A", 26), ("B", 40), ("C", 30), ("D", 50)):
        sheet.column_dimensions[letter].width = width
