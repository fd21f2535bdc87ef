"""At the window: an agent on an order, and dates nobody has published, on a real store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.authority import missing_year
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.staff_assistance import close_assistance, open_assistance
from clerk_app.deeds.staff_letters import grant_letter
from clerk_app.deeds.take_in import Taken, take_in
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.clock import CHINA
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.roles import Role
from clerk_app.kernel.working_days import Calendar
from clerk_app.staff.model import (
    Assistance,
    Authorisation,
    AuthorisationKind,
    Clerk,
    Client,
    Help,
    Letter,
)
from clerk_app.staff.rules import covers
from tests.deeds.test_versions import ITEM
from tests.staff.halls import code
from tests.support.stores import OPERATOR, PASSPHRASE, HandClock, create

CLIENT = Party("person", "测试申请人", "other", "X1")
HELPED = Client("测试申请人", "other", "X1")
QUICK = {**ITEM, "legal_limit": {"value": 5, "unit": "工作日"}}


def station(folder: Path, now: datetime) -> Iterator[Counter]:
    """A workstation with one quick item and, beside its supervisor, a plain clerk."""
    clock = HandClock(now)
    create(folder / "data", clock=clock)
    with Workstation(clock).open(folder / "data", PASSPHRASE) as counter:
        file = folder / "items.json"
        file.write_text(json.dumps([QUICK], ensure_ascii=False), encoding="utf-8")
        import_catalogue(counter, [file])
        with counter.store.transaction() as db:
            body: Any = {"clerk": "c8", "name": "测试组长", "roles": ["clerk"]}
            counter.journal.append(db, "clerk.added", body, counter.act(db))
        yield counter


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    yield from station(
        tmp_path_factory.mktemp("agents"), datetime(2026, 3, 2, 10, 5, tzinfo=CHINA)
    )


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """On the last day of 2026; the calendar of 2027 is not published."""
    yield from station(
        tmp_path_factory.mktemp("winter"), datetime(2026, 12, 31, 10, 5, tzinfo=CHINA)
    )


def order(
    counter: Counter,
    scope: str = "代为办理测试许可，领取证照",
    *,
    kind: Help = Help.ON_BEHALF,
    until: date = date(2026, 3, 31),
    client: Client = HELPED,
) -> Assistance:
    given = Authorisation(AuthorisationKind.LETTER, "委 3 号", scope, date(2026, 3, 2), until)
    helps = kind is Help.HELP
    return open_assistance(counter, client, kind=kind, authorisation=None if helps else given)


def application(counter: Counter, number: str, **fields: Any) -> Application:
    papers = tuple(
        CheckedPaper(name, PaperState.IN_ORDER, copies=1) for name in ("申请书", "租赁合同")
    )
    agent = Party("person", OPERATOR)
    made = Application("T-1", counter.clock.now(), CLIENT, papers=papers, agent=agent)
    return replace(made, agent_order=number, **fields)


def refuses(counter: Counter, number: str, **fields: Any) -> str:
    with pytest.raises(Refused) as refusal:
        take_in(counter, application(counter, number, **fields))
    assert refusal.value.code == "agent_without_authority"
    return refusal.value.message


# ---------------------------------------------------------------- the agent's order


def test_the_order_stands_in_the_case_and_on_its_paper(counter: Counter, tmp_path: Path) -> None:
    made = order(counter)
    taken = take_in(counter, application(counter, f" {made.number.lower()} "))
    with counter.store.reading() as db:
        assert intake.case(db, counter.viewer, taken.number).agent_order == made.number
    print_document(counter, taken.number, "acceptance", tmp_path / "a.pdf")
    text = "".join(PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())
    assert made.number in text
    assert "授权委托书委3号，权限：代为办理测试许可，领取证照，2026年3月2日至2026年3月31日" in text


def test_a_later_paper_of_the_case_says_it_too(counter: Counter) -> None:
    made = order(counter)
    short = application(counter, made.number)
    number = take_in(counter, replace(short, papers=short.papers[:1])).number
    at = counter.clock.now().isoformat()
    papers = [{"name": "租赁合同", "state": "in_order"}]
    act_on_case(counter, number, read_act("supply", {"at": at, "materials": papers}))
    with counter.store.reading() as db:
        events = counter.journal.case_events(db, number)
    said = [(e.body or {}).get("agent_order") for e in events if e.kind == "document.issued"]
    assert said == [made.number] * 4  # notice, receipt, then correction receipt and acceptance


def test_without_authority_nothing_is_taken_in(counter: Counter) -> None:
    with counter.store.reading() as db:
        before = counter.journal.count(db)
    made = order(counter)
    other = order(counter, "代为办理道路运输许可")
    done = order(counter)
    close_assistance(counter, done.number, "不办了")
    short = order(counter, until=date(2026, 3, 2))
    help_ = order(counter, kind=Help.HELP)
    tomorrow = counter.clock.now().replace(day=3)
    cases: list[tuple[str, dict[str, Any], str]] = [
        (made.number, {"agent": Party("person", "别的代办人")}, "不是这位代办人的"),
        (made.number, {"agent": None}, "不是这位代办人的"),
        (made.number, {"applicant": Party("person", "别的申请人")}, "的委托人不是"),
        (made.number, {"applicant": replace(CLIENT, id_number="X2")}, "的委托人不是"),
        (made.number, {"received_at": counter.clock.now().replace(day=1)}, "才开"),
        (other.number, {}, "委托权限里没有“测试许可”"),
        (done.number, {}, "已经办完"),
        (short.number, {"received_at": tomorrow}, "不在委托期限内"),
        (help_.number, {}, "这张单是帮办"),
        ("DB51160200012600999902", {}, "帮办代办单"),
        ("单号", {}, "帮办代办单号应为"),
    ]
    with counter.store.reading() as db:
        opened = counter.journal.count(db)
    assert opened > before
    for number, fields, words in cases:
        assert words in refuses(counter, number, **fields), words
    with counter.store.reading() as db:
        assert counter.journal.count(db) == opened
    # its last day still counts
    assert take_in(counter, application(counter, short.number)).number


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        ("代为办理测试许可", True),
        ("代 为 办 理 “测试许可”。", True),
        ("办理ＳＬ－0001", True),
        ("办理测试", False),
        ("", False),
    ],
)
def test_an_authority_names_the_item_or_its_code(scope: str, named: bool) -> None:
    assert covers(scope, ("测试许可（新办）", "", "SL-0001")) is named


def test_the_file_names_the_order_of_the_agent() -> None:
    raw: dict[str, Any] = {
        "item": "T-1",
        "received_at": "2026-03-02T10:05:00+08:00",
        "applicant": {"name": "测试申请人"},
        "agent": {"name": "测试代办人", "order": "DB51160200012600000102"},
        "for_hall": {"region": "511602", "name": "测试市示例局"},
        "provisional_approved_by": "测试主管",
    }
    read = read_application(raw, today=date(2026, 3, 2))
    assert (read.agent_order, read.agent) == (
        "DB51160200012600000102",
        Party("person", "测试代办人"),
    )
    assert read.for_hall is not None
    assert (read.for_hall.region, read.for_hall.name) == ("511602", "测试市示例局")
    assert read.provisional_approved_by == "测试主管"
    for change, told in (
        ({"applicant": {"name": "测试申请人", "order": "x"}}, "order"),
        ({"for_hall": {"region": "51160", "name": "甲"}}, "for_hall.region"),
        ({"for_hall": {"region": "511602"}}, "for_hall.name"),
        ({"for_hall": {"region": "511602", "name": "甲", "odd": "乙"}}, "odd"),
    ):
        with pytest.raises(Misused) as misuse:
            read_application({**raw, **change}, today=date(2026, 3, 2))
        assert told in misuse.value.message


# ---------------------------------------------------------------- 暂定


def december(counter: Counter, day: int, by: str = "", *, whole: bool = True) -> Taken:
    """Taken in that day of December 2026."""
    at = datetime(2026, 12, day, 10, 0, tzinfo=CHINA)
    made = application(counter, "", agent=None, received_at=at, provisional_approved_by=by)
    return take_in(counter, made if whole else replace(made, papers=made.papers[:1]))


def test_a_date_nobody_has_published_needs_a_supervisor(winter: Counter) -> None:
    # five workdays from Thursday 24 December end on the 31st; a day later they end in 2027
    assert december(winter, 24).decision.promised_due == date(2026, 12, 31)
    with pytest.raises(Refused) as refusal:
        december(winter, 25)
    assert refusal.value.code == "provisional_unapproved"
    assert "承诺办结日 2027-01-01 是暂定的：2027 年的放假安排" in refusal.value.message
    taken = december(winter, 25, OPERATOR)
    with winter.store.reading() as db:
        (decided,) = (
            e for e in winter.journal.case_events(db, taken.number) if e.kind == "case.decided"
        )
    assert (decided.body or {})["provisional_by"] == {"approver": "c1", "approver_name": OPERATOR}


def test_who_may_answer_is_judged_like_any_signature(winter: Counter) -> None:
    assert code(december, winter, 28, "没有这个人") == "unknown_clerk"
    assert code(december, winter, 28, "测试组长") == "approver_not_authorised"
    letter = Letter(
        "授1号", "c1", "c8", frozenset({"override"}), "", date(2026, 12, 1), date(2026, 12, 31)
    )
    grant(winter, letter)
    assert code(december, winter, 28, "测试组长") == "approver_not_authorised"
    grant(winter, replace(letter, letter="授2号", scope=frozenset({"provisional"})))
    taken = december(winter, 28, "测试组长")
    with winter.store.reading() as db:
        events = winter.journal.case_events(db, taken.number)
    assert (events[1].body or {})["provisional_by"] == {
        "approver": "c8",
        "approver_name": "测试组长",
        "letter": "授2号",
    }


def grant(counter: Counter, letter: Letter) -> None:
    boss = Clerk("c1", OPERATOR, frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLERK}))
    grant_letter(
        replace(counter, clerk=boss),
        letter.letter,
        letter.holder,
        letter.scope,
        letter.since,
        letter.until,
    )


def test_papers_that_come_later_ask_it_too(winter: Counter) -> None:
    assert code(december, winter, 29, whole=False) == "provisional_unapproved"
    number = december(winter, 29, OPERATOR, whole=False).number
    raw: dict[str, Any] = {
        "at": "2026-12-30T10:00:00+08:00",
        "materials": [{"name": "租赁合同", "state": "in_order"}],
    }
    assert code(act_on_case, winter, number, read_act("supply", raw)) == "provisional_unapproved"
    done = act_on_case(
        winter, number, read_act("supply", {**raw, "provisional_approved_by": OPERATOR})
    )
    assert (done.state.state, done.state.promised_due) == ("accepted", "2027-01-06")


def test_the_first_year_without_a_calendar_is_named() -> None:
    calendar = Calendar.shipped()
    assert missing_year(date(2026, 12, 30), date(2028, 1, 5), calendar) == 2027
    assert missing_year(date(2026, 3, 2), date(2026, 3, 9), calendar) == 2026
