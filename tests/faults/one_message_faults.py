"""Faults of what stands over the screen, of what is typed, and of what stays in sight."""

from __future__ import annotations

from tests.faults.fault import Fault

_TESTS = "tests/ui/test_one_message.py"

ONE_MESSAGE = (
    Fault(
        "a warning covers danger",
        "ui/widgets/notices.py",
        "return danger, self._told.get(bar, 0)",
        "return danger and False, self._told.get(bar, 0)",
        f"{_TESTS} -k danger_stands",
    ),
    Fault(
        "plain words replace danger",
        "clerk_app/desk/frame.py",
        "            self._behind = message\n            return\n",
        "            pass\n",
        f"{_TESTS} -k not_replaced",
    ),
    Fault(
        "a correction covers the answer to a key",
        "clerk_app/desk/frame.py",
        "            self._set(replace(self.state, notice=new))",
        "            self._tell(new)",
        f"{_TESTS} -k correction",
    ),
    Fault(
        "the same refusal told again is not seen",
        "ui/widgets/notices.py",
        "other, self.message = message is not self.message, message",
        "other, self.message = message != self.message, message",
        f"{_TESTS} -k same_refusal",
    ),
    Fault(
        "another theme forgets what it told",
        "ui/main_window.py",
        "self.papers.take_over(self._presenter.pages_told)",
        "self.papers.take_over(())",
        f"{_TESTS} -k another_theme",
    ),
    Fault(
        "a note on the name hides how to get to yes",
        "ui/screens/intake_side.py",
        "self.why.setVisible(not state.page_stops)",
        "self.why.setVisible(not state.page_note)",
        f"{_TESTS} -k note_on_the_name",
    ),
    Fault(
        "a late answer wipes what is typed",
        "clerk_app/desk/print_settings.py",
        "        if DOCUMENT not in self._edited:",
        "        if DOCUMENT:",
        f"{_TESTS} -k late_answer",
    ),
    Fault(
        "what is typed on is taken for what was kept",
        "clerk_app/desk/print_settings.py",
        "        if self._hand(which) == hand:",
        "        if hand:",
        f"{_TESTS} -k typing_on",
    ),
    Fault(
        "the top bar asks for more than the window",
        "ui/widgets/top_bar.py",
        "        if narrow or tight():\n",
        "        if tight():\n",
        f"{_TESTS} -k top_bar",
    ),
    Fault(
        "the preview offers to print what is at the printer",
        "clerk_app/desk/paper_preview.py",
        "        if self.where in IN_HAND:  # nothing",
        "        if self.where is self:  # nothing",
        f"{_TESTS} -k next_page",
    ),
)
