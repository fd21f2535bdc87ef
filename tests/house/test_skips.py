"""A skip is a failure unless its reason is listed."""

from __future__ import annotations

from tests.conftest import unlisted


def test_an_unlisted_reason_is_a_failure_and_a_listed_one_is_not() -> None:
    assert unlisted("Skipped: no fonts here")
    assert not unlisted("Skipped: only with --long")
