"""文号: how it is written, which blocks may stand beside each other, which one counts on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.kernel.errors import ClerkError
from clerk_app.numbering.model import Block
from clerk_app.numbering.rules import (
    block_for,
    check_block,
    check_template,
    clashes,
    overlaps,
    template_for,
    written,
)

ALLOWED = "示例许准〔{year}〕{n}号"
SERIAL = "许字{n6}"
HERE, THERE, BEFORE = "aa" * 8, "bb" * 8, "cc" * 8


def block(
    first: int,
    last: int,
    *,
    device: str = HERE,
    s: int = 1,
    template: str = ALLOWED,
    year: int = 2026,
    kinds: tuple[str, ...] = ("acceptance",),
    agency: str = "示例局",
    next_: int = 0,
) -> Block:
    at = f"2026-01-{s:02}T09:00:00.000+08:00"
    return Block(device, s, agency, template, year, kinds, first, last, next_ or first, at)


@pytest.mark.parametrize(
    ("template", "year", "n", "expected"),
    [
        (ALLOWED, 2026, 7, "示例许准〔2026〕7号"),  # no 第, no padding
        (ALLOWED, 2026, 1024, "示例许准〔2026〕1024号"),
        (SERIAL, 0, 7, "许字000007"),
        ("{n3}-{year}", 2026, 12, "012-2026"),
    ],
)
def test_it_is_written_as_the_template_says(
    template: str, year: int, n: int, expected: str
) -> None:
    assert written(template, year, n) == expected


@pytest.mark.parametrize(
    "template",
    [
        "",
        "示例许准〔{year}〕号",
        "示例许准[{year}]{n}号",
        "示例许准({year}){n}号",
        "示例许准【{year}】{n}号",
        "示例许准〔{year}〕〔{year}〕{n}号",
        "示例许准〔{year}〕第{n}号",
        "示例许准〔{year}〕第 {n}号",
        "示例许准〔{year}〕{n}号{n}",
        "示例许准〔{year}〕{n0}号",
        "示例许准〔{month}〕{n}号",
        "示例许准〔{year}〕{n}号" + "长" * 40,
        "示例\n{n}号",
        "许字1{n}",  # 许字1 and 11 print as 许字111 does
        "许字{n6}0号",
        "许字1{n}".replace("1", "\uff11"),
        "许准〔2026〕{n}号",
        "2026年许准{n}号",
    ],
)
def test_a_template_against_the_standard_is_refused(template: str) -> None:
    with pytest.raises(ClerkError) as caught:
        check_template(template)
    assert caught.value.code in {"bad_template", "bad_text"}


def refused(new: Block, *known: Block) -> str:
    try:
        check_block(new, known, frozenset({HERE, BEFORE}))
    except ClerkError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (block(51, 100), ""),
        (block(50, 100), "block_overlaps"),
        (block(1, 1), "block_overlaps"),
        (block(1, 50, year=2027), ""),
        (block(0, 9), "bad_block"),
        (block(9, 8), "bad_block"),
        (block(51, 100, year=0), "bad_block"),
        (block(51, 100, year=1999), "bad_block"),
        (block(1, 9, template=SERIAL), "bad_block"),
        (block(1, 1_000_000, template=SERIAL, year=0), "bad_block"),
        (block(1, 999_999, template=SERIAL, year=0, kinds=()), ""),
        (block(1, 9, template=SERIAL, year=0), "kind_numbered_elsewhere"),
        (block(1, 9, template=SERIAL, year=0, agency="测试局"), ""),
        (block(1, 9, template="示例许准〔{year}〕{n6}号", agency="测试局"), "block_overlaps"),
    ],
)
def test_a_block_may_stand_beside_the_first_fifty(new: Block, code: str) -> None:
    assert refused(new, block(1, 50)) == code


def test_a_block_of_another_station_is_respected_and_configures_nothing() -> None:
    there = block(1, 50, device=THERE)
    assert refused(block(50, 60), there) == "block_overlaps"
    assert refused(block(1, 9, template=SERIAL, year=0), there) == ""


def test_the_latest_block_says_which_kinds_are_numbered() -> None:
    first = block(1, 50, s=1, kinds=("acceptance", "denial"))
    later = block(51, 99, s=2, kinds=("acceptance",))
    assert template_for([first], "示例局", "denial") == ALLOWED
    assert template_for([later, first], "示例局", "denial") == ""
    assert template_for([later, first], "示例局", "acceptance") == ALLOWED
    assert template_for([later, first], "测试局", "acceptance") == ""


def test_numbers_are_used_up_block_after_block_of_the_live_device_alone() -> None:
    full = block(1, 50, s=1, next_=51)
    spare = block(51, 99, s=3)
    before = block(100, 199, s=2, device=BEFORE)
    ours = [before, spare, full]
    assert block_for(ours, HERE, "示例局", ALLOWED, 2026) == spare
    assert block_for([before, full], HERE, "示例局", ALLOWED, 2026) is None
    assert block_for(ours, HERE, "示例局", ALLOWED, 2027) is None
    assert block_for(ours, HERE, "测试局", ALLOWED, 2026) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("许准〔{year}〕{n}号", 2026), ("许准〔2026〕{n}号", 0)),
        (("许字{n}", 0), ("许字1{n}", 0)),  # leased before this was refused
        (("许1字{n}", 0), ("许{n}字1", 0)),
        (("许〔{n}〕2号", 0), ("许〔{year}〕{n}号", 2026)),
    ],
)
def test_what_prints_alike_overlaps_however_it_is_written(
    one: tuple[str, int], two: tuple[str, int]
) -> None:
    a, b = (block(1, 3000, template=t, year=y, kinds=()) for t, y in (one, two))
    assert overlaps(a, b)
    assert overlaps(b, a)
    assert refused(a, b) == refused(b, a) == "block_overlaps"


def test_words_that_differ_stand_beside_each_other() -> None:
    one = block(1, 99, template="许1字{n}", year=0)
    assert not overlaps(one, block(2, 99, template="许{n}字1", year=0))
    assert not overlaps(one, block(1, 99, template="许2字{n}", year=0))
    assert not overlaps(block(1, 99), block(1, 99, year=2027))


parts = st.lists(st.sampled_from(["许", "1", "1〔{year}〕", "〔"]), max_size=2)
leases = st.tuples(
    parts, st.sampled_from(["{n}", "{n2}"]), parts, st.sampled_from([(1, 30), (2026, 2030)])
)


@given(st.lists(leases, min_size=4, max_size=12))
def test_two_blocks_that_were_let_in_never_print_the_same(
    wanted: list[tuple[list[str], str, list[str], tuple[int, int]]],
) -> None:
    stand: list[Block] = []
    for n, (before, serial, after, (first, last)) in enumerate(wanted, 1):
        template = "".join([*before, serial, *after])
        try:
            check_template(template)
        except ClerkError:
            continue
        year = 2026 if "{year}" in template else 0
        new = block(first, last, s=n, template=template, year=year, kinds=())
        if not refused(new, *stand):
            stand.append(new)
    said = [written(b.template, b.year, n) for b in stand for n in range(b.first, b.last + 1)]
    assert len(said) == len(set(said))


spans = st.tuples(st.integers(1, 30), st.integers(0, 12)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(st.tuples(spans, st.sampled_from([HERE, THERE])), max_size=12))
def test_blocks_that_were_let_in_never_give_a_number_twice(
    wanted: list[tuple[tuple[int, int], str]],
) -> None:
    stand: list[Block] = []
    for n, ((first, last), device) in enumerate(wanted, 1):
        new = block(first, last, device=device, s=n)
        if not refused(new, *stand):
            stand.append(new)
    numbers = [n for b in stand for n in range(b.first, b.last + 1)]
    assert len(numbers) == len(set(numbers))
    assert clashes(stand) == ()


@given(spans, spans)
def test_overlapping_is_having_a_number_in_common(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, two = set(range(a[0], a[1] + 1)), set(range(b[0], b[1] + 1))
    assert overlaps(block(*a), block(*b)) is bool(one & two)
