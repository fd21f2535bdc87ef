"""The byte form that is hashed: one spelling for each value, nothing else gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.journal.canonical import canonical, parse
from clerk_app.kernel.errors import Damaged

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
@settings(max_examples=60)
def test_what_was_written_is_read_back(body: dict[str, Any]) -> None:
    data = canonical(body)
    assert parse(data) == body
    assert data == json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


@pytest.mark.parametrize(
    "value",
    [True, None, 1.5, {"a": False}, {"a": [None]}, 2**53, -(2**53), {"A": 1}, {"姓名": 1}, {1: 2}],
)
def test_values_with_more_than_one_spelling_are_a_bug_of_the_caller(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_a_lone_surrogate_is_a_bug_of_the_caller() -> None:
    with pytest.raises(TypeError, match="surrogate"):
        canonical({"name": "\ud83d"})


def test_bottomless_nesting_is_refused() -> None:
    value: Any = "x"
    for _ in range(20):
        value = [value]
    with pytest.raises(TypeError, match="nested"):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"1",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":true}',
        b'{"a":1.0}',
        b'{"a":"\\u5f20"}',
        b'{"a":"\xff"}',
        b'{"a":1}\n',
        b'{"a":NaN}',
        b"[" * 5000,
    ],
)
def test_bytes_with_another_spelling_are_damage(data: bytes) -> None:
    with pytest.raises(Damaged) as caught:
        parse(data)
    assert caught.value.code == "not_canonical"


def test_characters_beyond_the_basic_plane_keep_their_own_bytes() -> None:
    assert canonical({"name": "𬱖䶮"}) == '{"name":"𬱖䶮"}'.encode()
