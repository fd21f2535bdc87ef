"""What intake asks beside its steps: how the applicant came, what papers are kept, what a promise
stands in for, what a supervisor answers for, concealment, and a pre-reviewed online case.

Each is offered only where it can matter, so that none of it costs a key otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import intake_lines as lines
from clerk_app.desk.actions import cap
from clerk_app.desk.intake_collect import for_another, other_hall
from clerk_app.desk.intake_core import SIGNED_FOR, IntakeCore
from clerk_app.desk.intake_keys import CONFIRM, ONLINE
from clerk_app.desk.intake_state import Ask, Asking, Matter, Step
from clerk_app.desk.messages import LOOK_FIRST, Message, Weight, explain, sentence
from clerk_app.desk.paper_port import Stage
from clerk_app.desk.verdict import BUTTONS, WORDS
from clerk_app.intake.rules.collecting import is_this_hall
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.masking import mask_name
from clerk_app.kernel.text import fault_in

if TYPE_CHECKING:
    from clerk_app.desk.case_port import Signer
    from clerk_app.desk.intake_port import OnlineSeen
    from clerk_app.desk.intake_state import Handled

CONCEALMENT = "concealment"
"""What a letter of authority must name to approve a refusal under article 78."""
NO_SIGNER = Message(
    "没有登记主管或有授权的人。", "这一步要有人批准才能办。", "请管理员登记主管或授权书。"
)


class IntakeMore(IntakeCore):
    """The acts that are not steps."""

    _online: OnlineSeen | None = None

    # ------------------------------------------------------------ arrival, deposit, promise

    def ask_arrival(self) -> None:
        """Ctrl+R: how the applicant came."""
        if self.state.done is not None or self.state.busy:
            return
        values = tuple(lines.ARRIVALS)
        now = values.index(self.state.work.arrival)
        choices = tuple((words, "") for words in lines.ARRIVALS.values())
        detail = (
            "不问就是到窗口。预约、延时、上门的单独统计；在下班后收件的，期限从下一个工作日算。"
        )
        self._ask(Asking(Ask.ARRIVAL, "申请人怎么来的", detail, choices, values, now))

    def toggle_deposit(self) -> None:
        """D: papers stay at the window while the others are fetched (容缺收件): no acceptance."""
        if self.state.may_deposit or self.state.work.deposit:
            self._do(replace(self.state.work, deposit=not self.state.work.deposit))

    def promise(self) -> None:
        """6: a 告知承诺 stands in for the paper in the row, or no longer."""
        row, item = self.state.row, self.state.item
        if row is None or item is None or self.state.step is not Step.PAPERS:
            return
        if not lines.may_promise(item, row.name):
            told = "按本事项规定，这份材料不能用告知承诺代替。"
            self._tell(Message(told, "", "按 1、2、3 或 4。"))
            return
        self._do(lines.with_promise(self.state.work, row.name))

    def toggle_commitment(self) -> None:
        """K: the applicant signed the 告知承诺书; never by default."""
        if self.state.may_commit:
            signed = not self.state.work.commitment_signed
            self._do(replace(self.state.work, commitment_signed=signed))

    def toggle_reports_up(self) -> None:
        """B: a higher body decides, this one examines first (上报件); never by default."""
        if self.state.may_report:
            self._do(replace(self.state.work, reports_up=not self.state.work.reports_up))

    # ------------------------------------------------------------ a supervisor's answer

    def ask_signer(self) -> None:
        """Z: who answers for what the window may not answer for alone."""
        if not self.state.may_sign:
            return
        signers = self._signers(SIGNED_FOR[self._doubt])
        if not signers:
            self._tell(NO_SIGNER)
            return
        values = (*(each.id for each in signers), "")
        choices = (*(_signer(each) for each in signers), ("没有答复", "照没有人答复判断"))
        answered = getattr(self.state.work, self._doubt)
        now = values.index(answered) if answered else -1
        self._ask(Asking(Ask.SIGNER, "主管答复", self.state.may_sign, choices, values, now=now))

    # ------------------------------------------------------------ concealment

    def ask_concealed(self) -> None:
        """The applicant concealed or forged (行政许可法 art. 78): what, how it is known, and who
        approves the refusal."""
        signers = self._signers(CONCEALMENT)
        if not signers:
            self._tell(NO_SIGNER)
            return
        work = self.state.work
        values = tuple(each.id for each in signers)
        now = values.index(work.hidden_by) if work.hidden_by in values else -1
        choices = tuple(_signer(each) for each in signers)
        detail = "只有隐瞒有关情况或者提供虚假材料才用；缺材料、填错都不是。由主管批准。"
        self._set(replace(self.state, asking_matter=False, asking_agency=False))
        self._ask(Asking(Ask.CONCEALED, "隐瞒或提供虚假材料", detail, choices, values, now))

    def conceal(self, field: str, text: str) -> None:
        """A keystroke in what was concealed (`hidden`) or how it is known (`evidence`)."""
        self._refresh(replace(self.state.work, **{field: text}))  # type: ignore[arg-type]  # fields of Work by name

    # ------------------------------------------------------------ taken in for another hall

    def ask_collect(self) -> None:
        """Ctrl+J: another body decides; here papers are only taken in (异地代收)."""
        if self.state.done is not None or self.state.busy:
            return
        if self._bundle_of(self.state.work) is not None:
            self._tell(
                Message(
                    "一件事不能整件代收。", "", "请在一件事里移到那个事项上，单独受理时再代收。"
                )
            )
            return
        detail = (
            "申请人在这里交材料，由外地的机关决定。这里不受理、不计期限，"
            "给收件凭证，材料再寄过去。两格都清空就是不代收。"
        )
        self._ask(Asking(Ask.COLLECT, "替外地代收：由哪里办理", detail))

    def collect_for(self, region: str, name: str) -> None:
        """Enter in the name: for this body; both empty is for this hall as ever."""
        if self.state.asking is None or self.state.asking.what is not Ask.COLLECT:
            return
        work = replace(self.state.work, for_region=region.strip(), for_name=name.strip())
        try:
            where = other_hall(work)
        except ClerkError as error:
            self._failed(error)
            return
        if where is not None:
            if is_this_hall(where, self._here):
                self._tell(explain(Refused("own_hall", "这件由本大厅办理，不用代收")))
                return
            work = for_another(work, where.region, where.name)
        self._set(replace(self.state, asking=None))
        self._do(replace(work, step=min(work.step, self._todo(work))))

    # ------------------------------------------------------------ answers

    def choose(self, at: int) -> None:
        """A digit: this answer to what is asked."""
        asking = self.state.asking
        if asking is None or not 0 <= at < len(asking.values):
            return
        value, work = asking.values[at], self.state.work
        if asking.what is Ask.CONCEALED:
            self._concealed(value)
            return
        self._set(replace(self.state, asking=None))
        if asking.what is Ask.ARRIVAL:
            self._do(replace(work, arrival=value))
        elif asking.what is Ask.SIGNER:
            self._do(replace(work, **{self._doubt: value}))  # type: ignore[arg-type]  # a field by name

    def leave_asking(self) -> None:
        """Esc: nothing was answered."""
        self._online = None
        self._set(replace(self.state, asking=None))

    def _concealed(self, signer: str) -> None:
        work = self.state.work
        texts = (("隐瞒了什么", work.hidden), ("有什么证据", work.evidence))
        for name, text in texts:
            bad = fault_in(text)
            if bad or not text.strip():
                why = f"文字里有{bad}" if bad else "还没有写"
                self._tell(Message(f"{name}：{why}。", "会印在决定书上。", "写好再选批准人。"))
                return
        self._set(replace(self.state, asking=None))
        made = replace(work, matter=Matter.CONCEALED, agency="", hidden_by=signer)
        self._do(replace(made, step=Step.DECIDE))

    def _ask(self, asking: Asking) -> None:
        self._set(replace(self.state, asking=asking, message=None))

    def _signers(self, act: str) -> tuple[Signer, ...]:
        """Who may be asked: nine at most, one digit each."""
        able = (each for each in self._who if each.supervisor or act in each.acts)
        return tuple(able)[:8]

    # ------------------------------------------------------------ a pre-reviewed online case

    def ask_online(self) -> None:
        """Ctrl+O: a case the portal reviewed; its file is read first, nothing is recorded."""
        if self.state.done is not None or self.state.busy:
            return
        self._online = None
        detail = "预审不是受理：收件时照样依法判断、编号、出文书。手上没办完的这件不动。"
        self._ask(Asking(Ask.ONLINE, ONLINE.title, detail))

    def read_online(self, path: str) -> None:
        """Enter in the path: read the file and say what it holds."""
        if not path.strip():
            self._tell(Message("还没有选文件。", "", "写上文件的位置，或按 Ctrl F 选。"))
            return
        self._runner.run(
            lambda: self._port.read_online(path.strip()), self._online_read, self._failed
        )

    def take_online(self) -> None:
        """Ctrl+Enter: take it in as it is."""
        seen = self._online
        if seen is None or self.state.busy:
            return
        if seen.refused is not None or seen.known:
            self._tell(Message("这件不能再收。", "", "看上面写的原因。"))
            return
        self._set(replace(self.state, busy=True, message=None))
        self._runner.run(
            lambda: self._port.import_online(seen.case), self._online_done, self._online_not
        )

    def _online_read(self, seen: OnlineSeen) -> None:
        if self.state.asking is None or self.state.asking.what is not Ask.ONLINE:
            return
        self._online = seen
        ready = seen.refused is None and not seen.known
        detail, button = "", ""
        if seen.decision is not None:
            button = BUTTONS[seen.decision.outcome]
            why = "；".join(reason.text for reason in seen.decision.reasons)
            detail = f"{WORDS[seen.decision.outcome]}：{why}。按 {cap(CONFIRM.key)} {button}。"
        if seen.refused is not None:
            detail = f"现在不能收：{seen.refused.message}。请改好文件再读一次，或在受理里重新录。"
        if seen.known:
            detail = f"这件早已收过，办件编号 {seen.known}。没有再收一次，可到办件里看。"
        asking = replace(self.state.asking, detail=detail, rows=online_rows(seen), ready=ready)
        self._set(replace(self.state, asking=asking, message=None))

    def _online_done(self, done: Handled) -> None:
        self._online = None
        self._aside = self.state.work
        message = trouble_words(done) if done.trouble else None
        work = replace(self.state.work, step=Step.PRINT)
        state = replace(self.state, work=work, busy=False, done=done, asking=None)
        self._set(replace(state, message=message))
        self._steps()

    def _online_not(self, error: ClerkError) -> None:
        self._set(replace(self.state, busy=False))
        if isinstance(error, Refused) and error.code == "already_taken":
            told = Message(error.message, "没有再收一次。", "可到办件里看。", Weight.TELL)
            self._tell(told)
            return
        self._failed(error)


def trouble_words(done: Handled) -> Message:
    """A paper of a case that was just stored is not printed: it waits and is offered again, or it
    may be out, and then nobody prints it a second time before she has looked."""
    stages = {document.stage for document in done.papers}
    if Stage.UNANSWERED in stages:
        waits = "还有文书待打印。" if Stage.WAITING in stages else ""
        return Message("办件已存好；文书可能已经打出。", waits, LOOK_FIRST)
    if Stage.WAITING in stages:
        happened = f"办件已存好，文书待打印：{sentence(done.trouble)}"
        return Message(happened, "编号不变。", "好了按 Ctrl P 再打。")
    return Message(f"办件已存好：{sentence(done.trouble)}", "编号不变。")


def online_rows(seen: OnlineSeen) -> tuple[tuple[str, str], ...]:
    """What the file of an online case says, as the window shows it: the name masked."""
    case = seen.case
    applicant = case.application.applicant
    handed = sum(paper.state.is_handed_in for paper in case.application.papers)
    return (
        ("网上编号", f"{case.link.number}（{case.link.system}）"),
        ("事项", seen.item_name or case.application.item),
        ("申请人", mask_name(applicant.name, person=applicant.kind == "person")),
        ("材料", f"{len(case.application.papers)} 份，已提交 {handed}"),
        ("申请时间", f"{case.application.received_at:%Y-%m-%d %H:%M}"),
        ("预审", f"{case.pre_reviewed_by}，{case.pre_reviewed_at:%Y-%m-%d %H:%M}"),
    )


def _signer(each: Signer) -> tuple[str, str]:
    return each.name, "主管" if each.supervisor else "有授权书"
