"""Rules of delivery: the limit after a decision."""

from __future__ import annotations

from datetime import date

from clerk_app.delivery.model import DeliveryMethod
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.working_days import Calendar, Due

DELIVERY_WORKDAYS = 10
"""A licence is issued and delivered within 10 days of the decision (行政许可法 art. 44)."""


def deliver_due(decided_on: date, calendar: Calendar) -> Due:
    """Until when a granted licence must be in the applicant's hands."""
    return calendar.add_workdays(decided_on, DELIVERY_WORKDAYS)


def require_proof(
    method: str, *, recipient: str, waybill: str, proxy_reason: str, entitled: frozenset[str]
) -> DeliveryMethod:
    """送达 needs a signature or a waybill; who signs for another says why (代收原因).

    `entitled` are the applicant, and the agent while the authority counts. Raises `Refused`
    (`unknown_method`, `waybill_missing`, `recipient_missing`, `proxy_reason_missing`).
    """
    if method not in set(DeliveryMethod):
        raise Refused("unknown_method", f"送达方式应为 {'、'.join(DeliveryMethod)} 之一")
    if method == DeliveryMethod.EMS and not waybill:
        raise Refused("waybill_missing", "邮寄送达须登记运单号")
    if method in {DeliveryMethod.COUNTER, DeliveryMethod.HOME} and not recipient:
        raise Refused("recipient_missing", "当面送达须登记签收人")
    if recipient and recipient not in entitled and not proxy_reason:
        raise Refused("proxy_reason_missing", "不是本人或代办人签收的，须写明代收原因")
    return DeliveryMethod(method)
