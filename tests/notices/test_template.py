"""The number of the look in the facts: absent means the first, and changes nothing else."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.journal.canonical import canonical, parse
from clerk_app.notices.facts import from_body
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Rule, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.wording import freeze
from tests.notices.daily import daily
from tests.notices.hard import everyday


def test_facts_of_today_carry_the_look_and_the_records_of_their_kind() -> None:
    for kind in ("reminder", "assistance_order", "daily_slip", "ticket", "material_list"):
        facts = freeze(daily(kind))
        body = parse(canonical(facts.to_body()))
        assert body["template"] == 3
        assert from_body(body) == facts


def test_facts_without_a_look_say_nothing_of_it() -> None:
    body = everyday("receipt").to_body()
    assert not {"template", "reminder", "order", "day", "ticket"} & body.keys()


def test_a_name_is_cut_at_its_dot_on_a_page_issued_before(fonts: FontSet) -> None:
    """39 hanzi and a dot fill the line of the field; today the dot goes with what follows."""
    name = "甲" * 39 + "·" + "乙" * 6
    facts = freeze(replace(everyday("acceptance"), situation=name))
    for template, end in ((0, "·"), (2, "甲")):
        (page, *_) = lay_out(replace(facts, template=template), fonts, journal_code="")
        line = next(m for m in page.marks if isinstance(m, Run) and m.text.startswith("甲甲"))
        assert line.text[-1] == end, line.text


def test_only_pages_of_today_have_stub_and_versions(fonts: FontSet) -> None:
    facts = freeze(everyday("one_time_notice"))
    for template, there in ((0, False), (2, True)):
        pages = lay_out(replace(facts, template=template), fonts, journal_code="")
        marks = [mark for page in pages for mark in page.marks]
        assert any(isinstance(m, Rule) and m.dash for m in marks) is there
        assert any(isinstance(m, Run) and "版式" in m.text for m in marks) is there
