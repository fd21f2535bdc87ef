"""The papers of an act without its widgets: marks, faults, corrections, a second notice."""

from __future__ import annotations

from clerk_app.intake.model import PaperState, Stage
from clerk_app.intake.rules.act_file import Override
from clerk_app.kernel.errors import Refused
from tests.desk.act_desk import Desk, returned
from tests.support.items import FORM, LEASE, RECORD


def test_the_papers_that_are_wanting_come_first_and_enter_walks_through_them() -> None:
    desk = returned()
    desk.begin("supply")
    assert [row.name for row in desk.form.rows] == [LEASE.name, RECORD.name, FORM.name]
    desk.form_of.mark(PaperState.IN_ORDER)
    desk.form_of.next()
    assert desk.form.row == 1
    desk.form_of.mark(PaperState.DEFECTIVE)
    desk.form_of.next()
    assert "请写明错在哪里" in desk.form.faults["materials"]
    desk.form_of.fault(0)  # the paper lists none: the first key is the one to type
    assert desk.form.typing == "fault"
    desk.form_of.typed_text("章不清楚")
    desk.form_of.next()
    assert desk.form.confirm == "补交材料：齐全 1 份、有误 1 份。记录以后不能撤回。"
    desk.form_of.record()
    papers = [(p.name, str(p.state), p.fault, p.copies) for p in desk.done.papers]
    assert papers == [(LEASE.name, "in_order", "", 1), (RECORD.name, "defective", "章不清楚", 1)]


def test_one_key_marks_what_is_wanting_and_only_that() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.all_came()
    assert [row.state for row in desk.form.rows] == ["in_order", "in_order", ""]
    assert desk.form.asking
    desk.form_of.record()
    assert [paper.name for paper in desk.done.papers] == [LEASE.name, RECORD.name]


def test_a_fault_found_in_what_lies_here_brings_no_piece() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.to_row(2)
    desk.form_of.mark(PaperState.DEFECTIVE)
    assert desk.form.typed.marks[2].copies == 0
    desk.form_of.count(1)
    assert desk.form.typed.marks[2].copies == 1


def test_a_paper_without_a_shared_record_is_not_waived() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.mark(PaperState.WAIVED_SHARED)
    assert desk.form.rows[0].state == ""
    assert desk.form.message is not None
    desk.form_of.to_row(1)
    desk.form_of.mark(PaperState.WAIVED_SHARED)
    assert desk.form.rows[1].state == "waived_shared"


def test_the_undertaking_is_asked_for_before_acceptance_only() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.sign()
    desk.form_of.mark(PaperState.IN_ORDER)
    desk.form_of.ask()
    desk.form_of.record()
    assert desk.done.undertaking_signed
    later = Desk(Stage.CONDITIONALLY_ACCEPTED, conditional=True, make_good_by="2026-03-09")
    later.begin("supply")
    later.form_of.sign()
    assert not later.form.typed.signed


def test_a_correction_says_what_was_put_right() -> None:
    desk = returned()
    desk.begin("correct")
    desk.form_of.mark(PaperState.IN_ORDER)
    assert desk.form.rows[0].state == ""
    desk.form_of.to_row(2)
    desk.form_of.mark(PaperState.CORRECTED_ON_THE_SPOT)
    assert desk.form.typing == "correction"
    desk.form_of.typed_text("补签了名")
    desk.form_of.to_row(1)
    desk.form_of.mark(PaperState.CORRECTED_ON_THE_SPOT)
    desk.form_of.ask()
    desk.form_of.record()
    assert [(p.name, p.correction) for p in desk.done.papers] == [
        (RECORD.name, "没有盖章"),
        (FORM.name, "补签了名"),
    ]


def test_dates_nobody_has_published_ask_for_a_supervisor() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.to_row(1)
    desk.form_of.mark(PaperState.IN_ORDER)
    desk.form_of.ask()
    desk.port.fails = Refused("provisional_unapproved", "承诺办结日 2027-01-01 是暂定的")
    desk.form_of.record()
    assert [field.id for field in desk.form.fields] == ["materials", "provisional_approved_by"]
    assert desk.form.at == 1
    assert desk.form.message is not None
    desk.port.fails = None
    desk.type("1")
    desk.form_of.record()
    assert desk.done.provisional_approved_by == "c3"


def test_a_second_notice_for_what_the_first_did_not_list_needs_a_supervisor() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.to_row(2)
    desk.form_of.mark(PaperState.DEFECTIVE)
    desk.form_of.fault(1)
    desk.form_of.ask()
    desk.port.fails = Refused("not_in_first_notice", "第一次告知没有列出：申请表")
    desk.form_of.record()
    assert [field.id for field in desk.form.fields] == [
        "materials",
        "override.reason",
        "override.approver",
    ]
    assert desk.form.at == 1
    assert desk.form.message is not None
    desk.port.fails = None
    desk.type("来件时没有看出来", "1")
    desk.form_of.record()
    assert desk.done.override == Override("c3", "来件时没有看出来")
