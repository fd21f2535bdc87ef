"""好差评: five levels, one rating per service, two of them unfavourable."""

from __future__ import annotations

import pytest

from clerk_app.kernel.errors import Refused
from clerk_app.rating.model import Level
from clerk_app.rating.rules import check_first, check_level, is_unfavourable


def test_there_are_five_levels_and_the_two_lowest_are_unfavourable() -> None:
    assert {n: is_unfavourable(check_level(n)) for n in range(1, 6)} == {
        1: True,
        2: True,
        3: False,
        4: False,
        5: False,
    }
    assert len(Level) == 5


@pytest.mark.parametrize("level", [0, 6, -1, 55])
def test_any_other_level_is_refused(level: int) -> None:
    with pytest.raises(Refused) as refusal:
        check_level(level)
    assert refusal.value.code == "bad_level"


def test_a_service_is_rated_once() -> None:
    check_first(0)
    for rated in range(1, 6):
        with pytest.raises(Refused) as refusal:
            check_first(rated)
        assert refusal.value.code == "already_rated"
