"""At the counter: what a hall has written is printed, or nothing is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import take_in
from clerk_app.kernel.errors import Misused
from clerk_app.notices.wording import OWN_FOLDER
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import PASSPHRASE, HandClock, create

BRACKETS = f"note = {'[' * 500}{']' * 500}"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    create(tmp_path / "w")
    with Workstation(HandClock()).open(tmp_path / "w", PASSPHRASE) as opened:
        load(opened, tmp_path, ITEM)
        yield opened


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda file: file.symlink_to("nowhere"), "receipt.toml"),
        (lambda file: file.mkdir(), "receipt.toml"),
        (os.mkfifo, "receipt.toml"),
        (lambda file: file.write_text(BRACKETS, "utf-8"), "receipt.toml"),
        (lambda file: (file.parent.rmdir(), file.parent.touch()), OWN_FOLDER),
    ],
    ids=["link", "folder", "pipe", "brackets", "no folder"],
)
def test_wording_that_cannot_be_read_stops_the_case_and_burns_no_number(
    counter: Counter, spoil: Callable[[Path], object], named: str
) -> None:
    place = counter.folder / OWN_FOLDER
    place.mkdir(exist_ok=True)
    before = counter.journal.count
    spoil(place / "receipt.toml")
    with pytest.raises(Misused, match=named) as caught:
        take_in(counter, asked(counter))
    assert caught.value.code == "bad_wording"
    assert counter.journal.count == before
