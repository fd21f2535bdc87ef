"""staff letter | leave | cover: letters of authority, leave, AB角."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.staff_cover import end_leave, set_cover, take_leave
from clerk_app.deeds.staff_letters import grant_letter, revoke_letter
from clerk_app.kernel.clock import parse_day
from clerk_app.staff import rules, store
from clerk_app.staff.model import Letter, Signing

SCOPE_WORDS: Mapping[str, str] = {
    Signing.DECIDE: "准予",
    Signing.DENY: "不予许可",
    Signing.EXTEND: "延期",
    Signing.SUSPEND: "特别程序",
    Signing.RETURN: "退件",
    Signing.REOPEN: "补件重启",
    Signing.CLOSE: "办结",
    Signing.OVERRIDE: "再次告知",
    Signing.CONCEALMENT: "隐瞒或虚假材料",
    Signing.DISCREDITED: "失信名单",
    Signing.PROVISIONAL: "暂定日期",
}
_STATES = {"standing": "有效", "not_yet": "未生效", "expired": "已到期", "revoked": "已撤销"}
_MONTH = timedelta(days=30)

# ---------------------------------------------------------------- staff letter


def letter_grant(call: Call) -> int:
    args = call.args
    scope = frozenset(word for given in args.scope for word in given.replace(",", " ").split())
    since, until = parse_day(args.since), parse_day(args.until)
    with call.open(writing=True) as counter:
        made = grant_letter(
            counter, args.letter, args.to, scope, since, until, department=args.department
        )
        document = _letter(made, counter.today(), names_of(counter))
    short = not rules.lasts_a_year(since, until)
    document["notes"] = ["short_term"] if short else []
    more = ("授权不满一年，请核对",) if short else ()
    call.answer(document, f"已登记：{made.letter}", *more)
    return 0


def letter_revoke(call: Call) -> int:
    with call.open(writing=True) as counter:
        made = revoke_letter(counter, call.args.letter, day_or(call.args.on, counter.today()))
        document = _letter(made, counter.today(), names_of(counter))
    call.answer(document, f"已撤销：{made.letter}，自 {made.revoked_on} 起")
    return 0


def letter_list(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        of = store.clerk(db, call.args.of).id if call.args.of else ""
        found = store.letters_of(db, of) if of else store.letters(db)
        names, today = store.clerk_names(db), counter.today()
    rows = [_letter(each, today, names) for each in found]
    lines = [
        f"{each.letter}  {_STATES[rules.letter_state(each, today)]}  "
        f"{names.get(each.holder, each.holder)}  {each.since} 至 {each.until}  "
        f"{each.department or '各部门'}：{_words(each.scope)}"
        for each in found
    ]
    call.answer(rows, *lines)
    return 0


def _words(scope: frozenset[str]) -> str:
    return "、".join(SCOPE_WORDS.get(word, word) for word in sorted(scope))


def _letter(letter: Letter, today: date, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "letter": letter.letter,
        "grantor": who(letter.grantor, names),
        "holder": who(letter.holder, names),
        "scope": sorted(letter.scope),
        "department": letter.department or None,
        "since": letter.since.isoformat(),
        "until": letter.until.isoformat(),
        "revoked_on": letter.revoked_on.isoformat() if letter.revoked_on else None,
        "state": rules.letter_state(letter, today),
    }


# ---------------------------------------------------------------- staff leave, staff cover


def leave_take(call: Call) -> int:
    args = call.args
    since, until = parse_day(args.since), parse_day(args.until)
    with call.open(writing=True) as counter:
        made = take_leave(counter, since, until, clerk=args.clerk, reason=args.reason)
        names = names_of(counter)
        with counter.store.reading() as db:
            uncovered = [
                each.day.isoformat()
                for each in rules.absences(since, until, store.pairs(db), store.all_leaves(db))
                if each.clerk == made.clerk and not each.cover
            ]
    document = {
        "clerk": who(made.clerk, names),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "uncovered": uncovered,
    }
    more = (f"有 {len(uncovered)} 天没有人替岗",) if uncovered else ()
    call.answer(document, f"已登记请假：{since} 至 {until}", *more)
    return 0


def leave_end(call: Call) -> int:
    with call.open(writing=True) as counter:
        made = end_leave(counter, day_or(call.args.on, counter.today()), clerk=call.args.clerk)
        names = names_of(counter)
    document = {"clerk": who(made.clerk, names), "on": made.on.isoformat()}
    call.answer(document, f"已销假，{made.on} 起上班")
    return 0


def leave_list(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        first = day_or(call.args.since, counter.today())
        last = day_or(call.args.until, first + _MONTH)
        found = store.all_leaves(db, counter.viewer)
        days = rules.absences(first, last, store.pairs(db), found)
        names = store.clerk_names(db)
    document = {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "leaves": [
            {
                "clerk": who(each.clerk, names),
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
                "reason": each.reason or None,
            }
            for each in found
            if each.since <= last and first <= each.until
        ],
        "days": [
            {
                "day": each.day.isoformat(),
                "clerk": who(each.clerk, names),
                "cover": who(each.cover, names) if each.cover else None,
            }
            for each in days
        ],
    }
    lines = [
        f"{each.day}  {names.get(each.clerk, each.clerk)}  "
        + (f"由 {names.get(each.cover, each.cover)} 替岗" if each.cover else "没有人替岗")
        for each in days
    ]
    call.answer(document, *(lines or [f"{first} 至 {last} 没有人请假"]))
    return 0


def cover_set(call: Call) -> int:
    args = call.args
    with call.open(writing=True) as counter:
        made = set_cover(counter, args.a, args.b, day_or(args.since, counter.today()))
        names = names_of(counter)
    document = {
        "a": who(made.a, names),
        "b": who(made.b, names) if made.b else None,
        "since": made.since.isoformat(),
    }
    call.answer(document, f"已登记，自 {made.since} 起" + ("" if made.b else "不再有 B 角"))
    return 0


def cover_list(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        day = day_or(call.args.day, counter.today())
        pairs, leaves, names = store.pairs(db), store.all_leaves(db), store.clerk_names(db)
    rows, lines = [], []
    for a in sorted({each.a for each in pairs}):
        b = rules.pair_of(a, day, pairs)
        away, acting = rules.is_away(a, day, leaves), rules.cover_of(a, day, pairs, leaves)
        if not b:
            continue
        rows.append(
            {
                "a": who(a, names),
                "b": who(b, names),
                "away": away,
                "acting": who(acting, names) if acting else None,
            }
        )
        told = f"由 {names.get(acting, acting)} 替岗" if acting else "没有人替岗"
        line = f"A 角 {names.get(a, a)}  B 角 {names.get(b, b)}"
        lines.append(line + (f"  {day} 不在，{told}" if away else ""))
    call.answer({"day": day.isoformat(), "covers": rows}, *lines)
    return 0


# ---------------------------------------------------------------- parts


def day_or(text: str | None, default: date) -> date:
    """A day as typed, else the default. Raises `Misused` (`bad_date`)."""
    return parse_day(text) if text else default


def names_of(counter: Counter) -> dict[str, str]:
    """The names of this workstation's clerks by id."""
    with counter.store.reading() as db:
        return store.clerk_names(db)


def who(clerk: str, names: Mapping[str, str]) -> dict[str, str]:
    """A clerk for an answer; one of another workstation goes by the id."""
    return {"id": clerk, "name": names.get(clerk, clerk)}


HANDLERS: Mapping[str, Callable[[Call], int]] = {
    "staff letter grant": letter_grant,
    "staff letter revoke": letter_revoke,
    "staff letter list": letter_list,
    "staff leave take": leave_take,
    "staff leave end": leave_end,
    "staff leave list": leave_list,
    "staff cover set": cover_set,
    "staff cover list": cover_list,
}
