"""Faults of what papers must say: words edited away, papers without reason, code or address."""

from __future__ import annotations

from tests.faults.fault import Fault

_KEEPING = "clerk_app/notices/keeping.py"
_REMEDIES = "clerk_app/notices/remedies.py"
_WORDING = "clerk_app/notices/wording.py"
_OWN = "tests/notices/test_own_wording.py"
_KEPT = "tests/notices/test_kept_wording.py"
_LOOK = "tests/notices/test_third_look.py"
_MUST = "tests/notices/test_mandatory.py"

WORDING = (
    Fault(
        "a mandatory word behind a further digit counts",
        _KEEPING,
        "if before and before[-1] in _FIGURE and line[start] in",
        "if before and not before and line[start] in",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a period of 160 days is one of 60",
        _REMEDIES,
        'rf"(?<![{_FIGURE}])(?:(?P<days>',
        'rf"(?:(?P<days>',
        f"{_OWN} -k turned_round",
    ),
    Fault(
        "a review is asked for with nobody",
        _REMEDIES,
        "_of_receipt(self.begin) and self._says(_REVIEW)",
        "_of_receipt(self.begin)",
        f"{_OWN} -k turned_round",
    ),
    Fault(
        "a mandatory word with a negation counts",
        _KEEPING,
        "return not negated(",
        "return bool(clause) or not negated(",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "days of review and of the lawsuit may change places",
        _KEEPING,
        "if whole is None or any(",
        "if whole is None or not all(",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a mandatory sentence may name what its paper never says",
        _WORDING,
        "    if other:\n",
        "    if other and missing:\n",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a mandatory fact may stand on a line that falls away",
        _WORDING,
        "    if loose:\n",
        "    if loose and missing:\n",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "an edition of remedies without a day",
        _WORDING,
        "_day_of(text) == date.min:",
        "not text.strip():",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a sentence of the hall with hidden characters",
        _WORDING,
        "    fault = fault_in(text, multiline=True)\n",
        "    fault = fault_in(key, multiline=True)\n",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "the article of a denial is not mandatory",
        "clerk_app/notices/mandatory.py",
        '"law": words("根据《中华人民共和国行政许可法》第三十八条第二款"),',
        '"law": None,',
        f"{_KEPT} -k denial",
    ),
    Fault(
        "a decision without a reason is printed",
        "clerk_app/notices/ways.py",
        "if not why and facts.since(3):",
        "if not why and facts.since(99):",
        f"{_LOOK} -k written_reason",
    ),
    Fault(
        "the receipt's code is not that of its event",
        "clerk_app/notices/parts.py",
        "replace(row, value=code) if row.value == QUERY_CODE else row",
        "row",
        f"{_LOOK} -k asks_for_progress",
    ),
    Fault(
        "a QR no phone can use is said to show progress",
        "clerk_app/notices/parts.py",
        "    if phone or not facts.since(3):",
        "    if words or not facts.since(3):",
        f"{_LOOK} -k phone_can",
    ),
    Fault(
        "a receipt does not say where a paper comes from",
        "clerk_app/notices/paper_tables.py",
        'return Cell(paper.source or ("共享数据"',
        'return Cell(paper.note or ("共享数据"',
        f"{_MUST} -k receipt",
    ),
    Fault(
        "an address that is not https becomes the QR",
        "clerk_app/kernel/local_rules.py",
        '    rf"https://',
        '    rf"https?://',
        "tests/kernel/test_local_rules.py",
    ),
    Fault(
        "the QR of a paper opens no case",
        "clerk_app/kernel/ids.py",
        '_QR_HEADS = ("hall:", "https://")',
        '_QR_HEADS = ("https://",)',
        "tests/kernel/test_local_rules.py",
    ),
    Fault(
        "the article of a denial is not printed",
        "clerk_app/deeds/act_facts.py",
        "PrintedReason(DENIED, act.basis, act.reason)",
        'PrintedReason(DENIED, "", act.reason)',
        "tests/desk/test_case_life.py -k article_of_a_denial",
    ),
)
