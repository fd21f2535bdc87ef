"""Drives the form of one act of a case: field after field, one line to confirm, then the deed.

Whatever the rules refuse, the form stays as it was, and what was typed is kept until the act is
recorded: after Esc, after a change of theme, after a power cut.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import case_papers as papers
from clerk_app.desk.actions import LACKS_GLYPH
from clerk_app.desk.case_act_papers import PaperActs
from clerk_app.desk.case_fields import (
    PAPER_ACTS,
    PROVISIONAL_BY,
    Kind,
    fault_of,
    raw_of,
    recipient_of,
)
from clerk_app.desk.case_form import (
    Form,
    confirm_words,
)
from clerk_app.desk.messages import Message, explain
from clerk_app.intake.model import Action
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import ClerkError

if TYPE_CHECKING:
    from clerk_app.desk.case_port import Done
    from clerk_app.intake.rules.act_file import CaseAct

NOT_IN_FIRST = "not_in_first_notice"
"""A later notice names what the first did not: a supervisor says why, or it is not named."""
UNAPPROVED = "provisional_unapproved"
"""Paper with dates that are 暂定: a supervisor answers for it."""
_APPROVER = ("approver", "override.approver", PROVISIONAL_BY)
AT_FIELD = {
    # code of a refusal: the fields it is about
    "extension_too_long": ("workdays",),
    "special_unknown": ("special",),
    "approver_missing": _APPROVER,
    "approver_not_authorised": _APPROVER,
    "delegation_expired": _APPROVER,
    "delegation_revoked": _APPROVER,
    "delegation_not_yet": _APPROVER,
    "unknown_method": ("delivery.method",),
    "waybill_missing": ("delivery.waybill",),
    "recipient_missing": ("delivery.recipient", "who"),
    "proxy_reason_missing": ("delivery.proxy_reason", "who"),
    "delivered_to_self": ("delivery.proxy_reason", "who"),
    "nothing_new": ("materials",),
    "correction_missing": ("materials",),
    "fault_missing": ("materials",),
    "offer_correction": ("materials",),
    "waiver_not_allowed": ("materials",),
    "not_lapsed": ("abandoned",),
    "reason_missing": ("reason",),
    "hearing_days_wrong": ("told_on", "asked_on"),
    "not_to_report": ("report_up",),
    "target_agency_missing": ("target_agency",),
}


class ActPresenter(PaperActs):
    """The keys of the form."""

    # ------------------------------------------------------------ fields

    def fill(self, name: str, value: str) -> None:
        """A keystroke in a field."""
        form = self.form
        if form is None or form.busy or form.value(name) == value:
            return
        values = {**form.typed.values, name: value}
        faults = {each: words for each, words in form.faults.items() if each != name}
        typed = replace(form.typed, values=values)
        self._refresh(replace(form, typed=typed, faults=faults, message=None))

    def choose(self, at: int) -> None:
        """A digit in a choice: that answer, and on to the next field."""
        form = self.form
        field = form.field if form else None
        if form is None or field is None or not 0 <= at < len(field.options) or form.asking:
            return
        self.fill(field.id, field.options[at].value)
        self.next()

    def move_choice(self, by: int) -> None:
        """Up or Down in a choice."""
        form = self.form
        field = form.field if form else None
        if form is None or field is None or not field.options or form.asking:
            return
        values = [option.value for option in field.options]
        now = values.index(form.value(field.id)) if form.value(field.id) in values else -1
        at = max(0, min(len(values) - 1, now + by if now >= 0 else 0))
        self.fill(field.id, values[at])

    def to_field(self, at: int) -> None:
        """The hand went to a field by itself (a click, Tab)."""
        form = self.form
        if form is not None and 0 <= at < len(form.fields) and at != form.at and not form.busy:
            self._set(replace(form, at=at, asking=False, typing=""))

    def next(self) -> None:
        """Enter: the next thing to do; after the last field, the line to confirm."""
        form = self.form
        field = form.field if form else None
        if form is None or form.busy or form.asking:
            return
        if field is None:
            self.ask()
            return
        if field.kind is Kind.PAPERS and self._next_paper(form):
            return
        words = self._fault(form, form.at)
        if words:
            self._fail(form, form.at, words)
        elif form.at + 1 < len(form.fields):
            self._set(replace(form, at=form.at + 1, faults={}))
        else:
            self.ask()

    def ask(self) -> None:
        """Ctrl+Enter: is everything told? Then the one line before it is recorded."""
        form = self.form
        if form is None or form.busy:
            return
        for at in range(len(form.fields)):
            words = self._fault(form, at)
            if words:
                self._fail(form, at, words)
                return
        asked = replace(form, asking=True, typing="", faults={}, message=None)
        self._set(replace(asked, confirm=confirm_words(asked)))

    def record(self, *, surely: bool = False) -> None:
        """Enter, or Ctrl+Enter (`surely`), at the line to confirm: do it."""
        form = self.form
        if form is None or form.busy:
            return
        if not form.asking:
            if surely:
                self.ask()
            return
        if form.grave and not surely:
            return
        try:
            act = self._act(form)
        except ClerkError as error:
            self._refused(error)
            return
        self._set(replace(form, busy=True, message=None))
        number, boxed = form.number, self._boxed
        self._runner.run(
            lambda: self._port.act(number, act, boxed=boxed), self._done, self._refused
        )

    @property
    def may_box(self) -> bool:
        """Was the paper refused for a character no font has?"""
        return self._lacks_glyph

    def box(self) -> None:
        """Alt+X, after the paper was refused for a character no font has: print it as its code.
        The line to confirm comes again."""
        if self._lacks_glyph:
            self._boxed = True
            self.ask()

    def all_came(self) -> None:
        """A: every paper that is wanting came and is in order; then the line to confirm."""
        form = self.form
        if form is None or self._seen is None or form.action is not Action.SUPPLY:
            return
        if not form.in_papers or form.busy:
            return
        marks = papers.all_came(form.typed.marks, self._seen, self._item)
        self._refresh(replace(form, typed=replace(form.typed, marks=marks), message=None))
        self.next()

    # ------------------------------------------------------------ inside

    def _fault(self, form: Form, at: int) -> str:
        field = form.fields[at]
        if field.kind is Kind.PAPERS:
            return papers.fault_in_marks(form.typed.marks, form.action)[1]
        return fault_of(field, form.value(field.id))

    def _fail(self, form: Form, at: int, words: str) -> None:
        """Point at the field that is not told enough of."""
        field, row = form.fields[at], form.row
        if field.kind is Kind.PAPERS:
            found, _ = papers.fault_in_marks(form.typed.marks, form.action)
            row = max(0, found)
        told = Message(words)
        self._set(
            replace(form, at=at, row=row, asking=False, faults={field.id: words}, message=told)
        )

    def _act(self, form: Form) -> CaseAct:
        """The form as the act it is. Raises `Misused` for what the reader of act files refuses."""
        assert self._seen is not None  # noqa: S101 - set by `begin`
        raw = raw_of(form.action, form.fields, form.typed.values)
        if form.action is Action.DELIVER:
            raw.pop("who", None)
            who = recipient_of(self._seen, form.typed.values)
            if who:
                raw["delivery"]["recipient"] = who
        if form.action in PAPER_ACTS:
            raw["materials"] = papers.raw_papers(form.typed.marks)
            if form.typed.signed:
                raw["undertaking_signed"] = True
        act = read_act(str(form.action), {"at": stamp(self._port.now()), **raw})
        return replace(act, seen=self._seen.acts)

    def _done(self, done: Done) -> None:
        form = self.form
        assert form is not None  # noqa: S101 - it waits for this answer
        self._kept.pop((form.number, str(form.action)), None)
        self._keep()
        self._set(None)
        self._recorded(form, done)

    def _refused(self, error: ClerkError) -> None:
        form = self.form
        if form is None:
            return
        self._lacks_glyph = error.code == LACKS_GLYPH
        form = replace(form, busy=False, asking=False, message=explain(error))
        if error.code == NOT_IN_FIRST and not form.typed.override:
            self._refresh(replace(form, typed=replace(form.typed, override=True), at=1))
            return
        if error.code == UNAPPROVED and PROVISIONAL_BY not in form.typed.values:
            values = {**form.typed.values, PROVISIONAL_BY: ""}
            typed = replace(form.typed, values=values)
            self._refresh(replace(form, typed=typed, at=len(form.fields)))
            return
        ids = [field.id for field in form.fields]
        named = [name for name in AT_FIELD.get(error.code, ()) if name in ids]
        at = ids.index(named[0]) if named else max(0, len(ids) - 1)
        self._set(replace(form, at=at))
