"""Case and document numbers, as printed on paper and read out over the telephone.

A case number (办件编号) is 20 digits: county 6 + station 4 + year 2 + sequence 6 + check 2.
The check is ISO 7064 MOD 97-10 over the other 18: it catches every wrong digit and every
swap of two neighbours. Digits only, so that it fits a keypad and Code 128 C.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import half_width

LAST_SEQUENCE = 999_999
LAST_DOCUMENT = 99

_QR_HEADS = ("hall:", "https://")
_NUMBER_IN_QR = re.compile(r"(?<![0-9A-Za-z])[0-9]{20}(?![0-9A-Za-z])")
_PARTS = re.compile(r"([0-9]{6})([0-9]{4})([0-9]{2})([0-9]{6})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The parts of a case number. `year` has four digits and lies in this century."""

    county: str
    station: str
    year: int
    seq: int

    def __str__(self) -> str:
        return case_number(self.county, self.station, self.year, self.seq)


def case_number(county6: str, station4: str, year: int, seq: int) -> str:
    """The number of the `seq`th case of a station in a year.

    >>> case_number("511602", "0001", 2026, 1)
    '51160200012600000163'

    Raises `Misused` (`bad_county`, `bad_station`, `bad_year`, `bad_sequence`) and `Refused`
    (`numbers_exhausted`) beyond 999999: a number is never used twice.
    """
    if not re.fullmatch(r"[0-9]{6}", county6):
        raise Misused("bad_county", "县级区划代码应为 6 位数字")
    if not re.fullmatch(r"[0-9]{4}", station4):
        raise Misused("bad_station", "站点号应为 4 位数字")
    if not 2000 <= year <= 2099:
        raise Misused("bad_year", "办件编号里的年份应在 2000 到 2099 之间")
    if seq < 1:
        raise Misused("bad_sequence", "办件流水号从 1 开始")
    if seq > LAST_SEQUENCE:
        raise Refused("numbers_exhausted", "本站今年的办件编号已用完，请向大厅申请新的站点号")
    body = f"{county6}{station4}{year % 100:02}{seq:06}"
    return body + check_digits(body)


def check_case_number(text: str) -> bool:
    """Is this, exactly as it stands, a number `case_number` could have given?"""
    match = _PARTS.fullmatch(text)
    # compared, not "mod 97 = 1": else 00, 01 and 99 would pass for 97, 98 and 02
    return bool(match and match[4] != "000000" and match[5] == check_digits(text[:18]))


def read_case_number(text: str) -> CaseNumber:
    """Read a number as typed or scanned: blanks between groups and full-width digits pass.

    Raises `Misused` (`bad_case_number`).
    """
    digits = "".join(half_width(text).split())
    match = _PARTS.fullmatch(digits)
    if match is None:
        raise Misused("bad_case_number", "办件编号应为 20 位数字")
    if not check_case_number(digits):
        raise Misused("bad_case_number", "办件编号的校验位不对，请核对是否抄错")
    return CaseNumber(match[1], match[2], 2000 + int(match[3]), int(match[4]))


def case_in_qr(code: str) -> str:
    """The case number in what a scanner read from the QR of a paper: the hall's own content or
    its web address. Empty for anything else: bars are read as they stand.

    >>> case_in_qr("hall:511602:51160200012600000163")
    '51160200012600000163'
    >>> case_in_qr("51160200012600000163")
    ''
    """
    if not code.startswith(_QR_HEADS):
        return ""
    return next(filter(check_case_number, _NUMBER_IN_QR.findall(code)), "")


def document_number(case_number: str, n: int) -> str:
    """The number of the `n`th document (文书) of a case.

    >>> document_number("51160200012600000163", 2)
    '51160200012600000163-02'

    Raises `Misused` (`bad_case_number`, `bad_sequence`), `Refused` (`numbers_exhausted`).
    """
    if not check_case_number(case_number):
        raise Misused("bad_case_number", "办件编号不对，不能编文书号")
    if n < 1:
        raise Misused("bad_sequence", "文书序号从 1 开始")
    if n > LAST_DOCUMENT:
        raise Refused("numbers_exhausted", f"一件最多 {LAST_DOCUMENT} 份文书，文书号已用完")
    return f"{case_number}-{n:02}"


def group_digits(number: str) -> str:
    """A case or document number in groups, for reading aloud; any other text as it is.

    >>> group_digits("51160200012600000163-02")
    '511602 0001 26 000001 63-02'
    """
    match = _PARTS.match(number)
    if match is None or not re.fullmatch(r"(-[0-9]{2})?", number[20:]):
        return number
    return " ".join(match.groups()) + number[20:]


def check_digits(text: str) -> str:
    """The two check digits of a number, from 02 to 98 (ISO 7064 MOD 97-10).

    A capital letter counts as two figures, A as 10. Every number of this program that carries two
    has them from here.

    >>> check_digits("511602000126000001"), check_digits("DB511602000126000001")
    ('63', '02')
    """
    return f"{98 - int(''.join(str(int(sign, 36)) for sign in text)) * 100 % 97:02}"
