"""Faults of who answers: letters, covers, leave, first contact, helpers' orders."""

from __future__ import annotations

from tests.faults.fault import Fault

STAFF = (
    Fault(
        "an expired letter counts a day longer",
        "clerk_app/staff/rules.py",
        "    if day > last_day(letter):",
        "    if day - _DAY > last_day(letter):",
        "tests/staff/test_letters.py",
    ),
    Fault(
        "a letter counts on the day it is revoked",
        "clerk_app/staff/rules.py",
        "    return letter.revoked_on - _DAY",
        "    return letter.revoked_on",
        "tests/staff/test_letters.py",
    ),
    Fault(
        "a letter of one department is for all",
        "clerk_app/staff/rules.py",
        'each.department in {"", department}',
        "each.department is not None",
        "tests/staff/test_letters.py",
    ),
    Fault(
        "a letter signs for whoever shows it",
        "clerk_app/staff/rules.py",
        "if each.holder == approver.id",
        "if each.holder",
        "tests/staff/test_letters.py",
    ),
    Fault(
        "an administrator gives themselves a letter",
        "clerk_app/staff/rules.py",
        "    if grantor.id == holder.id:",
        "    if grantor is None:",
        "tests/staff/test_letters.py tests/deeds/test_staff_letters.py",
    ),
    Fault(
        "a clerk enters letters",
        "clerk_app/staff/rules.py",
        "_SUPERIORS = frozenset({Role.SUPERVISOR, ",
        "_SUPERIORS = frozenset({Role.SUPERVISOR, Role.CLERK, ",
        "tests/deeds/test_staff_letters.py",
    ),
    Fault(
        "a cover who is away acts",
        "clerk_app/staff/rules.py",
        "        if not is_away(next_, day, leaves):",
        "        if next_:",
        "tests/staff/test_cover.py",
    ),
    Fault(
        "the cover goes on after the leave has ended",
        "clerk_app/staff/rules.py",
        "replace(each, until=fact.on - _DAY)",
        "replace(each, until=fact.on)",
        "tests/staff/test_cover.py",
    ),
    Fault(
        "b enters the leave of a and sees a's cases",
        "clerk_app/deeds/staff_cover.py",
        "    if who.id != counter.clerk.id:",
        "    if who.id == counter.clerk.id:",
        "tests/deeds/test_staff_cover.py",
    ),
    Fault(
        "the clerk of another workstation is taken for ours",
        "clerk_app/staff/projection.py",
        "    own=True,  # clerk ids",
        "    own=False,  # clerk ids",
        "tests/staff/test_duty_rows.py",
    ),
    Fault(
        "why a colleague is away is told to all",
        "clerk_app/staff/store.py",
        "(viewer.clerk == row.clerk or ",
        "(viewer.clerk != '' or ",
        "tests/staff/test_duty_rows.py",
    ),
    Fault(
        "an answered question is handed on",
        "clerk_app/enquiry/rules.py",
        "    if not enquiry.is_open:",
        "    if enquiry.is_open is None:",
        "tests/enquiry/test_first_contact.py tests/deeds/test_staff_handover.py",
    ),
    Fault(
        "whoever a question is handed to answers as its first contact",
        "clerk_app/enquiry/store.py",
        "        here.operator,\n        here.outcome,",
        "        here.closed_by,\n        here.outcome,",
        "tests/enquiry/test_rows.py tests/deeds/test_staff_handover.py",
    ),
    Fault(
        "a question ages on days of rest",
        "clerk_app/enquiry/rules.py",
        "days.workdays_between(day, today)",
        "(today - day).days",
        "tests/enquiry/test_first_contact.py",
    ),
    Fault(
        "a helper acts after the authorisation has ended",
        "clerk_app/staff/rules.py",
        "order.authorisations if each.since <= day <= each.until]",
        "order.authorisations if each.since <= day]",
        "tests/staff/test_assistance.py",
    ),
    Fault(
        "an order without an authorisation acts",
        "clerk_app/staff/rules.py",
        "    if order.kind != Help.HELP:\n        require_agent",
        "    if order.authorisations:\n        require_agent",
        "tests/staff/test_assistance.py tests/deeds/test_staff_assistance.py",
    ),
)
