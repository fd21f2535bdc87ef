"""Unified social credit codes, the numbers before them, and slips in both."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.identity import Standing
from clerk_app.kernel.uscc import CodeKind, check_uscc
from tests.kernel.vectors import law, rows

ROWS = rows("uscc_vectors.csv")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # GB 32100, table
EXAMPLE = "91350100M000100Y43"


def with_check(body: str) -> str:
    """17 characters and the one of 31 that brings the weighted sum to a multiple of 31."""
    total = sum(WEIGHTS[i] * ALPHABET.index(char) for i, char in enumerate(body))
    return body + next(c for value, c in enumerate(ALPHABET) if (total + value) % 31 == 0)


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['category']}" for n, row in enumerate(ROWS)])
def test_every_vector_has_the_expected_verdict(row: dict[str, str]) -> None:
    verdict = check_uscc(row["code"])
    assert verdict.verdict == row["expected"]
    assert (verdict.normalised is None) == (row["expected"] == "invalid")
    assert (verdict.reason is None) == (row["expected"] == "valid")


def test_the_vectors_are_all_there() -> None:
    assert len(ROWS) == 72
    assert {row["expected"] for row in ROWS} == {"valid", "invalid", "normalise", "legacy"}


def test_the_samples_of_the_law_file_are_judged_as_it_says() -> None:
    for code in law()["uscc_valid"]:
        assert check_uscc(code).verdict is Standing.VALID
    for code in law()["uscc_invalid"]:
        assert check_uscc(code).verdict is Standing.INVALID


def test_the_widely_copied_wrong_formula_is_not_ours() -> None:
    # letters as ord-55 and no 31-x would give D
    assert check_uscc("91350100M000100Y4D").verdict is Standing.INVALID


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("91350100m000100y43", EXAMPLE),
        (" 91350100 M000100Y4 3\n", EXAMPLE),
        ("９１３５０１００Ｍ０００１００Ｙ４３", EXAMPLE),
        ("91350100-M000100Y4-3", EXAMPLE),
        ("11511301452259996u", "11511301452259996U"),
    ],
)
def test_a_code_written_untidily_is_put_in_order(typed: str, normalised: str) -> None:
    verdict = check_uscc(typed)
    assert verdict.verdict is Standing.NORMALISE
    assert verdict.normalised == normalised
    assert verdict.kind is CodeKind.USCC


@pytest.mark.parametrize(
    ("typed", "normalised", "kind"),
    [
        ("110000012345678", "110000012345678", CodeKind.REGISTRATION_NUMBER),
        ("600037341", "600037341", CodeKind.ORGANISATION_CODE),
        ("60003734-1", "600037341", CodeKind.ORGANISATION_CODE),
        ("m000100y-4", "M000100Y4", CodeKind.ORGANISATION_CODE),
    ],
)
def test_an_older_number_is_legacy(typed: str, normalised: str, kind: CodeKind) -> None:
    verdict = check_uscc(typed)
    assert verdict.verdict is Standing.LEGACY
    assert verdict.normalised == normalised
    assert verdict.kind is kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有代码"),
        ("91350100M000100Y4", "现为 17 位"),
        ("91350100M000100Y433", "现为 19 位"),
        ("60003734-2", "组织机构代码的校验位"),
        ("91350100M0OO100Y43", "不用字母"),
        ("9135010SM000100Y43", "不用字母"),
        ("9135O100M000100Y43", "不用字母"),
        ("9135A100M000100Y43", "行政区划应为数字"),
        ("TE5116020105116050", "校验位"),
        ("91350100M000100Y4\u202c", "文字方向控制符"),
        ("91350100M000100Y4\udfff", "代理码"),
        ("9135010𬱖M000100Y43", "应为数字"),
        ("91350100M000100𬱖43", "以外的字符"),
        ("000000000000000000", "不能为 0"),
        (with_check("91000000M000100Y4"), "不能为 0"),
        (with_check("01350100M000100Y4"), "不能为 0"),
        ("9" * 65, "太长"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_reason(text: str, said: str) -> None:
    verdict = check_uscc(text)
    assert verdict.verdict is Standing.INVALID
    assert verdict.normalised is None
    assert said in (verdict.reason or "")


@pytest.mark.parametrize(
    ("code", "warned"),
    [
        (EXAMPLE, False),
        ("91110000M000000010", True),  # good as a whole, its organisation code is not
        (with_check("G1350100M000100Y4"), True),
        *((with_check(f"{department}1350100M000100Y4"), False) for department in "123456789ANY"),
    ],
)
def test_what_is_only_odd_warns(code: str, warned: bool) -> None:
    verdict = check_uscc(code)
    assert verdict.verdict is Standing.VALID
    assert (verdict.warning is not None) == warned


def test_no_wrong_character_and_no_swap_passes() -> None:
    for at, char in enumerate(EXAMPLE):
        for other in ALPHABET.replace(char, ""):
            slip = EXAMPLE[:at] + other + EXAMPLE[at + 1 :]
            assert check_uscc(slip).verdict is Standing.INVALID, slip
    for at in range(17):
        if EXAMPLE[at] != EXAMPLE[at + 1]:
            slip = EXAMPLE[:at] + EXAMPLE[at + 1] + EXAMPLE[at] + EXAMPLE[at + 2 :]
            assert check_uscc(slip).verdict is Standing.INVALID, slip


@given(
    st.sampled_from("159ANY"),
    st.integers(100000, 659999),
    st.text(ALPHABET, min_size=9, max_size=9),
    st.sampled_from(ALPHABET),
)
@settings(max_examples=60, deadline=None)
def test_exactly_the_check_of_an_independent_formula_is_accepted(
    department: str, division: int, organisation: str, check: str
) -> None:
    right = with_check(f"{department}1{division}{organisation}")
    assert check_uscc(right).verdict is Standing.VALID
    assert (check_uscc(right[:17] + check).verdict is Standing.VALID) == (check == right[17])


@given(st.text(st.characters(exclude_categories=()), max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_it_crash(text: str) -> None:
    assert check_uscc(text).verdict in Standing
