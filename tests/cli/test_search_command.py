"""`catalogue search`: filters, and what is said when nothing was found."""

from __future__ import annotations

from tests.support.commands import Shell


def test_a_slip_is_answered_with_rows_marked_fuzzy(shell: Shell) -> None:
    assert shell("catalogue", "search", "shipinjingyng")[0]["fuzzy"] is True
    assert all("fuzzy" not in hit for hit in shell("catalogue", "search", "shipinjingying"))
    assert shell("catalogue", "search", "龘龘龘") == []


def test_only_the_department_and_type_asked_for(shell: Shell) -> None:
    hits = shell("catalogue", "search", "jy")
    where, kind = hits[0]["department"], hits[0]["type"]
    mine = shell("catalogue", "search", "jy", "--department", where, "--type", kind)
    assert hits[0] in mine
    assert {(hit["department"], hit["type"]) for hit in mine} == {(where, kind)}
    assert shell("catalogue", "search", "jy", "--department", "没有的局") == []
