"""Plain-text hygiene: what may enter the program as text, and how it is made even.

Names and reasons are later hashed, printed and shown. A NUL cuts a string in SQLite, a
bidi control shows another name than was typed, a lone surrogate cannot be encoded: they
are refused at the edge, by name, and nothing is lost since nothing was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.private_use import standard

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of the words after it."""
_ZERO_WIDTH = frozenset("\u200b\u2060\ufeff\u00ad\u115f\u1160\u3164\uffa0")
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･●"), "·")
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd", "Nl", "No", "Co", "Cn"})
"""General categories of which a name needs one character: letters, hanzi, figures. Private-use and
unassigned code points are among them: the hanzi of a name may be too new for this program."""
_LAST_RADICAL = "\u2fdf"
"""From U+2E80: radicals, which Unicode counts as symbols and old files have in names."""
_LOST = "\ufffd"
"""What a decoder puts where it could not read a character."""
_DAMAGED = "损坏的字"
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
        if char in BIDI:
            return f"文字方向控制符 U+{code:04X}"
        if char == _LOST:
            return f"{_DAMAGED} U+{code:04X}"
        if char in _ZERO_WIDTH or 0xE0000 <= code <= 0xE007F:  # fillers and tag characters
            return f"看不见的字符 U+{code:04X}"
        if multiline and char == "\n":
            continue
        if unicodedata.category(char) in {"Cc", "Zl", "Zp"}:
            return f"控制字符 U+{code:04X}"
        if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
            return f"非字符 U+{code:04X}"
    return None


def to_mend(fault: str) -> str:
    """What is to be done about what `fault_in` named: where a character was lost the rest must not
    go too.

    >>> to_mend("控制字符 U+0000"), to_mend("损坏的字 U+FFFD")
    ('请删去后重输', '原来的字已经丢失，请照原件重新输入')
    """
    lost = fault.startswith(_DAMAGED)
    return "原来的字已经丢失，请照原件重新输入" if lost else "请删去后重输"


def plain(text: str, field: str, *, limit: int = 4000, multiline: bool = False) -> str:
    """Return `text` stripped of outer blanks; raise `Misused` (`bad_text`) naming the field.

    `limit` counts code points, as GB 18030 characters beyond U+FFFF count as one. Private-use code
    points of GBK and old GB 18030 become the characters they stand for.
    """
    fault = fault_in(text, multiline=multiline)
    if fault:
        raise Misused("bad_text", f"“{field}”里有{fault}，{to_mend(fault)}")
    text = standard(text).strip()
    if len(text) > limit:
        raise Misused("bad_text", f"“{field}”有 {len(text)} 个字，最多 {limit} 个")
    return text


def person_name(text: str, field: str = "姓名") -> str:
    """A personal or company name: plain text whose separating dot is U+00B7; empty where nothing
    was typed.

    Raises `Misused` (`bad_text`) as `plain` and `refuse_no_name`.

    >>> person_name(" 买买提•艾力 ")
    '买买提·艾力'
    """
    return body_name(text, field, limit=NAME_LIMIT).translate(_DOTS)


def body_name(text: str, field: str, *, limit: int = 4000) -> str:
    """The name of a body, or of whoever is asked: as `plain`, and as `refuse_no_name`."""
    name = plain(text, field, limit=limit)
    refuse_no_name(name, field)
    return name


def is_name(text: str) -> bool:
    """Whether a name can be read in it: a letter, a hanzi or a figure. Dots, marks and variation
    selectors alone print as nothing.

    >>> is_name("〇"), is_name("买·"), is_name("···"), is_name("\ufe0f"), is_name("")
    (True, True, False, False, False)
    """
    return any(unicodedata.category(c) in _LETTERS or "\u2e80" <= c <= _LAST_RADICAL for c in text)


def refuse_no_name(text: str, field: str) -> None:
    """What was given as the name of a person or a body must be one; nothing at all is for the
    caller to judge. Raises `Misused` (`bad_text`)."""
    if text and not is_name(text):
        raise Misused(
            "bad_text", f"“{field}”里没有一个能读的字，只有点、符号或者看不见的字符，请照原件重输"
        )


def variants_in(text: str) -> tuple[str, ...]:
    """Characters with a variation selector after them, each once: the page shows the base
    character in its usual form, and whoever asked for the form is told.

    >>> variants_in("葛\U000e0100城") == ("葛",)
    True
    """
    return tuple(dict.fromkeys(base for base, _ in _selected(text) if base))


def selectors_alone_in(text: str) -> tuple[str, ...]:
    """Variation selectors with no character before them, each once: the page shows nothing.

    >>> selectors_alone_in("\ufe0f葛\ufe00\ufe01") == ("\ufe0f",)
    True
    """
    return tuple(dict.fromkeys(selector for base, selector in _selected(text) if not base))


def _selected(text: str) -> Iterator[tuple[str, str]]:
    """Every selector with the character whose form it asks for, empty where there is none."""
    if not has_selector(text):
        return
    base = ""
    for char in text:
        if is_selector(char):
            yield base, char
        else:
            base = char.strip()


_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def has_selector(text: str) -> bool:
    """Whether a variation selector stands anywhere: asked of all a page says, so by a pattern."""
    return _SELECTOR.search(text) is not None


def is_selector(char: str) -> bool:
    """A variation selector: it asks for another form of the character before it."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


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
