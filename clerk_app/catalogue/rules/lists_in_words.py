"""Lists and lines that stand in one cell: numbered, one a line, or cut by semicolons."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^\s*(?:[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]"
    r"|\d{1,2}\s*[.．、)）](?!\d)|[一二三四五六七八九十]{1,3}\s*[、.．]|[①-⑳]|[-•·●◆])\s*"
)
_INLINE = re.compile(
    r"(?<=[;；,，。\s])(?=\d{1,2}\s?[.．、](?!\d)|[（(]\d{1,2}[)）])|(?<=.)(?=[①-⑳])"
)
_HAN = "\u3007\u3400-\u9fff\U00020000-\U000323af、，。；：（）《》“”"
# the same as half_width, in one step: this is done for every cell
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = re.compile(r"[ \u3000\t\r\n\xa0]+")
_BETWEEN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def lines_of(text: str) -> list[str]:
    """The entries of a list, one a line or numbered; their numbers are taken off.

    >>> lines_of("1.申请表；2.身份证明")
    ['申请表', '身份证明']
    """
    parts = [part for line in text.splitlines() for part in _INLINE.split(line)]
    entries = (_MARK.sub("", part).strip().rstrip(";；,，") for part in parts)
    return [entry for entry in entries if entry]


def names_of(text: str) -> list[str]:
    """The names of a list in one cell: as `lines_of`, else cut at semicolons, else commas.

    >>> names_of("申请表，章程（盖章，一式两份）")
    ['申请表', '章程（盖章，一式两份）']
    """
    found = lines_of(text)
    for marks in (";；", ",，"):
        if len(found) == 1:
            parts = (part.strip(" 。") for _, part in cut_outside_brackets(found[0], marks))
            found = [part for part in parts if part]
    return [one_line(name) for name in found]


def cut_outside_brackets(text: str, marks: str) -> list[tuple[str, str]]:
    """The pieces between `marks`, each with the mark before it ("" for the first)."""
    pieces: list[tuple[str, str]] = []
    mark, start, depth = "", 0, 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char in "(（") - (char in ")）"))
        if char in marks and not depth:
            pieces.append((mark, text[start:at]))
            mark, start = char, at + 1
    pieces.append((mark, text[start:]))
    return pieces


def one_line(text: str) -> str:
    """A name on one line: outer blanks off, no blank between two hanzi, else one.

    >>> one_line("　食品 经营\\n许可 A  B ")
    '食品经营许可 A B'
    """
    if text.isalnum():
        return text
    return _BETWEEN.sub("", _BLANKS.sub(" ", text)).strip()


def key_of(text: str) -> str:
    """A name or code as it is compared: narrow, without any blanks.

    >>> key_of(" １２ Ａ　Ｂ")
    '12AB'
    """
    return "".join(text.translate(_NARROW).split())
