"""What was said to be stored is stored, however the program ends."""

from __future__ import annotations

from pathlib import Path

from tests.storage.conftest import Made
from tests.support.faults import Jobs
from tests.support.stores import opened

KILLS = 12


def test_no_committed_event_is_lost_when_the_program_is_killed(
    made: Made, folder: Path, jobs: Jobs
) -> None:
    last = 3
    for n in range(KILLS):
        job = jobs.start("append_for_ever", str(folder), made.key.hex())
        said = [job.line() for _ in range(1 + 7 * n % 25)]
        said += job.kill()
        numbers = [int(s) for s in said]
        assert numbers[0] in {last + 1, last + 2}  # the last one may be stored and not yet said
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        with opened(folder, made.key) as found:
            stored = [s for _, s in found.events()]
            assert stored == list(range(1, len(stored) + 1))
            assert len(stored) - numbers[-1] in {0, 1}
            assert found.first_bad() == ""
            before = found.rows()
            with found.store.transaction() as db:
                found.journal.rebuild(db)
                assert found.rows_in(db) == before
        last = numbers[-1]
    assert last > 3 + KILLS
