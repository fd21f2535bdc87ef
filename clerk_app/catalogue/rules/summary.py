"""An item in a few short lines, for lists, logs and the command line."""

from __future__ import annotations

from clerk_app.catalogue.model import Fee, LimitUnit, Material, ServiceItem, TimeLimit
from clerk_app.catalogue.rules.papers import is_usable


def limit_text(limit: TimeLimit | None) -> str:
    """A limit as it is spoken: 10 个工作日, 当日; empty when not given. Notes are not part."""
    if limit is None:
        return ""
    if limit.unit in (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY):
        return limit.unit.value
    if limit.value == 0:
        return LimitUnit.SAME_DAY.value
    return f"{limit.value} 个工作日" if limit.unit is LimitUnit.WORKDAY else f"{limit.value} 日"


def fee_text(fee: Fee | None) -> str:
    """A fee in words; fen become yuan only here. Empty when the source does not say."""
    if fee is None:
        return ""
    if not fee.charge:
        return "不收费"
    if fee.amount_fen is None:
        return "收费"
    yuan, fen = divmod(fee.amount_fen, 100)
    amount = f"{yuan}.{fen:02d}" if fen else str(yuan)
    return f"{amount} 元/{fee.per}" if fee.per else f"{amount} 元"


def counts_text(material: Material) -> str:
    """Pieces due as they are printed: 原件1份、复印件3份, or 3份 where the form names neither.

    >>> from clerk_app.catalogue.model import Necessity
    >>> counts_text(Material("照片", Necessity.REQUIRED, originals=0, copies=3))
    '3份'
    """
    if not material.originals and "印件" not in material.form:
        return f"{material.count_due}份"
    parts = (("原件", material.originals), ("复印件", material.copies))
    return "、".join(f"{noun}{count}份" for noun, count in parts if count)


def describe(item: ServiceItem) -> tuple[str, ...]:
    """Short lines of plain text: name, who, limits, fee, papers. Empty facts are left out."""
    kind = item.type.value if item.type else item.type_text
    pace = item.handling.value if item.handling else ""
    questions = f"{len(item.situations)} 个情形" if item.situations else ""
    papers = f"{len(item.materials)} 份材料" if item.materials else ""
    facts = (
        ("编码", item.code or item.id),
        ("类型", " ".join(filter(None, (kind, pace)))),
        ("部门", " ".join(filter(None, (item.department, item.level)))),
        ("法定时限", limit_text(item.legal_limit)),
        ("承诺时限", limit_text(item.promised_limit)),
        ("收费", fee_text(item.fee)),
        ("材料", "，".join(filter(None, (papers, questions)))),
        ("提示", "" if is_usable(item) else "材料清单不完整，不能用于收件"),
    )
    return (item.name, *(f"{label}：{fact}" for label, fact in facts if fact))
