"""一件事 taken in: one form becomes an application for each item, with the papers it needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.catalogue.model import Answer, Bundle, Material, Necessity, ServiceItem, Situation
from clerk_app.intake.model import CheckedPaper, Outcome, PaperState, Stage
from clerk_app.intake.rules.bodies import application_of, received_body
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.fan_out import fan_out, one_face
from clerk_app.kernel.errors import Misused, Refused
from tests.intake.stories import CALENDAR, case
from tests.support.items import application, checked, item

CARD = Material("身份证", Necessity.REQUIRED, originals=1, copies=2)
COPY = Material("身份证", Necessity.REQUIRED, originals=0, copies=1)
LICENCE = Material("营业执照", Necessity.REQUIRED)
PLAN = Material("平面图", Necessity.REQUIRED)
ASKS = Situation("住所", "租的吗？", (Answer("租", "租的"), Answer("自有", "自有")))


def of(key: str, *papers: Material, situations: tuple[Situation, ...] = ()) -> ServiceItem:
    return replace(item(*papers, situations=situations), key=key, content_hash=key * 4)


SHOP = of("A", CARD, situations=(ASKS,))
FOOD = of("B", COPY, LICENCE, PLAN)
BUNDLE = Bundle("K", "开店", ("A", "B"), produced=(("A", "营业执照"),))
BROUGHT = (checked("身份证", copies=3), checked("平面图"))


def test_each_item_gets_the_papers_it_needs_with_its_own_count() -> None:
    whole = application(*BROUGHT, answers=(("住所", "租"),))
    shop, food = fan_out(whole, BUNDLE, (SHOP, FOOD))
    assert shop == replace(
        whole, item="A", item_hash="AAAA", papers=(checked("身份证", copies=3),)
    )
    assert food == replace(
        whole,
        item="B",
        item_hash="BBBB",
        situations=(),
        papers=(checked("身份证", copies=1), checked("平面图", copies=1)),
        produced=("营业执照",),
    )


def test_fewer_pieces_than_needed_stay_as_few() -> None:
    whole = application(checked("身份证", copies=1), answers=(("住所", "租"),))
    shop, food = fan_out(whole, BUNDLE, (SHOP, FOOD))
    assert [p.copies for p in (*shop.papers, *food.papers)] == [1, 1]


def test_what_the_clerk_found_of_a_paper_stands_for_every_item() -> None:
    faulty = CheckedPaper("身份证", PaperState.DEFECTIVE, "模糊", "declined", 3)
    shop, food = fan_out(application(faulty, answers=(("住所", "租"),)), BUNDLE, (SHOP, FOOD))
    assert shop.papers == (faulty,)
    assert food.papers == (replace(faulty, copies=1),)


def test_a_paper_another_item_makes_is_nobodys_to_bring() -> None:
    asked = application(*BROUGHT, answers=(("住所", "租"),))
    _, food = fan_out(asked, BUNDLE, (SHOP, FOOD))
    assert decide(food, FOOD, CALENDAR).outcome is Outcome.ACCEPTED
    assert application_of(received_body(food, FOOD)).produced == ("营业执照",)
    alone = replace(food, produced=())
    assert decide(alone, FOOD, CALENDAR).outcome is Outcome.RETURNED_FOR_CORRECTION


def test_without_a_maker_it_has_to_be_brought() -> None:
    plain = replace(BUNDLE, produced=())
    asked = application(*BROUGHT, checked("营业执照"), answers=(("住所", "租"),))
    _, food = fan_out(asked, plain, (SHOP, FOOD))
    assert [p.name for p in food.papers] == ["身份证", "营业执照", "平面图"]
    assert food.produced == ()


def test_each_item_calls_a_paper_by_its_own_name() -> None:
    named = replace(COPY, name="居民身份证")
    food = of("B", named)
    same = replace(BUNDLE, produced=(), same_papers=(("身份证", "居民身份证"),))
    brought = application(checked("居民身份证", copies=3), answers=(("住所", "租"),))
    first, second = fan_out(brought, same, (SHOP, food))
    assert [p.name for p in (*first.papers, *second.papers)] == ["身份证", "居民身份证"]


def test_papers_the_bundle_does_not_know_and_papers_named_twice_are_refused() -> None:
    for odd, code in (
        ((checked("章程"), checked("合同")), "unknown_material"),
        ((checked("身份证"), checked("身份证")), "duplicate_material"),
    ):
        with pytest.raises(Refused) as refusal:
            fan_out(application(*odd, answers=(("住所", "租"),)), BUNDLE, (SHOP, FOOD))
        assert refusal.value.code == code
        assert odd[0].name in refusal.value.message
    with pytest.raises(Misused):
        fan_out(application(*BROUGHT, answers=(("住所", "借"),)), BUNDLE, (SHOP, FOOD))


ORDER = (
    "returned_for_correction", "received", "collected", "not_accepted", "given_back", "withdrawn",
    "conditionally_accepted", "accepted", "denied", "granted", "closed", "closed_conditional",
    "closed_denied", "delivered", "not_needed", "handed_over",
)  # fmt: skip


@pytest.mark.parametrize("place", range(len(ORDER)))
def test_the_matter_shows_what_keeps_it_back_most(place: int) -> None:
    later = [case(stage) for stage in ORDER[place:]]
    assert one_face(reversed(later)) == ORDER[place]
    assert one_face([*later, case("teleported")]) == ORDER[place]


def test_every_stage_has_its_place_and_nothing_shows_nothing() -> None:
    assert set(ORDER) == set(Stage)
    assert one_face([]) == ""
    assert one_face([case("teleported")]) == ""
