"""One case open on the cases screen, on a hand-written port."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clerk_app.catalogue.model import DeferralPolicy
from clerk_app.desk.case_form import Form
from clerk_app.desk.case_port import CaseFile, Signer
from clerk_app.desk.cases import CasesPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import CaseState, HeldPaper, LegalTerms, PaperState, Stage
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.working_days import Calendar
from tests.desk.fakes import FakeCases
from tests.support.items import FORM, LEASE, RECORD, item

AT = parse_stamp("2026-03-04T10:41:12+08:00")
BOSS, CHIEF = (
    Signer("c3", "示例主管", supervisor=True),
    Signer("c4", "示例首席", acts=frozenset({"deny"})),
)
ITEM = replace(
    item(FORM, LEASE, RECORD, deferral=DeferralPolicy(enabled=True, bound_workdays=5)),
    result="测试许可证",
)
PAPERS = (
    HeldPaper(FORM.name, PaperState.IN_ORDER, handed_on="2026-03-02"),
    HeldPaper(LEASE.name, PaperState.MISSING, "未提交", deferrable=True),
    HeldPaper(RECORD.name, PaperState.DEFECTIVE, "没有盖章"),
)


def case(stage: Stage, **fields: Any) -> CaseState:
    plain = CaseState(
        "51160200012600000163",
        item_name="测试事项",
        applicant="测试甲乙",
        received_on="2026-03-02",
        notice_due="2026-03-09",
        state=str(stage),
        outcome=str(stage),
        accepted_on="2026-03-02",
        promised_due="2026-03-16",
        terms=LegalTerms((10, "工作日"), (20, "工作日"), licensing=True),
        papers=PAPERS,
        acts=7,
    )
    return replace(plain, **fields)


class Desk:
    """The cases screen with one case open."""

    def __init__(
        self, stage: Stage = Stage.ACCEPTED, port: FakeCases | None = None, **fields: Any
    ) -> None:
        state = case(stage, **fields)
        file = CaseFile(
            state,
            date(2026, 3, 4),
            Calendar.shipped(),
            names={"c3": "示例主管"},
            item=ITEM,
            signers=(BOSS, CHIEF),
        )
        self.port = port or FakeCases(at=AT)
        self.port.file = file
        self.act = CasesPresenter(
            self.port, ImmediateRunner(), ImmediateRunner(), lambda _state: None
        )
        self.act.open_number(state.number)
        self.form_of = self.act.acting

    def begin(self, name: str) -> None:
        self.act.act(name)
        assert self.act.state.form is not None, self.act.state.message

    @property
    def form(self) -> Form:
        assert self.act.state.form is not None
        return self.act.state.form

    @property
    def done(self) -> CaseAct:
        ((number, act),) = self.port.acts
        assert number == "51160200012600000163"
        return act

    def type(self, *texts: str) -> None:
        """Fill field after field; a digit alone chooses."""
        for text in texts:
            field = self.form.field
            assert field is not None
            if field.options:
                self.form_of.choose(int(text) - 1)
            else:
                self.form_of.fill(field.id, text)
                self.form_of.next()


def returned(**fields: Any) -> Desk:
    return Desk(Stage.RETURNED_FOR_CORRECTION, accepted_on="", promised_due="", **fields)
