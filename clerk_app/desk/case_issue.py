"""Papers of a case that are no act, in the window: 催办单, 材料接收清单 and 书面双告知书.

They are numbered and printed, and move nothing. A small form asks first; the list asks for no
more than the line to confirm, since a number that was given cannot be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from clerk_app.desk.actions import DUAL_NOTICE, MATERIAL_LIST, URGE
from clerk_app.desk.case_fields import Field, Kind
from clerk_app.desk.messages import LOOK_FIRST, Message, Weight, explain, sentence
from clerk_app.desk.paper_port import OUT, Stage
from clerk_app.desk.small_form import FormActs, SmallForm
from clerk_app.intake.rules.cannot import require_cannot
from clerk_app.intake.rules.supervision import watched
from clerk_app.intake.rules.urging import waiting
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.ids import group_digits
from clerk_app.kernel.text import half_width

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from clerk_app.desk.case_port import CaseFile, CasesPort, Done, UrgePort
    from clerk_app.desk.runner import Runner
    from clerk_app.intake.rules.supervision import Watched
    from clerk_app.kernel.working_days import Calendar

TO, BY_DAY, ASKED = "to", "by_day", "asked"
"""The fields of 催办."""
WHY, ARTICLE, HOW, APPROVER = "why", "article", "how", "approver"
"""The fields of 书面双告知书."""
AT_FIELD: Mapping[str, str] = {
    "text_missing": TO,
    "bad_period": BY_DAY,
    "reason_missing": WHY,
    "basis_missing": ARTICLE,
    "way_missing": HOW,
    "approver_missing": APPROVER,
    "unknown_clerk": APPROVER,
    "approver_not_authorised": APPROVER,
}
"""Code of a refusal → the field it is about."""
NUMBERED = "编号以后不能收回，办件和期限都不变。"


def urge_form(
    look: Watched, today: date, calendar: Calendar, names: Mapping[str, str]
) -> SmallForm:
    """The form of 催办 of a case on today's supervision, with who has it and the day it is due
    proposed, or the next workday where that day is past.

    Raises `Refused` (`nothing_to_urge`): nothing of it is late or near.
    """
    found, state = waiting(look, today, calendar), look.state
    when = f"{found.due} 到期" if found.due else "没有定日子"
    if found.late:
        when += f"，已超 {found.late} 个工作日"
    on_time = found.due is not None and found.due >= today
    answer = found.due if on_time else calendar.add_workdays(today, 1).day
    whose = names.get(look.owner, look.owner) or state.department
    return SmallForm(
        subject_of(state.number, URGE.id),
        f"催办：{found.step}",
        f"{group_digits(state.number)} {state.item_name}。“{found.step}”{when}。",
        (
            Field(TO, "催办谁", hint="部门或者工作人员"),
            Field(BY_DAY, "请在哪天前答复", Kind.DAY, hint="2026-03-02"),
            Field(ASKED, "要求", required=False, hint=f"空着就写：{found.asked}"),
        ),
        {TO: whose, BY_DAY: str(answer)},
        tail=NUMBERED,
    )


def list_form(file: CaseFile) -> SmallForm:
    """The one line before 材料接收清单 is numbered and printed."""
    state = file.state
    return SmallForm(
        subject_of(state.number, MATERIAL_LIST.id),
        MATERIAL_LIST.title,
        f"{group_digits(state.number)} {state.item_name}。"
        "写明现在存在窗口的每份材料、份数和页数。",
        asking=True,
        tail=f"出一份{MATERIAL_LIST.title}，编号打印。{NUMBERED}",
    )


def dual_form(file: CaseFile) -> SmallForm:
    """The form of 书面双告知书: what the case does not say itself may be added.

    Raises `Refused` (`can_be_done`): no decision says that it cannot.
    """
    state = require_cannot(file.state)
    return SmallForm(
        subject_of(state.number, DUAL_NOTICE.id),
        DUAL_NOTICE.title,
        f"{group_digits(state.number)} {state.item_name}。"
        "决定的理由和要补的材料会自动写上，这里只写它们没有说的。",
        (
            Field(WHY, "还有什么原因不能办", required=False, hint="决定里没有写的理由"),
            Field(ARTICLE, "依据的条款", required=False, hint="没有条款的理由，依据哪部法、哪条"),
            Field(HOW, "怎样才能办", required=False, hint="要办成，还要做什么"),
            Field(APPROVER, "批准人", required=False, hint="决定有人批准的不用填"),
        ),
        tail=f"出一份{DUAL_NOTICE.title}，编号打印。{NUMBERED}",
    )


def send_dual(port: CasesPort, form: SmallForm) -> Done:
    """In the worker: 书面双告知书 as it was typed. Raises as `CasesPort.dual_notice`."""
    return port.dual_notice(
        form.subject.partition("/")[0],
        why=form.value(WHY),
        article=form.value(ARTICLE),
        how=form.value(HOW),
        approver=form.value(APPROVER),
        boxed=form.boxed,
    )


def subject_of(number: str, paper: str) -> str:
    """What a form is about: the case, and which paper of it."""
    return f"{number}/{paper}"


def send_urge(port: UrgePort, form: SmallForm) -> Done:
    """In the worker: 催办 as it was typed. Raises as `UrgePort.urge`."""
    return port.urge(
        form.subject.partition("/")[0],
        to=form.value(TO),
        by_day=parse_day(half_width(form.value(BY_DAY).strip())),
        asked=form.value(ASKED),
        boxed=form.boxed,
    )


def issued_words(done: Done, again: str = "") -> Message:
    """What stands after a paper was issued; `again` says where it is printed again."""
    numbered = "、".join(f"{d.title} {d.number}" for d in done.documents)
    return paper_words(f"已出{numbered}。", done, again)


def paper_words(happened: str, done: Done, again: str = "") -> Message:
    """What happened, the papers to hand over, what did not print and what to press."""
    saved = [f"{d.title}（{d.copies} 份）" for d in done.documents if d.path]
    papers = f"没有打印机，已存成 PDF：{'、'.join(saved)}。" if saved else ""
    sent = [f"{d.title}（{d.copies} 份）" for d in done.documents if d.stage in OUT]
    papers += f"已送打印机：{'、'.join(sent)}。" if sent else ""
    stages = {d.stage for d in done.documents}
    if Stage.UNANSWERED in stages:
        waits = "还有文书待打印。" if Stage.WAITING in stages else ""
        return Message(happened, f"{papers}有文书可能已经打出。{waits}", LOOK_FIRST)
    if Stage.WAITING in stages:
        papers += f"有文书待打印：{sentence(done.trouble)}"
        return Message(happened, papers, "好了按 Ctrl P 再打。")
    if done.trouble:
        again = again or "处理后选中它按 P 补打。"
        return Message(happened, f"{papers}有文书没有印成：{sentence(done.trouble)}", again)
    return Message(happened, papers, weight=Weight.TELL)


class IssuePresenter(FormActs):
    """The forms of these papers on the page of a case. `show` is told every state of the form
    (None: closed), `issued` what came of it, `refuse` why there is no form."""

    AT_FIELD: ClassVar[Mapping[str, str]] = AT_FIELD

    def __init__(
        self,
        port: CasesPort,
        runner: Runner,
        show: Callable[[SmallForm | None], None],
        issued: Callable[[Done], None],
        refuse: Callable[[Message], None],
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._issued, self._refuse = issued, refuse
        self._kept: dict[str, Mapping[str, str]] = {}  # typed and put away, by form
        self._form: SmallForm | None = None

    @property
    def form(self) -> SmallForm | None:
        """The form that is open."""
        return self._form

    def begin(self, name: str, file: CaseFile) -> None:
        """7, 8 or 9: the form, or why there is nothing to issue."""
        if name == MATERIAL_LIST.id:
            self._put(list_form(file))
            return
        look = watched(file.state, file.today, file.calendar)
        try:
            if name == DUAL_NOTICE.id:
                form = dual_form(file)
            else:
                form = urge_form(look, file.today, file.calendar, file.names)
        except Refused as error:
            self._refuse(explain(error))
            return
        self._put(form.with_values(self._kept.get(form.subject)))

    def escape(self) -> None:
        """Esc: the topmost layer only; what was typed is there the next time."""
        form = self._form
        if form is None or form.busy:
            return
        if form.message is not None:
            self._put(form.told(None))
            return
        self._kept[form.subject] = form.values
        self._close()

    def _send(self, form: SmallForm) -> None:
        number, _, paper = form.subject.partition("/")
        if paper == URGE.id:
            self._runner.run(lambda: send_urge(self._port, form), self._done, self.refused)
            return
        if paper == DUAL_NOTICE.id:
            self._runner.run(lambda: send_dual(self._port, form), self._done, self.refused)
            return
        self._runner.run(
            lambda: self._port.material_list(number, boxed=form.boxed), self._done, self.refused
        )

    def _done(self, done: Done) -> None:
        if self._form is not None:
            self._kept.pop(self._form.subject, None)
        self._close()
        self._issued(done)

    def _close(self) -> None:
        self._form = None
        self._show(None)

    def _put(self, form: SmallForm) -> None:
        self._form = form
        self._show(form)
