from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import CaseState
from clerk_app.kernel.evolve import evolve


def test_a_changed_copy_is_what_the_standard_library_makes() -> None:
    state = CaseState(number="51160200012600000186", item="甲", visits=("2026-03-02",))

    made = evolve(state, state="accepted", version=3)

    assert made == replace(state, state="accepted", version=3)
    assert (state.state, state.version) == (CaseState(number="").state, 0)


def test_a_field_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no field 'colour'"):
        evolve(CaseState(number="1"), colour="red")
