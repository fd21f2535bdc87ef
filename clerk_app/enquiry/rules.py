"""Rules of enquiries: their numbers, what must be noted, who answers, which licences follow.

An enquiry number (咨询编号) is ZX and 20 digits: county 6 + station 4 + year 2 + sequence 6 +
check 2. The check is ISO 7064 MOD 97-10 over ZX, read as 3533, and the other 18 digits. So the
digits alone are never a case number, and no case number is ever an enquiry number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from clerk_app.catalogue.model import FollowUp, ServiceItem
from clerk_app.enquiry.model import (
    Age,
    Asked,
    Contact,
    ContactCounts,
    Enquiry,
    Holder,
    HolderKind,
    Outcome,
)
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.ids import check_digits
from clerk_app.kernel.text import body_name, half_width, person_name, plain

PREFIX = "ZX"
LAST_SEQUENCE = 999_999
LAST_DOCUMENT = 99
SUBJECT_LIMIT = 500
HOLDER_LIMIT = 100
REASON_LIMIT = 200
_PARTS = re.compile(r"ZX([0-9]{6})([0-9]{4})([0-9]{2})([0-9]{6})([0-9]{2})")
_PHONE = re.compile(r"[0-9][0-9 -]{4,19}")


class Days(Protocol):
    """What is asked of the calendar."""

    def workdays_between(self, start: date, end: date) -> int: ...

    def knows(self, year: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class EnquiryNumber:
    """The parts of an enquiry number. `year` has four digits."""

    county: str
    station: str
    year: int
    seq: int

    def __str__(self) -> str:
        return enquiry_number(self.county, self.station, self.year, self.seq)


def enquiry_number(county6: str, station4: str, year: int, seq: int) -> str:
    """The number of the `seq`th enquiry of a station in a year.

    >>> enquiry_number("511602", "0001", 2026, 1)
    'ZX51160200012600000177'

    Raises `Misused` (`bad_enquiry_number`) for parts that are none, `Refused`
    (`numbers_exhausted`) beyond 999999.
    """
    if seq > LAST_SEQUENCE:
        raise Refused("numbers_exhausted", "本站今年的咨询编号已用完，请向大厅申请新的站点号")
    digits = f"{county6}{station4}{year % 100:02}{seq:06}"
    sound = re.fullmatch(r"[0-9]{18}", digits) and len(county6) == 6
    if not sound or not 2000 <= year <= 2099 or seq < 1:
        raise Misused("bad_enquiry_number", "咨询编号的区划、站点、年份或流水号不对")
    return PREFIX + digits + check_digits(PREFIX + digits)


def read_enquiry_number(text: str) -> EnquiryNumber:
    """Read a number as typed or scanned: blanks, full-width and small letters pass.

    Raises `Misused` (`bad_enquiry_number`).
    """
    typed = "".join(half_width(text).split()).upper()
    match = _PARTS.fullmatch(typed)
    if match is None:
        raise Misused("bad_enquiry_number", "咨询编号应为 ZX 加 20 位数字")
    if match[4] == "000000" or match[5] != check_digits(typed[:20]):
        raise Misused("bad_enquiry_number", "咨询编号的校验位不对，请核对是否抄错")
    return EnquiryNumber(match[1], match[2], 2000 + int(match[3]), int(match[4]))


def is_enquiry_number(text: str) -> bool:
    """Does the text mean to be an enquiry number? It may still be miswritten."""
    return "".join(half_width(text).split()).upper().startswith(PREFIX)


def enquiry_document_number(number: str, n: int) -> str:
    """The number of the `n`th document of an enquiry. Raises `Refused` (`numbers_exhausted`)."""
    if not 1 <= n <= LAST_DOCUMENT:
        raise Refused("numbers_exhausted", f"一次咨询最多 {LAST_DOCUMENT} 份文书")
    return f"{number}-{n:02}"


def enquiry_of(document: str) -> str:
    """The enquiry a document number belongs to."""
    return document.rpartition("-")[0]


def check_asked(asked: Asked) -> Asked:
    """The enquiry with its texts made even, or why it cannot be recorded.

    Raises `Refused`: `subject_missing` (no item and no words), `item_unknown_outcome` (an item
    with `NO_ITEM`), `answers_without_item` (answers or a kind of enterprise, but no item),
    `follow_missing` (handed over to nobody), `phone_missing` (a name to call back, no phone);
    `Misused` (`bad_text`, `bad_phone`).
    """
    subject = plain(asked.subject, "咨询内容", limit=SUBJECT_LIMIT, multiline=True)
    follow = plain(asked.follow, "处理情况", limit=SUBJECT_LIMIT, multiline=True)
    caller = person_name(asked.caller, "回电姓名")
    phone = half_width(asked.phone).strip()
    if not asked.item and not subject:
        raise Refused("subject_missing", "没有选事项的咨询，要写明问的是什么")
    if not asked.item and (asked.answers or asked.enterprise):
        raise Refused("answers_without_item", "没有选事项，就没有情形和经营类别可答")
    if asked.item and asked.outcome is Outcome.NO_ITEM:
        raise Refused("item_unknown_outcome", "已选了事项，处理结果不能是“没有这个事项”")
    if asked.outcome is Outcome.HANDED_OVER and not follow:
        raise Refused("follow_missing", "转交的咨询，要写明转给哪个单位或者窗口")
    if caller and not phone:
        raise Refused("phone_missing", "要回电的，请留下电话")
    if phone and not _PHONE.fullmatch(phone):
        raise Misused("bad_phone", "电话只能是数字，可以有短横")
    return replace(
        asked,
        item=asked.item.strip(),
        subject=subject,
        follow=follow,
        enterprise=asked.enterprise.strip(),
        caller=caller,
        phone=phone,
    )


def follow_ups_for(item: ServiceItem, enterprise: str) -> tuple[FollowUp, ...]:
    """后置审批 for one kind of enterprise: those for everyone, and those of exactly this kind.

    Raises `Refused` (`unknown_enterprise`) for a kind the item does not name: a slip of the pen
    must not leave a licence out.
    """
    kinds = enterprise_kinds(item.follow_ups)
    if enterprise and enterprise not in kinds:
        known = "、".join(f"“{kind}”" for kind in kinds) or "无"
        raise Refused("unknown_enterprise", f"没有“{enterprise}”这个经营类别，可选：{known}")
    return tuple(each for each in item.follow_ups if each.when in {"", enterprise})


def enterprise_kinds(follow_ups: Iterable[FollowUp]) -> tuple[str, ...]:
    """The kinds of enterprise to choose from, in the item's order."""
    return tuple(dict.fromkeys(each.when for each in follow_ups if each.when))


def holder_of(enquiry: Enquiry) -> Holder:
    """Whose turn it is to answer: the last it was handed to, else the first contact.

    One that was told to a body when it was recorded (`HANDED_OVER`) is with that body.
    """
    if enquiry.handovers:
        return enquiry.handovers[-1].holder
    if enquiry.outcome == Outcome.HANDED_OVER:
        return Holder(HolderKind.BODY, enquiry.follow, enquiry.device)
    return Holder(HolderKind.CLERK, enquiry.operator, enquiry.device)


def check_handover(
    enquiry: Enquiry, holder: Holder, reason: str, own: Collection[str]
) -> tuple[Holder, str]:
    """The holder and the reason with their texts made even, or why it cannot go there.

    `own` are the devices of this workstation: a clerk it goes to is one of ours. Raises
    `Refused`: `enquiry_closed` (answered, at once or later), `holder_missing`, `reason_missing`,
    `already_there`; `Misused` (`bad_text`).
    """
    to = body_name(holder.to, "转给谁", limit=HOLDER_LIMIT)
    reason = plain(reason, "转交原因", limit=REASON_LIMIT)
    if not enquiry.is_open:
        raise Refused("enquiry_closed", f"咨询 {enquiry.number} 已经答复，不用再转")
    if not to:
        raise Refused("holder_missing", "请写明转给哪个窗口、部门或工作人员")
    if not reason:
        raise Refused("reason_missing", "请写明为什么转交")
    now = holder_of(enquiry)
    is_ours = now.kind != HolderKind.CLERK or now.device in own
    if (now.kind, now.to) == (holder.kind, to) and is_ours:
        raise Refused("already_there", "这次咨询已经在那里了，不用再转")
    return replace(holder, to=to), reason


def age_of(day: date, today: date, days: Days) -> Age:
    """How long a question asked on `day` has waited; 0 also where the clock went back."""
    years = range(day.year, today.year + 1)
    provisional = not all(days.knows(year) for year in years)
    return Age(max(0, days.workdays_between(day, today)), provisional)


def report(contacts: Iterable[Contact], today: date, days: Days) -> tuple[ContactCounts, ...]:
    """The first contacts by clerk, whoever has owed an answer longest first.

    Clerks of two workstations are two clerks, though their ids may be the same.
    """
    found: dict[tuple[str, str], ContactCounts] = {}
    for contact in sorted(contacts, key=lambda each: (each.day, each.number)):
        key = (contact.workstation, contact.operator)
        found[key] = _counted(found.get(key, ContactCounts(*key)), contact)
    aged = (
        replace(line, oldest_age=age_of(line.oldest_day, today, days)) if line.oldest_day else line
        for line in found.values()
    )
    return tuple(sorted(aged, key=_who_owes_longest))


def _counted(line: ContactCounts, contact: Contact) -> ContactCounts:
    waited = contact.outcome in {str(outcome) for outcome in Outcome if outcome.stays_open}
    handed_on = contact.is_handed_over or contact.outcome in _HANDED_ON
    line = replace(line, received=line.received + 1, handed_on=line.handed_on + handed_on)
    if not waited:
        return replace(line, answered=line.answered + 1)
    if contact.is_closed:
        return replace(line, closed=line.closed + 1)
    if not line.open:  # they come oldest first
        line = replace(line, oldest=contact.number, oldest_day=sound_day(contact.day))
    return replace(line, open=line.open + 1)


_HANDED_ON = frozenset({str(Outcome.HANDED_OVER), str(Outcome.LED_TO_WINDOW)})


def _who_owes_longest(line: ContactCounts) -> tuple[bool, date, str, str]:
    return (not line.open, line.oldest_day or date.max, line.workstation, line.operator)


def sound_day(text: str) -> date | None:
    """The day a record names, None where another program wrote no day."""
    try:
        return parse_day(text)
    except Misused:
        return None
