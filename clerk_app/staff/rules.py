"""Rules of who answers: sign-in, letters of authority, covers and leave, helpers' orders.

Plain functions over what the store reads; days are legal days and both ends of a period count.
Whom a letter, a cover or an order names is the opaque id of a clerk.

An order number (帮办代办单号) is DB and 20 digits, built as the number of an enquiry: county 6 +
station 4 + year 2 + sequence 6 + check 2 (ISO 7064 MOD 97-10 over DB, read as 1311, and the rest).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.ids import check_digits
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.kernel.text import half_width
from clerk_app.staff.model import (
    Absence,
    Assistance,
    Authorisation,
    AuthorisationKind,
    Back,
    Clerk,
    Help,
    Leave,
    Letter,
    Pair,
    Signing,
)

SHORTEST_PASSWORD = 6
FREE_ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 900
LONGEST_LEAVE_DAYS = 366
"""A leave that is longer is a slip of the pen."""
LONGEST_CALENDAR_DAYS = 366
ORDER_PREFIX = "DB"
LAST_SEQUENCE = 999_999
_BRACKETS = re.compile(r"[（(【\[]")
_ORDER = re.compile(r"DB([0-9]{18})([0-9]{2})")
_DAY = timedelta(days=1)
_SUPERIORS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})

# ---------------------------------------------------------------- sign-in


def check_password(password: str) -> None:
    """Raise `Refused` (`weak_password`) for one that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("weak_password", f"密码至少 {SHORTEST_PASSWORD} 位")


def wait_seconds(failures: int) -> int:
    """How long to wait after that many wrong passwords in a row: 0 for the first four, then
    10, 20, 40 … up to 15 minutes.

    >>> [wait_seconds(n) for n in (0, 4, 5, 6, 20)]
    [0, 0, 10, 20, 900]
    """
    if failures <= FREE_ATTEMPTS:
        return 0
    return int(min(10 * 2 ** (failures - FREE_ATTEMPTS - 1), LONGEST_WAIT_SECONDS))


# ---------------------------------------------------------------- letters of authority


def require_superior(viewer: Viewer) -> None:
    """Raise `Refused` (`not_allowed`) unless a supervisor or an administrator."""
    if not is_superior(viewer):
        raise Refused("not_allowed", "只有主管或管理员可以办理授权、替岗和他人的请假")


def is_superior(viewer: Viewer) -> bool:
    """May this clerk grant letters, set covers and enter the leave of others?"""
    return bool(viewer.roles & _SUPERIORS)


def check_letter(
    letter: Letter, grantor: Clerk, holder: Clerk, known: Collection[str], day: date
) -> None:
    """Whether a letter may be entered on `day`; `known` are the numbers there are already.

    Raises `Refused`: `not_allowed` (the grantor is neither supervisor nor administrator),
    `self_delegation`, `holder_cannot_act`, `letter_missing`, `letter_exists` (also of one that
    was revoked: a number is never used twice), `scope_missing`, `unknown_authority`,
    `bad_period`, `delegation_expired`.
    """
    require_superior(grantor.viewer)
    if grantor.id == holder.id:
        raise Refused("self_delegation", "不能给自己登记授权，请由另一位主管或管理员办理")
    if not holder.viewer.may_see_cases():
        raise Refused("holder_cannot_act", "被授权人的角色不能办理办件，授权没有用处")
    if not letter.letter:
        raise Refused("letter_missing", "请写明授权书的文号")
    if letter.letter in known:
        raise Refused("letter_exists", f"授权书 {letter.letter} 已登记过")
    if not letter.scope:
        raise Refused("scope_missing", "请写明授权办理哪些事（scope）")
    odd = sorted(letter.scope - set(Signing))
    if odd:
        raise Refused("unknown_authority", f"不认识的授权范围：{'、'.join(odd)}")
    _check_period(letter.since, letter.until)
    if letter.until < day:
        raise Refused("delegation_expired", f"授权书 {letter.letter} 已于 {letter.until} 到期")


def require_authority(
    approver: Clerk, letters: Sequence[Letter], action: str, day: date, department: str = ""
) -> str:
    """On what authority `approver` signs `action` on `day` in a matter of `department`.

    "" is the own role, supervisor; else the number of the letter (首席代表授权): one of the
    department before one of all, then the smallest number. A letter of one department counts for
    no other, nor where none is named. Of `letters` only those the approver holds are looked at;
    a cover (AB角) does the work of another but does not sign on the other's letter.

    Raises `Refused`: `approver_not_authorised` (no letter for this act), else what the letters
    that are for it lack on that day: `delegation_revoked`, `delegation_expired` (as the one that
    ended last), `delegation_not_yet`.
    """
    if Role.SUPERVISOR in approver.roles:
        return ""
    fitting = [
        each
        for each in letters
        if each.holder == approver.id
        and action in each.scope
        and each.department in {"", department}
    ]
    standing = [each for each in fitting if letter_state(each, day) == "standing"]
    if standing:
        return min(standing, key=lambda each: (not each.department, each.letter)).letter
    ended = [each for each in fitting if last_day(each) < day]
    if ended:
        last = max(ended, key=lambda each: (last_day(each), each.letter))
        if is_cut_short(last):
            raise Refused(
                "delegation_revoked", f"授权书 {last.letter} 自 {last.revoked_on} 起已撤销"
            )
        raise Refused("delegation_expired", f"授权书 {last.letter} 已于 {last.until} 到期")
    if fitting:
        first = min(fitting, key=lambda each: (each.since, each.letter))
        raise Refused("delegation_not_yet", f"授权书 {first.letter} 自 {first.since} 起才生效")
    raise Refused("approver_not_authorised", "审批人没有办理这件事的授权，请由主管或首席代表签发")


def last_day(letter: Letter) -> date:
    """The last day a letter counts: its end, or the day before it was revoked."""
    if letter.revoked_on is None or not is_cut_short(letter):
        return letter.until
    return letter.revoked_on - _DAY


def is_cut_short(letter: Letter) -> bool:
    """Was it revoked before it ended by itself?"""
    return letter.revoked_on is not None and letter.revoked_on <= letter.until


def letter_state(letter: Letter, day: date) -> str:
    """`standing`, `not_yet`, `expired` or `revoked` on a day."""
    if day > last_day(letter):
        return "revoked" if is_cut_short(letter) else "expired"
    return "standing" if letter.since <= day else "not_yet"


def check_revocation(letters: Sequence[Letter], letter: str, on: date) -> None:
    """Whether the letter may be revoked from `on` on.

    Raises `Refused`: `unknown_letter`, `letter_revoked`, `delegation_expired`, `bad_period`.
    """
    _check_period(on, on)
    found = [each for each in letters if each.letter == letter]
    if not found:
        raise Refused("unknown_letter", f"没有登记过授权书 {letter}")
    if found[0].revoked_on is not None:
        raise Refused("letter_revoked", f"授权书 {letter} 已经撤销过")
    if found[0].until < on:
        raise Refused("delegation_expired", f"授权书 {letter} 到那一天已经到期，不用撤销")


def lasts_a_year(since: date, until: date) -> bool:
    """Is it a year or more, as halls that let a chief representative sign often want?

    >>> [lasts_a_year(date(2026, 3, 1), date(2027, 2, day)) for day in (27, 28)]
    [False, True]
    """
    return until + _DAY >= _same_day_next_year(since)


# ---------------------------------------------------------------- covers and leave


def check_pair(pair: Pair, b: Clerk | None) -> None:
    """Whether `b` can cover.

    Raises `Refused`: `cover_of_oneself`, `cover_cannot_act`, `bad_period`.
    """
    _check_period(pair.since, pair.since)
    if pair.a == pair.b:
        raise Refused("cover_of_oneself", "A 角和 B 角不能是同一个人")
    if b is not None and not b.viewer.may_see_cases():
        raise Refused("cover_cannot_act", "B 角的角色不能办理办件")


def check_leave(leave: Leave, leaves: Iterable[Leave]) -> None:
    """Whether a leave may be entered beside those there are.

    Raises `Refused`: `bad_period`, `leave_too_long`, `leave_overlaps`.
    """
    _check_period(leave.since, leave.until)
    if (leave.until - leave.since).days >= LONGEST_LEAVE_DAYS:
        raise Refused("leave_too_long", f"一次请假最多 {LONGEST_LEAVE_DAYS} 天，请核对日期")
    for other in leaves:
        if other.clerk == leave.clerk and _touch(leave, other):
            raise Refused("leave_overlaps", f"{other.since} 到 {other.until} 已登记请假")


def check_back(back: Back, leaves: Iterable[Leave]) -> None:
    """Raise `Refused` (`not_on_leave`) unless the clerk is away on that day."""
    if not is_away(back.clerk, back.on, leaves):
        raise Refused("not_on_leave", f"{back.on} 没有登记请假，不用销假")


def fold_leaves(facts: Iterable[Leave | Back]) -> tuple[Leave, ...]:
    """The leaves that stand after what was entered, in that order.

    Whoever is back ends the leave that day lies in; a leave ended on its first day never was.
    """
    standing: list[Leave] = []
    for fact in facts:
        if isinstance(fact, Leave):
            standing.append(fact)
            continue
        standing = [
            replace(each, until=fact.on - _DAY) if is_away(fact.clerk, fact.on, [each]) else each
            for each in standing
        ]
        standing = [each for each in standing if each.since <= each.until]
    return tuple(standing)


def is_away(clerk: str, day: date, leaves: Iterable[Leave]) -> bool:
    """Is the clerk on leave on that day?"""
    return any(each.clerk == clerk and each.since <= day <= each.until for each in leaves)


def away_on(day: date, leaves: Iterable[Leave]) -> tuple[str, ...]:
    """Who is away on a day, in the order of ids."""
    return tuple(sorted({each.clerk for each in leaves if each.since <= day <= each.until}))


def pair_of(a: str, day: date, pairs: Iterable[Pair]) -> str:
    """Who is B to `a` on a day: the latest setting by then, empty for nobody."""
    known = [each for each in pairs if each.a == a and each.since <= day]
    latest = max((each.since for each in known), default=day)
    return next((each.b for each in reversed(known) if each.since == latest), "")


def cover_of(a: str, day: date, pairs: Sequence[Pair], leaves: Sequence[Leave]) -> str:
    """Who does the work of `a` on a day `a` is away; empty where `a` is there, or nobody does.

    Is B away too, B's own cover does it, and so on; a chain that comes back ends with nobody.
    """
    if not is_away(a, day, leaves):
        return ""
    seen = {a}
    next_ = pair_of(a, day, pairs)
    while next_ and next_ not in seen:
        if not is_away(next_, day, leaves):
            return next_
        seen.add(next_)
        next_ = pair_of(next_, day, pairs)
    return ""


def acting_for(
    b: str, day: date, pairs: Sequence[Pair], leaves: Sequence[Leave]
) -> tuple[str, ...]:
    """Whose work `b` does on a day beside the own, in the order of ids."""
    return tuple(a for a in away_on(day, leaves) if cover_of(a, day, pairs, leaves) == b)


def on_behalf(
    operator: str, owner: str, day: date, pairs: Sequence[Pair], leaves: Sequence[Leave]
) -> str:
    """代A: the owner, where `operator` does that clerk's work on that day, else empty."""
    return owner if operator and cover_of(owner, day, pairs, leaves) == operator else ""


def absences(
    first: date, last: date, pairs: Sequence[Pair], leaves: Sequence[Leave]
) -> tuple[Absence, ...]:
    """The calendar of leave: who is away each day and who does the work.

    Raises `Refused` (`bad_period`) for a period that is reversed or longer than a year.
    """
    _check_period(first, last)
    if (last - first).days >= LONGEST_CALENDAR_DAYS:
        raise Refused("bad_period", f"一次最多看 {LONGEST_CALENDAR_DAYS} 天")
    return tuple(
        Absence(day, clerk, cover_of(clerk, day, pairs, leaves))
        for day in _days(first, last)
        for clerk in away_on(day, leaves)
    )


# ---------------------------------------------------------------- helpers' orders


def order_number(county6: str, station4: str, year: int, seq: int) -> str:
    """The number of the `seq`th order of a station in a year.

    >>> order_number("511602", "0001", 2026, 1)
    'DB51160200012600000102'

    Raises `Misused` (`bad_order_number`) for parts that are none, `Refused`
    (`numbers_exhausted`) beyond 999999.
    """
    if seq > LAST_SEQUENCE:
        raise Refused("numbers_exhausted", "本站今年的帮办代办单号已用完，请向大厅申请新的站点号")
    digits = f"{county6}{station4}{year % 100:02}{seq:06}"
    sound = re.fullmatch(r"[0-9]{18}", digits) and len(county6) == 6
    if not sound or not 2000 <= year <= 2099 or seq < 1:
        raise Misused("bad_order_number", "帮办代办单号的区划、站点、年份或流水号不对")
    return ORDER_PREFIX + digits + check_digits(ORDER_PREFIX + digits)


def read_order_number(text: str) -> str:
    """A number as typed or scanned: blanks, full-width and small letters pass.

    Raises `Misused` (`bad_order_number`).
    """
    typed = "".join(half_width(text).split()).upper()
    match = _ORDER.fullmatch(typed)
    if match is None:
        raise Misused("bad_order_number", "帮办代办单号应为 DB 加 20 位数字")
    if match[1].endswith("000000") or match[2] != check_digits(ORDER_PREFIX + match[1]):
        raise Misused("bad_order_number", "帮办代办单号的校验位不对，请核对是否抄错")
    return typed


def order_series(number: str) -> tuple[str, int, int]:
    """The station (county ‖ station number), the year and the sequence of a sound number."""
    return number[2:12], 2000 + int(number[12:14]), int(number[14:20])


def check_authorisation(authorisation: Authorisation) -> None:
    """Whether it says what it must: a letter its number, each its scope and its days.

    Raises `Refused`: `authorisation_incomplete`, `bad_period`.
    """
    if not authorisation.scope:
        raise Refused("authorisation_incomplete", "请写明委托办理什么（委托权限）")
    if authorisation.kind == AuthorisationKind.LETTER and not authorisation.reference:
        raise Refused("authorisation_incomplete", "授权委托书要写明编号；没有编号的写落款")
    _check_period(authorisation.since, authorisation.until)


def require_agent(order: Assistance, day: date) -> Authorisation:
    """On what authorisation the helper acts in the client's name on a day (行政许可法 art. 29):
    of several that count, the one that ends last.

    Raises `Refused` (`agent_not_authorised`): only help was ordered, there is no authorisation,
    or none that counts on that day.
    """
    if order.kind == Help.HELP:
        raise Refused("agent_not_authorised", "这张单是帮办，不能代替本人办理；要代办请另开代办单")
    if not order.authorisations:
        raise Refused("agent_not_authorised", "代办单还没有登记委托，不能代办")
    standing = [each for each in order.authorisations if each.since <= day <= each.until]
    if not standing:
        raise Refused("agent_not_authorised", f"{day} 不在委托期限内，不能代办，请先续办委托")
    return max(standing, key=lambda each: (each.until, each.since, each.reference))


@dataclass(frozen=True, slots=True)
class Acting:
    """Who comes for whom, with what, on which day. `items` are the names and codes of the item."""

    agent: str
    client: str
    client_id: str
    items: tuple[str, ...]
    day: date


def require_covering(order: Assistance, helper: str, acting: Acting) -> Authorisation:
    """On what authorisation an agent who names an order applies: it must cover person, item and
    day (民法典 art. 165: what is to be done in whose name, by whom, and how long). `helper` is the
    name of the order's helper.

    Raises `Refused` (`agent_without_authority`) saying which it lacks.
    """
    wrong = ""
    if not order.is_open:
        wrong = "已经办完，不能再凭它代办"
    elif not acting.agent or acting.agent != helper:
        wrong = "不是这位代办人的，请由单上的帮办人员来办"
    elif not _is_client(order, acting):
        wrong = "的委托人不是这位申请人"
    elif acting.day < order.day:
        wrong = f"{order.day} 才开，不能用于更早的申请"
    if wrong:
        raise Refused("agent_without_authority", f"帮办代办单 {order.number} {wrong}")
    fitting = replace(
        order,
        authorisations=tuple(a for a in order.authorisations if covers(a.scope, acting.items)),
    )
    if order.authorisations and not fitting.authorisations and order.kind != Help.HELP:
        raise Refused(
            "agent_without_authority",
            f"委托权限里没有“{acting.items[0]}”，请委托人在委托里写明这个事项",
        )
    try:
        return require_agent(fitting, acting.day)
    except Refused as error:
        raise Refused("agent_without_authority", error.message) from error


def covers(scope: str, items: Iterable[str]) -> bool:
    """Does an authority in words name one of these: the name of an item, with or without what
    stands in brackets behind it, or its code? Blanks and punctuation make no difference.

    >>> covers("代为办理食品经营许可，领取证照", ["食品经营许可（新办）", "SL-0001"])
    True
    >>> covers("代为办理道路运输许可", ["食品经营许可（新办）", "SL-0001"])
    False
    """
    said = _letters_of(scope)
    named = {_letters_of(form) for item in items for form in (item, _BRACKETS.split(item)[0])}
    return any(name in said for name in named if name)


def _is_client(order: Assistance, acting: Acting) -> bool:
    known = order.client
    same_id = not known.id_number or not acting.client_id or known.id_number == acting.client_id
    return bool(known.name) and known.name == acting.client and same_id


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, half_width(text))).upper()


def require_step(order: Assistance, day: date) -> None:
    """Whether a step may be taken on a day: help needs no authorisation, acting does.

    Raises `Refused`: `order_closed`, `agent_not_authorised`, `bad_period` (before the order).
    """
    require_open(order)
    if day < order.day:
        raise Refused("bad_period", f"这张单 {order.day} 才开，不能登记更早的事")
    if order.kind != Help.HELP:
        require_agent(order, day)


def require_open(order: Assistance) -> None:
    """Raise `Refused` (`order_closed`) for an order that is done."""
    if not order.is_open:
        raise Refused("order_closed", f"{order.number} 已经办完")


# ---------------------------------------------------------------- days


def is_sound_day(day: date) -> bool:
    """Does the day lie in this century? Others are slips of the pen."""
    return 2000 <= day.year <= 2099


def _check_period(since: date, until: date) -> None:
    odd = [day for day in (since, until) if not is_sound_day(day)]
    if odd:
        raise Refused("bad_period", f"请核对日期：{odd[0]}")
    if until < since:
        raise Refused("bad_period", f"起止日期反了：{since} 到 {until}")


def _touch(one: Leave, other: Leave) -> bool:
    return one.since <= other.until and other.since <= one.until


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _same_day_next_year(day: date) -> date:
    if (day.month, day.day) == (2, 29):  # the year is over when March begins
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)
