"""What the words of published guides mean: form, party, limits. No file, no item, only text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from clerk_app.catalogue.model import LimitUnit, Party
from clerk_app.kernel.text import half_width

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_NOUN = r"(原件|复印件|影印件)"
_NUMBER_FIRST = re.compile(rf"(?:(?:一式)?{_N}\s*份\s*)?{_NOUN}")
_NOUN_FIRST = re.compile(rf"{_NOUN}\s*(?:[:：]?\s*(?:一式|各)?{_N}\s*份)?")
_SETS = re.compile(rf"{_N}\s*份")
_STARTS_WITH_NUMBER = re.compile(rf"(?:一式)?{_N}\s*份")
_PIECES = re.compile(r"[,，、;；及和与并()（）\s]+")
_LOOKED_AT = re.compile(
    r"(?:核对|核验|核查|交验|查验|校验|验看)[^,，;；、]{0,4}原件"
    r"|原件[^,，;；、]{0,4}(?:核对|核验|核查|交验|查验|校验|备查)"
)
_EITHER = re.compile(r"原件[^,，;；]{0,6}或|或[^,，;；]{0,6}原件")
_AGENT = re.compile(r"委托|代办|代理|受托")
_LIMIT = re.compile(r"(\d{1,6})\s*个?\s*(工作日|日)")
_SUM = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,13}(?:\.\d+)?)"
_PER = r"(?:\s*[/每]\s*([\u4e00-\u9fff]{1,6}))?"
_PRICE = re.compile(rf"(?:人民币)?\s*[¥￥]?\s*{_SUM}\s*(?:元整?)?{_PER}")
_PRICES = re.compile(
    rf"(?<![\d.])(?<!\d,)(?:[¥￥]\s*{_SUM}(?![.,]?\d|\s*[万亿千百])\s*元?|{_SUM}\s*元)整?{_PER}"
)
_DAY = re.compile(
    r"(\d{4})(?:\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?|(\d\d)(\d\d))"
    r"(?:[\sT]*00?:00(?::00)?)?",
    re.ASCII,
)
FREE: Final = frozenset({"不收费", "免费", "无", "否", "不收", "不收取", "免收", "无收费"})
"""Words that say that nothing is charged, standing alone."""
_BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")


@dataclass(frozen=True, slots=True)
class FormWords:
    """What a form text (材料形式) says. Counts are None where it gives no number.

    `sets` is a number that names neither originals nor copies (一式三份). `looked_at`:
    the original is compared and handed back (核对原件, 交验原件).
    """

    original: bool = False
    copy: bool = False
    originals: int | None = None
    copies: int | None = None
    sets: int | None = None
    looked_at: bool = False
    electronic: bool = False


def number(text: str) -> int | None:
    """A number in digits or Chinese words, up to 99.

    >>> number("三"), number("十二"), number("二十"), number("7"), number("多")
    (3, 12, 20, 7, None)
    """
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (units and units not in _DIGITS):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)


@lru_cache(maxsize=2048)
def read_form(text: str) -> FormWords:
    """Read a form text.

    >>> words = read_form("原件及三份复印件")
    >>> words.original, words.copy, words.copies
    (True, True, 3)
    >>> read_form("原件、复印件（核对原件）").looked_at
    True
    """
    text = half_width(text)
    counts: dict[str, int | None] = {}
    sets = None
    for piece in _PIECES.split(text):
        for noun, count in _nouns(piece):
            counts[noun] = number(count) if count else counts.get(noun)
        if not re.search(_NOUN, piece) and (said := _SETS.search(piece)):
            sets = number(said[1])
    # either of the two will do (原件或复印件): the copy is what must at least be there
    either = "复印件" in counts and bool(_EITHER.search(text))
    return FormWords(
        original="原件" in counts and not either,
        copy="复印件" in counts,
        originals=counts.get("原件"),
        copies=counts.get("复印件"),
        sets=sets,
        looked_at=bool(_LOOKED_AT.search(text)),
        electronic="电子" in text,
    )


def _nouns(piece: str) -> list[tuple[str, str]]:
    """Which papers a piece names, each with the number beside it, as words."""
    if _STARTS_WITH_NUMBER.match(piece):
        found = [(noun, count) for count, noun in _NUMBER_FIRST.findall(piece)]
    else:
        found = _NOUN_FIRST.findall(piece)
    return [("原件" if noun == "原件" else "复印件", count) for noun, count in found]


def counts_due(
    words: FormWords, *, originals: int | None, copies: int | None
) -> tuple[int, int, bool]:
    """Originals due, copies due, and whether the words contradict the number `copies`.

    The file's `copies` (份数) counts the photocopies where the form speaks of them, the
    originals where it speaks of originals only, and pieces of the paper where it speaks of
    neither: 照片 3 份 is `(0, 3)`, which paper shows as 3 份. A stated number beats the words.
    """
    said = words.copies if words.copy else words.originals
    said = words.sets if said is None else said
    mismatch = copies is not None and said is not None and said != copies
    stated = said if copies is None else copies
    if words.copy:
        due = (words.originals or 1) if words.original else 0, 1 if stated is None else stated
    elif originals is not None:
        due = originals, copies or 0
    elif words.original or not stated:
        due = stated or 1, 0
    else:
        due = 0, stated
    return (due[0] if originals is None else originals), due[1], mismatch


@lru_cache(maxsize=2048)
def party_of(name: str, applies_when: str) -> Party:
    """Whose paper it is: the agent's when its name or case speaks of acting for another."""
    return Party.AGENT if _AGENT.search(name) or _AGENT.search(applies_when) else Party.APPLICANT


def limit_in_words(text: str) -> tuple[int, LimitUnit] | None:
    """A limit written as one text, or None.

    >>> limit_in_words("20个工作日")
    (20, <LimitUnit.WORKDAY: '工作日'>)
    """
    text = half_width(text).strip()
    for unit in (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY):
        if text in {unit.value, f"{unit.value}办结"}:
            return 0, unit
    found = _LIMIT.fullmatch(text)
    return (int(found[1]), LimitUnit(found[2])) if found else None


def says_free(text: str) -> bool:
    """Does the whole text say that nothing is charged?

    >>> says_free("免费。"), says_free("低保户免费")
    (True, False)
    """
    return text.strip().rstrip("。.；;") in FREE


def price_in_words(text: str) -> tuple[str, str] | None:
    """A text that is one price: its yuan in plain digits and what it is per; else None.

    >>> price_in_words("¥1,000"), price_in_words("9.50元/本"), price_in_words("按1%收")
    (('1000', ''), ('9.50', '本'), None)
    """
    found = _PRICE.fullmatch(half_width(text).strip())
    return (found[1].replace(",", ""), found[2] or "") if found else None


def prices_in(text: str) -> list[tuple[str, str]]:
    """The prices that stand in a text, as `price_in_words`; bare numbers are none.

    >>> prices_in("首次10元；补领￥1,040元/本；1.5万元")
    [('10', ''), ('1040', '本')]
    """
    found = _PRICES.finditer(half_width(text))
    return [((each[1] or each[2]).replace(",", ""), each[3] or "") for each in found]


def day_in_words(text: str) -> str | None:
    """A day as files write it, in ISO; None for anything else, 2020-02-30 too.

    >>> day_in_words("2020年1月1日"), day_in_words("2020.1.1"), day_in_words("20200101")
    ('2020-01-01', '2020-01-01', '2020-01-01')
    """
    found = _DAY.fullmatch(half_width(text).strip())
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def phrases(applies_when: str) -> tuple[str, ...]:
    """The cases a text names, split at "/" (筹建或在建/自贸区内)."""
    cut = (part.strip() for part in applies_when.replace("／", "/").split("/"))
    return tuple(dict.fromkeys(part for part in cut if part))


def without_brackets(text: str) -> str:
    """The text without its bracketed parts, nested ones included.

    >>> without_brackets("食品（含保健食品）经营许可")
    '食品经营许可'
    """
    while (shorter := _BRACKETED.sub("", text)) != text:
        text = shorter
    return text
