"""Plain-text hygiene: what may enter the program as text, and how it is made even.

Names and reasons are later hashed, printed and shown. A NUL cuts a string in SQLite, a
bidi control shows another name than was typed, a lone surrogate cannot be encoded: they
are refused at the edge, by name, and nothing is lost since nothing was written.
"""

from __future__ import annotations

import unicodedata

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.private_use import standard

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZERO_WIDTH = frozenset("\u200b\u2060\ufeff\u00ad\u115f\u1160\u3164\uffa0")
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･●"), "·")
NAME_LIMIT = 200
"""Longest personal or company name, in code points (十二部门 notice: at least 25 hanzi)."""


def fault_in(text: str, *, multiline: bool = False) -> str | None:
    """Name what makes `text` unfit as plain text, or None.

    >>> fault_in("张·三") is None
    True
    >>> fault_in("张\\x00三")
    '控制字符 U+0000'
    """
    for char in text:
        code = ord(char)
        if 0xD800 <= code <= 0xDFFF:
            return f"不成对的代理码 U+{code:04X}"
        if char in _BIDI:
            return f"文字方向控制符 U+{code:04X}"
        if char in _ZERO_WIDTH or 0xE0000 <= code <= 0xE007F:  # fillers and tag characters
            return f"看不见的字符 U+{code:04X}"
        if multiline and char == "\n":
            continue
        if unicodedata.category(char) in {"Cc", "Zl", "Zp"}:
            return f"控制字符 U+{code:04X}"
        if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
            return f"非字符 U+{code:04X}"
    return None


def plain(text: str, field: str, *, limit: int = 4000, multiline: bool = False) -> str:
    """Return `text` stripped of outer blanks; raise `Misused` (`bad_text`) naming the field.

    `limit` counts code points, as GB 18030 characters beyond U+FFFF count as one. Private-use code
    points of GBK and old GB 18030 become the characters they stand for.
    """
    fault = fault_in(text, multiline=multiline)
    if fault:
        raise Misused("bad_text", f"“{field}”里有{fault}，请删去后重输")
    text = standard(text).strip()
    if len(text) > limit:
        raise Misused("bad_text", f"“{field}”有 {len(text)} 个字，最多 {limit} 个")
    return text


def person_name(text: str, field: str = "姓名") -> str:
    """A personal or company name: plain text whose separating dot is U+00B7.

    >>> person_name(" 买买提•艾力 ")
    '买买提·艾力'
    """
    return plain(text, field, limit=NAME_LIMIT).translate(_DOTS)


def half_width(text: str) -> str:
    """Full-width ASCII forms and the ideographic space become their narrow twins.

    >>> half_width("１１０Ｘ　")
    '110X '
    """
    out = []
    for char in text:
        code = ord(char)
        if 0xFF01 <= code <= 0xFF5E:
            out.append(chr(code - 0xFEE0))
        elif char == "\u3000":
            out.append(" ")
        else:
            out.append(char)
    return "".join(out)
