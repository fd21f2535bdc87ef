"""文号: how a template is written, which block gives the next number, which blocks may stand.

党政机关公文格式 (GB/T 9704): 机关代字, the year in 六角括号, a serial number without 第 and
without padding. Printed licence forms have serials of a fixed length: `{n6}` is six digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import digits

from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import plain
from clerk_app.numbering.model import Block

TEMPLATE_LIMIT = 40
AGENCY_LIMIT = 100
LAST = 999_999_999
"""The largest number a block may hold."""
FIRST_YEAR, LAST_YEAR = 2000, 2099

_SERIAL = re.compile(r"\{n([1-9]?)\}")
_YEAR = "{year}"
_YEAR_IN_PLACE = f"〔{_YEAR}〕"
_RUN = re.compile(r"[0-9]+")
_LITERAL_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BESIDE = re.compile(r"\d\{n[1-9]?\}|\{n[1-9]?\}\d")


def check_template(template: str) -> str:
    """The template, stripped. `{year}` stands for the year, `{n}` for the number, `{n6}` for six
    digits.

    A digit beside the number would read as part of it, and a year written out would stand for
    ever: with either, two templates could print one number. Raises `Misused` (`bad_text`,
    `bad_template`), naming what GB/T 9704 wants.
    """
    said = plain(template, "文号格式", limit=TEMPLATE_LIMIT)
    if len(_SERIAL.findall(said)) != 1:
        raise Misused("bad_template", "文号格式里要有一个 {n}（或 {n6} 这样的固定位数）")
    rest = _SERIAL.sub("", said, count=1)
    if _YEAR in rest:
        if rest.count(_YEAR) > 1 or _YEAR_IN_PLACE not in rest:
            raise Misused("bad_template", "年份写一次，用六角括号：〔{year}〕")
        rest = rest.replace(_YEAR_IN_PLACE, "")
    if "{" in rest or "}" in rest:
        raise Misused("bad_template", "文号格式里只能有 {year} 和 {n} 两处空格")
    if re.search(r"第\s*\{n\}", said):
        raise Misused("bad_template", "发文字号的序号前不加“第”，请写成 {n}号")
    if _BESIDE.search(said):
        raise Misused("bad_template", "{n} 的前后不能紧挨着数字，会和序号连在一起")
    if _LITERAL_YEAR.search(said):
        raise Misused("bad_template", "年份不要写死，请写成〔{year}〕，并给号段写明年份")
    return said


def has_year(template: str) -> bool:
    """Whether numbers of the template begin anew every year."""
    return _YEAR in template


def written(template: str, year: int, n: int) -> str:
    """The number as it is printed.

    >>> written("示例许准〔{year}〕{n}号", 2026, 7), written("许字{n6}", 0, 7)
    ('示例许准〔2026〕7号', '许字000007')
    """
    match = _SERIAL.search(template)
    width = int(match[1]) if match and match[1] else 0
    return _SERIAL.sub(str(n).zfill(width), template).replace(_YEAR, str(year))


def check_block(new: Block, known: Iterable[Block], own: frozenset[str]) -> None:
    """Whether a block may be leased beside those known here, of this and of other stations.

    `own` are the devices this workstation is and was. Raises `Misused` (`bad_block`), `Refused`
    (`block_overlaps`: a number would be given twice; `kind_numbered_elsewhere`).
    """
    if not 1 <= new.first <= new.last <= LAST:
        raise Misused("bad_block", f"号段应从 1 到 {LAST}，起号不大于止号")
    match = _SERIAL.search(new.template)
    if match and match[1] and new.last >= 10 ** int(match[1]):
        raise Misused("bad_block", f"止号 {new.last} 超过 {match[1]} 位，请改号段或格式")
    if has_year(new.template) != (new.year != 0):
        raise Misused("bad_block", "格式里有 {year} 的号段要写明年份，没有的不写")
    if new.year and not FIRST_YEAR <= new.year <= LAST_YEAR:
        raise Misused("bad_block", f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
    known = list(known)
    for block in known:
        if overlaps(new, block):
            raise Refused(
                "block_overlaps",
                f"{block.template} 的 {block.first}～{block.last} 号已经领过，"
                "同一个号不能领两次。请向大厅另领号段",
            )
    ours = [block for block in known if block.device in own]
    for kind in new.kinds:
        other = template_for(ours, new.agency, kind)
        if other and other != new.template:
            raise Refused(
                "kind_numbered_elsewhere",
                f"{new.agency}的这种文书已经用“{other}”编号，一种文书只能有一种文号",
            )


def overlaps(a: Block, b: Block) -> bool:
    """Whether two blocks hold a number that may be printed alike, the years filled in.

    `{n}` and `{n6}` count as alike. What is printed differs else, unless the number of one
    stands where the other has digits of its own: `许1字{n}` and `许{n}字1`.
    """
    one, two = _printed(a), _printed(b)
    if (one.head, one.tail) == (two.head, two.tail):
        return one.first <= two.last and two.first <= one.last
    return any(two.prints(one.text(n)) for n in two.digits() if one.first <= n <= one.last)


@dataclass(frozen=True, slots=True)
class _Printed:
    """What a block prints: `head`, a number, `tail`."""

    head: str
    tail: str
    width: int
    first: int
    last: int

    def text(self, n: int) -> str:
        return f"{self.head}{str(n).zfill(self.width)}{self.tail}"

    def digits(self) -> set[int]:
        """The numbers that stand in its words."""
        return {int(run) for part in (self.head, self.tail) for run in _RUN.findall(part)}

    def prints(self, said: str) -> bool:
        if not (said.startswith(self.head) and said.endswith(self.tail)):
            return False
        middle = said[len(self.head) : len(said) - len(self.tail)]
        if not _RUN.fullmatch(middle):
            return False
        n = int(middle)
        return self.first <= n <= self.last and said == self.text(n)


def _printed(block: Block) -> _Printed:
    """What a block prints. Digits beside the number, as older templates may have, are taken for
    a part of it: then any number may be printed."""
    before, width, after = _SERIAL.split(block.template, maxsplit=1)
    year = str(block.year)
    before, after = before.replace(_YEAR, year), after.replace(_YEAR, year)
    head, tail = before.rstrip(digits), after.lstrip(digits)
    first, last = block.first, block.last
    if (head, tail) != (before, after):
        first, last = 0, LAST * 10**TEMPLATE_LIMIT
    return _Printed(head, tail, int(width or 0), first, last)


def clashes(blocks: Sequence[Block]) -> tuple[tuple[Block, Block], ...]:
    """Pairs of blocks that overlap: leased at two stations that did not know of each other."""
    return tuple((a, b) for i, a in enumerate(blocks) for b in blocks[i + 1 :] if overlaps(a, b))


def template_for(ours: Iterable[Block], agency: str, kind: str) -> str:
    """The template a kind of an agency's documents is numbered by; empty where it has none.

    What counts is the latest block of each template: a new one may add kinds or leave them out.
    """
    latest: dict[str, Block] = {}
    for block in sorted(ours, key=lambda b: (b.at, b.device, b.s)):
        if block.agency == agency:
            latest[block.template] = block
    return next((t for t, block in latest.items() if kind in block.kinds), "")


def block_for(
    ours: Iterable[Block], device: str, agency: str, template: str, year: int
) -> Block | None:
    """The block of the live device that gives the next number; None where none has any left.

    Blocks of a device this workstation was before it was restored are never used again: what
    was printed from them after the backup cannot be known.
    """
    wanted = year if has_year(template) else 0
    fit = [
        block
        for block in ours
        if (block.device, block.agency) == (device, agency)
        and (block.template, block.year) == (template, wanted)
        and block.left > 0
    ]
    return min(fit, key=lambda block: block.s, default=None)
