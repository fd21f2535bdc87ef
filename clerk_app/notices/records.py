"""The parts of what a document says: papers, reasons, questions, fees, the act of a later day."""

from __future__ import annotations

from dataclasses import dataclass

IN_ORDER = "in_order"
MISSING = "missing"
DEFECTIVE = "defective"
CORRECTED = "corrected_on_the_spot"
WAIVED = "waived_shared"
READY_STATES = frozenset({IN_ORDER, CORRECTED, WAIVED})
"""States of a paper that leave nothing to be asked for."""
PAPER_STATES = READY_STATES | {MISSING, DEFECTIVE}
LICENSING = "行政许可"
DENIED = "denied"
"""The reason of a denial, in the words of who decides, with the basis that was typed."""
GIVEN_BACK = "given_back"
"""退件: what ended an application whose papers did not come."""
TYPED = "typed"
"""A reason a clerk typed, with the article typed beside it."""
LICENSING_LAW = "行政许可法"
BACK_ENTERED = "back_entered"
NOT_COMPETENT = "not_competent"
CONCEALMENT = "concealment"
UNCHANGED = "unchanged"
"""What papers that came made of a case that stays as it is."""
WITHDRAWN = "withdrawn"
"""撤回: the reason code of a case its applicant takes back."""
BARS = ("no_deferral_policy", "bound_exceeded", "on_the_spot_item", "discredited")
"""Reason codes that leave no deferral, whatever is signed."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper (材料) as a document names it.

    `originals` and `copies` are due, `copies_in` is what was handed in (0 with a ready paper
    means that nothing had to be handed in). `due` is what is due in words, empty where the
    counts say it. `state` is one of `PAPER_STATES`. A `not_due` paper (非应交) was handed in
    though nothing asked for it: only a receipt names it.

    The rest is what a guide (办事指南) says beside it: `source` who issues it, `basis` the rule
    that asks for it, `blank_form` and `sample` where they are had, `defer_workdays` how long it
    may come later (0: not said), `optional` 非必要, `of_agent` the agent's paper.
    `pages` are those counted when it was taken in (0: not counted). `fresh`: the one-time notice
    before this one did not say it of the paper. `came`, on a 补正回执, is how many of the pieces
    came this time, in figures, "0" where what lay there was put right; empty where nobody said.
    """

    name: str
    necessity: str = ""
    form: str = ""
    originals: int = 0
    copies: int = 0
    copies_in: int = 0
    keep: str = ""
    state: str = ""
    fault: str = ""
    correction: str = ""
    standard: str = ""
    how_to_get: str = ""
    deferrable: bool = False
    make_good_by: str = ""
    due: str = ""
    not_due: bool = False
    source: str = ""
    basis: str = ""
    blank_form: str = ""
    sample: str = ""
    note: str = ""
    defer_workdays: int = 0
    optional: bool = False
    of_agent: bool = False
    pages: int = 0
    fresh: bool = False
    came: str = ""

    @property
    def pieces_due(self) -> int:
        """应交份数; a paper whose `due` is in words is at least one piece."""
        return max(1 if self.due else 0, self.originals + self.copies)

    @property
    def pieces_short(self) -> int:
        """How many pieces too few came; 0 for a paper that nobody has to bring."""
        if self.state == WAIVED or self.not_due:
            return 0
        return max(0, self.pieces_due - self.copies_in)

    @property
    def ready(self) -> bool:
        """Nothing more is asked for this paper (已具备)."""
        return self.state in READY_STATES


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the outcome is what it is. `article` is empty where no article applies."""

    code: str
    article: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A situation question (情形) nobody answered yet; `choices` say what each answer brings.

    `after` is the answer that leads to it, empty for a question that is always asked.
    """

    text: str
    choices: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee as it is told: amount, legal ground, who pays less."""

    name: str
    amount: str = ""
    basis: str = ""
    reduction: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """后置审批: one licence that must still be applied for. `when` names whom it concerns."""

    name: str
    code: str = ""
    department: str = ""
    when: str = ""
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What an act of the later life of a case adds to its paper. Dates are ISO text, empty or 0 =
    not said; `valid_until` may also be words (长期).

    `on` is the day of the act, `approver` who approved it. Of a special procedure (特别程序):
    `special_kind` one of the eight, `basis` the rule that asks for it, `length` the time needed
    in words, `days` in workdays, `from_on` and `until_on` its ends, `suspended_workdays` what
    does not count; of a hearing `told_on` is the day its right was told, `asked_on` that it was
    asked for. `old_*` and `new_*` are the dates before and after; a `new_*` date is 暂定
    where its base name stands in `DocumentFacts.provisional`. `extension_workdays` is what 延期
    adds. `result_name`, `result_number`, `result_on`, `valid_until` describe the result, on a
    delivery receipt (送达回证) the paper that is delivered, `delivered_at` the minute (HH:MM)
    where it was handed over. `untold` is why a notice did not say what a refusal after it rests
    on. `recipient` signed for it;
    `proxy_reason` (代收原因) is said where it was meant for another, `proxy_authority` on what
    authority an agent takes it. `check_on` is the later
    check (事后核查) of a commitment, `target` the body to go to instead.

    Names of papers: `back` handed back, `supplied` handed in now, `open` still wanting (on a
    commitment: what a promise stands in for), `sent` on their way to another hall. `opinions` are
    those of the departments, `commitments` what the applicant commits to. `decided` is the outcome
    that papers led to, `unchanged` where the case stays as it was, empty where nobody said.

    Of promised papers (容缺): `paused_since` is since when the case stands for one that is late,
    `grace_until` the last day of the grace, running or over, `pauses` the spans for which late
    papers stopped the clock (two days joined by `/`). On 退件单 `cause` is what ended the case and
    `no_deferral_until` until when 容缺 is barred for it.
    """

    on: str = ""
    reason: str = ""
    approver: str = ""
    special_kind: str = ""
    basis: str = ""
    length: str = ""
    days: int = 0
    from_on: str = ""
    until_on: str = ""
    suspended_workdays: int = 0
    old_promised_due: str = ""
    new_promised_due: str = ""
    old_statutory_due: str = ""
    new_statutory_due: str = ""
    extension_workdays: int = 0
    result_name: str = ""
    result_number: str = ""
    result_on: str = ""
    valid_until: str = ""
    delivered_on: str = ""
    place: str = ""
    method: str = ""
    waybill: str = ""
    recipient: str = ""
    recipient_id_masked: str = ""
    proxy_reason: str = ""
    proxy_authority: str = ""
    deliverer: str = ""
    check_on: str = ""
    target: str = ""
    back: tuple[str, ...] = ()
    supplied: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    delivered_at: str = ""
    untold: str = ""
    decided: str = ""
    told_on: str = ""
    asked_on: str = ""
    paused_since: str = ""
    grace_until: str = ""
    pauses: tuple[str, ...] = ()
    cause: str = ""
    no_deferral_until: str = ""


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """What a 催办单 adds: which `step` of the case waits, `whose` it is, the day it was `due_on`,
    how many workdays it is `late` (0: not late yet), what is `asked` and by when it must be
    answered (`answer_by`). Dates are ISO text."""

    step: str
    whose: str
    due_on: str = ""
    late: int = 0
    asked: str = ""
    answer_by: str = ""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What a 帮办代办单 adds. The person helped is `DocumentFacts.applicant`.

    `taken_on` is the day the order was taken (ISO text), `authority` the 委托 in words, `steps`
    what has been done, one a line; `result` how it ended.
    """

    helper: str
    taken_on: str = ""
    service: str = ""
    authority: str = ""
    steps: tuple[str, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True)
class CountLine:
    """One line of a count: what was counted, and how many."""

    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a 日清单 (daily reconciliation slip) adds: the day, the acts by kind, the first and the
    last number given out, the numbers voided, how many pages were printed again, and the journal:
    its event count and the short code of its head."""

    on: str
    counts: tuple[CountLine, ...] = ()
    first_number: str = ""
    last_number: str = ""
    voided: tuple[str, ...] = ()
    reprints: int = 0
    events: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a 叫号小票 says: number, business, how many wait before it, where to watch, when
    it was taken (as it is printed), a wait in words where it is estimated, 预约 or 优先.

    `ahead` is text: 0 is said too. There is no place for a name or an identity number.
    """

    number: str
    business: str = ""
    ahead: str = ""
    zone: str = ""
    windows: str = ""
    taken_at: str = ""
    wait: str = ""
    mark: str = ""
    closes_at: str = ""
    calls_again: int = 0
