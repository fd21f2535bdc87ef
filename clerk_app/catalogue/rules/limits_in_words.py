"""Several time limits in one text, as halls write them: by law and promise, by channel."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from clerk_app.catalogue.model import LimitKind, LimitUnit
from clerk_app.catalogue.rules.lists_in_words import cut_outside_brackets
from clerk_app.catalogue.rules.wording import number
from clerk_app.kernel.text import half_width

_RUN_ON = re.compile(r"(?<=\S)\s*(?=(?:法定|承诺)(?:办结)?(?:时限|期限)?[:为]?\s*\d)")
_DAYS = re.compile(
    r"(?<![\d.\-~—至到])(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*个?\s*(工作日|自然日|日历日|日|天)"
)
_AT_ONCE = re.compile(r"即时(?:办结)?|即办(?!件)|当场(?:办结)?|立等可取")
_SAME_DAY = re.compile(r"当日(?:办结)?|当天(?:办结)?")
_CHANNELS = re.compile(
    r"窗口|现场|线下|大厅|网上|线上|全程网办|网办|自助(?:终端|机)?|邮寄|掌上|手机"
)
_AT_THE_WINDOW = frozenset({"窗口", "现场", "线下", "大厅"})
_LAW = re.compile(r"法定(?!形式|条件|代表)(?:办结)?(?:时限|期限)?")
_PROMISE = re.compile(r"承诺(?:办结)?(?:时限|期限)?")
_FILL = (
    r"(?:(?:办理|办结)?(?:时限|期限)|自?受理(?:之日起|后)|不超过|[之以]?内|办结|办理|为|在"
    r"|[:\s,.·\-])"
)
_FILLING = re.compile(rf"^{_FILL}+|{_FILL}+$")
_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_GOES_ON = frozenset(",，、")
_CUTS = ";；\n。,，、/"
_RANGE = tuple("-~—–至到或")
"""Before a number: it is the end of a range or one of two, and no limit of its own."""
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class SaidLimit:
    """One limit of a text. `kind` is None where the text does not say whose it is."""

    kind: LimitKind | None
    value: int
    unit: LimitUnit
    channel: str = ""
    note: str = ""


def limits_said(
    text: str, unit: LimitUnit | None = None
) -> tuple[tuple[SaidLimit, ...], tuple[str, ...]]:
    """The limits of a text in their order, and the pieces of it that say none.

    `unit` is that of a bare number, where a heading gives it. Months, hours and ranges
    are not limits this program can count: they come back as pieces.

    >>> [(s.channel, s.value) for s in limits_said("窗口：20个工作日；网上：15个工作日")[0]]
    [('窗口', 20), ('网上', 15)]
    >>> limits_said("3个月")
    ((), ('3个月',))
    """
    if len(text) > _LONGEST:
        return (), (text,)
    found: list[SaidLimit] = []
    rest: list[str] = []
    for mark, piece in _pieces(text):
        said = _read(piece, unit)
        if said is None:
            rest.append(piece)
            continue
        if found and said.kind is None:
            said = replace(said, kind=found[-1].kind)
        if found and not said.channel and mark in _GOES_ON and said.kind:
            said = replace(said, channel=found[-1].channel)
        said, aside = _apart(said, unit)
        found += [said, *aside]
    return tuple(found), tuple(rest)


def main_limit(said: tuple[SaidLimit, ...]) -> SaidLimit:
    """The one of several that holds at the window: its own, else the one without condition."""
    for limit in said:
        if limit.channel in _AT_THE_WINDOW:
            return limit
    return next((limit for limit in said if not limit.channel and not limit.note), said[0])


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces between separators that stand outside brackets, each with the one before it."""
    pieces: list[tuple[str, str]] = []
    for mark, piece in cut_outside_brackets(text, _CUTS):
        starts = [found.end() for found in _RUN_ON.finditer(half_width(piece))]
        parts = [piece[i:j] for i, j in pairwise([0, *starts, len(piece)])]
        pieces += [(mark if n == 0 else ";", part.strip()) for n, part in enumerate(parts)]
    return [(mark, piece) for mark, piece in pieces if piece]


def _apart(said: SaidLimit, unit: LimitUnit | None) -> tuple[SaidLimit, list[SaidLimit]]:
    """10个工作日（网上5个工作日）: a note that is nothing but limits of channels is limits."""
    if not _CHANNELS.search(said.note):
        return said, []
    aside, rest = limits_said(said.note, unit)
    if rest or not all(limit.channel and not limit.note for limit in aside):
        return said, []
    return replace(said, note=""), [replace(each, kind=each.kind or said.kind) for each in aside]


def _read(piece: str, unit: LimitUnit | None) -> SaidLimit | None:
    narrow = half_width(piece)  # the same length: places in one are places in the other
    plain = _BRACKETS.sub(lambda found: " " * len(found[0]), narrow)
    kind = None
    if _LAW.search(plain):
        kind = LimitKind.LEGAL
    elif _PROMISE.search(plain):
        kind = LimitKind.PROMISED
    found = _amount(plain, unit) or _amount(narrow, unit)
    if found is None:
        return None
    value, said_unit, start, end = found
    if plain[:start].rstrip().endswith(_RANGE):
        return None
    after = narrow[end:]
    if _DAYS.search(_BRACKETS.sub("", after)):
        return None  # two limits run together: which is which is not ours to guess
    if said_unit is LimitUnit.DAY and after.lstrip("内").startswith("(工作日)"):
        said_unit = LimitUnit.WORKDAY
        end = narrow.index("(工作日)", end) + len("(工作日)")
    around = piece[:start] + piece[end:]
    for pattern in (_LAW, _PROMISE):
        around, _ = _without(pattern, around)
    outside, notes = _without(_BRACKETS, around)
    outside, channels = _without(_CHANNELS, outside)
    left, _ = _without(_FILLING, outside)
    note = "；".join(part for part in (left.strip(), *notes) if part)
    return SaidLimit(kind, value, said_unit, channels[0] if channels else "", note)


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """The text without what matches once narrowed, and what matched (or its group) as written."""
    kept, taken, at = [], [], 0
    group = 1 if pattern.groups else 0
    for found in pattern.finditer(half_width(text)):
        kept.append(text[at : found.start()])
        taken.append(text[found.start(group) : found.end(group)].strip())
        at = found.end()
    return "".join([*kept, text[at:]]), taken


def _amount(piece: str, unit: LimitUnit | None) -> tuple[int, LimitUnit, int, int] | None:
    days = _DAYS.search(piece)
    if days and (value := number(days[1])) is not None:
        said = LimitUnit.WORKDAY if days[2] == "工作日" else LimitUnit.DAY
        return value, said, days.start(), days.end()
    for pattern, said in ((_AT_ONCE, LimitUnit.IMMEDIATE), (_SAME_DAY, LimitUnit.SAME_DAY)):
        if at_once := pattern.search(piece):
            return 0, said, at_once.start(), at_once.end()
    if unit is not None and re.fullmatch(r"\d{1,4}", piece):
        return int(piece), unit, 0, len(piece)
    return None
