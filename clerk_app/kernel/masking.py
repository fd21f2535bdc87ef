"""Masks (脱敏) for lists, logs of viewing and public places. Never raise, whatever is stored.

Characters that are not plain text (`kernel.text`) are hidden too: what comes out can
always be shown and encoded.
"""

from __future__ import annotations

import re
import unicodedata

from clerk_app.kernel.text import fault_in

_STAR = "*"
_JOINER = "\u200d"
_PHONE_NOISE = re.compile(r"[\s()（）-]+")


def mask_id(number: str | None) -> str:
    """An identity number with its last four and at most three in front left.

    >>> mask_id("11010519491231002X")
    '110***********002X'
    """
    return _cover(_clusters(number))


def mask_phone(phone: str | None) -> str:
    """A telephone number with three in front and its last four left; no blanks or brackets.

    >>> mask_phone("138 0000 0000")
    '138****0000'
    """
    return _cover(_clusters(_PHONE_NOISE.sub("", phone or "")))


def mask_name(name: str | None, *, person: bool = True) -> str:
    """A person's name with only its first and last character left; an organisation's whole.

    >>> mask_name("张小明"), mask_name("张明"), mask_name("某某公司", person=False)
    ('张*明', '张*', '某某公司')
    """
    chars = _clusters(name)
    if not person:
        return "".join(chars)
    if len(chars) < 3:
        return "".join(chars[:-1]) + _STAR * len(chars[-1:])
    inner = (char if char in "· " else _STAR for char in chars[1:-1])
    return "".join((chars[0], *inner, chars[-1]))


def _cover(chars: list[str]) -> str:
    """Three in front and four behind; less when under a third would stay hidden."""
    size = len(chars)
    for front, tail in ((3, 4), (0, 4)):
        hidden = size - front - tail
        if hidden * 3 >= size > 0:
            return "".join((*chars[:front], _STAR * hidden, *chars[size - tail :]))
    return _STAR * size


def _clusters(text: str | None) -> list[str]:
    """The characters as a reader counts them: marks and variation selectors stay with theirs."""
    clusters: list[str] = []
    for char in (text or "").strip():
        joined = char == _JOINER or unicodedata.category(char).startswith("M")
        if clusters and (joined or clusters[-1].endswith(_JOINER)):
            clusters[-1] += char
        else:
            clusters.append(char)
    return [_STAR if fault_in(cluster) else cluster for cluster in clusters]
