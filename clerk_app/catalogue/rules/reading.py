"""How one row of a catalogue file, tidy or not, becomes a service item (事项).

The rules are those of the published exchange file. Only a row without an identity, a
nameless paper or unprintable characters in a name is refused; all else loads with warnings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clerk_app.catalogue.model import (
    ClockStart,
    CommitmentPolicy,
    DeferralPolicy,
    ImportWarning,
    ItemType,
    LimitKind,
    OnExpiry,
    Pace,
    ServiceItem,
)
from clerk_app.catalogue.rules.content import pack
from clerk_app.catalogue.rules.lint import lint_item
from clerk_app.catalogue.rules.reading_details import (
    read_directory,
    read_fees,
    read_fields,
    read_follow_ups,
    read_limits,
    read_listing,
    read_special,
)
from clerk_app.catalogue.rules.reading_money import read_fee, read_limit
from clerk_app.catalogue.rules.reading_papers import read_materials
from clerk_app.catalogue.rules.reading_situations import read_situations
from clerk_app.catalogue.rules.source import (
    CODE_NAMES,
    LABEL_LIMIT,
    Findings,
    ItemRefused,
    Source,
)
from clerk_app.catalogue.rules.wording import day_in_words
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.identity import Standing
from clerk_app.kernel.text import fault_in
from clerk_app.kernel.uscc import check_uscc
from clerk_app.kernel.working_days import MOST_WORKDAYS

_COMPLETE = frozenset({"完整", "齐全", "全"})
_INCOMPLETE = frozenset({"不完整", "不齐全", "不全"})
_USCC_FIELDS = ("implementer_uscc", "实施主体USCC")


def read_item(
    raw: object, *, pack_meta: Mapping[str, object] | None = None
) -> tuple[ServiceItem, tuple[ImportWarning, ...]]:
    """Read one row; see `read_packed`, which also gives the bytes to store."""
    item, _, warnings = read_packed(raw, pack_meta=pack_meta)
    return item, warnings


def read_packed(
    raw: object, *, pack_meta: Mapping[str, object] | None = None
) -> tuple[ServiceItem, bytes, tuple[ImportWarning, ...]]:
    """Read one row. `pack_meta` is the `meta` of its file; `sample` there marks every item.

    The item carries its `content_hash`; the bytes are those that were hashed.
    Raises `ItemRefused`: `not_an_item`, `missing_identity`, `material_without_name`,
    `bad_text`, `too_deep`.
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
    situations = read_situations(source, cases)
    complete = source.flag("materials_complete", yes=_COMPLETE, no=_INCOMPLETE, unread=False)
    legal, by_law = read_limit(source, "legal_limit", LimitKind.LEGAL)
    promised, by_promise = read_limit(source, "promised_limit", LimitKind.PROMISED)
    return ServiceItem(
        key=code or item_id,
        name=name or code or item_id,
        id=item_id,
        code=code,
        type=item_type,
        type_text=type_text,
        department=source.text("department"),
        level=source.text("level"),
        handling=source.word("handling", Pace),
        legal_basis=source.texts("legal_basis"),
        legal_limit=legal,
        promised_limit=promised,
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
        hours=source.text("hours"),
        supervision_phone=source.text("supervision_phone"),
        flow=source.text("flow"),
        aliases=_labels(source, "aliases"),
        fields=read_fields(source),
        limits=(*by_law, *by_promise, *read_limits(source)),
        fees=read_fees(source),
        special_procedures=read_special(source),
        follow_ups=read_follow_ups(source),
        directory=read_directory(source),
        listing=read_listing(source),
        commitment=_read_commitment(source),
        public_safety=source.flag("public_safety"),
    )


def _labels(source: Source, name: str) -> tuple[str, ...]:
    """Short names, each once; one that is too long or cannot be shown is kept, not used."""
    found: dict[str, None] = {}
    for text in source.texts(name):
        if len(text) > LABEL_LIMIT or fault_in(text):
            source.findings.bad(source.place(name), text, f"不超过 {LABEL_LIMIT} 个字的名称")
        else:
            found[text] = None
    return tuple(found)


def _finished(
    item: ServiceItem, findings: Findings
) -> tuple[ServiceItem, bytes, tuple[ImportWarning, ...]]:
    """Judge the item as a whole, then seal it with what was kept and its hash."""
    extra = findings.extra()
    if extra != item.extra:
        item = replace(item, extra=extra)
    for found in lint_item(item):
        if found.code != "unreadable_fields":  # each was told where it stood
            findings.warn(found.code, found.field, found.message)
    return *pack(item, extra), findings.warnings


def _read_type(source: Source) -> tuple[str, ItemType | None]:
    text = source.text("type")
    try:
        return text, ItemType(text)
    except ValueError:
        return text, None  # kept as it stands; the lint says so


def _read_deferral(source: Source) -> DeferralPolicy:
    """容缺 policy. One that is written but does not say `enabled` is enabled; one whose
    `enabled` nobody can read is not."""
    inner = source.inner("deferral")
    if inner is None:
        return DeferralPolicy()
    enabled = inner.flag("enabled", unread=False)
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


def _read_commitment(source: Source) -> CommitmentPolicy | None:
    """告知承诺; without one paper it stands in for, it is none."""
    inner = source.inner("commitment")
    if inner is None:
        return None
    policy = CommitmentPolicy(
        papers=inner.texts("papers"),
        promises=inner.texts("promises"),
        check_workdays=inner.whole("check_workdays", "工作日数", most=MOST_WORKDAYS),
        basis=inner.text("basis"),
    )
    inner.finish()
    return policy if policy.papers else None


def _read_day(source: Source, name: str) -> str:
    """A day in ISO, however the file writes it; what is no day stays as it stands."""
    text = source.text(name)
    if not text:
        return ""
    try:
        return parse_day(day_in_words(text) or text).isoformat()
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
