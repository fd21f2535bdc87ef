"""What an item must be before other stations may use it (发布规则).

Importing warns of everything found here by name; publishing refuses what `blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clerk_app.catalogue.model import (
    Bundle,
    Keep,
    LimitKind,
    LimitUnit,
    Material,
    Necessity,
    Pace,
    ServiceItem,
    TimeLimit,
)
from clerk_app.catalogue.rules.limits import promise_exceeds_law, statutory_limit
from clerk_app.catalogue.rules.names import is_catch_all, is_own_form, says_something
from clerk_app.catalogue.rules.papers import is_deferrable
from clerk_app.catalogue.rules.situations import situation_faults
from clerk_app.catalogue.rules.unreadable import unreadable
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused

ADVICE = frozenset(
    {
        "added_and_removed",
        "shared_paper_demanded",
        "deferral_without_policy",
        "commitment_untold",
    }
)
"""Findings that do not stand against publishing."""

_SHARED = re.compile(r"共享")
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands against an item, in the hall's words."""

    code: str
    field: str
    message: str

    @property
    def blocks(self) -> bool:
        """Whether the item may not be published with it."""
        return self.code not in ADVICE


def lint_item(item: ServiceItem) -> tuple[Finding, ...]:
    """Everything found in one item, in the order of its fields.

    Blocking: `unknown_type` (untyped), `missing_handling`, `missing_basis` (no legal basis),
    `promise_missing`, `on_the_spot_with_days`, `promised_over_legal`, `fee_contradiction`,
    `fee_without_basis`, `incomplete_materials`, `catch_all_material` and
    `material_without_basis` (a paper nobody may lawfully demand: what is not in the published
    list of papers, 行政许可法 art. 30 and 31), the faults of the questions (see `situations`),
    `effective_reversed`, `unreadable_fields` (what was written and could not be read).
    Advice: `ADVICE`.
    """
    return (
        *_kind(item),
        *_basis(item),
        *_limits(item),
        *_fees(item),
        *_materials(item),
        *(Finding(each.code, "situations", each.message) for each in situation_faults(item)),
        *_dates(item),
        *_unread(item),
    )


def lint_bundle(bundle: Bundle, items: Mapping[str, ServiceItem]) -> tuple[Finding, ...]:
    """What stands against a bundle; `items` are those at hand, by key, code and id.

    `bundle_empty`, `unknown_item`, `incomplete_materials`, `unknown_maker` (what is said to be
    made by an item that is no member, or that does not stand before those who need it).
    """
    found = []
    if len(set(bundle.items)) < 2:
        found.append(Finding("bundle_empty", "items", "一件事至少要有两个事项"))
    for key in bundle.items:
        item = items.get(key)
        if item is None:
            said = f"一件事里的“{key}”不在事项库里"
            found.append(Finding("unknown_item", "items", said))
        elif not item.materials_complete:
            said = f"一件事里的“{item.name}”材料清单不完整"
            found.append(Finding("incomplete_materials", "items", said))
    for maker, paper in (pair for pair in bundle.produced if len(pair) == 2):
        after = bundle.items[bundle.items.index(maker) + 1 :] if maker in bundle.items else ()
        if not after:
            said = f"“{paper}”说是由“{maker}”产生，但它不在前面的事项里，还是要群众交"
            found.append(Finding("unknown_maker", "produced", said))
    return tuple(found)


def _kind(item: ServiceItem) -> Iterator[Finding]:
    if item.type is None:
        said = f"事项类型“{item.type_text}”不是八类之一" if item.type_text else "没有写明事项类型"
        yield Finding("unknown_type", "type", f"{said}，按原文保留")
    if item.handling is None:
        said = "没有写明是即办件还是承诺件，两者都不算"
        yield Finding("missing_handling", "handling", said)


def _basis(item: ServiceItem) -> Iterator[Finding]:
    if not any(map(says_something, item.legal_basis)):
        yield Finding("missing_basis", "legal_basis", "没有写明依据，不能发布")


def _limits(item: ServiceItem) -> Iterator[Finding]:
    legal = statutory_limit(item)
    promised = item.promised_limit
    if item.handling is Pace.PROMISED and promised is None and not item.limits:
        yield Finding("promise_missing", "promised_limit", "承诺件没有写承诺时限，不能发布")
    if item.handling is Pace.ON_THE_SPOT and promised is not None and _days(promised) > 1:
        said = f"即办件却承诺 {promised.value} 天，不能发布"
        yield Finding("on_the_spot_with_days", "promised_limit", said)
    if promise_exceeds_law(item.promised_limit, legal, item.type):
        said = "承诺时限长于法定时限，不能发布"
        yield Finding("promised_over_legal", "promised_limit", said)
    stated = {each.channel: each for each in item.limits if each.kind is LimitKind.LEGAL}
    for each in item.limits:
        if each.kind is not LimitKind.PROMISED:
            continue
        own = stated.get(each.channel)
        bound = TimeLimit(own.value, own.unit) if own else legal
        if promise_exceeds_law(TimeLimit(each.value, each.unit), bound, item.type):
            said = f"“{each.channel or each.note}”的承诺时限长于法定时限，不能发布"
            yield Finding("promised_over_legal", "limits", said)


def _days(limit: TimeLimit) -> int:
    """Halls count what is done within the next workday as on the spot, too."""
    return 0 if limit.unit in (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY) else limit.value


def _fees(item: ServiceItem) -> Iterator[Finding]:
    charged = [fee for fee in item.fees if fee.amount_fen != 0]
    bare = [fee.name for fee in charged if not says_something(fee.basis)]
    if bare:
        yield Finding("fee_without_basis", "fees", f"收费没有写明依据：{_names(bare)}，不能发布")
    if item.fee is not None and not item.fee.charge and charged:
        said = "既写不收费，又列了收费项目，不能发布"
        yield Finding("fee_contradiction", "fee", said)
    stated = item.fee is not None and says_something(item.fee.basis)
    if item.fee is not None and item.fee.charge and not (stated or item.fees):
        yield Finding("fee_without_basis", "fee", "收费没有写明依据，不能发布")


def _materials(item: ServiceItem) -> Iterator[Finding]:
    if not item.materials_complete:
        said = "材料清单不完整，补全前不能用于收件"
        yield Finding("incomplete_materials", "materials", said)
    vague = [paper.name for paper in item.materials if is_catch_all(paper.name)]
    if vague:
        said = f"材料清单要列全，不能写成兜底的一句：{_names(vague)}，不能发布"
        yield Finding("catch_all_material", "materials", said)
    bare = [paper.name for paper in item.materials if _lacks_basis(paper)]
    if bare:
        said = f"{len(bare)} 份材料没有写明要求提供的依据：{_names(bare)}，不能发布"
        yield Finding("material_without_basis", "materials", said)
    shared = [paper.name for paper in item.materials if _is_shared_but_demanded(paper)]
    if shared:
        said = f"可以共享取得的，不得要求群众另行提供（国令第716号）：{_names(shared)}"
        yield Finding("shared_paper_demanded", "materials", said)
    soft = [paper.name for paper in item.materials if is_deferrable(item, paper)]
    barred = item.handling is Pace.ON_THE_SPOT and not item.deferral.immediate_allowed
    if soft and (not item.deferral.enabled or barred):
        said = f"标了可容缺，但本事项没有可用的容缺规定，不会容缺：{_names(soft)}"
        yield Finding("deferral_without_policy", "deferral", said)
    promised = item.commitment.papers if item.commitment else ()
    if promised and item.commitment and not (item.conditions.strip() or item.commitment.promises):
        said = f"可以告知承诺，但没有办理条件，也没有承诺内容，收件时不能用：{_names([*promised])}"
        yield Finding("commitment_untold", "commitment", said)


def _lacks_basis(paper: Material) -> bool:
    """The application form itself needs none: the body must offer it (行政许可法 art. 29)."""
    free = paper.necessity is Necessity.OPTIONAL or is_own_form(paper.name)
    return not (free or says_something(paper.basis))


def _is_shared_but_demanded(paper: Material) -> bool:
    demanded = paper.necessity is Necessity.REQUIRED and paper.keep is Keep.COLLECTED
    return demanded and bool(_SHARED.search(paper.source_channel))


def _dates(item: ServiceItem) -> Iterator[Finding]:
    try:
        reversed_ = bool(item.effective_from and item.effective_to) and (
            parse_day(item.effective_from) > parse_day(item.effective_to)
        )
    except Misused:  # the reading has said so
        return
    if reversed_:
        said = f"生效日 {item.effective_from} 晚于失效日 {item.effective_to}，不能发布"
        yield Finding("effective_reversed", "effective_to", said)


def _unread(item: ServiceItem) -> Iterator[Finding]:
    places = list(unreadable(item))
    if places:
        said = f"有 {len(places)} 处看不懂，原样保留但没有采用：{_names(places)}，不能发布"
        yield Finding("unreadable_fields", places[0], said)


def _names(names: list[str]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:_NAMES_SHOWN])
    return shown + (f" 等 {len(names)} 项" if len(names) > _NAMES_SHOWN else "")
