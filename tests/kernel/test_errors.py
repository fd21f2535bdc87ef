"""Errors a person may meet carry a code, a sentence and the agreed exit."""

from __future__ import annotations

import pytest

from clerk_app.kernel.errors import ClerkError, Damaged, Misused, Refused, Unavailable


@pytest.mark.parametrize(
    ("kind", "exit_code"), [(Misused, 2), (Refused, 3), (Unavailable, 4), (Damaged, 5)]
)
def test_each_kind_leaves_with_its_published_code(kind: type[ClerkError], exit_code: int) -> None:
    error = kind("some_code", "一句话")
    assert isinstance(error, ClerkError)
    assert error.exit_code == exit_code
    assert (error.code, error.message) == ("some_code", "一句话")
    assert str(error) == "some_code: 一句话"


def test_no_kind_is_mistaken_for_another() -> None:
    kinds = (Misused, Refused, Unavailable, Damaged)
    assert not any(issubclass(a, b) for a in kinds for b in kinds if a is not b)
