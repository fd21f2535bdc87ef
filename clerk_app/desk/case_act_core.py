"""The form of one act: opened, kept while it is typed, put away. Nothing is recorded here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import case_papers as papers
from clerk_app.desk.case_fields import PAPER_ACTS, fields_of
from clerk_app.desk.case_form import Form, Kept, Typed, dump, load
from clerk_app.desk.messages import explain
from clerk_app.intake.model import Action, Stage
from clerk_app.intake.rules.silence import as_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.desk.case_papers import Mark
    from clerk_app.desk.case_port import CaseFile, CasesPort, Done
    from clerk_app.desk.runner import Runner
    from clerk_app.intake.model import CaseState
    from clerk_app.kernel.errors import ClerkError

_BEFORE = {Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION}


class ActCore:
    """`show` is told every state of the form (None: closed), `recorded` what came of it."""

    def __init__(
        self,
        port: CasesPort,
        runner: Runner,
        show: Callable[[Form | None], None],
        recorded: Callable[[Form, Done], None],
    ) -> None:
        self._port, self._runner, self._show, self._recorded = port, runner, show, recorded
        self._file: CaseFile | None = None
        self._seen: CaseState | None = None
        self._kept: Kept = {}
        self._content = self._saved = ""
        self._lacks_glyph = self._boxed = False  # refused for a character no font has; go on so
        self.form: Form | None = None
        runner.run(port.forms, self._brought_back, self._ignored)

    def begin(self, action: Action, file: CaseFile) -> None:
        """Open the form of an act, with what was typed for it before."""
        self._file = file
        self._lacks_glyph = self._boxed = False
        self._seen = as_of(file.state, file.today, file.calendar)
        typed = self._kept.get((file.number, str(action)), _first(action, file))
        if action in PAPER_ACTS:
            typed = replace(typed, marks=self._marks(typed))
        may = self._seen.state in _BEFORE and bool(file.item and file.item.deferral.enabled)
        may_sign = action is Action.SUPPLY and may
        self._refresh(Form(file.number, action, typed, may_sign=may_sign), keep=False)

    def escape(self) -> None:
        """Esc: the topmost layer only; what was typed stays for the next time."""
        form = self.form
        if form is None or form.busy:
            return
        if form.typing:
            self._set(replace(form, typing=""))
        elif form.message is not None:
            self._set(replace(form, message=None))
        elif form.asking:
            self._set(replace(form, asking=False, at=max(0, len(form.fields) - 1)))
        else:
            self._set(None)

    # ------------------------------------------------------------ inside

    @property
    def _item(self) -> ServiceItem | None:
        return self._file.item if self._file else None

    def _marks(self, typed: Typed) -> tuple[Mark, ...]:
        """The papers of the case with what was marked before."""
        assert self._seen is not None  # noqa: S101 - set by `begin`
        before = {mark.name: mark for mark in typed.marks}
        return tuple(before.get(mark.name, mark) for mark in papers.marks_of(self._seen))

    def _refresh(self, form: Form, *, keep: bool = True) -> None:
        """Ask what the answers given lead to, and keep what was typed."""
        if self._file is None or self._seen is None:
            return
        fields = fields_of(
            form.action, self._file, self._seen, form.typed.values, override=form.typed.override
        )
        rows = form.rows
        if form.action in PAPER_ACTS:
            rows = papers.rows_of(form.typed.marks, self._seen, self._item, form.action)
        self._set(replace(form, fields=fields, rows=rows, asking=False))
        if not keep:
            return
        self._kept.pop((form.number, str(form.action)), None)
        self._kept[form.number, str(form.action)] = form.typed
        self._keep()

    def _keep(self) -> None:
        content = dump(self._kept)
        if content != self._content:
            self._content = content
            self._runner.run(self._save_job, self._ignored, self._unsaved)

    def _save_job(self) -> None:
        content = self._content
        if content != self._saved:
            self._port.keep_forms(content)
            self._saved = content

    def _unsaved(self, error: ClerkError) -> None:
        if self.form is not None:
            self._set(replace(self.form, message=explain(error)))

    def _brought_back(self, content: str) -> None:
        self._kept = {**load(content), **self._kept}
        self._content = self._saved = content

    def _ignored(self, _answer: object) -> None:
        """Nothing to show: a draft that cannot be read is none."""

    def _set(self, form: Form | None) -> None:
        self.form = form
        self._show(form)


def _first(action: Action, file: CaseFile) -> Typed:
    """What stands in a form nobody typed into yet."""
    if action is Action.DECIDE and file.item is not None and file.item.result:
        return Typed({"result.name": file.item.result})
    return Typed()
