"""Identity numbers: what is accepted, what is only looked up, what is refused, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.identity import (
    IdKind,
    Sex,
    Standing,
    birth_date,
    check_id,
    eighteen_digits,
    sex,
)
from tests.kernel.vectors import law, rows

TODAY = date(2026, 3, 2)
ROWS = rows("id_vectors.csv")
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)  # surrogates too
EXAMPLE = "11010519491231002X"  # the standard's own example


def standing(text: str) -> str:
    return check_id(text, today=TODAY).verdict


def with_check(body: str) -> str:
    """17 digits and their check, by the recursive form of ISO 7064 MOD 11-2."""
    product = 0
    for digit in body:
        product = (product + int(digit)) * 2 % 11
    return body + "0123456789X"[(1 - product) % 11]


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['category']}" for n, row in enumerate(ROWS)])
def test_every_vector_has_the_expected_verdict(row: dict[str, str]) -> None:
    verdict = check_id(row["number"], today=TODAY)
    assert verdict.verdict == row["expected"]
    assert (verdict.normalised is None) == (row["expected"] == "invalid")
    assert (verdict.reason is None) == (row["expected"] == "valid")
    assert not row["number"] or row["number"] not in (verdict.reason or "")


def test_the_vectors_are_all_there() -> None:
    assert len(ROWS) == 55
    assert {row["expected"] for row in ROWS} == {"valid", "invalid", "normalise", "legacy"}


def test_birth_and_sex_of_the_generated_vectors_are_those_of_their_notes() -> None:
    noted = [row for row in ROWS if row["category"] == "generated-old-birth"]
    assert len(noted) > 20
    for row in noted:
        number = row["number"]
        assert sex(number) == row["note"].rsplit("; ", 1)[1]
        born = birth_date(number)
        assert born is not None
        assert born.strftime("%Y%m%d") == number[6:14]


def test_the_samples_of_the_law_file_are_judged_as_it_says() -> None:
    assert {number: standing(number) for number in law()["id_valid"]} == dict.fromkeys(
        law()["id_valid"], "valid"
    )
    assert {number: standing(number) for number in law()["id_invalid"]} == dict.fromkeys(
        law()["id_invalid"], "invalid"
    )


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (EXAMPLE, IdKind.RESIDENT_ID),
        ("810000199805040010", IdKind.HONG_KONG_PERMIT),
        ("820000199001010010", IdKind.MACAU_PERMIT),
        ("830000198107150035", IdKind.TAIWAN_PERMIT),
        ("911124198108030024", IdKind.PERMANENT_RESIDENCE),
        ("110105491231002", IdKind.OLD_RESIDENT_ID),
        ("CAN110081080310", IdKind.OLD_PERMANENT_RESIDENCE),
    ],
)
def test_each_kind_is_told_by_its_number(number: str, kind: IdKind) -> None:
    verdict = check_id(number, today=TODAY)
    assert verdict.kind is kind
    assert verdict.normalised == number
    assert verdict.warning is None
    legacy = kind in (IdKind.OLD_RESIDENT_ID, IdKind.OLD_PERMANENT_RESIDENCE)
    assert verdict.verdict is (Standing.LEGACY if legacy else Standing.VALID)


@pytest.mark.parametrize(
    "typed",
    [
        " 11010519491231002X",
        "11010519491231002X\r\n",
        "11010519491231002x",
        "11010519491231002ｘ",
        "11010519491231002Ｘ",
        "11010519491231002Ⅹ",
        "110105 19491231 002X",
        "110105\u00a019491231\u3000002X",
        "110105-19491231-002X",
        "110105－19491231－002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_a_number_written_untidily_is_put_in_order(typed: str) -> None:
    verdict = check_id(typed, today=TODAY)
    assert verdict.verdict is Standing.NORMALISE
    assert verdict.normalised == EXAMPLE
    assert verdict.kind is IdKind.RESIDENT_ID


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有号码"),
        (" \u3000", "没有号码"),
        ("11010519491231002", "现为 17 位"),
        ("11010519491231002XX", "现为 19 位"),
        ("11O10519491231002X", "字母 O"),
        ("1101051949123100XX", "末位应为数字或 X"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "应为数字"),
        ("11010519491231002\x00", "控制字符 U+0000"),
        ("110105\t19491231002X", "控制字符 U+0009"),
        ("\u202e11010519491231002X", "文字方向控制符"),
        ("110105\u200b19491231002X", "看不见的字符"),
        ("11010519491231002\ud800", "代理码"),
        ("1" * 65, "太长"),
        ("110105194912310020", "校验位"),
        ("110105194902310026", "出生日期不存在"),
        ("12345678901234567X", "出生日期不存在"),
        (with_check("10010519491231002"), "前两位"),
        (with_check("99112419810803002"), "第 2、3 位"),
        (with_check("98312419810803002"), "第 2、3 位"),
        ("101105491231002", "前两位"),
        ("830000491231002", "前两位"),
        ("110105490231002", "出生日期不存在"),
        ("CAN11008108031", "现为 14 位"),
        ("𬱖10105194912310021", "应为数字"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_reason(text: str, said: str) -> None:
    verdict = check_id(text, today=TODAY)
    assert verdict.verdict is Standing.INVALID
    assert verdict.normalised is None
    assert verdict.kind is None
    assert said in (verdict.reason or "")


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1849, 12, 31), "invalid"),
        (date(1850, 1, 1), "valid"),
        (date(1904, 2, 29), "valid"),
        (TODAY, "valid"),
        (TODAY + timedelta(days=1), "invalid"),
        (date(9999, 12, 31), "invalid"),
    ],
)
def test_a_birth_lies_between_1850_and_today(born: date, expected: str) -> None:
    for region in ("110105", "810000", "911124"):
        assert standing(with_check(f"{region}{born:%Y%m%d}002")) == expected


def test_a_birth_in_the_year_0_is_refused_like_any_date_that_is_none() -> None:
    assert standing(with_check("11010500000101002")) == "invalid"


@pytest.mark.parametrize(
    ("region", "warned"),
    [
        ("110105", False),
        ("441900", False),  # a city without districts
        ("460001", False),  # Hainan before 1988 and after
        ("659004", False),
        ("710000", True),
        ("110000", True),
        ("517101", True),
        ("519901", True),
        ("810000", False),
        ("810001", True),
        ("911124", False),
        ("946124", False),
    ],
)
def test_an_odd_rest_of_the_region_only_warns(region: str, warned: bool) -> None:
    verdict = check_id(with_check(f"{region}19491231002"), today=TODAY)
    assert verdict.verdict is Standing.VALID
    assert (verdict.warning is not None) == warned


def test_exactly_the_provinces_there_ever_were_are_accepted_in_all_three_places() -> None:
    provinces = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47)}
    provinces |= {*range(50, 55), *range(61, 66), 71, 81, 82}
    resident = {
        code
        for code in range(90)  # a 9 in front is a foreigner's card
        if standing(with_check(f"{code:02}010519491231002")) == "valid"
    }
    foreign = {
        code for code in range(100) if standing(with_check(f"9{code:02}12419810803002")) == "valid"
    }
    old = {code for code in range(100) if standing(f"{code:02}0105491231002") == "legacy"}
    assert resident == provinces | {83}
    assert foreign == provinces
    assert old == provinces


@pytest.mark.parametrize("number", [EXAMPLE, "830000198107150035", "911124198108030024"])
def test_no_wrong_digit_and_no_swap_passes(number: str) -> None:
    for at, digit in enumerate(number):
        for other in "0123456789X":
            if other != digit:
                assert standing(number[:at] + other + number[at + 1 :]) == "invalid"
    for at in range(17):
        if number[at] != number[at + 1]:
            swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
            assert standing(swapped) == "invalid"


@given(
    st.sampled_from(["110105", "511602", "659004", "810000", "830000", "911124"]),
    st.dates(date(1850, 1, 1), TODAY),
    st.integers(0, 999),
    st.sampled_from("0123456789X"),
)
@settings(max_examples=60, deadline=None)
def test_exactly_the_check_of_an_independent_formula_is_accepted(
    region: str, born: date, sequence: int, check: str
) -> None:
    right = with_check(f"{region}{born.year:04}{born:%m%d}{sequence:03}")
    assert (standing(right[:17] + check) == "valid") == (check == right[17])
    assert birth_date(right) == born
    assert sex(right) is (Sex.MALE if sequence % 2 else Sex.FEMALE)


@given(ANYTHING | st.from_regex(r"[0-9]{18}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_it_crash_or_repeats_itself_in_the_reason(text: str) -> None:
    verdict = check_id(text, today=TODAY)
    assert len(text) < 6 or text not in (verdict.reason or "")
    if verdict.normalised is not None:
        again = check_id(verdict.normalised, today=TODAY)
        assert again.verdict in (Standing.VALID, Standing.LEGACY)
        assert again.normalised == verdict.normalised


def test_15_digits_tell_birth_and_sex_and_become_18_to_look_up() -> None:
    assert eighteen_digits("110105491231002") == EXAMPLE
    assert birth_date("110105491231002") == date(1949, 12, 31)
    assert sex("110105491231002") is Sex.FEMALE
    assert sex("110105491231003") is Sex.MALE


@pytest.mark.parametrize("number", ["CAN110081080310", "", "x", "110105194902310026x"])
def test_where_the_form_does_not_tell_birth_and_sex_are_unknown(number: str) -> None:
    assert birth_date(number) is None
    assert sex(number) is None


def test_the_old_residence_card_is_put_in_order_too() -> None:
    verdict = check_id("can 110081080310", today=TODAY)
    assert (verdict.verdict, verdict.normalised) == (Standing.LEGACY, "CAN110081080310")
