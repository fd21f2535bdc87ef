"""What a hall may not edit away: the placeholders and the words a sentence must keep.

A sentence that is named here may not be emptied. `plain_…` (the plain words of the large type) and
`…_other` (for what is no 行政许可) follow the rule of the sentence they stand for unless they have
one of their own; the article of the licensing law is then not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PLAIN = "plain_"
OTHER = "_other"
REMEDIES, EDITION = "remedies", "remedies_edition"
"""救济途径, and which edition of it a page says: a sentence that is amended has an edition of its
own, so that the margin never names the shipped one under other words."""
_ARTICLE = "under_article"


@dataclass(frozen=True, slots=True)
class Must:
    """The placeholders a sentence must name, and the words it must hold."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_ITEM = Must(("item_name",))
_SAID = Must()
_RESULT = Must(("item_name", _ARTICLE))
_REMEDIES = Must(words=("60日", "行政复议", "六个月", "行政诉讼"))
"""复议 60 日, 诉讼 6 个月: what the shipped sentence says of its source stands in its file."""

MANDATORY: Mapping[str, Mapping[str, Must]] = {
    "receipt": {
        "opening": Must(("item_name",), ("收件不等于受理",)),
        "opening_collected": Must(("collected_for", "item_name"), ("代收不等于受理",)),
        "taken": Must(("count_all",)),
        "wanting": Must(("count_short",)),
        "told_by": Must(("notice_due",)),
        "told_collected": Must(("collected_for",)),
        "note": Must(words=("收件不等于受理",)),
    },
    "material_list": {
        "opening": Must(("item_name",), ("收件不等于受理",)),
        "opening_collected": Must(("collected_for", "item_name"), ("代收不等于受理",)),
        "told_collected": Must(("collected_for",)),
        "taken": Must(("count_all",)),
        "wanting": Must(("count_short",)),
        "told_by": Must(("notice_due",)),
        "note": Must(words=("收件不等于受理",)),
    },
    "acceptance": {
        "opening": Must(("item_name", _ARTICLE), ("受理",)),
        "promise": Must(("promised_due",)),
        "delivery": Must(("delivery",)),
        "closing": _SAID,
    },
    "one_time_notice": {
        "opening": Must(("item_name", "count_all", "count_short", _ARTICLE)),
        "wanting": Must(("count_short",)),
        "basis": Must(("legal_basis",)),
        "deferrable": Must(("deferrable_numbers",)),
        "limit": Must(("make_good_by",)),
        "expiry": Must(("on_expiry",)),
        "closing": _SAID,
        "note": Must(words=("全部内容",)),
    },
    "conditional_acceptance": {
        "opening": Must(("item_name", "count_short")),
        "wanting": Must(("count_short",)),
        "manner": _SAID,
        "expiry_return": _SAID,
        "expiry_suspend": _SAID,
        "expiry_terminate": _SAID,
        "grace": Must(("grace",)),
        "closing": _SAID,
    },
    "undertaking": {
        "opening": Must(("item_name", "count_short")),
        "promises": Must(words=("知晓", "自愿", "信用")),
        "expiry_return": _SAID,
        "expiry_suspend": _SAID,
        "expiry_terminate": _SAID,
        "signer": _SAID,
        "foot": _SAID,
    },
    "non_acceptance": {
        "opening": _ITEM,
        "why_unsaid": _SAID,
        "how_agency": Must(("target_agency",)),
        "how_always": _SAID,
        "remedies": _REMEDIES,
        EDITION: _SAID,
    },
    "not_needed": {
        "opening": _RESULT,
        "why_unsaid": _SAID,
        "how_always": _SAID,
        "remedies": _REMEDIES,
        EDITION: _SAID,
    },
    "denial": {
        "opening": _RESULT,
        "opening_concealment": _RESULT,
        "why_unsaid": _SAID,
        "how_always": _SAID,
        "how_agency": Must(("target_agency",)),
        "remedies": _REMEDIES,
        EDITION: _SAID,
    },
    "dual_notice": {
        "opening": _ITEM,
        "why_unsaid": _SAID,
        "how_agency": Must(("target_agency",)),
        "how_always": _SAID,
    },
    "suspension": {
        "opening": Must(("item_name", "special_kind", _ARTICLE)),
        "opening_ended": Must(("item_name", "special_kind", _ARTICLE)),
        "uncounted": Must(("suspended_workdays",)),
    },
    "extension": {"opening": Must(("item_name", "extension_workdays", _ARTICLE))},
    "correction_receipt": {
        "opening": Must(("item_name", "on")),
        "supplied": Must(("count_supplied",)),
        "open": Must(("count_open",)),
        "accepted": Must(("accepted_on",)),
        "accepted_before": Must(("accepted_on",)),
        "waiting": Must(("count_open",)),
        "limit": Must(("make_good_by",)),
        "expiry": Must(("on_expiry",)),
    },
    "delivery_receipt": {"opening": _SAID, "signed": _SAID, "by_proxy": _SAID},
    "closure": {
        "opening": _ITEM,
        "opening_bare": _ITEM,
        "delivery": Must(("delivery",)),
        "within": Must((_ARTICLE,)),
    },
    "return": {
        "opening": _ITEM,
        "opening_withdrawn": _ITEM,
        "back": Must(("count_back",)),
        "signed": _SAID,
    },
    "commitment": {
        "opening": _ITEM,
        "informs": _SAID,
        "stands_for": Must(("count_open",)),
        "promises": _SAID,
        "check": Must(("check_on",)),
        "consequences": _SAID,
        "foot": _SAID,
    },
    "transfer_slip": {
        "opening": Must(("hall", "item_name", "target")),
        "sent": Must(("count_sent",)),
        "found": _SAID,
        "runs": Must(("target",)),
    },
    "guide": {"opening": _ITEM, "samples": _SAID, "papers_open": _SAID},
    "enquiry_notice": {
        "opening": Must(("item_name",), ("不是收件，也不是受理",)),
        "papers_open": _SAID,
        "closing": _SAID,
        "foot": _SAID,
    },
    "post_licence_notice": {"opening": _ITEM, "duty": _SAID, "foot": _SAID},
    "reminder": {
        "opening": Must(("whose", "step", "item_name")),
        "asked": Must(("asked",)),
        "answer": Must(("answer_by",)),
    },
    "assistance_order": {
        "opening": Must(("helper", "applicant")),
        "free": Must(words=("免费",)),
        "steps": _SAID,
    },
    "daily_slip": {"opening": Must(("on",)), "check": _SAID},
    "ticket": {"missed": Must(("calls_again",)), "privacy": _SAID},
}
"""Per kind of document: sentence → what it must keep."""


def must_of(kind: str, key: str) -> Must | None:
    """What the sentence must keep, None where it may be edited at will."""
    rules = MANDATORY.get(kind, {})
    plain = key.removeprefix(PLAIN)
    if plain in rules:
        return rules[plain]
    base = plain.removesuffix(OTHER)
    if base == plain or base not in rules:
        return None
    rule = rules[base]
    return Must(tuple(name for name in rule.names if name != _ARTICLE), rule.words)
