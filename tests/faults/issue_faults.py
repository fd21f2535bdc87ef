"""Faults of papers that are no act: reminders without a ground, lists of papers that are not here,
characters that print as nothing, a wording nobody looked over."""

from __future__ import annotations

from tests.faults.fault import Fault

_T_PAPER = "tests/deeds/test_case_paper.py"
_T_URGING = "tests/intake/test_urging.py"
_T_BOXED = "tests/deeds/test_boxed.py"
_T_ORDER = "tests/deeds/test_staff_assistance.py"
_T_ISSUE = "tests/cli/test_issue.py"
_URGING = "clerk_app/intake/rules/urging.py"
_PAPERS = "clerk_app/intake/rules/papers_now.py"
_LIST = "clerk_app/deeds/material_list.py"
_PRINT = "clerk_app/deeds/print_document.py"
_WORDING = "clerk_app/notices/wording.py"
_T_WORDING = "tests/notices/test_own_wording.py"
_TICKET = "clerk_app/deeds/print_ticket.py"
_T_TICKET = "tests/deeds/test_print_ticket.py"
_SLIP = "clerk_app/deeds/daily_slip.py"
_T_SLIP = "tests/deeds/test_daily_slip.py"

_DUAL = "clerk_app/deeds/dual_notice.py"
_T_DUAL = "tests/deeds/test_dual_notice.py"
_T_WHY_NOT = "tests/deeds/test_why_not_papers.py"

ISSUE = (
    Fault(
        "a paper says why not without saying how",
        _DUAL,
        "    if not (told.ways or target or facts.short_papers or codes & _KNOWN_WAYS):",
        "    if not (told.ways or target or not facts.short_papers or codes & _KNOWN_WAYS):",
        f"{_T_DUAL} -k half_that",
    ),
    Fault(
        "a reason stands without its article",
        _DUAL,
        "    if not typed:",
        "    if typed is None:",
        f"{_T_DUAL} -k without_any_basis",
    ),
    Fault(
        "what came since the notice is a reason still",
        _DUAL,
        "no.ended + (wanting if stage in OWED else no.reasons)",
        "no.ended + (wanting if stage not in OWED else no.reasons)",
        f"{_T_DUAL} -k came_since",
    ),
    Fault(
        "a case is given back by the article of the notice",
        _DUAL,
        "asked = () if no.ended else (reason.article for reason in no.reasons)",
        "asked = [reason.article for reason in no.reasons]",
        f"{_T_WHY_NOT} -k given_up",
    ),
    Fault(
        "concealment rests on what the item says",
        "clerk_app/notices/ways.py",
        "if lacks and measured else ()",
        "if lacks else ()",
        f"{_T_WHY_NOT} -k does_not_speak_of",
    ),
    Fault(
        "why the notice did not say it is a ground",
        "clerk_app/deeds/act_facts.py",
        "late = act.action is Action.REFUSE and before.state",
        "late = act.action is Action.RETURN and before.state",
        f"{_T_WHY_NOT} -k no_ground",
    ),
    Fault(
        "a helper's order says what it said when it was opened",
        "clerk_app/deeds/staff_assistance.py",
        "        if last is not None and last.order == _said(",
        "        if last is not None or last == _said(",
        f"{_T_ORDER} -k what_was_done",
    ),
    Fault(
        "what is late is asked for in time",
        _URGING,
        "ASKED_LATE[step] if late else ASKED[step]",
        "ASKED_LATE[step] if late < 0 else ASKED[step]",
        f"{_T_URGING} -k at_once",
    ),
    Fault(
        "a printer of pages is asked what became of a slip",
        "clerk_app/deeds/print_slip.py",
        'f"{SLIP}{printers.slip}",',
        '"simulated:",',
        f"{_T_TICKET} -k daily_slip_goes",
    ),
    Fault(
        "a slip comes again on a roll the printer of pages has not",
        "clerk_app/deeds/print_more.py",
        "if sheet in WIDTHS:",
        "if sheet is None:",
        f"{_T_TICKET} -k daily_slip_goes",
    ),
    Fault(
        "a second slip of a ticket is not marked",
        _TICKET,
        'mark=f"补打 {reprint} 次" if reprint else "",',
        'mark="",',
        f"{_T_TICKET} -k how_many_wait",
    ),
    Fault(
        "a slip that may be out is not counted",
        _TICKET,
        "        counter.journal.append(db, PRINTED, body, counter.act(db))",
        '        counter.journal.append(db, "ticket.tried", body, counter.act(db))',
        f"{_T_TICKET} -k does_not_answer",
    ),
    Fault(
        "a ticket counts itself among those before it",
        "clerk_app/queueing/rules.py",
        "t.state is TicketState.WAITING and t.label < ticket.label",
        "t.state is TicketState.WAITING and t.label <= ticket.label",
        f"{_T_TICKET} -k how_many_wait",
    ),
    Fault(
        "a ticket is lost with its slip",
        "clerk_app/cli/ticket_commands.py",
        "            except ClerkError as error:",
        "            except ZeroDivisionError as error:",
        "tests/cli/test_print.py -k whatever_its_printer",
    ),
    Fault(
        "amended remedies bear the shipped edition",
        _WORDING,
        "whole[EDITION].strip() == base.texts[EDITION].strip()",
        "whole[EDITION].strip() == whole",
        f"{_T_WORDING} -k printed_instead",
    ),
    Fault(
        "the plain words of the remedies are amended under the shipped edition",
        _WORDING,
        "return key.removeprefix(PLAIN).removesuffix(OTHER) == REMEDIES",
        "return key.removesuffix(OTHER) == REMEDIES",
        f"{_T_WORDING} -k printed_instead",
    ),
    Fault(
        "the edition of the remedies is emptied",
        "clerk_app/notices/mandatory.py",
        "        EDITION: SAID,",
        "",
        f"{_T_WORDING} -k printed_instead",
    ),
    Fault(
        "a list of licences goes without the word on its seal",
        "clerk_app/notices/mandatory.py",
        '        "foot": words("未盖章无效"),\n',
        "",
        f"{_T_WORDING} -k printed_instead",
    ),
    Fault(
        "a backup leaves the hall's sentences behind",
        "clerk_app/storage/backup.py",
        "(*files, *wording(folder))",
        "files",
        "tests/storage/test_backup.py -k own_sentences",
    ),
    Fault(
        "a restore leaves the hall's sentences behind",
        "clerk_app/deeds/restore.py",
        "(*attachments.stored(source), *backup.wording(source))",
        "attachments.stored(source)",
        "tests/storage/test_backup.py -k own_sentences",
    ),
    Fault(
        "a daily slip is dated by a clock that was set back",
        _SLIP,
        "require_sound_clock(db, counter, counter.clock.now())",
        "assert require_sound_clock",
        f"{_T_SLIP} -k clock_goes_back",
    ),
    Fault(
        "a daily slip's number comes again after the clock was set back",
        _SLIP,
        "n = 1 + max((int(end) for end in ends if end.isdecimal()), default=0)",
        "n = 1 + len(ends) // 2",
        f"{_T_SLIP} -k clock_goes_back",
    ),
    Fault(
        "of two slips of one number the other one is printed",
        _PRINT,
        "            event = each  #",
        "            event = event or each  #",
        f"{_T_SLIP} -k one_number",
    ),
    Fault(
        "the list of licences takes a number another station may give",
        "clerk_app/deeds/post_licence.py",
        "number=next_document(db, counter, state, counter.journal.case_events(db, case))",
        'number=f"{case}-{len(state.documents) + 1:02}"',
        "tests/deeds/test_record_enquiry.py -k another_station",
    ),
    Fault(
        "a reminder without a ground",
        _URGING,
        "if look.lamp not in _URGENT:",
        "if look.lamp is None:",
        f"{_T_PAPER} -k neither_late",
    ),
    Fault(
        "a reminder says early what is late",
        _URGING,
        "max(0, -left)",
        "max(0, left)",
        f"{_T_PAPER} -k moves_nothing",
    ),
    Fault(
        "a hearing that is late is urged by nobody",
        _URGING,
        "step, due = HEARING, _hearing_by(look, calendar)",
        "step, due = HEARING, look.due",
        f"{_T_URGING} -k day_belongs",
    ),
    Fault(
        "a hearing far off is urged",
        _URGING,
        "calendar.workdays_between(today, due) > calendar.local.yellow_workdays",
        "calendar.workdays_between(today, due) > 99",
        f"{_T_URGING} -k day_belongs",
    ),
    Fault(
        "a department is urged for the applicant's papers",
        _URGING,
        "if state.open_papers and look.due == iso(state.make_good_by):",
        "if state.open_papers and look.due is None:",
        f"{_T_URGING} -k day_belongs",
    ),
    Fault(
        "a reminder asks for an answer by a day that is past",
        "clerk_app/deeds/urge.py",
        "if by_day < today:",
        "if by_day is None:",
        f"{_T_PAPER} -k moves_nothing",
    ),
    Fault(
        "a reminder carries the citizen's papers",
        "clerk_app/deeds/urge.py",
        "papers=(), reasons=()",
        "reasons=()",
        f"{_T_PAPER} -k moves_nothing",
    ),
    Fault(
        "a reminder has the seal of whoever is urged",
        "clerk_app/notices/kinds/reminder.py",
        'asking = replace(facts, department="")',
        "asking = replace(facts)",
        f"{_T_PAPER} -k moves_nothing",
    ),
    Fault(
        "a paper is worded as if silence had done nothing",
        "clerk_app/deeds/case_paper.py",
        "as_of(state, counter.today(), counter.calendar)",
        "state",
        f"{_T_PAPER} -k silence",
    ),
    Fault(
        "papers that were sent on are listed here",
        _LIST,
        "if link.until or not here:",
        "if link.until:",
        f"{_T_PAPER} -k sent_on",
    ),
    Fault(
        "papers that were handed back are listed here",
        _LIST,
        "if stage_of(state) in _ELSEWHERE:",
        "if stage_of(state) in {Stage.HANDED_OVER}:",
        f"{_T_PAPER} -k handed_back",
    ),
    Fault(
        "a paper only looked at lies at the window",
        _LIST,
        "any(is_kept(item.material(paper.name), paper) for paper in papers)",
        "any(paper.state.is_handed_in for paper in papers)",
        f"{_T_PAPER} -k handed_back",
    ),
    Fault(
        "what was collected for another body is received here",
        _LIST,
        "collected_for=state.for_hall if stage is Stage.COLLECTED",
        "collected_for=state.for_hall if stage is Stage.HANDED_OVER",
        f"{_T_PAPER} -k by_when_one_is_told",
    ),
    Fault(
        "a list after acceptance still promises a notice",
        _LIST,
        "notice_due=state.notice_due if stage is Stage.RECEIVED else",
        "notice_due=state.notice_due if stage else",
        f"{_T_PAPER} -k points_to_it",
    ),
    Fault(
        "what was lost on the way is counted",
        _PAPERS,
        "if name in found and not found[name].copies:",
        "if name in found and found[name].copies:",
        f"{_T_PAPER} -k lost_on_the_way",
    ),
    Fault(
        "papers that came later are not counted",
        _PAPERS,
        '_CAME = frozenset({"case.corrected", "case.supplied"})',
        '_CAME = frozenset({"case.corrected"})',
        f"{_T_PAPER} -k points_to_it",
    ),
    Fault(
        "pages that were counted are forgotten",
        "clerk_app/intake/rules/bodies.py",
        'line["pages"] = paper.pages',
        'line["pages"] = paper.copies',
        f"{_T_PAPER} -k by_when_one_is_told",
    ),
    Fault(
        "an order has no paper",
        "clerk_app/deeds/staff_assistance.py",
        'counter.journal.append(db, "document.issued", facts.to_body(), act)',
        "facts.to_body()",
        f"{_T_ORDER} -k paper_of_an_order",
    ),
    Fault(
        "the paper of an order shows the whole identity number",
        "clerk_app/deeds/staff_assistance.py",
        "mask_id(client.id_number) if client.id_number",
        "client.id_number if client.id_number",
        f"{_T_ORDER} -k paper_of_an_order",
    ),
    Fault(
        "the choice of a box is not in the facts",
        "clerk_app/notices/render.py",
        "        facts = replace(facts, boxed=True)\n    _document",
        "        facts = replace(facts, boxed=False)\n    _document",
        f"{_T_BOXED} -k reprint_shows",
    ),
    Fault(
        "whole characters are told to stand as codes",
        "clerk_app/notices/render.py",
        "if not facts.boxed and not fonts.of_look(facts.template).has_all(said):",
        "if boxed or not fonts.of_look(facts.template).has_all(said):",
        f"{_T_BOXED} -k reprint_shows",
    ),
    Fault(
        "a box chosen for one document counts for another",
        _PRINT,
        'event.kind == kind and text(event.body or {}, "number") == number',
        "event.kind == kind",
        f"{_T_BOXED} -k once_and_for_all",
    ),
    Fault(
        "a box chosen later is forgotten on the next page",
        _PRINT,
        "return replace(facts, boxed=True) if boxed else facts",
        "return facts",
        f"{_T_BOXED} -k once_and_for_all",
    ),
    Fault(
        "the option is read by nobody",
        "clerk_app/cli/ports.py",
        'getattr(self.args, "boxed", False)',
        'getattr(self.args, "box", False)',
        f"{_T_ISSUE} -k no_font",
    ),
    Fault(
        "doctor does not look at the wording of the hall",
        "clerk_app/deeds/examine.py",
        "        check_own(place)\n",
        "        check_own(folder)\n",
        f"{_T_ISSUE} -k doctor",
    ),
    Fault(
        "the daily slip prints the shipped sentence in the place of the hall's",
        "clerk_app/deeds/daily_slip.py",
        "facts = freeze(facts, hall=counter.folder / OWN_FOLDER)",
        "facts = freeze(facts)",
        "tests/deeds/test_daily_slip.py -k own_sentence",
    ),
)
