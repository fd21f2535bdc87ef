"""When a time limit runs out, against the State Council's calendar of 2026."""

from __future__ import annotations

from datetime import date

import pytest

from clerk_app.catalogue.model import ItemType, LimitUnit, ServiceItem, TimeLimit
from clerk_app.catalogue.rules.limits import limit_due, promise_exceeds_law, statutory_limit
from clerk_app.kernel.working_days import Calendar, Due

WORKDAY, DAY = LimitUnit.WORKDAY, LimitUnit.DAY
SPRING = frozenset(date(2026, 2, day) for day in range(15, 24))
CALENDAR = Calendar({2026: "test"}, SPRING, frozenset({date(2026, 2, 14), date(2026, 2, 28)}))
"""春节 of 2026: off 15 to 23 February, Saturdays 14 and 28 worked (the published days)."""


@pytest.mark.parametrize(
    ("limit", "kind", "start", "day"),
    [
        (TimeLimit(2, WORKDAY), ItemType.PUBLIC_SERVICE, date(2026, 2, 12), date(2026, 2, 14)),
        (TimeLimit(3, WORKDAY), ItemType.PUBLIC_SERVICE, date(2026, 2, 12), date(2026, 2, 24)),
        # 日: a workday for a licence, else natural days rolling to the next workday
        (TimeLimit(3, DAY), ItemType.LICENSING, date(2026, 2, 12), date(2026, 2, 24)),
        (TimeLimit(3, DAY), ItemType.PAYMENT, date(2026, 2, 12), date(2026, 2, 24)),
        (TimeLimit(2, DAY), ItemType.PAYMENT, date(2026, 2, 12), date(2026, 2, 14)),
        (TimeLimit(12, DAY), None, date(2026, 2, 12), date(2026, 2, 24)),
        (TimeLimit(13, DAY), None, date(2026, 2, 12), date(2026, 2, 25)),
        (TimeLimit(0, LimitUnit.IMMEDIATE), None, date(2026, 2, 16), date(2026, 2, 16)),
        (TimeLimit(1, LimitUnit.SAME_DAY), None, date(2026, 2, 12), date(2026, 2, 12)),
    ],
)
def test_a_limit_ends_on_the_day_its_unit_says(
    limit: TimeLimit, kind: ItemType | None, start: date, day: date
) -> None:
    assert limit_due(limit, kind, start, CALENDAR) == Due(day, provisional=False)


def test_a_limit_into_an_unpublished_year_is_provisional() -> None:
    ends = limit_due(TimeLimit(5, DAY), None, date(2026, 12, 30), CALENDAR)
    assert ends == Due(date(2027, 1, 4), provisional=True)


def test_a_licence_without_a_published_limit_has_twenty_workdays() -> None:
    licence = ServiceItem(key="L", name="许可", type=ItemType.LICENSING)
    assert statutory_limit(licence) == TimeLimit(20, WORKDAY)
    assert statutory_limit(ServiceItem(key="S", name="服务", type=ItemType.PAYMENT)) is None
    stated = TimeLimit(7, DAY, "另计")
    assert statutory_limit(ServiceItem(key="S", name="服务", legal_limit=stated)) == stated


@pytest.mark.parametrize(
    ("promised", "legal", "kind", "over"),
    [
        ((10, WORKDAY), (10, WORKDAY), ItemType.PAYMENT, False),
        ((11, WORKDAY), (10, WORKDAY), ItemType.PAYMENT, True),
        ((11, DAY), (10, DAY), ItemType.PAYMENT, True),
        ((30, DAY), (20, WORKDAY), ItemType.PAYMENT, False),  # unlike units
        ((30, DAY), (20, WORKDAY), ItemType.LICENSING, True),
        ((1, WORKDAY), (0, LimitUnit.IMMEDIATE), ItemType.PAYMENT, True),
        ((1, LimitUnit.SAME_DAY), (0, LimitUnit.IMMEDIATE), ItemType.PAYMENT, False),
        (None, (20, WORKDAY), ItemType.PAYMENT, False),
        ((20, WORKDAY), None, ItemType.PAYMENT, False),
    ],
)
def test_a_promise_is_compared_with_the_law_only_in_like_units(
    promised: tuple[int, LimitUnit] | None,
    legal: tuple[int, LimitUnit] | None,
    kind: ItemType,
    over: bool,
) -> None:
    ours, law = (TimeLimit(*limit) if limit else None for limit in (promised, legal))
    assert promise_exceeds_law(ours, law, kind) is over
