"""How one row of a catalogue file, tidy or not, becomes a service item (事项).

The rules are those of the published exchange file. Only a row without an identity, a
nameless paper or unprintable characters in a name is refused; all else loads with warnings.
"""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.catalogue.model import (
    ClockStart,
    DeferralPolicy,
    ImportWarning,
    ItemType,
    OnExpiry,
    Pace,
    ServiceItem,
)
from clerk_app.catalogue.rules.content import sealed
from clerk_app.catalogue.rules.limits import promise_exceeds_law
from clerk_app.catalogue.rules.reading_money import read_fee, read_limit
from clerk_app.catalogue.rules.reading_papers import read_materials
from clerk_app.catalogue.rules.reading_situations import read_situations
from clerk_app.catalogue.rules.source import Findings, ItemRefused, Source
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.identity import Standing
from clerk_app.kernel.uscc import check_uscc
from clerk_app.kernel.working_days import MOST_WORKDAYS

CODE_NAMES = ("code", "itemCode", "itemcode", "事项编码", "item_code")
"""Fields that hold an item's code, first found first taken; also looked for under `codes`.

基本编码 is shared by all bodies that handle the item, and a body's USCC names the body:
neither is an identity.
"""

_USCC_FIELDS = ("implementer_uscc", "实施主体USCC")


def read_item(
    raw: object, *, pack_meta: Mapping[str, object] | None = None
) -> tuple[ServiceItem, tuple[ImportWarning, ...]]:
    """Read one row. `pack_meta` is the `meta` of its file; `sample` there marks every item.

    The item carries its `content_hash`. Raises `ItemRefused`: `not_an_item`,
    `missing_identity`, `material_without_name`, `bad_text`, `too_deep`.
    """
    if not isinstance(raw, Mapping):
        raise ItemRefused("not_an_item", "这一条不是事项的写法（应为一个对象）", "")
    findings = Findings("")
    source = Source(raw, "", findings)
    codes = source.inner("codes")
    item_id = source.label("id")
    code = source.label(*CODE_NAMES) or (codes.label(*CODE_NAMES) if codes else "")
    if not (code or item_id):
        raise ItemRefused("missing_identity", "既没有 id 也没有编码", "id")
    findings.item = code or item_id
    _check_bodies(source, codes, raw)
    item = _read(source, item_id, code, sample=bool((pack_meta or {}).get("sample")))
    if codes:
        codes.finish()
    source.finish()
    return _finished(item, findings)


def _read(source: Source, item_id: str, code: str, *, sample: bool) -> ServiceItem:
    name = source.label("name")
    if not name:
        source.findings.warn("missing_name", "name", "没有事项名称，以编码代替")
    type_text, item_type = _read_type(source)
    materials, cases = read_materials(source)
    situations = read_situations(source, materials, cases)
    complete = source.flag("materials_complete")
    source.keep("fields")  # form fields: other programs fill them in
    return ServiceItem(
        key=code or item_id,
        name=name or code or item_id,
        id=item_id,
        code=code,
        type=item_type,
        type_text=type_text,
        department=source.text("department"),
        level=source.text("level"),
        handling=_read_handling(source),
        legal_basis=source.texts("legal_basis"),
        legal_limit=read_limit(source, "legal_limit"),
        promised_limit=read_limit(source, "promised_limit"),
        fee=read_fee(source),
        materials=materials,
        materials_complete=complete is not False and bool(materials),
        situations=situations,
        deferral=_read_deferral(source),
        group=source.text("group", "main_item"),
        conditions=source.text("conditions"),
        stages=source.texts("stages"),
        result=source.text("result"),
        delivery=source.texts("delivery"),
        cross_regional=source.text("cross_regional"),
        version=source.text("version"),
        effective_from=_read_day(source, "effective_from"),
        effective_to=_read_day(source, "effective_to"),
        sample=source.flag("sample") is True or sample,
        phone=source.text("phone"),
        place=source.text("place"),
    )


def _finished(
    item: ServiceItem, findings: Findings
) -> tuple[ServiceItem, tuple[ImportWarning, ...]]:
    """Judge the item as a whole, then seal it with what was kept and its hash."""
    if not item.legal_basis:
        findings.warn("missing_basis", "legal_basis", "没有写明依据，不能发布")
    if not item.materials_complete:
        findings.warn("incomplete_materials", "materials", "材料清单不完整，补全前不能用于收件")
    if promise_exceeds_law(item.promised_limit, item.legal_limit, item.type):
        findings.warn("promised_over_legal", "promised_limit", "承诺时限长于法定时限，不能发布")
    fields = {name: getattr(item, name) for name in ServiceItem.__slots__}
    return sealed(ServiceItem(**{**fields, "extra": findings.extra()})), findings.warnings


def _read_type(source: Source) -> tuple[str, ItemType | None]:
    text = source.text("type")
    try:
        return text, ItemType(text)
    except ValueError:
        said = f"事项类型“{text}”不是八类之一" if text else "没有写明事项类型"
        source.findings.warn("unknown_type", "type", f"{said}，按原文保留")
        return text, None


def _read_handling(source: Source) -> Pace | None:
    name, value = source.take("handling")
    if value is None:
        message = "没有写明是即办件还是承诺件，两者都不算"
        source.findings.warn("missing_handling", name, message)
    return source.word("handling", Pace)


def _read_deferral(source: Source) -> DeferralPolicy:
    """容缺 policy. A policy that is written but does not say `enabled` is enabled."""
    inner = source.inner("deferral")
    if inner is None:
        return DeferralPolicy()
    enabled = inner.flag("enabled")
    policy = DeferralPolicy(
        enabled=enabled is not False,
        bound_workdays=inner.whole("bound_workdays", "工作日数", most=MOST_WORKDAYS),
        before_promised_by=inner.whole("before_promised_by", "工作日数", most=MOST_WORKDAYS),
        on_expiry=inner.word("on_expiry", OnExpiry) or OnExpiry.RETURN,
        grace_workdays=inner.whole("grace_workdays", "工作日数", most=MOST_WORKDAYS) or 0,
        block_months=inner.whole("block_months", "月数") or 0,
        immediate_allowed=inner.flag("immediate_allowed") is True,
        clock_starts=inner.word("clock_starts", ClockStart) or ClockStart.ACCEPTANCE,
    )
    inner.finish()
    return policy


def _read_day(source: Source, name: str) -> str:
    text = source.text(name)
    if text:
        try:
            parse_day(text)
        except Misused:
            source.findings.warn("bad_date", name, f"“{name}”不是 2026-03-02 这样的日期")
    return text


def _check_bodies(source: Source, codes: Source | None, raw: Mapping[str, object]) -> None:
    """A body's USCC that fails its check is kept and reported; it never stops an item."""
    inner = raw.get("codes") if codes else None
    for place, fields in (("", raw), ("codes.", inner)):
        if not isinstance(fields, Mapping):
            continue
        for name in _USCC_FIELDS:
            text = fields.get(name)
            if not isinstance(text, str) or not text:
                continue
            if check_uscc(text).verdict is not Standing.VALID:
                message = "实施主体的统一社会信用代码不合校验，已原样保留"
                source.findings.warn("odd_uscc", f"{place}{name}", message)
