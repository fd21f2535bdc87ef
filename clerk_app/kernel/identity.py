"""Identity numbers of natural persons: form, region, birth and check digit.

Known are the citizen's number (公民身份号码, GB 11643), the residence permits of Hong Kong,
Macau and Taiwan (810000, 820000, 830000), the 2023 permanent residence card (first digit
9), and two older forms: 15 digits, and three letters with 12 digits. A verdict says
whether a number can be right, never that it was issued, and its words never repeat it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clerk_app.kernel.text import fault_in, half_width


class Standing(StrEnum):
    """What a check found."""

    VALID = "valid"
    NORMALISE = "normalise"
    """Valid once written as `normalised`."""
    LEGACY = "legacy"
    """An older form, to look things up with."""
    INVALID = "invalid"


class IdKind(StrEnum):
    """Kinds of identity numbers."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    HONG_KONG_PERMIT = "hong_kong_permit"  # 港澳居民居住证 (香港)
    MACAU_PERMIT = "macau_permit"  # 港澳居民居住证 (澳门)
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民居住证
    PERMANENT_RESIDENCE = "permanent_residence"  # 外国人永久居留身份证, 2023
    OLD_RESIDENT_ID = "old_resident_id"  # 15 位身份证号码
    OLD_PERMANENT_RESIDENCE = "old_permanent_residence"  # 外国人永久居留身份证, 2017 and before


class Sex(StrEnum):
    """性别, as the last digit of the sequence tells it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a number found; shared with `kernel.uscc`.

    `normalised` is the number to keep, None when invalid. `reason` is a Chinese sentence,
    None when valid as typed. `warning` stops nothing: something to look at again.
    """

    verdict: Standing
    normalised: str | None = None
    reason: str | None = None
    kind: str | None = None
    warning: str | None = None


EARLIEST_BIRTH = date(1850, 1, 1)

_PROVINCES = frozenset(
    {
        *("11", "12", "13", "14", "15"),
        *("21", "22", "23"),
        *("31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46"),
        *("50", "51", "52", "53", "54"),
        *("61", "62", "63", "64", "65"),
        *("71", "81", "82"),
    }
)
"""Province codes ever used (GB/T 2260)."""
_PERMITS = {
    "81": IdKind.HONG_KONG_PERMIT,
    "82": IdKind.MACAU_PERMIT,
    "83": IdKind.TAIWAN_PERMIT,  # the permit's own code: as a province Taiwan is 71
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LONGEST = 64
_ASCII_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−"))
_ROMAN_TEN = {0x2169: "X", 0x2179: "X"}  # what some input methods give for the check "X"


class BadForm(ValueError):
    """Why a number cannot be right, in Chinese. Stays inside the two checking modules."""


def tidy(text: str) -> str:
    """A number without blanks and hyphens, half-width, ASCII letters in upper case.

    Raises `BadForm` for text that is no plain text or far too long.
    """
    if len(text) > _LONGEST:
        raise BadForm("号码太长")
    outer = text.strip()
    fault = fault_in(outer)
    if fault:
        raise BadForm(f"号码里有{fault}")
    joined = "".join(half_width(outer).split())
    return joined.translate(_DASHES).translate(_ASCII_UPPER)


def accepted(text: str, normalised: str, kind: str, warning: str | None = None) -> Verdict:
    """The verdict on a good number: valid as typed, or once it is written as `normalised`."""
    if text == normalised:
        return Verdict(Standing.VALID, normalised, None, kind, warning)
    reason = "号码写法不规范，已整理（空格、连字符、全角或小写）"
    return Verdict(Standing.NORMALISE, normalised, reason, kind, warning)


def check_id(text: str, *, today: date) -> Verdict:
    """Judge an identity number as typed, scanned or read from a card. Never raises.

    Invalid are a province that never was, a birth that is no date, before 1850 or after
    `today`, and a wrong check digit. The rest of the region only warns: codes change, and a
    number keeps the code of its first day.
    """
    try:
        number = tidy(text).translate(_ROMAN_TEN)
        if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
            return _legacy(number, IdKind.OLD_PERMANENT_RESIDENCE, "旧版外国人永久居留身份证号码")
        if re.fullmatch(r"[0-9]{15}", number):
            _check_province(number[:2], "前两位不是任何省份的代码")
            _check_birth(_birth(number), today)
            return _legacy(number, IdKind.OLD_RESIDENT_ID, "15 位身份证号码已停用，仅供查找")
        if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
            raise BadForm(_why_not_eighteen(number))
        kind = _kind(number)
        _check_birth(_birth(number), today)
        if number[17] != _check_digit(number):
            raise BadForm("校验位不对，请核对是否输错")
    except BadForm as why:
        return Verdict(Standing.INVALID, reason=str(why))
    return accepted(text, number, kind, _region_warning(number, kind))


def birth_date(normalised: str) -> date | None:
    """The birth date in a number `check_id` passed; None where the form does not tell it."""
    try:
        return _birth(normalised)
    except BadForm:
        return None


def sex(normalised: str) -> Sex | None:
    """The sex in a number `check_id` passed (odd is male); None where the form does not tell."""
    if re.fullmatch(r"[0-9]{17}[0-9X]", normalised):
        digit = normalised[16]
    elif re.fullmatch(r"[0-9]{15}", normalised):
        digit = normalised[14]
    else:
        return None
    return Sex.MALE if digit in "13579" else Sex.FEMALE


def eighteen_digits(old: str) -> str:
    """The 18-digit form of a good `OLD_RESIDENT_ID`, to look a person up.

    >>> eighteen_digits("110105491231002")
    '11010519491231002X'
    """
    body = f"{old[:6]}19{old[6:]}"
    return body + _check_digit(body)


def _legacy(number: str, kind: IdKind, reason: str) -> Verdict:
    return Verdict(Standing.LEGACY, number, reason, kind)


def _check_digit(number: str) -> str:
    """MOD 11-2 over the first 17 digits (GB 11643)."""
    total = sum(int(digit) * w for digit, w in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def _birth(number: str) -> date:
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        eight = number[6:14]
    elif re.fullmatch(r"[0-9]{15}", number):
        eight = "19" + number[6:12]
    else:
        raise BadForm("号码里没有出生日期")
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError as error:
        raise BadForm("出生日期不存在，请核对第 7 位起的数字") from error


def _check_birth(born: date, today: date) -> None:
    if born < EARLIEST_BIRTH:
        raise BadForm("出生日期早于 1850 年")
    if born > today:
        raise BadForm("出生日期晚于今天")


def _check_province(code: str, otherwise: str) -> None:
    if code not in _PROVINCES:
        raise BadForm(otherwise)


def _kind(number: str) -> IdKind:
    """The kind of an 18-digit number, by its region code."""
    if number[0] == "9":
        _check_province(number[1:3], "永久居留身份证号码的第 2、3 位不是任何省份的代码")
        return IdKind.PERMANENT_RESIDENCE
    if number[:2] in _PERMITS:
        return _PERMITS[number[:2]]
    _check_province(number[:2], "前两位不是任何省份的代码")
    return IdKind.RESIDENT_ID


def _region_warning(number: str, kind: IdKind) -> str | None:
    """What is odd about digits 3 to 6, judged by form alone, without a table of divisions.

    GB/T 2260 uses 01 to 70 and 90 at digits 3 and 4; 00 there was used with a county (460001),
    and 00 at digits 5 and 6 belongs to cities without districts (441900).
    """
    rest = number[2:6]
    if kind is IdKind.PERMANENT_RESIDENCE:
        return None
    if kind is not IdKind.RESIDENT_ID:
        return None if rest == "0000" else "居住证号码的第 3 至 6 位一般为 0000，请核对"
    if rest == "0000" or "71" <= rest[:2] <= "89" or rest[:2] > "90":
        return "区划代码的第 3 至 6 位少见，请核对"
    return None


def _why_not_eighteen(number: str) -> str:
    if not number:
        return "没有号码"
    if len(number) != 18:
        return f"号码应为 18 位，现为 {len(number)} 位"
    if "O" in number or "I" in number:
        return "号码里有字母 O 或 I，应为数字 0 或 1"
    return "前 17 位应为数字，末位应为数字或 X"
