"""Faults of what goes up and what comes in: reports, online cases, practice, shared papers."""

from __future__ import annotations

from tests.faults.fault import Fault

PLATFORM = (
    Fault(
        "a column that must be filled is not missed",
        "clerk_app/reporting/rules/report.py",
        "    if not value and column.required:",
        "    if not value and column.whole:",
        "tests/reporting/test_report.py",
    ),
    Fault(
        "what is too long is cut without a word",
        "clerk_app/reporting/rules/report.py",
        "                line.values[column.name] = value\n",
        "                line.values[column.name] = value[: column.most or None]\n",
        "tests/reporting/test_report.py",
    ),
    Fault(
        "a word without a code goes up as the word",
        "clerk_app/reporting/rules/report.py",
        'codes[table].codes.get(words, "")',
        "codes[table].codes.get(words, words)",
        "tests/reporting/test_report.py",
    ),
    Fault(
        "an incomplete report is written when only a whole one was wanted",
        "clerk_app/deeds/report_case.py",
        "    if strict and not found.complete:",
        "    if strict and found.complete:",
        "tests/deeds/test_platform_report.py",
    ),
    Fault(
        "an act that was in conflict is told as done",
        "clerk_app/reporting/rules/history.py",
        "        if event.body is None or _changed_nothing(before, state):",
        "        if event.body is None:",
        "tests/reporting/test_report.py",
    ),
    Fault(
        "that a report left the program is not on the record",
        "clerk_app/deeds/report_case.py",
        "        counter.journal.append(db, REPORTED, body, counter.act(db))",
        "        assert body",
        "tests/deeds/test_platform_report.py",
    ),
    Fault(
        "an online case is taken in twice",
        "clerk_app/deeds/import_online.py",
        "        if known:",
        "        if not known:",
        "tests/deeds/test_platform_import.py",
    ),
    Fault(
        "the number of an online case is not kept with its receipt",
        "clerk_app/deeds/import_online.py",
        "[*prepared.entries, link]",
        "[*prepared.entries]",
        "tests/deeds/test_platform_import.py",
    ),
    Fault(
        "a practice store exchanges with the hall",
        "clerk_app/sync/engine.py",
        '        refuse_in_practice(db, "不与大厅交换")\n',
        "",
        "tests/deeds/test_platform_practice.py",
    ),
    Fault(
        "a practice store is given a station number",
        "clerk_app/deeds/initialise.py",
        '    refuse_in_practice(db, "不能登记站点编号")\n',
        "",
        "tests/deeds/test_platform_practice.py",
    ),
    Fault(
        "papers of a practice store are not marked",
        "clerk_app/deeds/initialise.py",
        '"1" if sample or practice else ""',
        '"1" if sample else ""',
        "tests/deeds/test_platform_practice.py",
    ),
    Fault(
        "a record that has run out stands in for a paper",
        "clerk_app/reporting/rules/sharing.py",
        "_day(found.valid_until) < today",
        "_day(found.valid_until) > today",
        "tests/reporting/test_shared_records.py",
    ),
    Fault(
        "anybody is looked up under any case",
        "clerk_app/deeds/look_up.py",
        "    if wanted.case and key not in purpose.allowed:",
        "    if wanted.case and not key:",
        "tests/deeds/test_platform_look_up.py",
    ),
    Fault(
        "a register that cannot be read has nothing",
        "clerk_app/reporting/shared_records.py",
        "        if not found and unreadable:",
        "        if found and unreadable:",
        "tests/reporting/test_shared_records.py",
    ),
)
