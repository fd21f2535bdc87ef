"""Who is named on paper and how: who collects for another, by which number, at which telephone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.staff_assistance import (
    authorise_assistance,
    close_assistance,
    open_assistance,
)
from clerk_app.intake.model import CheckedPaper, PaperState, Party
from clerk_app.kernel.errors import Refused
from clerk_app.staff.model import Authorisation, AuthorisationKind, Client, Help
from tests.deeds.test_intake_papers import FORM, ITEM, THERE, act, asked, large, page, take
from tests.support.stores import OPERATOR, PASSPHRASE, HandClock, create

DAY = 24 * 3600
SOMEONE = "11010519491231002X"  # the example of the standard
AGENT = Party("person", "测试代办人", "resident_id", SOMEONE)
SHARED = {
    **ITEM,
    "code": "P-6",
    "name": "测试免交许可",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "营业执照", "necessity": "必要", "source_channel": "数据共享"},
    ],
}
HELPED = {
    **ITEM,
    "code": "P-7",
    "name": "测试代办许可",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "授权委托书", "necessity": "必要", "party": "agent"},
    ],
}
HELPER = "测试帮办员"
LETTER = CheckedPaper("授权委托书", PaperState.IN_ORDER, copies=1)
LICENCE = {"name": "示例许可证", "number": "示字000176号"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named_people")
    create(folder / "w")
    path = folder / "list.json"
    path.write_text(json.dumps([ITEM, SHARED, HELPED]), encoding="utf-8")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        import_catalogue(opened, [path])
        with opened.store.transaction() as db:
            body: Any = {"clerk": "c8", "name": HELPER, "roles": ["clerk"]}
            opened.journal.append(db, "clerk.added", body, opened.act(db))
    return folder / "w"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()  # Monday 2 March 2026


@pytest.fixture
def counter(made: Path, tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    with Workstation(clock).open(folder, PASSPHRASE) as opened:
        yield opened


def order(
    counter: Counter, *, helper: str = "c8", days: int = 10, scope: str = "代办测试许可，领取结果"
) -> str:
    """An order of a letter that counts from 2 March on, that many days."""
    since = date(2026, 3, 2)
    given = Authorisation(AuthorisationKind.LETTER, "委3号", scope, since, since + timedelta(days))
    client = Client("测试申请人")
    made = open_assistance(
        counter, client, kind=Help.ON_BEHALF, helper=helper, authorisation=given
    )
    return made.number


def done(counter: Counter, **more: Any) -> str:
    """A case that is closed and waits to be fetched."""
    papers = (
        FORM,
        *(replace(FORM, name=n, copies=c) for n, c in (("营业执照", 2), ("租赁合同", 3))),
    )
    number = take(counter, *papers, **more)
    act(counter, number, "decide", approver=OPERATOR, result=LICENCE)
    act(counter, number, "close")
    return number


def deliver(counter: Counter, number: str, recipient: str, **more: str) -> str:
    handed = {"method": "counter", "recipient": recipient, **more}
    act(counter, number, "deliver", delivery=handed)
    return page(counter, number, "delivery_receipt")


def refused(counter: Counter, number: str, recipient: str, **more: str) -> Refused:
    with pytest.raises(Refused) as caught:
        deliver(counter, number, recipient, **more)
    return caught.value


# ---------------------------------------------------------------- 送达回证


def test_an_agent_signs_as_one_who_collects_for_another(counter: Counter) -> None:
    agent = Party("person", HELPER)
    number = done(counter, agent=agent, agent_order=order(counter))
    text = deliver(counter, number, HELPER)
    assert (
        f"代收代收人{HELPER}代收依据代办人，授权委托书委3号，权限：代办测试许可，领取结果，"
        in text
    )
    assert "2026年3月2日至2026年3月12日" in text
    assert "代收人签收" in text
    assert "受送达人签收" not in text
    assert f"签收人{HELPER}" not in text


def test_the_applicant_signs_for_the_own_paper(counter: Counter) -> None:
    agent = Party("person", HELPER)
    number = done(counter, agent=agent, agent_order=order(counter))
    text = deliver(counter, number, "测试申请人")
    assert "签收人测试申请人" in text
    assert "代收依据" not in text
    assert "受送达人签收" in text


def test_an_agent_without_an_order_shows_what_was_handed_in(counter: Counter) -> None:
    number = take(counter, FORM, LETTER, item="P-7", agent=AGENT)
    act(counter, number, "decide", approver=OPERATOR, result=LICENCE)
    act(counter, number, "close")
    text = deliver(counter, number, AGENT.name)
    assert "代收依据申请时登记的代办人，已交授权委托书" in text
    bare = deliver(counter, done(counter, agent=AGENT), AGENT.name)
    assert "代收依据申请时登记的代办人" in bare
    assert "已交" not in bare


def test_an_authority_that_has_ended_collects_nothing(counter: Counter, clock: HandClock) -> None:
    """The letter counts until 12 March, that day included."""
    agent = Party("person", HELPER)
    first, second, third = (order(counter) for _ in range(3))
    numbers = [done(counter, agent=agent, agent_order=each) for each in (first, second, third)]
    clock.move(10 * DAY)
    assert "代收依据" in deliver(counter, numbers[0], HELPER)
    clock.move(DAY)
    error = refused(counter, numbers[1], HELPER)
    assert error.code == "proxy_reason_missing"
    assert "2026-03-13 不在委托期限内" in error.message
    assert "代收原因" in error.message
    text = deliver(counter, numbers[1], HELPER, proxy_reason="申请人电话同意")
    assert "代收原因申请人电话同意" in text
    assert "代收依据" not in text  # the old letter gives none
    more = Authorisation(
        AuthorisationKind.LETTER, "委4号", "领取证照", date(2026, 3, 13), date(2026, 3, 20)
    )
    authorise_assistance(counter, third, more)
    assert "代收依据代办人，授权委托书委4号，权限：领取证照" in deliver(
        counter, numbers[2], HELPER
    )


def test_an_order_that_is_done_gives_no_authority_from_the_next_day_on(
    counter: Counter, clock: HandClock
) -> None:
    agent = Party("person", HELPER)
    first, second = order(counter), order(counter)
    numbers = [done(counter, agent=agent, agent_order=each) for each in (first, second)]
    for each in (first, second):
        close_assistance(counter, each, "办成了")
    assert "代收依据" in deliver(counter, numbers[0], HELPER)
    clock.move(DAY)
    assert "已经办完" in refused(counter, numbers[1], HELPER).message


def test_an_authority_that_leaves_fetching_out_collects_nothing(counter: Counter) -> None:
    agent = Party("person", HELPER)
    narrow = order(counter, scope="代办测试许可；不含领取结果")
    number = done(counter, agent=agent, agent_order=narrow)
    assert "委托权限没有写明可以领取结果" in refused(counter, number, HELPER).message
    more = Authorisation(
        AuthorisationKind.ORAL, "", "领取测试许可的结果", date(2026, 3, 2), date(2026, 3, 5)
    )
    authorise_assistance(counter, narrow, more)
    assert "代收依据代办人，口头委托，权限：领取" in deliver(counter, number, HELPER)


def test_nobody_delivers_to_themselves_for_another(counter: Counter) -> None:
    agent = Party("person", OPERATOR)
    number = done(counter, agent=agent, agent_order=order(counter, helper="c1"))
    error = refused(counter, number, OPERATOR)
    assert error.code == "delivered_to_self"
    assert "签收人测试申请人" in deliver(counter, number, "测试申请人")


# ---------------------------------------------------------------- numbers and telephones


@pytest.mark.parametrize(
    ("party", "told"),
    [
        (Party("person", "测试申请人", "resident_id", SOMEONE), "居民身份证110***********002X"),
        (Party("person", "测试申请人", "护照", "E12345678"), "护照*****5678"),
        (Party("person", "测试申请人", "other", "E12345678"), "其他证件*****5678"),
        (
            Party("organisation", "示例有限公司", "uscc", "91350100M000100Y43"),
            "信用代码91350100M000100Y43",
        ),
    ],
)
def test_a_number_is_told_with_the_paper_it_is_on(
    counter: Counter, party: Party, told: str
) -> None:
    text = page(counter, take(counter, FORM, applicant=party), "receipt")
    assert told in text


def test_a_number_of_no_known_kind_is_told_alone(counter: Counter) -> None:
    party = Party("person", "甲某", "", "E12345678")
    text = page(counter, take(counter, FORM, applicant=party), "receipt")
    assert "证件号码*****5678" in text
    long = replace(party, id_type="台湾居民来往大陆通行证")
    text = page(counter, take(counter, FORM, applicant=long), "receipt")
    assert "证件号码*****5678（台湾居民来往大陆通行证）" in text


def test_an_agents_paper_is_named_where_it_is_no_identity_card(counter: Counter) -> None:
    agent = Party("person", "测试代办人", "护照", "E12345678")
    text = page(counter, take(counter, FORM, agent=agent), "receipt")
    assert "代办人测试代办人（护照*****5678）" in text


def test_the_number_of_an_agent_is_told_masked(counter: Counter) -> None:
    number = done(counter, agent=AGENT)
    told = "代办人测试代办人（110***********002X）"
    assert told in page(counter, number, "acceptance")
    text = deliver(counter, number, AGENT.name)
    assert told in text
    assert SOMEONE not in text


def test_a_transfer_slip_names_the_telephone_of_the_applicant(counter: Counter) -> None:
    party = Party("person", "测试申请人", phone="13800000001")
    number = collect(counter, asked(counter, FORM, applicant=party, for_hall=THERE)).number
    assert find_document(counter, number, "receipt").facts.applicant_phone == ""
    act(counter, number, "dispatch", parcel={"method": "counter"})
    assert "申请人电话13800000001" in page(counter, number, "transfer_slip")


# ---------------------------------------------------------------- 移交单


@pytest.mark.parametrize("way", ["mail", "courier"])
def test_what_is_sent_is_not_checked_face_to_face(counter: Counter, way: str) -> None:
    number = collect(counter, asked(counter, FORM, for_hall=THERE)).number
    act(counter, number, "dispatch", parcel={"method": way, "waybill": "SF0001"})
    text, plain = page(counter, number, "transfer_slip"), large(counter, number, "transfer_slip")
    assert "接收人收到后核对材料再签收，写明接收日期" in text
    assert "接收人收到后点清材料再签字，写明收到的日期" in plain
    assert "办理时限自测试市示例局收到材料之日起计算" in text
    assert "当面" not in text
    assert "当面" not in plain


def test_what_is_handed_over_is_checked_face_to_face(counter: Counter) -> None:
    number = collect(counter, asked(counter, FORM, for_hall=THERE)).number
    act(counter, number, "dispatch", parcel={"method": "counter"})
    assert "接收人当面核对材料后签收" in page(counter, number, "transfer_slip")
    assert "接收人当面点清材料再签字" in large(counter, number, "transfer_slip")


# ---------------------------------------------------------------- 免交


def test_what_nobody_brought_is_not_counted_as_received(counter: Counter) -> None:
    waived = CheckedPaper("营业执照", PaperState.WAIVED_SHARED)
    number = take(counter, FORM, waived, item="P-6")
    text = page(counter, number, "acceptance")
    assert "收到的材料（1项）" in text
    assert "营业执照" in text
    assert find_document(counter, number, "acceptance").facts.papers[1].state == "waived_shared"
