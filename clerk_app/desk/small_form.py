"""A small form beside a list: field after field, then one line to confirm. What was typed stays
whatever is refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from clerk_app.desk.actions import LACKS_GLYPH
from clerk_app.desk.case_fields import Kind, fault_of
from clerk_app.desk.messages import Message, explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.desk.case_fields import Field
    from clerk_app.kernel.errors import ClerkError


@dataclass(frozen=True, slots=True)
class SmallForm:
    """Everything the form shows. `subject` is what it is about, by the presenter's own key;
    `asking`: the line before it is recorded, in the words of `confirm`."""

    subject: str
    title: str
    about: str = ""
    fields: tuple[Field, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    at: int = 0
    faults: Mapping[str, str] = field(default_factory=dict)
    asking: bool = False
    busy: bool = False
    message: Message | None = None
    tail: str = ""
    lacks_glyph: bool = False  # its paper was refused for a character no font has
    boxed: bool = False  # such a character is to be printed as its code

    def value(self, name: str) -> str:
        """What was typed into a field."""
        return self.values.get(name, "")

    @property
    def field(self) -> Field | None:
        """The field the hand is at."""
        return self.fields[self.at] if 0 <= self.at < len(self.fields) else None

    @property
    def confirm(self) -> str:
        """What will stand; of a field left empty nothing is said."""
        given = [(each, _said(each, self.value(each.id))) for each in self.fields]
        said = [f"{each.title}：{words}" for each, words in given if words]
        return f"{'；'.join(said)}{'。' if said else ''}{self.tail}"

    def with_values(self, kept: Mapping[str, str] | None) -> SmallForm:
        """The form with what was typed into it before."""
        return replace(self, values={**self.values, **(kept or {})})

    def told(self, message: Message | None) -> SmallForm:
        """The form with a message over it, or none."""
        return replace(self, message=message)


class FormActs:
    """The hand's acts on a form. A presenter says where the form is kept (`form`, `_put`), what
    is wrong with a field (`_fault`) and how it is recorded (`_send`)."""

    AT_FIELD: ClassVar[Mapping[str, str]] = {}
    """Code of a refusal → the field it is about."""

    @property
    def form(self) -> SmallForm | None:
        """The open form."""
        raise NotImplementedError

    def fill(self, name: str, value: str) -> None:
        """A keystroke in a field."""
        form = self.form
        if form is None or form.busy or form.value(name) == value:
            return
        faults = {each: words for each, words in form.faults.items() if each != name}
        values = {**form.values, name: value}
        self._put(replace(form, values=values, faults=faults, asking=False, message=None))

    def choose(self, at: int) -> None:
        """A digit in a choice: that answer, and on."""
        form = self.form
        now = form.field if form else None
        if now is not None and 0 <= at < len(now.options):
            self.fill(now.id, now.options[at].value)
            self.next()

    def move_choice(self, by: int) -> None:
        """Up or Down in a choice."""
        form = self.form
        now = form.field if form else None
        if form is None or now is None or not now.options:
            return
        values = [option.value for option in now.options]
        value = form.value(now.id)
        at = values.index(value) + by if value in values else 0
        self.fill(now.id, values[max(0, min(len(values) - 1, at))])

    def to_field(self, at: int) -> None:
        """The hand went to a field by itself."""
        form = self.form
        if form is not None and not form.busy and at != form.at and 0 <= at < len(form.fields):
            self._put(replace(form, at=at, asking=False))

    def next(self) -> None:
        """Enter: the next field; after the last, the line to confirm."""
        form = self.form
        if form is None or form.busy or form.asking:
            return
        if words := self._fault_at(form, form.at):
            self._fail(form, form.at, words)
        elif form.at + 1 < len(form.fields):
            self._put(replace(form, at=form.at + 1))
        else:
            self.ask()

    def ask(self) -> None:
        """Is everything told? Then the line to confirm."""
        form = self.form
        if form is None or form.busy:
            return
        for at in range(len(form.fields)):
            if words := self._fault_at(form, at):
                self._fail(form, at, words)
                return
        self._put(replace(form, asking=True, faults={}, message=None))

    def record(self) -> None:
        """At the line to confirm: do it. Before: go to that line."""
        form = self.form
        if form is None or form.busy:
            return
        if not form.asking:
            self.ask()
            return
        sent = replace(form, busy=True, message=None)
        self._put(sent)
        self._send(sent)

    def box(self) -> None:
        """Alt+X, after the paper was refused for a character no font has: print it as its code.
        The line to confirm comes again."""
        form = self.form
        if form is not None and form.lacks_glyph and not form.busy:
            self._put(replace(form, boxed=True, lacks_glyph=False, message=None))
            self.ask()

    def refused(self, error: ClerkError) -> None:
        """Nothing was recorded; the words stand beside the field they are about, or above."""
        form = self.form
        if form is None:
            return
        lacks = error.code == LACKS_GLYPH
        form = replace(form, busy=False, asking=not form.fields, lacks_glyph=lacks)
        named = self.AT_FIELD.get(error.code, "")
        ids = [each.id for each in form.fields]
        if named in ids:
            self._fail(form, ids.index(named), self._words(error))
        else:
            self._put(replace(form, message=explain(error)))

    def _fail(self, form: SmallForm, at: int, words: str) -> None:
        name = form.fields[at].id
        self._put(replace(form, at=at, asking=False, faults={**form.faults, name: words}))

    def _fault_at(self, form: SmallForm, at: int) -> str:
        if not 0 <= at < len(form.fields):
            return ""
        return self._fault(form.fields[at], form.value(form.fields[at].id))

    def _fault(self, field: Field, value: str) -> str:
        return fault_of(field, value)

    def _words(self, error: ClerkError) -> str:
        return explain(error).text

    def _put(self, form: SmallForm) -> None:
        raise NotImplementedError

    def _send(self, form: SmallForm) -> None:
        raise NotImplementedError


def _said(field: Field, value: str) -> str:
    if field.kind is Kind.CHOICE:
        return next((each.title for each in field.options if each.value == value), value)
    return value.strip()
