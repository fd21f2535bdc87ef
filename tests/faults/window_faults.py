"""Faults of the window: what the presenters and the deed of a showing keep safe."""

from __future__ import annotations

from tests.faults.fault import Fault

WINDOW = (
    Fault(
        "papers kept at the window follow into an acceptance",
        "clerk_app/desk/intake_core.py",
        "        if decision.outcome is not Outcome.RETURNED_FOR_CORRECTION:",
        "        if decision.outcome is Outcome.NOT_NEEDED:",
        "tests/desk/test_intake_more.py",
    ),
    Fault(
        "a stale list of the discredited asks nobody",
        "clerk_app/desk/intake_core.py",
        "credit_stale=self._credit_stale)",
        "credit_stale=False)",
        "tests/desk/test_intake_more.py",
    ),
    Fault(
        "a concealment without facts goes to print",
        "clerk_app/desk/intake_more.py",
        "            if bad or not text.strip():",
        "            if bad:",
        "tests/desk/test_intake_more.py",
    ),
    Fault(
        "anybody approves a refusal for concealment in the window",
        "clerk_app/desk/opened_intake.py",
        "        require_authority(clerk, letters, Signing.CONCEALMENT, day, department)",
        "        require_authority",
        "tests/ui/test_intake_more.py -k concealment",
    ),
    Fault(
        "an online case is taken in again",
        "clerk_app/desk/intake_more.py",
        "        if seen.refused is not None or seen.known:",
        "        if seen.refused is not None:",
        "tests/desk/test_intake_more.py",
    ),
    Fault(
        "an online case throws the draft away",
        "clerk_app/desk/intake_more.py",
        "        self._aside = self.state.work",
        "        self._aside = None",
        "tests/desk/test_intake_more.py",
    ),
    Fault(
        "a promise stands beside the paper that came after all",
        "clerk_app/desk/intake_lines.py",
        "kept = tuple(name for name in work.committed if name != paper.name)",
        "kept = tuple(name for name in work.committed if name)",
        "tests/desk/test_intake_more.py",
    ),
    Fault(
        "a paper of a bundle waits where one item forbids it",
        "clerk_app/desk/intake_bundle.py",
        "    if len(known) == len(days):",
        "    if known:",
        "tests/desk/test_intake_bundle.py",
    ),
    Fault(
        "the answers of one item of a bundle are those of another",
        "clerk_app/desk/intake_bundle.py",
        'return {f"{item}:{key}": v',
        'return {f"{key}": v',
        "tests/desk/test_intake_bundle.py",
    ),
    Fault(
        "a bundle is decided with an item that is not here",
        "clerk_app/desk/intake_bundle.py",
        "    if missing:",
        "    if missing and not missing:",
        "tests/desk/test_intake_bundle.py",
    ),
    Fault(
        "two bodies' forms of one name are one tick",
        "clerk_app/catalogue/rules/bundles.py",
        "merged if names.count(merged.paper.name) == 1 else",
        "merged if names.count(merged.paper.name) else",
        "tests/desk/test_intake_bundle.py",
    ),
    Fault(
        "a number is shown and nobody records it",
        "clerk_app/deeds/show_person.py",
        "        _record(db, counter, number, IDENTITY)",
        "        _record",
        "tests/ui/test_private_and_practice.py -k number",
    ),
    Fault(
        "a full number stays when the page is left",
        "clerk_app/desk/cases.py",
        "self._set(replace(self.state, persons=(), panel=None))",
        "self._set(replace(self.state, panel=None))",
        "tests/desk/test_case_private.py",
    ),
    Fault(
        "a store to learn on looks like a real one",
        "clerk_app/desk/frame.py",
        'practice=PRACTICE_BAND if facts.practice else "",',
        'practice="",',
        "tests/ui/test_private_and_practice.py -k learn",
    ),
    Fault(
        "a bundle whose verdict changed is taken in unseen",
        "clerk_app/deeds/take_in_bundle.py",
        "expected.get(key) is not outcome:",
        "expected.get(key) is outcome and not outcome:",
        "tests/ui/test_intake_more.py -k changed",
    ),
)
