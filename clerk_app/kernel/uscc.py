"""Unified social credit codes (统一社会信用代码, GB 32100) and the numbers they replaced.

18 characters: department 1, category 1, division 6 digits, organisation code 9
(GB 11714), check 1. The letters I, O, S, V and Z are never used.
"""

from __future__ import annotations

import re
from enum import StrEnum

from clerk_app.kernel.identity import BadForm, Standing, Verdict, accepted, tidy


class CodeKind(StrEnum):
    """Kinds of numbers an organisation may show."""

    USCC = "uscc"
    REGISTRATION_NUMBER = "registration_number"  # 工商注册号, 15 digits
    ORGANISATION_CODE = "organisation_code"  # 组织机构代码, 9 characters


_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_DEPARTMENTS = "123456789ANY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_uscc(text: str) -> Verdict:
    """Judge an organisation's code as typed or scanned. Never raises.

    The check character of the whole decides. A department no one has heard of, or an
    organisation code inside that fails its own check, only warns: such codes are in use.
    """
    try:
        code = tidy(text)
        if re.fullmatch(r"[0-9]{15}", code):
            reason = "15 位工商注册号已由统一社会信用代码取代"
            return Verdict(Standing.LEGACY, code, reason, CodeKind.REGISTRATION_NUMBER)
        if re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
            if code[8] != _organisation_check(code[:8]):
                raise BadForm("组织机构代码的校验位不对，请核对是否输错")
            reason = "9 位组织机构代码已由统一社会信用代码取代"
            return Verdict(Standing.LEGACY, code, reason, CodeKind.ORGANISATION_CODE)
        if not _FORM.fullmatch(code):
            raise BadForm(_why_not_uscc(code))
        if code[0] == "0" or code[2:8] == "000000":
            raise BadForm("登记管理部门或行政区划不能为 0")
        if code[17] != _check(code[:17]):
            raise BadForm("校验位不对，请核对是否输错")
    except BadForm as why:
        return Verdict(Standing.INVALID, reason=str(why))
    return accepted(text, code, CodeKind.USCC, _warning(code))


def _check(body: str) -> str:
    """The check character of 17 (GB 32100): weights 3^i mod 31, 31 less the sum mod 31."""
    total = sum(_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return _ALPHABET[-total % 31]


def _organisation_check(body: str) -> str:
    """The check character of 8 (GB 11714): letters count 10 to 35, 11 less the sum mod 11."""
    weighted = zip(body, _ORGANISATION_WEIGHTS, strict=True)
    return "0123456789X"[-sum(int(char, 36) * weight for char, weight in weighted) % 11]


def _warning(code: str) -> str | None:
    if code[0] not in _DEPARTMENTS:
        return "首位的登记管理部门代码少见，请核对"
    if code[16] != _organisation_check(code[8:16]):
        return "第 9 至 17 位的组织机构代码校验不符，请核对"
    return None


def _why_not_uscc(code: str) -> str:
    if not code:
        return "没有代码"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位"
    if set(code) & set("IOSVZ"):
        return "代码里不用字母 I、O、S、V、Z，请核对是否应为 1、0、5 等"
    if not re.fullmatch(r"[0-9]{6}", code[2:8]):
        return "第 3 至 8 位的行政区划应为数字"
    return "代码里有数字和大写字母以外的字符"
