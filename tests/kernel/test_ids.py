"""Numbers printed on paper: their form, their check, and every slip it catches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.errors import ClerkError, Misused, Refused
from clerk_app.kernel.ids import (
    CaseNumber,
    case_number,
    check_case_number,
    document_number,
    group_digits,
    read_case_number,
)

NUMBER = "51160200012600000163"
COUNTIES = st.from_regex(r"[0-9]{6}", fullmatch=True)
STATIONS = st.from_regex(r"[0-9]{4}", fullmatch=True)
YEARS = st.integers(2000, 2099)
SEQUENCES = st.integers(1, 999_999)


def remainder(digits: str) -> int:
    """ISO 7064 MOD 97-10, digit by digit as one would by hand."""
    rest = 0
    for digit in digits:
        rest = (rest * 10 + "0123456789".index(digit)) % 97
    return rest


def slips(number: str) -> Iterator[str]:
    """Every number with one wrong digit, and every one with two unequal neighbours swapped."""
    for at, digit in enumerate(number):
        for other in "0123456789":
            if other != digit:
                yield number[:at] + other + number[at + 1 :]
    for at in range(len(number) - 1):
        if number[at] != number[at + 1]:
            yield number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def test_the_number_of_the_first_case() -> None:
    assert case_number("511602", "0001", 2026, 1) == NUMBER
    assert check_case_number(NUMBER)
    assert read_case_number(NUMBER) == CaseNumber("511602", "0001", 2026, 1)
    assert str(read_case_number(NUMBER)) == NUMBER


def test_every_wrong_digit_and_every_swap_is_caught_for_all_97_checks() -> None:
    numbers: dict[str, str] = {}
    for seq in range(1, 400):
        number = case_number("511602", "0001", 2026, seq * 2477)
        numbers.setdefault(number[18:], number)
    assert sorted(numbers) == [f"{check:02}" for check in range(2, 99)]
    missed = [
        slip for number in numbers.values() for slip in slips(number) if check_case_number(slip)
    ]
    assert missed == []


@pytest.mark.parametrize("wrap", [-97, 97])
def test_a_check_that_is_right_only_modulo_97_is_not_right(wrap: int) -> None:
    number = next(
        number
        for seq in range(1, 400)
        if 0 <= int((number := case_number("511602", "0001", 2026, seq))[18:]) + wrap <= 99
    )
    twin = f"{number[:18]}{int(number[18:]) + wrap:02}"
    assert remainder(twin) == 1
    assert not check_case_number(twin)


@given(COUNTIES, STATIONS, YEARS, SEQUENCES)
@settings(max_examples=60, deadline=None)
def test_a_number_reads_back_and_leaves_one(
    county: str, station: str, year: int, seq: int
) -> None:
    number = case_number(county, station, year, seq)
    assert len(number) == 20
    assert number.isascii()
    assert number.isdigit()
    assert remainder(number) == 1
    assert 2 <= int(number[18:]) <= 98
    assert read_case_number(number) == CaseNumber(county, station, year, seq)
    assert read_case_number(group_digits(number)) == CaseNumber(county, station, year, seq)


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{20}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_any_other_text_is_refused_and_never_crashes(text: str) -> None:
    if check_case_number(text):
        assert remainder(text) == 1
    else:
        compact = "".join(text.split())
        if len(compact) != 20:
            with pytest.raises(Misused):
                read_case_number(text)


@pytest.mark.parametrize(
    "typed",
    [
        "511602 0001 26 000001 63",
        " 51160200012600000163\r\n",
        "５１１６０２０００１２６０００００１６３",
        "511602\u30000001\u300026\u3000000001\u300063",
    ],
)
def test_a_number_typed_as_it_is_printed_is_read(typed: str) -> None:
    assert read_case_number(typed) == CaseNumber("511602", "0001", 2026, 1)
    assert not check_case_number(typed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        NUMBER[:19],
        NUMBER + "0",
        NUMBER + "\n" + NUMBER,
        "5116020001260000016X",
        "٥١١٦٠٢٠٠٠١٢٦٠٠٠٠٠١٦٣",
        "51160200012600000164",
        "51160200012600000066",  # sequence 0, its check right
        "51160200012600000163-01",
    ],
)
def test_what_is_no_case_number_is_misused_without_being_repeated(text: str) -> None:
    assert not check_case_number(text)
    with pytest.raises(Misused) as caught:
        read_case_number(text)
    assert caught.value.code == "bad_case_number"
    assert not text or text not in caught.value.message


def test_the_number_above_with_sequence_nought_has_a_right_check() -> None:
    assert remainder("51160200012600000066") == 1


def test_the_last_number_of_a_year_is_given_and_the_next_refused() -> None:
    last = case_number("511602", "0001", 2026, 999_999)
    assert read_case_number(last).seq == 999_999
    with pytest.raises(Refused) as caught:
        case_number("511602", "0001", 2026, 1_000_000)
    assert caught.value.code == "numbers_exhausted"


@pytest.mark.parametrize(
    ("county", "station", "year", "seq", "code"),
    [
        ("51160", "0001", 2026, 1, "bad_county"),
        ("51160x", "0001", 2026, 1, "bad_county"),
        ("５１１６０２", "0001", 2026, 1, "bad_county"),
        ("511602\n", "0001", 2026, 1, "bad_county"),
        ("511602", "1", 2026, 1, "bad_station"),
        ("511602", "00001", 2026, 1, "bad_station"),
        ("511602", "0001", 26, 1, "bad_year"),
        ("511602", "0001", 1999, 1, "bad_year"),
        ("511602", "0001", 2100, 1, "bad_year"),
        ("511602", "0001", 2026, 0, "bad_sequence"),
        ("511602", "0001", 2026, -1, "bad_sequence"),
    ],
)
def test_a_part_out_of_form_is_named(
    county: str, station: str, year: int, seq: int, code: str
) -> None:
    with pytest.raises(ClerkError) as caught:
        case_number(county, station, year, seq)
    assert caught.value.code == code
    assert caught.value.exit_code == 2


def test_documents_count_from_01_to_99() -> None:
    assert document_number(NUMBER, 1) == "51160200012600000163-01"
    assert document_number(NUMBER, 99) == "51160200012600000163-99"
    with pytest.raises(Refused, match="numbers_exhausted"):
        document_number(NUMBER, 100)
    with pytest.raises(Misused, match="bad_sequence"):
        document_number(NUMBER, 0)
    with pytest.raises(Misused, match="bad_case_number"):
        document_number("51160200012600000164", 1)


@pytest.mark.parametrize(
    ("number", "grouped"),
    [
        (NUMBER, "511602 0001 26 000001 63"),
        ("51160200012600000163-02", "511602 0001 26 000001 63-02"),
        ("V001", "V001"),
        ("", ""),
        (NUMBER + "000", NUMBER + "000"),
    ],
)
def test_a_number_is_read_out_in_groups(number: str, grouped: str) -> None:
    assert group_digits(number) == grouped
