"""Faults of the window's paper, of 异地代收 and of an agent's order: what a hand must not lose."""

from __future__ import annotations

from tests.faults.fault import Fault

_DESK, _SCREEN = "tests/desk/test_papers.py", "tests/ui/test_papers_screen.py"
_FAULTS = "tests/desk/test_paper_faults.py"
_SILENT = "tests/ui/test_silent_printer.py"
_COLLECT = "tests/desk/test_intake_collect.py"

WINDOW_PAPER = (
    Fault(
        "the window decides what another hall decides",
        "clerk_app/desk/intake_core.py",
        "        if application.for_hall is not None:\n            application = replace",
        "        if application.for_hall is application:\n            application = replace",
        _COLLECT,
    ),
    Fault(
        "a refusal is sent with what is collected",
        "clerk_app/desk/intake_collect.py",
        "        matter=Matter.USUAL,",
        "        matter=work.matter,",
        _COLLECT,
    ),
    Fault(
        "papers nobody looked at are collected",
        "clerk_app/desk/intake_collect.py",
        "            ready=False,",
        "            ready=True,",
        _COLLECT,
    ),
    Fault(
        "an agent's order is typed and not sent",
        "clerk_app/desk/intake_lines.py",
        "        agent_order=order_of(work.agent),",
        '        agent_order="",',
        _COLLECT,
    ),
    Fault(
        "a page goes to a printer without paper",
        "clerk_app/desk/opened_printers.py",
        "        if state is not None:\n            refuse_unready(state.condition)",
        "        if state is self:\n            refuse_unready(state.condition)",
        f"{_SCREEN} -k without_paper",
    ),
    Fault(
        "what the last run left open is sent at the start",
        "clerk_app/desk/opened_papers.py",
        "        self._started = True",
        "        self.waiting()",
        f"{_SCREEN} -k change_of_theme",
    ),
    Fault(
        "a page at the printer is sent a second time",
        "clerk_app/desk/papers.py",
        "_MAY_REPRINT = frozenset({Stage.UNANSWERED,",
        "_MAY_REPRINT = frozenset({Stage.SENT, Stage.UNANSWERED,",
        f"{_DESK} -k second_time",
    ),
    Fault(
        "a clerk confirms what was never sent",
        "clerk_app/desk/papers.py",
        "_MAY_CONFIRM = frozenset({Stage.UNANSWERED, Stage.SENT})",
        "_MAY_CONFIRM = frozenset(Stage)",
        f"{_DESK} -k what_was_not_printed",
    ),
    Fault(
        "the preview prints another sheet than it shows",
        "clerk_app/desk/paper_preview.py",
        "sheet=copy.sheet, copies=state.copies",
        "copies=state.copies",
        f"{_DESK} -k that_were_chosen",
    ),
    Fault(
        "a printer that is not ready is sent to from the preview",
        "clerk_app/desk/paper_preview.py",
        "        if not state.printer.ready:",
        "        if not state.printer:",
        f"{_DESK} -k without_paper",
    ),
    Fault(
        "a signature stays when the page is left",
        "clerk_app/desk/paper_preview.py",
        """        self._set(replace(self.state, signature=b""))

    def _on(""",
        """        self._set(self.state)

    def _on(""",
        f"{_DESK} -k signature",
    ),
    Fault(
        "the window waits for the printer",
        "clerk_app/desk/opened_printers.py",
        "        self.beside(lambda: self._ask(address, ids))",
        "        self._ask(address, ids)",
        f"{_SCREEN} -k nobody_waiting",
    ),
    Fault(
        "a batch sends again what is on its way",
        "clerk_app/desk/opened_papers.py",
        "if each[1] not in away",
        "if each[1]",
        f"{_SCREEN} -k page_of_a_case",
    ),
    Fault(
        "a preview shows the page of before",
        "clerk_app/desk/paper_preview.py",
        "        if (before.id, before.stage) != (now.id, now.stage):",
        "        if before.id > now.id:",
        f"{_DESK} -k come_out_now",
    ),
    Fault(
        "the page beside the papers does not come back",
        "clerk_app/desk/intake_core.py",
        "        self._turn += 1",
        "        self._turn += 0",
        "tests/desk/test_intake.py -k comes_back_when",
    ),
    Fault(
        "the code in a box is printed without being asked for",
        "clerk_app/desk/intake.py",
        "port.decide(application, boxed=boxed)",
        "port.decide(application, boxed=not boxed)",
        "tests/ui/test_boxed.py",
    ),
    Fault(
        "an act waits for the printer",
        "clerk_app/desk/opened_papers.py",
        "        self.talk.beside(lambda: self._hand(made.id))",
        "        self._hand(made.id)",
        f"{_SILENT} -k act_is_done",
    ),
    Fault(
        "nobody hears of a page that went wrong beside the runner",
        "clerk_app/desk/opened_papers.py",
        "            self._unheard.add(job.id)",
        "            self._unheard.discard(job.id)",
        f"{_SILENT} -k told_once",
    ),
    Fault(
        "a page that went wrong is told at every look",
        "clerk_app/desk/opened_papers.py",
        "        self._unheard -= {job.id for job in settled}",
        "        self._unheard -= set()",
        f"{_SILENT} -k told_once",
    ),
    Fault(
        "the store waits while a key speaks to the printer",
        "clerk_app/desk/paper_preview.py",
        "        self._devices.run(",
        "        self._runner.run(",
        f"{_SILENT} -k store_answers",
    ),
    Fault(
        "a page is sent out of a store that closes",
        "clerk_app/desk/opened_papers.py",
        "        self._closed = True  # first",
        "        self._closed = False  # first",
        f"{_SILENT} -k window_that_closes",
    ),
    Fault(
        "a page drawn beforehand is sent to a printer without paper",
        "clerk_app/desk/opened_papers.py",
        "job, look=True, find",
        "job, look=False, find",
        f"{_SCREEN} -k gets_nothing",
    ),
    Fault(
        "an older message stands over a newer one",
        "ui/widgets/notices.py",
        "over.message is None or first > self._rank(over)",
        "over.message is None",
        "tests/ui/test_messages.py -k newest",
    ),
    Fault(
        "the test page of a printer that is typed goes to the one before",
        "clerk_app/desk/print_settings.py",
        "        held = self.state.unkept(which)",
        "        held = False",
        f"{_FAULTS} -k holds_the_test_page",
    ),
    Fault(
        "a key works whose words are gone",
        "clerk_app/desk/paper_preview.py",
        "lacking=state.lacking and state.copy is None",
        "lacking=state.lacking",
        f"{_FAULTS} -k a_key_goes",
    ),
    Fault(
        "a paper is offered that the hall's wording stops",
        "ui/screens/intake_side.py",
        "and not state.busy and not state.page_stops)",
        "and not state.busy)",
        "tests/ui/test_boxed.py -k stops_a_paper",
    ),
)
